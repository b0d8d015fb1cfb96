//! The tabs All, Pending and Accepted with their numbers of guests. Must not know the rows.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::domain::guest_query::{GuestQuery, GuestTab};
use crate::ui::parts::focus;
use crate::ui::state::expect_guest_list;
use crate::ui::words::{expect_words, say, text};

const TABS: [GuestTab; 3] = [GuestTab::All, GuestTab::Pending, GuestTab::Accepted];

/// The id of a tab's button in the document.
pub(super) fn tab_id(tab: GuestTab) -> &'static str {
    match tab {
        GuestTab::All => "guest-tab-all",
        GuestTab::Pending => "guest-tab-pending",
        GuestTab::Accepted => "guest-tab-accepted",
    }
}

/// The tab that a key moves to (ARIA Authoring Practices, tabs pattern).
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

#[component]
pub(super) fn Tabs(
    query: RwSignal<GuestQuery>,
    /// The selected tab.
    tab: Memo<GuestTab>,
) -> impl IntoView {
    let words = expect_words();
    let table = expect_guest_list().table();
    let label = move |tab| match tab {
        GuestTab::All => say!(words, guests.all),
        GuestTab::Pending => say!(words, guests.pending),
        GuestTab::Accepted => say!(words, guests.accepted),
    };
    let counts = Memo::new(move |_| table.with(|table| table.counts()));
    let count = move |tab| match tab {
        GuestTab::All => counts.read().all,
        GuestTab::Pending => counts.read().pending,
        GuestTab::Accepted => counts.read().accepted,
    };
    let choose = move |to| query.update(|query| query.tab = to);
    let on_key = move |event: KeyboardEvent| {
        if let Some(to) = reached(tab.get_untracked(), &event.key()) {
            event.prevent_default();
            choose(to);
            focus(tab_id(to));
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=text!(words, guests.tabs) on:keydown=on_key>
            {TABS
                .map(|this| {
                    let id = tab_id(this);
                    view! {
                        <button
                            type="button"
                            class="tabs__tab"
                            role="tab"
                            id=id
                            aria-controls="guest-panel"
                            aria-selected=move || (tab.get() == this).to_string()
                            tabindex=move || if tab.get() == this { "0" } else { "-1" }
                            on:click=move |_| choose(this)
                        >
                            {move || label(this)}" "
                            <span class="tabs__count">{move || words.number(count(this))}</span>
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests;
