//! The title of the document. Must not know the pages.

use leptos::prelude::*;

use crate::ui::state::expect_run;
use crate::ui::words::{expect_words, say};

/// Sets the title of the document, and changes it with the language and with the progress of a run.
pub(super) fn use_title(page: Signal<String>) {
    let words = expect_words();
    let run = expect_run();
    Effect::new(move || {
        let page = say!(words, shell.title, page = page.get());
        document().set_title(&match run.shown_progress() {
            Some((done, total)) => {
                say!(words, run.title, done = words.number(done), total = words.number(total), page = page)
            }
            None => page,
        });
    });
}
