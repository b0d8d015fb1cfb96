//! Boxes with a message, and the folded details that support asks for. Must not know the messages.

use leptos::prelude::*;

use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, say, text};

use super::copy::Copy;
use super::sentence;

/// How serious a notice is. This decides its colour and when a screen reader reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A screen reader reads it at its next pause.
    Info,
    /// A screen reader reads it at its next pause.
    Warning,
    /// A screen reader reads it at once.
    Trouble,
}

#[component]
pub fn Notice(
    tone: Tone,
    /// An empty heading is not shown.
    #[prop(into, default = Signal::stored(String::new()))]
    heading: Signal<String>,
    /// Text and buttons.
    children: Children,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Info => ("notice notice--info", "status"),
        Tone::Warning => ("notice notice--warning", "status"),
        Tone::Trouble => ("notice notice--trouble", "alert"),
    };
    view! {
        <div class=class role=role>
            <Show when=move || heading.with(|heading| !heading.is_empty())>
                <h2 class="notice__heading">{move || heading.with(|heading| sentence(heading))}</h2>
            </Show>
            {children()}
        </div>
    }
}

/// Ids and codes, which are folded at first, with the time, the app and the tenant, by which support finds them in
/// Microsoft's logs. What is copied is what is shown.
#[component]
pub fn Details(
    /// Without lines, nothing is shown.
    #[prop(into)]
    lines: Signal<Vec<String>>,
) -> impl IntoView {
    let words = expect_words();
    let portal = expect_session().portal();
    let at = portal.now();
    let (app, tenant) = (portal.config.client_id.to_string(), portal.config.tenant.as_str().to_owned());
    let opened = RwSignal::new(false);
    let all = Memo::new(move |_| {
        let version = env!("CARGO_PKG_VERSION");
        let mut all = lines.get();
        all.push(say!(words, details.time, time = words.utc(at)));
        all.push(say!(words, details.portal, version = version, app = app, tenant = tenant));
        all
    });
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <details class="details" on:toggle:target=move |event| opened.set(event.target().open())>
                <summary>{text!(words, details.summary)}</summary>
                <ul class="details__lines" translate="no">
                    <For each=move || all.get() key=String::clone let:line>
                        <li dir="auto">{line}</li>
                    </For>
                </ul>
                <Show when=move || opened.get()>
                    <Copy
                        content=Signal::derive(move || all.get().join("\n"))
                        class="button button--small"
                        label=text!(words, details.copy)
                        named=text!(words, details.named)
                        done=text!(words, copy.done)
                        failed=text!(words, copy.failed)
                    />
                </Show>
            </details>
        </Show>
    }
}
