//! A link to pass on.

use leptos::prelude::*;

use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, say};

/// A button that copies a link; where the browser does not allow that, the link to select.
#[component]
pub(super) fn CopyLink(
    /// The link.
    link: String,
    /// The button's name.
    #[prop(into)]
    label: Signal<String>,
    /// What the link is called where it has to be selected.
    #[prop(into)]
    named: Signal<String>,
    /// Whether it is what one most likely wants.
    primary: bool,
) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let link = StoredValue::new(link);
    let copy = Action::new_local(move |(): &()| {
        let (desk, text) = (state.desk(), link.get_value());
        async move { desk.copy(&text).await }
    });
    let copied = copy.value();
    let said = move || match copied.get() {
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
            <span role="status" class="copy__said">{said}</span>
            <Show when=move || copied.get() == Some(false)>
                <input class="input" readonly aria-label=named value=link.get_value() />
            </Show>
        </div>
    }
}
