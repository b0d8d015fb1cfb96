//! What the search field takes, in words and examples. The browser opens and closes it (`popover`). Must not search itself.

use leptos::prelude::*;

use crate::domain::guest_query::GuestQuery;
use crate::ui::parts::focus_search;
use crate::ui::words::{expect_words, text};

/// The id by which the button names what it opens.
const HELP: &str = "guest-search-help";

#[component]
pub(super) fn SearchHelp(query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let add = move |typed: &str| {
        query.update(|query| {
            // A phrase that is not closed would take the example in.
            let is_open = query.search.matches('"').count() % 2 == 1;
            let end = if is_open { "\"" } else { "" };
            query.search = format!("{}{end} {typed}", query.search).trim().to_owned();
        });
        // The panel closes, and with it the focus would go back to the button.
        request_animation_frame(move || {
            focus_search();
        });
    };
    let example = |typed: &'static str, meaning: Signal<String>| {
        view! {
            <dt>
                <button
                    type="button"
                    class="search-help__example"
                    popovertarget=HELP
                    popovertargetaction="hide"
                    on:click=move |_| add(typed)
                >
                    <kbd dir="ltr" translate="no">{typed}</kbd>
                </button>
            </dt>
            <dd>{meaning}</dd>
        }
    };
    view! {
        <button
            type="button"
            class="button tools__help"
            popovertarget=HELP
            aria-label=text!(words, guests.search_help)
            title=text!(words, guests.search_help)
        >
            "?"
        </button>
        <div id=HELP class="search-help" popover="auto" role="group" aria-labelledby="guest-search-help-title">
            <h2 id="guest-search-help-title">{text!(words, guests.search_help)}</h2>
            <p>{text!(words, guests.help_words)}" "{text!(words, guests.help_use)}</p>
            <dl class="search-help__list">
                {example("ann fabrikam", text!(words, guests.help_both))}
                {example("\"Ann Lee\"", text!(words, guests.help_phrase))}
                {example("domain:fabrikam.com", text!(words, guests.help_domain))}
                {example("company:\"Fabrikam Ltd\"", text!(words, guests.help_company))}
                {example("state:pending", text!(words, guests.help_state))}
                {example("older:14", text!(words, guests.help_older))}
            </dl>
            <button type="button" class="button" popovertarget=HELP popovertargetaction="hide">
                {text!(words, guests.help_close)}
            </button>
        </div>
    }
}
