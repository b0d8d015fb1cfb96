//! A guest's state as a coloured label. Must not know how the state was found.

use leptos::prelude::*;

use crate::domain::guest::GuestState;
use crate::ui::words::expect_words;

#[must_use]
pub fn badge_class(state: &GuestState) -> &'static str {
    match state {
        GuestState::Pending => "badge badge--pending",
        GuestState::Accepted => "badge badge--accepted",
        GuestState::NoState | GuestState::Other(_) => "badge",
    }
}

#[component]
pub fn StateBadge(#[prop(into)] state: Signal<GuestState>) -> impl IntoView {
    let words = expect_words();
    view! {
        <span class=move || state.with(badge_class)>{move || state.with(|state| words.guest_state(state))}</span>
    }
}
