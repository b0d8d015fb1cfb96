//! Boxes that say something, with a way on and with what support asks for.

use leptos::prelude::*;

use crate::ui::words::{expect_words, text};

/// How serious it is: decides colour and how a screen reader is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// News: read out when the reader pauses.
    Info,
    /// Something to know; read out when the reader pauses.
    Warning,
    /// Trouble: read out at once.
    Trouble,
}

/// A box with a heading, a text and perhaps buttons.
#[component]
pub fn Notice(
    /// How serious.
    tone: Tone,
    /// The heading, if it has one.
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
                <h2 class="notice__heading">{heading}</h2>
            </Show>
            {children()}
        </div>
    }
}

/// Ids and codes, folded away.
#[component]
pub fn Details(
    /// A line each; nothing is shown without any.
    #[prop(into)]
    lines: Signal<Vec<String>>,
) -> impl IntoView {
    let words = expect_words();
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <details class="details">
                <summary>{text!(words, details.summary)}</summary>
                <ul class="details__lines">
                    <For each=move || lines.get() key=String::clone let:line>
                        <li>{line}</li>
                    </For>
                </ul>
            </details>
        </Show>
    }
}
