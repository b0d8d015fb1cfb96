//! Reads what the list does not know of the guest whose details are open, and reads it again when the list knows something newer. Must not
//! know how it is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::guest_reading;
use crate::domain::guest::{Guest, UserId};
use crate::domain::guest_details::GuestDetails;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::state::{ListPhase, expect_guest_list, expect_session};

/// How far reading is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// No details are open, or the guest is not in the list.
    Idle,
    Running,
    /// These stay while they are read again.
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

/// What the list knew when the details were asked for, with what their answer has changed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    row: Guest,
    /// The number of loads that were begun.
    loads: u32,
}

/// What is newer in the list than the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Newer {
    Nothing,
    /// The row has changed otherwise than by reading the details.
    Row,
    /// The list was loaded again. What only the details have may have changed, too.
    List,
}

impl Known {
    fn newer(&self, row: &Guest, loads: u32, phase: &ListPhase) -> Newer {
        if self.row.id != row.id {
            // Other details were opened, which are read anyway.
            Newer::Nothing
        } else if self.row != *row {
            Newer::Row
        } else if self.loads != loads && *phase == ListPhase::Ready {
            Newer::List
        } else {
            Newer::Nothing
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
    let known: StoredValue<Option<Known>> = StoredValue::new(None);
    let wanted = Memo::new(move |_| open.get().filter(|_| listed.with(Option::is_some)));
    let ask = move || {
        let Some(row) = listed.get_untracked() else { return };
        let (guest, this) = (row.id, attempt.get_value().wrapping_add(1));
        attempt.set_value(this);
        known.set_value(Some(Known { row, loads: list.loads() }));
        let portal = session.portal();
        spawn_local(async move {
            let outcome = guest_reading::details(&portal.client, guest).await;
            // Nor is it there when the person has left the page.
            if attempt.try_get_value() != Some(this) {
                return;
            }
            match &outcome {
                Ok(details) => {
                    if let Some(listed) = listed.get_untracked() {
                        list.read_again(&details.over(listed));
                    }
                    // As the list has stored it: otherwise it would differ from itself for ever.
                    if let Some(row) = listed.get_untracked() {
                        known
                            .update_value(|known| known.iter_mut().for_each(|known| known.row = row.clone()));
                    }
                }
                Err(error) if error.kind == GraphErrorKind::NotFound => list.not_found(guest),
                Err(_) => {}
            }
            reading.set(outcome.map_or_else(Reading::Failed, |details| Reading::Read(Box::new(details))));
        });
    };
    let read = move |()| {
        if wanted.get_untracked().is_some() {
            reading.set(Reading::Running);
            ask();
        }
    };
    Effect::new(move || {
        // The response to an earlier request is for another guest.
        attempt.update_value(|attempt| *attempt = attempt.wrapping_add(1));
        known.set_value(None);
        if wanted.get().is_some() {
            read(());
        } else {
            reading.set(Reading::Idle);
        }
    });
    // The newer one counts: the row at once, and then the details, which are read again.
    Effect::new(move || {
        let (Some(row), phase) = (listed.get(), list.phase().get()) else { return };
        let newer = known.with_value(|known| {
            known.as_ref().map_or(Newer::Nothing, |known| known.newer(&row, list.loads(), &phase))
        });
        if newer == Newer::Row {
            reading.update(|reading| {
                if let Reading::Read(details) = reading {
                    details.take_from(&row);
                }
            });
        }
        if newer != Newer::Nothing {
            ask();
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

#[cfg(test)]
mod tests;
