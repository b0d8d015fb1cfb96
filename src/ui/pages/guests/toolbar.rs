//! The number of shown guests, when they were loaded, the search field, and the button to load again. Must not search
//! itself.

use leptos::prelude::*;

use crate::domain::guest_query::GuestQuery;
use crate::domain::guest_view::GuestView;
use crate::ui::state::{ListPhase, expect_guest_list, expect_session};
use crate::ui::words::{expect_words, say, text};

use super::loading::LoadingControls;
use super::export::Export;
use super::model::Figures;

#[component]
pub(super) fn Toolbar(
    query: RwSignal<GuestQuery>,
    view: Memo<GuestView>,
    figures: Memo<Figures>,
) -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let session = expect_session();
    let shown = move || view.with(|view| view.rows.len());
    let total = move || list.table().with(|table| table.len());
    let loading = move || list.phase().with(|phase| *phase == ListPhase::Loading);
    let status = move || {
        let figures = figures.get();
        let count = match figures {
            Figures::Unknown if loading() => return say!(words, guests.loading),
            Figures::Unknown => return String::new(),
            Figures::AtLeast => {
                say!(words, guests.count_at_least, count = total(), shown = words.number(shown()))
            }
            Figures::SoFar | Figures::All => {
                say!(words, guests.count, count = total(), shown = words.number(shown()))
            }
        };
        if !loading() {
            return count;
        }
        let progress = match list.total().get() {
            Some(all) if list.is_one_by_one().get() => {
                say!(words, guests.loading_singly, all = words.number(all))
            }
            Some(all) if all > total() => say!(words, guests.loading_of, all = words.number(all)),
            Some(_) | None => say!(words, guests.loading),
        };
        format!("{count} · {progress}")
    };
    let updated = move || {
        let at = list.complete_at().get()?;
        let time = words.time_of_day(at, session.portal().now());
        Some(view! { <p class="tools__updated">{say!(words, guests.updated, time = time)}</p> })
    };
    view! {
        <div class="tools">
            <div class="tools__figures">
                <p role="status" data-shown=shown data-total=total>
                    {status}
                </p>
                {updated}
            </div>
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
            <LoadingControls />
            <Export query view />
        </div>
    }
}
