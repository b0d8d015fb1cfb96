//! A modal dialog of the browser, which gives the focus back to the element that had it before. Must not know what stands in
//! it.

use leptos::html;
use leptos::prelude::*;

use super::focus;
use crate::ui::words::{expect_words, text};

/// A dialog with a question: its buttons answer it.
#[component]
pub fn Question(
    #[prop(into)] open: Signal<bool>,
    /// Called when it has closed, also by Escape.
    #[prop(into)]
    on_close: Callback<()>,
    /// The id of the heading, which has the focus at first.
    id: &'static str,
    #[prop(into)] heading: Signal<String>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::new();
    opens(dialog, open, move || focus(id));
    view! {
        <dialog class="dialog" aria-labelledby=id node_ref=dialog on:close=move |_| on_close.run(())>
            <h2 id=id tabindex="-1">{heading}</h2>
            {children()}
        </dialog>
    }
}

/// A dialog to read, with a button to close it. A click beside it closes it, too.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    /// Called when it has closed, also by Escape.
    #[prop(into)]
    on_close: Callback<()>,
    id: &'static str,
    #[prop(into)] heading: Signal<String>,
    children: Children,
) -> impl IntoView {
    let words = expect_words();
    let dialog = NodeRef::<html::Dialog>::new();
    opens(dialog, open, move || {
        if let Some(dialog) = dialog.get_untracked() {
            // Not all browsers know this attribute.
            let _ = dialog.set_attribute("closedby", "any");
        }
    });
    let heading_id = format!("{id}-heading");
    let close = move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    view! {
        <dialog
            id=id
            class="dialog"
            aria-labelledby=heading_id.clone()
            node_ref=dialog
            on:close=move |_| on_close.run(())
        >
            <div class="dialog__head">
                <h2 id=heading_id.clone()>{heading}</h2>
                <button type="button" class="button button--small" on:click=close>{text!(words, help.close)}</button>
            </div>
            {children()}
        </dialog>
    }
}

/// Opens and closes the element as `open` says. `opened` runs after each opening.
fn opens(dialog: NodeRef<html::Dialog>, open: Signal<bool>, opened: impl Fn() + 'static) {
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
                opened();
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
}
