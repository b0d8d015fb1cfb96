//! A sentence with names in it. Must not know the sentence.

use leptos::prelude::*;

use crate::ui::words::{NAME_ENDS, NAME_STARTS};

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
