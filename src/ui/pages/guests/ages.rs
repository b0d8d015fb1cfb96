//! How long pending invitations have been waiting, as filters with their numbers of guests. Must not know the rows.

use leptos::prelude::*;

use crate::domain::guest_query::{GuestQuery, PendingAge};
use crate::domain::guest_view::GuestView;
use crate::ui::words::{Words, expect_words, say, text};

use super::model::Figures;
use super::tabs::figure;

pub(super) fn age_name(words: Words, age: PendingAge) -> String {
    match age {
        PendingAge::Week => say!(words, guests.age_week),
        PendingAge::Month => say!(words, guests.age_month),
        PendingAge::Quarter => say!(words, guests.age_quarter),
        PendingAge::Longer => say!(words, guests.age_longer),
    }
}

#[component]
pub(super) fn Ages(
    query: RwSignal<GuestQuery>,
    view: Memo<GuestView>,
    figures: Memo<Figures>,
) -> impl IntoView {
    let words = expect_words();
    let chosen = Memo::new(move |_| query.with(|query| query.age));
    let choose = move |age| {
        query.update(|query| query.age = Some(age).filter(|_| query.age != Some(age)));
    };
    let button = move |age: PendingAge| {
        let count = move || figure(words, figures.get(), view.with(|view| view.counts.of_age(age)));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (chosen.get() == Some(age)).to_string()
                on:click=move |_| choose(age)
            >
                {move || age_name(words, age)}" "
                {move || count().map(|count| view! { <span class="tabs__count">{count}</span> })}
            </button>
        }
    };
    // The directory does not say of all guests since when.
    let undated = move || match view.with(|view| view.counts.pending - view.counts.ages.iter().sum::<usize>())
    {
        0 => None,
        count => Some(view! { <span class="quiet">{say!(words, guests.undated, count = count)}</span> }),
    };
    view! {
        <div class="ages" role="group" aria-labelledby="guest-ages">
            <span class="ages__label" id="guest-ages">{text!(words, guests.ages)}</span>
            {PendingAge::ALL.map(button).collect_view()}
            {undated}
        </div>
    }
}
