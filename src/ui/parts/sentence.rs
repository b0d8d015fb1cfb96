//! A sentence with a name in it. Must not know the sentence.

use leptos::prelude::*;

use crate::domain::invisible::{TextKind, visible};

/// Stands in a sentence for a name. It is in no text, since it stands for an object by its meaning in Unicode.
pub const NAME: &str = "\u{fffc}";

/// Puts a person's name, an address or other text of the directory in place of [`NAME`]. A name in another writing
/// direction does not change the order of the words around it, characters that would turn the direction are left out, and
/// a browser's translation leaves the name as it is.
pub fn sentence(text: String, name: &str) -> impl IntoView + use<> {
    let name = visible(name, TextKind::Name);
    let (before, after) = match text.split_once(NAME) {
        Some((before, after)) => (before.to_owned(), Some(after.to_owned())),
        None => (text, None),
    };
    let named = after.map(|after| {
        view! {
            <bdi translate="no">{name}</bdi>
            {after}
        }
    });
    view! {
        {before}
        {named}
    }
}
