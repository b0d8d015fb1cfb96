//! A button to copy a link. Must not know what the link is for.

use leptos::prelude::*;

use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, say};

/// If the browser does not allow copying, the link is shown so that the person can select it.
#[component]
pub(super) fn CopyLink(
    link: String,
    #[prop(into)] label: Signal<String>,
    /// The name of the link for screen readers.
    #[prop(into)]
    named: Signal<String>,
    /// Whether it is the main action of its card.
    primary: bool,
) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let link = StoredValue::new(link);
    let copy = Action::new_local(move |(): &()| {
        let (clipboard, text) = (session.page().clipboard, link.get_value());
        async move { clipboard.write(&text).await }
    });
    let copied = copy.value();
    let status = move || match copied.get() {
        Some(true) => say!(words, invite.copied),
        Some(false) => say!(words, invite.copy_failed),
        None => String::new(),
    };
    view! {
        <div class="copy">
            <button
                type="button"
                class=if primary { "button button--primary" } else { "button" }
                on:click=move |_| { copy.dispatch_local(()); }
            >
                {label}
            </button>
            <span role="status" class="copy__said">{status}</span>
            <Show when=move || copied.get() == Some(false)>
                <input class="input" readonly aria-label=named value=link.get_value() />
            </Show>
        </div>
    }
}
