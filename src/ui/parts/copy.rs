//! Buttons to copy a link, an id or the details of an error. Must not know what the text is for.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, text};

use super::sentence;

/// A browser that has not copied by then is treated as one that does not allow it: a question of the browser can stay
/// open for ever.
pub const COPYING_TAKES: Duration = Duration::from_secs(2);

/// What has become of the attempt to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copying {
    Idle,
    Running,
    Done,
    Failed,
}

/// Copies a link. If the browser does not copy, the link is shown and selected.
#[component]
pub fn CopyLink(
    link: String,
    #[prop(into)] label: Signal<String>,
    /// The name of the link for screen readers.
    #[prop(into)]
    named: Signal<String>,
    /// Whether the link itself is shown from the start.
    shown: bool,
    /// Whether this is the button that comes first.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let words = expect_words();
    let class = if primary { "button button--primary" } else { "button" };
    view! {
        <Copy
            content=Signal::stored(link)
            class
            label
            named
            shown
            done=text!(words, invite.copied)
            failed=text!(words, invite.copy_failed)
        />
    }
}

/// Copies one of several links, which are not shown. The button's label is short.
#[component]
pub fn CopyRowLink(
    link: String,
    /// What a screen reader adds to the label: whose link it is.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    let words = expect_words();
    view! {
        <Copy
            content=Signal::stored(link)
            class="button button--small"
            label=text!(words, invite.copy_row)
            named=text!(words, invite.link)
            of
            done=text!(words, invite.copied)
            failed=text!(words, invite.copy_failed)
        />
    }
}

/// Copies a text that is not shown.
#[component]
pub fn CopyText(
    #[prop(into)] content: Signal<String>,
    #[prop(into)] label: Signal<String>,
    /// The name of the text for screen readers.
    #[prop(into)]
    named: Signal<String>,
) -> impl IntoView {
    let words = expect_words();
    view! {
        <Copy content class="button" label named done=text!(words, copy.done) failed=text!(words, copy.failed) />
    }
}

/// Copies an id that stands beside the button.
#[component]
pub fn CopyId(
    #[prop(into)] id: Signal<String>,
    /// What the id is, such as "Tenant id".
    #[prop(into)]
    named: Signal<String>,
) -> impl IntoView {
    let words = expect_words();
    view! {
        <Copy
            content=id
            class="button button--small"
            label=text!(words, copy.button)
            named
            of=named
            done=text!(words, copy.done)
            failed=text!(words, copy.failed)
        />
    }
}

/// If the browser does not copy, the text is shown and selected, so that the person can copy it by keyboard.
#[component]
pub(super) fn Copy(
    content: Signal<String>,
    class: &'static str,
    label: Signal<String>,
    /// The name of the text for screen readers.
    named: Signal<String>,
    /// What a screen reader adds to the label.
    #[prop(optional)]
    of: Option<Signal<String>>,
    /// Whether the text itself is shown from the start.
    #[prop(optional)]
    shown: bool,
    done: Signal<String>,
    failed: Signal<String>,
) -> impl IntoView {
    let session = expect_session();
    let field = NodeRef::<leptos::html::Textarea>::new();
    let copying = RwSignal::new(Copying::Idle);
    let fail = move || {
        if copying.try_get_untracked() == Some(Copying::Running) {
            copying.set(Copying::Failed);
        }
    };
    let copy = move |_| {
        copying.set(Copying::Running);
        let (clipboard, text) = (session.page().clipboard, content.get_untracked());
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
            // A field that has just appeared gets its text after this effect, which would end the selection.
            request_animation_frame(move || {
                let _ = field.focus();
                field.select();
            });
        }
    });
    let status = move || match copying.get() {
        Copying::Done => done.get(),
        Copying::Failed => failed.get(),
        Copying::Idle | Copying::Running => String::new(),
    };
    view! {
        <div class="copy">
            <Show when=move || shown || copying.get() == Copying::Failed>
                <textarea
                    class="input copy__text"
                    node_ref=field
                    readonly
                    rows=move || content.with(|text| text.lines().count().max(1).to_string())
                    dir="ltr"
                    translate="no"
                    aria-label=named
                    prop:value=content
                ></textarea>
            </Show>
            <button
                type="button"
                class=class
                aria-busy=move || (copying.get() == Copying::Running).to_string()
                on:click=copy
            >
                {move || label.with(|label| sentence(label))}
                {of.map(|of| view! { <span class="hidden">" "{move || of.with(|of| sentence(of))}</span> })}
            </button>
            <span role="status" class="copy__said">{status}</span>
        </div>
    }
}
