//! Pages whose code is in a wasm file of its own: it is fetched when somebody is about to open the page, or when the first page
//! has loaded.
//!
//! `#[wasm_split]` and not `leptos_router`'s `#[lazy_route]`: with that one, a part that cannot be loaded ends the program
//! (0.8.17). Here it ends in words, and in another try.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::ui::parts::{Notice, Tone, focus};
use crate::ui::state::expect_state;
use crate::ui::words::{Words, expect_words, say, text};

use super::{AccessPage, GuestsPage};

/// Draws a page.
type Draw = fn() -> AnyView;

/// A page that is a part of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The guest list.
    Guests,
    /// Your access.
    Access,
}

/// All of them, in the order in which they are fetched when there is time.
pub const PARTS: [Part; 2] = [Part::Guests, Part::Access];

#[wasm_split(guests, fallible)]
fn guests() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <GuestsPage /> }.into_any())
}

#[wasm_split(access, fallible)]
fn access() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <AccessPage /> }.into_any())
}

impl Part {
    /// Fetches it, if it is not here yet.
    fn load(self) -> Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>> {
        match self {
            Self::Guests => Box::pin(guests()),
            Self::Access => Box::pin(access()),
        }
    }

    /// Fetches it, so that it is here when it is wanted. What fails now is tried again and told then.
    pub fn fetch(self) {
        spawn_local(async move { drop(self.load().await) });
    }

    fn title(self, words: Words) -> String {
        match self {
            Self::Guests => say!(words, guests.title),
            Self::Access => say!(words, access.title),
        }
    }
}

/// How far a part is.
#[derive(Clone, Copy)]
enum Stage {
    Loading,
    Here(Draw),
    Missing,
    /// It belongs to a build that the host does not have any more.
    Replaced,
}

/// Shows a page that is a part of its own.
#[component]
pub fn PartPage(
    /// Which.
    part: Part,
) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let stage = RwSignal::new_local(Stage::Loading);
    let load = move || {
        stage.set(Stage::Loading);
        spawn_local(async move {
            let next = match part.load().await {
                Ok(draw) => Stage::Here(draw),
                Err(_) if state.desk().is_replaced().await => Stage::Replaced,
                Err(_) => Stage::Missing,
            };
            // The person may have left the page meanwhile; then the signal is gone.
            let _ = stage.try_set(next);
        });
    };
    let again = move |_| {
        // The button goes; the focus stays on the page.
        focus("main");
        load();
    };
    super::shell::use_title(Signal::derive(move || part.title(words)));
    load();
    view! {
        {move || match stage.get() {
            Stage::Loading => view! { <p class="busy busy--late" role="status">{text!(words, part.loading)}</p> }.into_any(),
            Stage::Here(draw) => draw(),
            Stage::Missing => view! {
                <h1>{move || part.title(words)}</h1>
                <Notice tone=Tone::Trouble heading=text!(words, part.missing_heading)>
                    <p>{text!(words, part.missing)}</p>
                    <button type="button" class="button button--primary" on:click=again>
                        {text!(words, part.again)}
                    </button>
                </Notice>
            }
            .into_any(),
            Stage::Replaced => view! {
                <h1>{move || part.title(words)}</h1>
                <Notice tone=Tone::Warning heading=text!(words, part.replaced_heading)>
                    <p>{text!(words, part.replaced)}</p>
                    <button type="button" class="button button--primary" on:click=move |_| state.desk().reload()>
                        {text!(words, part.reload)}
                    </button>
                </Notice>
            }
            .into_any(),
        }}
    }
}
