//! All, Pending, Accepted: with how many there are of each.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::domain::query::{GuestQuery, GuestTab};
use crate::ui::parts::{click, flag, focus, line};
use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, say, text};

const TABS: [GuestTab; 3] = [GuestTab::All, GuestTab::Pending, GuestTab::Accepted];

/// The id of a tab's button.
pub(super) fn tab_id(tab: GuestTab) -> &'static str {
    match tab {
        GuestTab::All => "guest-tab-all",
        GuestTab::Pending => "guest-tab-pending",
        GuestTab::Accepted => "guest-tab-accepted",
    }
}

/// The tab that a key leads to (ARIA tabs pattern).
fn reached(from: GuestTab, key: &str) -> Option<GuestTab> {
    let at = TABS.iter().position(|tab| *tab == from)?;
    let to = match key {
        "ArrowRight" => (at + 1) % TABS.len(),
        "ArrowLeft" => (at + TABS.len() - 1) % TABS.len(),
        "Home" => 0,
        "End" => TABS.len() - 1,
        _ => return None,
    };
    TABS.get(to).copied()
}

/// The tabs.
#[component]
pub(super) fn Tabs(query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let current = move || query.with(|query| query.tab);
    let label = move |tab| match tab {
        GuestTab::All => say!(words, guests.all),
        GuestTab::Pending => say!(words, guests.pending),
        GuestTab::Accepted => say!(words, guests.accepted),
    };
    let count = move |tab| {
        let counts = state.guests.with(|guests| guests.counts());
        match tab {
            GuestTab::All => counts.all,
            GuestTab::Pending => counts.pending,
            GuestTab::Accepted => counts.accepted,
        }
    };
    let choose = move |tab| query.update(|query| query.tab = tab);
    let on_key = move |event: KeyboardEvent| {
        if let Some(tab) = reached(untrack(current), &event.key()) {
            event.prevent_default();
            choose(tab);
            focus(tab_id(tab));
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=text!(words, guests.tabs) on:keydown=on_key>
            {TABS
                .map(|tab| {
                    let id = tab_id(tab);
                    view! {
                        <button
                            type="button"
                            class="tabs__tab"
                            role="tab"
                            id=id
                            aria-controls="guest-panel"
                            aria-selected=flag(move || current() == tab)
                            tabindex=line(move || (if current() == tab { "0" } else { "-1" }).to_owned())
                            on:click=click(move || choose(tab))
                        >
                            {line(move || label(tab))}" "
                            <span class="tabs__count">{line(move || words.number(count(tab)))}</span>
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(reached(GuestTab::All, "ArrowLeft"), Some(GuestTab::Accepted));
        assert_eq!(reached(GuestTab::Accepted, "ArrowRight"), Some(GuestTab::All));
        assert_eq!(reached(GuestTab::All, "End"), Some(GuestTab::Accepted));
        assert_eq!(reached(GuestTab::All, "x"), None);
    }
}
