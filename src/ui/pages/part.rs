//! Views whose code is in a separate wasm file (a *part*). It is loaded when the person is about to open the view; a page
//! also after the first page has loaded. Must not know what such a view contains.
//!
//! This uses `#[wasm_split]` and not `leptos_router`'s `#[lazy_route]`: there, a part that cannot be loaded ends the
//! program (0.8.17). Here an error is shown, and the person can try again.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::ui::parts::{Notice, Tone, focus};
use crate::ui::state::expect_session;
use crate::ui::words::{Words, expect_words, say, text};

use super::bulk::BulkPage;
use super::guests::GuestsPage;
use super::help::content::HelpContent;
use super::your_access::AccessPage;

type Render = fn() -> AnyView;

/// A view with its own wasm file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Guests,
    /// Bulk invite.
    Bulk,
    Access,
    /// The dialogs with the keyboard shortcuts and about the portal.
    Help,
}

/// The pages, in the order in which they are loaded in the background.
pub const PARTS: [Part; 3] = [Part::Guests, Part::Bulk, Part::Access];

#[wasm_split(guests, fallible)]
fn guests() -> Result<Render, SplitLoaderError> {
    Ok(|| view! { <GuestsPage /> }.into_any())
}

#[wasm_split(bulk, fallible)]
fn bulk() -> Result<Render, SplitLoaderError> {
    Ok(|| view! { <BulkPage /> }.into_any())
}

#[wasm_split(access, fallible)]
fn access() -> Result<Render, SplitLoaderError> {
    Ok(|| view! { <AccessPage /> }.into_any())
}

#[wasm_split(help, fallible)]
fn help() -> Result<Render, SplitLoaderError> {
    Ok(|| view! { <HelpContent /> }.into_any())
}

impl Part {
    /// Loads the part, unless it is already loaded.
    fn load(self) -> Pin<Box<dyn Future<Output = Result<Render, SplitLoaderError>>>> {
        match self {
            Self::Guests => Box::pin(guests()),
            Self::Bulk => Box::pin(bulk()),
            Self::Access => Box::pin(access()),
            Self::Help => Box::pin(help()),
        }
    }

    /// Ends when the part is loaded, or cannot be.
    pub(super) async fn arrive(self) {
        drop(self.load().await);
    }

    /// Loads the part in the background. An error is ignored: the page loads the part again when it is opened.
    pub fn fetch(self) {
        spawn_local(self.arrive());
    }

    /// The title of the document; `None` for a view that is no page.
    fn title(self, words: Words) -> Option<String> {
        match self {
            Self::Guests => Some(say!(words, guests.title)),
            Self::Bulk => Some(say!(words, bulk.title)),
            Self::Access => Some(say!(words, access.title)),
            Self::Help => None,
        }
    }
}

#[derive(Clone, Copy)]
enum PartState {
    Loading,
    Here(Render),
    Missing,
    /// The host has a newer build and no longer has this file.
    Replaced,
}

/// Shows a page with its own wasm file.
#[component]
pub fn PartPage(part: Part) -> impl IntoView {
    let words = expect_words();
    super::title::use_title(Signal::derive(move || part.title(words).unwrap_or_default()));
    view! { <PartView part around="main" /> }
}

/// Shows a view with its own wasm file.
#[component]
pub(super) fn PartView(
    part: Part,
    /// The id of what contains the view, and gets the focus when a button of this component is removed.
    around: &'static str,
) -> impl IntoView {
    let words = expect_words();
    // The context lives as long as the portal. A value of this component would be gone when a load ends after it.
    let session = expect_session();
    let state = RwSignal::new_local(PartState::Loading);
    let load = move || {
        state.set(PartState::Loading);
        spawn_local(async move {
            let next = match part.load().await {
                Ok(render) => PartState::Here(render),
                Err(_) if session.page().files.is_replaced().await => PartState::Replaced,
                Err(_) => PartState::Missing,
            };
            // If the person has left the view meanwhile, the signal no longer exists.
            let _ = state.try_set(next);
        });
    };
    let again = move |_| {
        focus(around);
        load();
    };
    // A view that is no page has its heading around it.
    let title = move || part.title(words).map(|_| view! { <h1>{move || part.title(words)}</h1> });
    load();
    view! {
        {move || match state.get() {
            PartState::Loading => view! {
                {title()}
                <p class="busy busy--late" role="status">{text!(words, part.loading)}</p>
            }
            .into_any(),
            PartState::Here(render) => render(),
            PartState::Missing => view! {
                {title()}
                <Notice tone=Tone::Trouble heading=text!(words, part.missing_heading)>
                    <p>{text!(words, part.missing)}</p>
                    <button type="button" class="button button--primary" on:click=again>
                        {text!(words, part.again)}
                    </button>
                </Notice>
            }
            .into_any(),
            PartState::Replaced => view! {
                {title()}
                <Notice tone=Tone::Warning heading=text!(words, part.replaced_heading)>
                    <p>{text!(words, part.replaced)}</p>
                    <button type="button" class="button button--primary" on:click=move |_| session.page().lifecycle.reload()>
                        {text!(words, part.reload)}
                    </button>
                </Notice>
            }
            .into_any(),
        }}
    }
}
