//! A guest's state as a coloured word.

use leptos::prelude::*;

use crate::domain::guest::GuestState;
use crate::ui::parts::{IntoPart, live};
use crate::ui::words::expect_words;

/// The style of a state.
#[must_use]
pub fn badge_class(state: &GuestState) -> &'static str {
    match state {
        GuestState::Pending => "badge badge--pending",
        GuestState::Accepted => "badge badge--accepted",
        GuestState::NotInvited | GuestState::Other(_) => "badge",
    }
}

/// Pending, Accepted, or why there is neither; follows what it reads.
pub fn state_badge(read: impl Fn() -> GuestState + Send + Sync + Clone + 'static) -> impl IntoView {
    let words = expect_words();
    live(move || {
        let state = read();
        view! { <span class=badge_class(&state)>{words.guest_state(&state)}</span> }.part()
    })
}
