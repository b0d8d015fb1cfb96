//! The search field with its help, and the button to load again. Must not search itself.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::domain::guest_view::GuestView;
use crate::ui::parts::focus;
use crate::ui::state::{ListPhase, expect_guest_list};
use crate::ui::words::{expect_words, text};

use super::address::Address;
use super::cells::LIST;
use super::export::Export;
use super::loading::LoadingControls;
use super::model::Figures;
use super::search_help::SearchHelp;
use super::selection::Selection;
use super::status::Status;

#[component]
pub(super) fn Toolbar(
    address: Address,
    view: Memo<GuestView>,
    figures: Memo<Figures>,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    let query = address.query;
    let words = expect_words();
    let list = expect_guest_list();
    // As from a field with suggestions.
    let into_list = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" && !event.is_composing() {
            event.prevent_default();
            focus(LIST);
        }
    };
    let loading = move || list.phase().with(|phase| *phase == ListPhase::Loading);
    view! {
        <div class="tools">
            <Status view figures />
            <div class="tools__search">
                <input
                    type="search"
                    class="input"
                    aria-label=text!(words, guests.search)
                    placeholder=text!(words, guests.search_hint)
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || query.with(|query| query.search.clone())
                    on:input:target=move |event| query.update(|query| query.search = event.target().value())
                    on:change=move |_| address.write_now()
                    on:keydown=into_list
                />
                <SearchHelp query />
            </div>
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
            <Export query view selection />
        </div>
    }
}
