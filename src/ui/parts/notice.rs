//! Boxes that say something, with a way on and with what support asks for.

use leptos::prelude::*;

use crate::ui::parts::{Inner, IntoPart, maybe};
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
    /// The heading; may be empty.
    #[prop(into)]
    heading: Signal<String>,
    /// Text and buttons.
    children: Inner,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Info => ("notice notice--info", "status"),
        Tone::Warning => ("notice notice--warning", "status"),
        Tone::Trouble => ("notice notice--trouble", "alert"),
    };
    view! {
        <div class=class role=role>
            {maybe(move || {
                heading.with(|heading| !heading.is_empty()).then(|| view! { <h2 class="notice__heading">{heading}</h2> }.part())
            })}
            {children.draw()}
        </div>
    }
    .part()
}

/// Ids and codes, folded away.
#[component]
pub fn Details(
    /// A line each; nothing is shown without any.
    lines: Vec<String>,
) -> impl IntoView {
    let words = expect_words();
    (!lines.is_empty()).then(|| {
        view! {
            <details class="details">
                <summary>{text!(words, details.summary)}</summary>
                <ul class="details__lines">
                    {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </details>
        }
    })
}
