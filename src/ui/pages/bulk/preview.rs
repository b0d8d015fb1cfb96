//! The dialog "What will be sent": the request of a row. Must not make the request: the context in `ui::state` does.

use leptos::html;
use leptos::prelude::*;

use crate::ui::parts::CopyText;
use crate::ui::state::expect_bulk;
use crate::ui::words::{expect_words, say, text};

/// The row whose request is shown.
#[derive(Clone, Copy)]
pub(super) struct ShownRequest(RwSignal<Option<usize>>);

impl ShownRequest {
    pub(super) fn provide() -> Self {
        let shown = Self(RwSignal::new(None));
        provide_context(shown);
        shown
    }

    pub(super) fn show(self, row: usize) {
        self.0.set(Some(row));
    }
}

/// A modal dialog of the browser, which gives the focus back to the button that has opened it.
#[component]
pub(super) fn Preview(shown: ShownRequest) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let dialog = NodeRef::<html::Dialog>::new();
    let row = shown.0;
    let body = Memo::new(move |_| row.get().and_then(|row| bulk.body_of(row)).unwrap_or_default());
    let number = move || {
        let number = row.get().and_then(|row| bulk.with_list(|list| list.number(row)).flatten());
        number.map(|number| say!(words, bulk.row_of, number = words.number(number as usize)))
    };
    Effect::new(move || {
        if let (Some(_), Some(dialog)) = (row.get(), dialog.get())
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
    view! {
        <dialog
            class="dialog"
            aria-labelledby="bulk-preview"
            node_ref=dialog
            on:close=move |_| row.set(None)
        >
            <div class="dialog__head">
                <h2 id="bulk-preview">{text!(words, bulk.preview)}</h2>
                <button type="button" class="button button--small" on:click=close>{text!(words, help.close)}</button>
            </div>
            <p class="quiet">
                {number}
            </p>
            <pre
                class="bulk__request"
                dir="ltr"
                translate="no"
                tabindex="0"
                role="region"
                aria-label=text!(words, bulk.preview_request)
            >
                {body}
            </pre>
            <CopyText
                content=body
                label=text!(words, bulk.preview_copy)
                named=text!(words, bulk.preview_request)
            />
        </dialog>
    }
}
