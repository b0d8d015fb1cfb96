//! The frame of the dialogs: heading, and a button to close. Must not know what stands in it.

use leptos::html;
use leptos::prelude::*;

use crate::ui::pages::part::{Part, PartView};
use crate::ui::words::{expect_words, text};

use super::choice::OpenHelp;

/// The id of the dialog, whatever is in it.
const DIALOG: &str = "help";

/// A modal dialog of the browser, which gives the focus back to the element that had it before.
#[component]
pub(in crate::ui::pages) fn HelpDialog(open: OpenHelp) -> impl IntoView {
    let words = expect_words();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let (Some(_), Some(dialog)) = (open.get(), dialog.get())
            && !dialog.open()
        {
            // A click beside it closes it, where the browser knows this attribute.
            let _ = dialog.set_attribute("closedby", "any");
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let title = move || open.get().map(|help| help.title(words));
    view! {
        <dialog
            id=DIALOG
            class="dialog"
            aria-labelledby="help-title"
            node_ref=dialog
            on:close=move |_| open.closed()
        >
            <div class="dialog__head">
                <h2 id="help-title">{title}</h2>
                <button type="button" class="button button--small" on:click=close>{text!(words, help.close)}</button>
            </div>
            <Show when=move || open.get().is_some()>
                <PartView part=Part::Help around=DIALOG />
            </Show>
        </dialog>
    }
}
