//! Reads what the list does not know of the guest whose details are open. Must not know how it is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::guest_reading;
use crate::domain::guest::{Guest, UserId};
use crate::domain::guest_details::GuestDetails;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::state::{expect_guest_list, expect_session};

/// How far reading is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// No details are open, or the guest is not in the list.
    Idle,
    Running,
    Read(Box<GuestDetails>),
    Failed(GraphError),
}

impl Reading {
    pub(super) fn details(&self) -> Option<&GuestDetails> {
        match self {
            Self::Read(details) => Some(details),
            Self::Idle | Self::Running | Self::Failed(_) => None,
        }
    }
}

/// Reads the guest with this id as soon as the list has them. Returns how far that is, and a function that reads again. A response
/// that arrives after another guest was opened is dropped.
pub(super) fn use_reading(
    open: Memo<Option<UserId>>,
    listed: Memo<Option<Guest>>,
) -> (ReadSignal<Reading>, impl Fn(()) + Copy + 'static) {
    let (session, list) = (expect_session(), expect_guest_list());
    let reading = RwSignal::new(Reading::Idle);
    // The number of the last attempt.
    let attempt = StoredValue::new(0_u32);
    let wanted = Memo::new(move |_| open.get().filter(|_| listed.with(Option::is_some)));
    let read = move |()| {
        let Some(guest) = wanted.get_untracked() else { return };
        let this = attempt.get_value().wrapping_add(1);
        attempt.set_value(this);
        reading.set(Reading::Running);
        let portal = session.portal();
        spawn_local(async move {
            let outcome = guest_reading::details(&portal.client, guest).await;
            // Nor is it there when the person has left the page.
            if attempt.try_get_value() != Some(this) {
                return;
            }
            if let (Ok(details), Some(listed)) = (&outcome, listed.get_untracked()) {
                list.read_again(&details.over(listed));
            }
            reading.set(outcome.map_or_else(Reading::Failed, |details| Reading::Read(Box::new(details))));
        });
    };
    Effect::new(move || {
        // The response to an earlier request is for another guest.
        attempt.update_value(|attempt| *attempt = attempt.wrapping_add(1));
        if wanted.get().is_some() {
            read(());
        } else {
            reading.set(Reading::Idle);
        }
    });
    // After the next sign-in, what failed because of the last one is read again.
    Effect::new(move || {
        let ended = |reading: &Reading| matches!(reading, Reading::Failed(error) if error.kind == GraphErrorKind::SignInEnded);
        if !session.is_interrupted() && reading.with_untracked(ended) {
            read(());
        }
    });
    (reading.read_only(), read)
}
