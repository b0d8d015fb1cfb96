//! A guest's state as a coloured word.

use leptos::prelude::*;

use crate::domain::guest::GuestState;
use crate::ui::parts::line;
use crate::ui::words::{expect_words, say};

/// Pending, Accepted, or why there is neither.
#[component]
pub fn StateBadge(
    /// The state.
    #[prop(into)]
    state: Signal<GuestState>,
) -> impl IntoView {
    let words = expect_words();
    let class = line(move || {
        state.with(|state| match state {
            GuestState::Pending => "badge badge--pending",
            GuestState::Accepted => "badge badge--accepted",
            GuestState::NotInvited | GuestState::Other(_) => "badge",
        })
        .to_owned()
    });
    let text = line(move || {
        state.with(|state| match state {
            GuestState::Pending => say!(words, guests.state_pending),
            GuestState::Accepted => say!(words, guests.state_accepted),
            GuestState::NotInvited => say!(words, guests.state_none),
            GuestState::Other(other) => other.clone(),
        })
    });
    view! { <span class=class>{text}</span> }
}
