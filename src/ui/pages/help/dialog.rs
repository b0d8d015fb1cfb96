//! The frame of the dialogs of help. Must not know what stands in it.

use leptos::prelude::*;

use crate::ui::pages::part::{Part, PartView};
use crate::ui::parts::Dialog;
use crate::ui::words::expect_words;

use super::choice::OpenHelp;

/// The id of the dialog, whatever is in it.
const DIALOG: &str = "help";

#[component]
pub(in crate::ui::pages) fn HelpDialog(open: OpenHelp) -> impl IntoView {
    let words = expect_words();
    let is_open = Signal::derive(move || open.get().is_some());
    let heading = Signal::derive(move || open.get().map(|help| help.title(words)).unwrap_or_default());
    view! {
        <Dialog open=is_open on_close=move |()| open.closed() id=DIALOG heading>
            <Show when=move || is_open.get()>
                <PartView part=Part::Help around=DIALOG />
            </Show>
        </Dialog>
    }
}
