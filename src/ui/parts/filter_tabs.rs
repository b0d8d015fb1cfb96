//! Buttons of which one is pressed, each with a number: which rows of a list are shown. Must not know the rows.

use leptos::prelude::*;

use crate::ui::words::expect_words;

#[component]
pub fn FilterTabs<F: Copy + PartialEq + Send + Sync + 'static>(
    all: &'static [F],
    #[prop(into)] label: Signal<String>,
    #[prop(into)] chosen: Signal<F>,
    #[prop(into)] choose: Callback<F>,
    /// The name of a filter.
    name: fn(crate::ui::words::Words, F) -> String,
    /// The number of its rows.
    #[prop(into)]
    count: Callback<F, usize>,
) -> impl IntoView {
    let words = expect_words();
    let tab = move |filter: &F| {
        let filter = *filter;
        view! {
            <button
                type="button"
                class="tabs__tab"
                aria-pressed=move || (chosen.get() == filter).to_string()
                on:click=move |_| choose.run(filter)
            >
                {move || name(words, filter)}" "
                <span class="tabs__count">{move || words.number(count.run(filter))}</span>
            </button>
        }
    };
    view! {
        <div class="tabs" role="group" aria-label=label>
            {all.iter().map(tab).collect_view()}
        </div>
    }
}
