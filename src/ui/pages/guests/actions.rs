//! What can be done with a guest in the list: copy the address, and invite again. Must not invite itself: the Invite
//! form does.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::guest::Guest;
use crate::domain::invisible::{TextKind, visible};
use crate::domain::prefill::Prefill;
use crate::ui::parts::{COPYING_TAKES, Notice, Tone, sentence};
use crate::ui::routes::Route;
use crate::ui::state::{expect_invite, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

/// The last attempt to copy an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Copying {
    #[default]
    Idle,
    /// This address is in the clipboard.
    Done(String),
    /// The browser did not allow it.
    Failed,
}

/// What has become of the last attempt to copy.
#[component]
pub(super) fn Copied(copying: RwSignal<Copying>) -> impl IntoView {
    let words = expect_words();
    let done = move || {
        copying.with(|copying| match copying {
            Copying::Done(address) => sentence(&say!(words, guests.copied_address, address = named(address))),
            Copying::Idle | Copying::Failed => sentence(""),
        })
    };
    view! {
        // In the list, the button itself shows it.
        <p class="hidden" role="status">{done}</p>
        <Show when=move || copying.with(|copying| *copying == Copying::Failed)>
            <Notice tone=Tone::Warning>
                <p>{text!(words, guests.copy_failed)}</p>
            </Notice>
        </Show>
    }
}

/// The buttons in the row of a guest with an address.
pub(super) fn actions(words: Words, guest: &Guest, copying: RwSignal<Copying>) -> impl IntoView + use<> {
    let (session, invite) = (expect_session(), expect_invite());
    let prefill = Prefill::new(&guest.address, &guest.name);
    let href = Route::invite_href(&prefill);
    let invite_again = move |event: MouseEvent| {
        // With one of these keys the browser opens another tab or window, and the form of this one stays as it is.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            invite.invite_again(prefill.clone());
        }
    };
    let again_label = say!(words, guests.again_for, name = visible(guest.shown_name(), TextKind::Name));
    let address = StoredValue::new(guest.address.clone());
    let is_done =
        Memo::new(move |_| address.with_value(|address| copying.read() == Copying::Done(address.clone())));
    let copy = move |_| {
        let (clipboard, address) = (session.page().clipboard, address.get_value());
        copying.set(Copying::Idle);
        spawn_local(async move {
            let done = clipboard.write(&address).await;
            // The person may have left the page meanwhile.
            copying.try_set(if done { Copying::Done(address) } else { Copying::Failed });
        });
        let give_up = move || {
            if copying.try_get_untracked() == Some(Copying::Idle) {
                copying.set(Copying::Failed);
            }
        };
        set_timeout(give_up, COPYING_TAKES);
    };
    let copy_label = move || {
        let address = address.get_value();
        if is_done.get() {
            say!(words, guests.copied_address, address = address)
        } else {
            say!(words, guests.copy_address, address = address)
        }
    };
    let copy_text = move || if is_done.get() { say!(words, guests.copied) } else { say!(words, guests.copy) };
    view! {
        <button type="button" class="list__action" aria-label=copy_label on:click=copy>
            {copy_text}
        </button>
        <a class="list__action" href=href aria-label=again_label on:click=invite_again>
            {say!(words, guests.again)}
        </a>
    }
}
