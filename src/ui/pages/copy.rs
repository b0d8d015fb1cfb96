//! A link to pass on.

use leptos::prelude::*;

use crate::ui::parts::{IntoPart, click, line, maybe, task};
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
    named: Signal<String>,
    /// Whether it is what one most likely wants.
    primary: bool,
) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let copied = RwSignal::new(None::<bool>);
    let to_copy = link.clone();
    let copy = move || {
        let (desk, text) = (state.desk(), to_copy.clone());
        task(async move {
            let done = desk.copy(&text).await;
            let _ = copied.try_set(Some(done));
        });
    };
    view! {
        <div class="copy">
            <button type="button" class=if primary { "button button--primary" } else { "button" } on:click=click(copy)>{label}</button>
            <span role="status" class="copy__said">
                {line(move || match copied.get() {
                    Some(true) => say!(words, invite.copied),
                    Some(false) => say!(words, invite.copy_failed),
                    None => String::new(),
                })}
            </span>
            {maybe(move || {
                let failed = copied.get() == Some(false);
                failed.then(|| view! { <input class="input" readonly aria-label=named value=link.clone() /> }.part())
            })}
        </div>
    }
    .part()
}
