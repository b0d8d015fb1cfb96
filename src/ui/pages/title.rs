//! The title of the document. Must not know the pages.

use leptos::prelude::*;

use crate::ui::words::{expect_words, say};

/// Sets the title of the document, and changes it with the language.
pub(super) fn use_title(page: Signal<String>) {
    let words = expect_words();
    Effect::new(move || document().set_title(&say!(words, shell.title, page = page.get())));
}
