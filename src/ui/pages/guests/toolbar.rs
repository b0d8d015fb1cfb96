//! The search field, the button to load again, and the number of shown guests. Must not search itself.

use leptos::prelude::*;

use crate::domain::guest_query::GuestQuery;
use crate::ui::state::{ListPhase, expect_guest_list};
use crate::ui::words::{expect_words, say, text};

#[component]
pub(super) fn Toolbar(query: RwSignal<GuestQuery>, view: Memo<Vec<usize>>) -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let shown = move || view.with(Vec::len);
    let total = move || list.table().with(|table| table.len());
    let loading = move || list.phase().with(|phase| *phase == ListPhase::Loading);
    let status = move || {
        if loading() && total() == 0 {
            return say!(words, guests.loading);
        }
        let count = say!(words, guests.count, count = total(), shown = words.number(shown()));
        if loading() { format!("{count} · {}", say!(words, guests.loading)) } else { count }
    };
    view! {
        <div class="tools">
            <p class="tools__count" role="status" data-shown=shown data-total=total>
                {status}
            </p>
            <input
                type="search"
                class="input tools__search"
                aria-label=text!(words, guests.search)
                placeholder=text!(words, guests.search_hint)
                autocomplete="off"
                spellcheck="false"
                prop:value=move || query.with(|query| query.search.clone())
                on:input:target=move |event| query.update(|query| query.search = event.target().value())
            />
            <button
                type="button"
                id="guests-refresh"
                class="button"
                aria-disabled=move || loading().to_string()
                aria-busy=move || loading().to_string()
                on:click=move |_| list.load()
            >
                {text!(words, guests.refresh)}
            </button>
        </div>
    }
}
