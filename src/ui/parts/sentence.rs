//! A sentence with names in it, and with a link where it names the page Your access. Must not know the sentence.

use leptos::prelude::*;

use crate::ui::routes::Route;
use crate::ui::words::{NAME_ENDS, NAME_STARTS, Words, say};

/// Shows a text with the names that [`named`](crate::ui::words::named) marks in it. A name in another writing direction
/// does not change the order of the words around it, and a browser's translation leaves the name as it is.
pub fn sentence(text: &str) -> AnyView {
    if !text.contains(NAME_STARTS) {
        return text.to_owned().into_any();
    }
    let parts = text.split(NAME_ENDS).map(|part| {
        let (before, name) = match part.split_once(NAME_STARTS) {
            Some((before, name)) => (before, Some(name.to_owned())),
            None => (part, None),
        };
        (before.to_owned(), name.map(|name| view! { <bdi translate="no">{name}</bdi> }))
    });
    // One element, since many of those around it lay out what they contain in columns.
    view! { <span>{parts.collect::<Vec<_>>()}</span> }.into_any()
}

/// The same for a text that may tell the person to look at Your access: the name of that page is a link to it.
pub fn advice(words: Words, text: &str) -> AnyView {
    let page = say!(words, access.title);
    let Some((before, after)) = text.split_once(&page) else { return sentence(text) };
    let (before, after) = (sentence(before), sentence(after));
    view! { <span>{before}<a href=Route::Access.href()>{page}</a>{after}</span> }.into_any()
}
