//! "Invite again": what a press on such a link does. Must not know where the link stands.

use leptos::ev::MouseEvent;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::domain::prefill::Prefill;
use crate::ui::routes::Route;
use crate::ui::state::expect_invite;

/// Returns what a press on a link to the Invite form does, so that the form is for this guest. The address in the link is for a
/// press that opens another tab: here it would be in the history for a moment, and in place of the list.
pub(super) fn use_invite_again() -> impl Fn(&MouseEvent, Prefill) + Clone + 'static {
    let (invite, navigate) = (expect_invite(), use_navigate());
    move |event, guest| {
        // With one of these keys the browser opens another tab or window, and the form of this one stays as it is.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            invite.invite_again(guest);
            navigate(&Route::Invite.href(), NavigateOptions::default());
        }
    }
}
