//! A button to copy a link. Must not know what the link is for.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, say};

/// A browser that has not copied by then is treated as one that does not allow it: a question of the browser can stay
/// open for ever.
pub(super) const COPYING_TAKES: Duration = Duration::from_secs(2);

/// What has become of the attempt to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copying {
    Idle,
    Running,
    Done,
    Failed,
}

/// If the browser does not copy, the link is shown and selected, so that the person can copy it by keyboard.
#[component]
pub(super) fn CopyLink(
    link: String,
    #[prop(into)] label: Signal<String>,
    /// The name of the link for screen readers.
    #[prop(into)]
    named: Signal<String>,
    /// Whether the link itself is shown from the start.
    shown: bool,
) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let link = StoredValue::new(link);
    let field = NodeRef::<leptos::html::Input>::new();
    let copying = RwSignal::new(Copying::Idle);
    let fail = move || {
        if copying.try_get_untracked() == Some(Copying::Running) {
            copying.set(Copying::Failed);
        }
    };
    let copy = move |_| {
        copying.set(Copying::Running);
        let (clipboard, text) = (session.page().clipboard, link.get_value());
        leptos::task::spawn_local(async move {
            if !clipboard.write(&text).await {
                fail();
            } else if copying.try_get_untracked() == Some(Copying::Running) {
                copying.set(Copying::Done);
            }
        });
        set_timeout(fail, COPYING_TAKES);
    };
    Effect::new(move || {
        if copying.get() == Copying::Failed
            && let Some(field) = field.get()
        {
            let _ = field.focus();
            field.select();
        }
    });
    let status = move || match copying.get() {
        Copying::Done => say!(words, invite.copied),
        Copying::Failed => say!(words, invite.copy_failed),
        Copying::Idle | Copying::Running => String::new(),
    };
    view! {
        <div class="copy">
            <Show when=move || shown || copying.get() == Copying::Failed>
                <input
                    class="input copy__link"
                    node_ref=field
                    readonly
                    dir="ltr"
                    translate="no"
                    aria-label=named
                    value=link.get_value()
                />
            </Show>
            <button type="button" class="button" on:click=copy>{label}</button>
            <span role="status" class="copy__said">{status}</span>
        </div>
    }
}
