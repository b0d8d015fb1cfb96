//! What is said in place of a guest's details, or above what the list knows: the guest is not in the list, or could not be read. Must
//! not know the details.

use leptos::prelude::*;

use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::parts::{Details, Notice, Tone, advice, focus};
use crate::ui::state::{ListPhase, expect_guest_list, expect_session};
use crate::ui::words::graph_errors::Attempt;
use crate::ui::words::{expect_words, say, text};

use super::reading::Reading;

/// The id of the heading, which gets the focus when a button of this module is removed.
const HEADING: &str = "guest-details-heading";

/// Why a guest is not in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absence {
    /// The list is being loaded.
    NotYet,
    /// The person has stopped loading.
    Stopped,
    /// The list has broken off.
    Partial,
    /// The list is complete.
    Whole,
}

impl Absence {
    const fn of(whole: bool, phase: &ListPhase) -> Self {
        match phase {
            _ if whole => Self::Whole,
            ListPhase::Stopped => Self::Stopped,
            ListPhase::Failed(_) => Self::Partial,
            ListPhase::Idle | ListPhase::Loading | ListPhase::Ready => Self::NotYet,
        }
    }
}

/// Shown for a guest who is not in the list, or not yet.
#[component]
pub(super) fn Absent() -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let absence =
        Memo::new(move |_| list.phase().with(|phase| Absence::of(list.complete_at().get().is_some(), phase)));
    let heading = Signal::derive(move || match absence.get() {
        Absence::Stopped => say!(words, guests.details_not_loaded_heading),
        Absence::NotYet | Absence::Partial | Absence::Whole => say!(words, guests.details_absent_heading),
    });
    let why = move || match absence.get() {
        Absence::Stopped => say!(words, guests.details_not_loaded),
        Absence::Whole => say!(words, guests.details_absent),
        Absence::NotYet | Absence::Partial => say!(words, guests.details_absent_partial),
    };
    view! {
        <Show
            when=move || absence.get() != Absence::NotYet
            fallback=move || {
                view! { <p class="busy" role="status">{text!(words, guests.details_waiting)}</p> }
            }
        >
            <Notice tone=Tone::Warning heading>
                <p>{why}</p>
            </Notice>
        </Show>
    }
}

/// Shown above what the list knows while the rest is not there.
#[component]
pub(super) fn Trouble(reading: ReadSignal<Reading>, read: Callback<()>) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    move || match reading.get() {
        Reading::Idle => ().into_any(),
        Reading::Running => {
            view! { <p class="busy" role="status">{text!(words, guests.details_reading)}</p> }.into_any()
        }
        Reading::Read(details) if details.is_partial() => {
            view! { <p class="quiet">{text!(words, guests.details_withheld)}</p> }.into_any()
        }
        Reading::Read(_) => ().into_any(),
        // Above the page it is said that the sign-in has ended.
        Reading::Failed(error) if error.kind == GraphErrorKind::SignInEnded && session.is_interrupted() => {
            ().into_any()
        }
        Reading::Failed(error) if error.kind == GraphErrorKind::NotFound => view! { <Gone /> }.into_any(),
        Reading::Failed(error) => view! { <Failure error read /> }.into_any(),
    }
}

/// Shown when the directory no longer has the guest.
#[component]
fn Gone() -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let load = move |_| {
        focus(HEADING);
        list.load();
    };
    view! {
        <Notice tone=Tone::Warning heading=text!(words, guests.details_gone_heading)>
            <p>{text!(words, guests.details_gone)}</p>
            <button type="button" class="button" on:click=load>{text!(words, guests.details_reload)}</button>
        </Notice>
    }
}

/// Shown when reading has failed.
#[component]
fn Failure(error: GraphError, read: Callback<()>) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let message =
        Memo::new(move |_| words.graph_error(&error, Attempt::ReadGuests, &session.portal().config));
    let again = move |_| {
        focus(HEADING);
        read.run(());
    };
    view! {
        <Notice tone=Tone::Trouble heading=text!(words, guests.details_failed_heading)>
            <p>{move || advice(words, &message.read().text)}</p>
            <p>{text!(words, guests.details_from_list)}</p>
            <button type="button" class="button" on:click=again>{text!(words, guests.retry)}</button>
            <Details lines=Signal::derive(move || message.get().details) />
        </Notice>
    }
}

#[cfg(test)]
mod tests;
