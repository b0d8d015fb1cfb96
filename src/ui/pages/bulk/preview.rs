//! The dialog "What will be sent": the request of a row. Must not make the request: the context in `ui::state` does.

use leptos::prelude::*;

use crate::ui::parts::{CopyText, Dialog};
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

#[component]
pub(super) fn Preview(shown: ShownRequest) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let row = shown.0;
    let body = Memo::new(move |_| row.get().and_then(|row| bulk.body_of(row)).unwrap_or_default());
    let number = move || {
        let number = row.get().and_then(|row| bulk.with_list(|list| list.number(row)).flatten());
        number.map(|number| say!(words, bulk.row_of, number = words.number(number as usize)))
    };
    view! {
        <Dialog
            open=Signal::derive(move || row.get().is_some())
            on_close=move |()| row.set(None)
            id="bulk-preview"
            heading=text!(words, bulk.preview)
        >
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
        </Dialog>
    }
}
