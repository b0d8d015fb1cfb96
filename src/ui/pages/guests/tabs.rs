//! The tabs All, Pending, Accepted, No state, Other and Blocked with their numbers of guests. Must not know the rows.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::domain::guest_query::{GuestQuery, GuestTab};
use crate::domain::guest_view::GuestView;
use crate::ui::parts::focus;
use crate::ui::words::{Words, expect_words, say, text};

use super::model::Figures;

/// The id of a tab's button in the document.
pub(super) fn tab_id(tab: GuestTab) -> &'static str {
    match tab {
        GuestTab::All => "guest-tab-all",
        GuestTab::Pending => "guest-tab-pending",
        GuestTab::Accepted => "guest-tab-accepted",
        GuestTab::NoState => "guest-tab-none",
        GuestTab::Other => "guest-tab-other",
        GuestTab::Blocked => "guest-tab-blocked",
    }
}

pub(super) fn tab_name(words: Words, tab: GuestTab) -> String {
    match tab {
        GuestTab::All => say!(words, guests.all),
        GuestTab::Pending => say!(words, guests.pending),
        GuestTab::Accepted => say!(words, guests.accepted),
        GuestTab::NoState => say!(words, guests.no_state),
        GuestTab::Other => say!(words, guests.other_states),
        GuestTab::Blocked => say!(words, guests.blocked),
    }
}

/// A number of guests, by what the numbers of loaded guests mean.
pub(super) fn figure(words: Words, figures: Figures, count: usize) -> Option<String> {
    let number = words.number(count);
    match figures {
        Figures::Unknown => None,
        Figures::SoFar | Figures::AtLeast => Some(say!(words, guests.more, number = number)),
        Figures::All => Some(number),
    }
}

/// The tab that a key moves to (ARIA Authoring Practices, tabs pattern). `with_other` says whether the tab Other is
/// there.
fn reached(from: GuestTab, key: &str, with_other: bool) -> Option<GuestTab> {
    let tabs: Vec<GuestTab> =
        GuestTab::ALL.into_iter().filter(|tab| with_other || *tab != GuestTab::Other).collect();
    let at = tabs.iter().position(|tab| *tab == from)?;
    let to = match key {
        "ArrowRight" => (at + 1) % tabs.len(),
        "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
        "Home" => 0,
        "End" => tabs.len() - 1,
        _ => return None,
    };
    tabs.get(to).copied()
}

#[component]
pub(super) fn Tabs(
    query: RwSignal<GuestQuery>,
    /// The selected tab.
    tab: Memo<GuestTab>,
    view: Memo<GuestView>,
    figures: Memo<Figures>,
    /// Whether the list has guests in a state that this portal does not know. Only then the tab Other is there.
    with_other: Memo<bool>,
) -> impl IntoView {
    let words = expect_words();
    let count = move |tab| figure(words, figures.get(), view.with(|view| view.counts.in_tab(tab)));
    // An age shows a part of a tab. A press on the tab shows all of it.
    let choose = move |to| query.update(|query| (query.tab, query.age) = (to, None));
    let on_key = move |event: KeyboardEvent| {
        if let Some(to) = reached(tab.get_untracked(), &event.key(), with_other.get_untracked()) {
            event.prevent_default();
            choose(to);
            focus(tab_id(to));
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=text!(words, guests.tabs) on:keydown=on_key>
            {GuestTab::ALL
                .map(|this| {
                    let id = tab_id(this);
                    view! {
                        <button
                            type="button"
                            class="tabs__tab"
                            role="tab"
                            id=id
                            hidden=move || this == GuestTab::Other && !with_other.get()
                            aria-controls="guest-panel"
                            aria-selected=move || (tab.get() == this).to_string()
                            tabindex=move || if tab.get() == this { "0" } else { "-1" }
                            on:click=move |_| choose(this)
                        >
                            {move || tab_name(words, this)}" "
                            {move || count(this).map(|count| view! { <span class="tabs__count">{count}</span> })}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests;
