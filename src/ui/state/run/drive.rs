//! Sending, pausing and deciding. Must not decide what becomes of a row: the runner does.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::progress::Why;
use crate::app::bulk::runner::{Phase, Runner};
use crate::app::bulk::told::RunTold;
use crate::domain::bulk::run::{Made, RowEvent, RowIndex, RowState, RunRow, Skip};
use crate::domain::change::Outcome;
use crate::domain::guest::{Guest, GuestOrigin, GuestState};
use crate::graph::error::GraphError;

use super::{RunContext, is_active};

impl RunContext {
    /// Sends the planned rows.
    pub fn drive(self) {
        let Some(runner) = self.runner() else { return };
        if self.drives.get_value() {
            return;
        }
        self.drives.set_value(true);
        self.rate.update_value(crate::app::bulk::rate::Rate::clear);
        let sign_outs = self.sign_outs.get_value();
        let not_stored = matches!(runner.phase(), Phase::Paused(Why::NotStored));
        spawn_local(async move {
            if not_stored {
                // The browser may have lost what was written before, too.
                self.write_anew(&runner).await;
            }
            runner.drive().await;
            if self.sign_outs.get_value() != sign_outs {
                return;
            }
            self.drives.set_value(false);
            if self.stops.get_untracked() {
                self.leave_out_planned();
            }
        });
    }

    /// Pauses the run. What is under way is awaited.
    pub fn pause(self) {
        if let Some(runner) = self.runner() {
            runner.pause(Why::ByPerson);
        }
    }

    /// Ends the run: the rows that are not sent yet are left out. What is under way is awaited before.
    pub fn stop(self) {
        if self.stops.get_untracked() {
            return;
        }
        self.stops.set(true);
        if untrack(|| self.is_active()) {
            self.pause();
        } else {
            self.leave_out_planned();
        }
    }

    /// Whether rows were left out when the person stopped the run.
    #[must_use]
    pub fn has_left_out(self) -> bool {
        let left_out = |row: &RunRow<GraphError>| row.state == RowState::Skipped(Skip::ByPerson);
        self.with_runner(|runner| runner.with_run(|run| run.rows().iter().any(left_out))).unwrap_or(false)
    }

    /// Sends the rows that were left out when the person stopped the run.
    pub fn send_left_out(self) {
        self.decide_all(|state| *state == RowState::Skipped(Skip::ByPerson), RowEvent::Again);
    }

    /// The last step of [`Self::stop`]. For some ten thousand rows, it takes a moment.
    fn leave_out_planned(self) {
        let rows = self.rows_in(|state| matches!(state, RowState::Planned));
        self.decide(rows, RowEvent::Skip(Skip::ByPerson));
    }

    /// Sends the rows again that the service has refused.
    pub fn retry_failed(self) {
        self.decide_all(|state| matches!(state, RowState::Failed(_)), RowEvent::Again);
    }

    /// Sends a row again of which nothing can tell whether it was sent.
    pub fn send_again(self, index: RowIndex) {
        self.decide(vec![index], RowEvent::Again);
    }

    fn decide_all(self, of: impl Fn(&RowState<GraphError>) -> bool, event: RowEvent<GraphError>) {
        self.decide(self.rows_in(of), event);
    }

    fn rows_in(self, of: impl Fn(&RowState<GraphError>) -> bool) -> Vec<RowIndex> {
        let chosen = |(index, row): (RowIndex, &RunRow<GraphError>)| of(&row.state).then_some(index);
        let rows = self.with_runner(|runner| {
            runner.with_run(|run| run.rows().iter().enumerate().filter_map(chosen).collect())
        });
        rows.unwrap_or_default()
    }

    /// Changes rows, and continues: what is planned then is sent, and what is unknown is searched for.
    fn decide(self, rows: Vec<RowIndex>, event: RowEvent<GraphError>) {
        let Some(runner) = self.runner() else { return };
        if untrack(|| self.is_active()) {
            return;
        }
        spawn_local(async move {
            // If it is not stored, a restart knows the rows as they were, which sends none twice.
            let _ = runner.change(&rows, event).await;
            self.stops.set(false);
            self.drive();
        });
    }

    /// Makes new links for guests who have neither a mail nor a link any more, one after the other. It stops at the first
    /// that is refused.
    pub fn new_links(self, indexes: Vec<RowIndex>) {
        let Some(runner) = self.runner() else { return };
        let under_way = self.links_wanted.get_untracked();
        let new: Vec<RowIndex> = indexes.into_iter().filter(|index| !under_way.contains(index)).collect();
        self.links_wanted.update(|wanted| wanted.extend(&new));
        self.link_refused.set(None);
        let sign_outs = self.sign_outs.get_value();
        spawn_local(async move {
            for index in &new {
                let made = runner.new_link(*index).await;
                if self.sign_outs.get_value() != sign_outs {
                    return;
                }
                self.links_wanted.update(|wanted| wanted.retain(|row| row != index));
                if let Err(error) = made {
                    self.link_refused.set(Some((*index, error)));
                    break;
                }
            }
            self.links_wanted.update(|wanted| wanted.retain(|row| !new.contains(row)));
        });
    }

    /// The rows of guests who were invited without a mail and whose link is not on this page any more.
    #[must_use]
    pub fn without_link(self) -> Vec<RowIndex> {
        let rows = self.with_runner(|runner| {
            let lacks = |(index, row): (RowIndex, &RunRow<GraphError>)| {
                let is_sent = matches!(row.state, RowState::Sent(_)) && row.invitation.mail.is_none();
                (is_sent && runner.link(index).is_none()).then_some(index)
            };
            runner.with_run(|run| run.rows().iter().enumerate().filter_map(lacks).collect())
        });
        rows.unwrap_or_default()
    }

    /// Whether links of guests without a mail would be lost if the page were left now.
    #[must_use]
    pub fn has_unsaved_links(self) -> bool {
        self.links_without_mail() > self.links_saved.get_value()
    }

    /// Call this when the person has got all links that there are.
    pub fn links_are_saved(self) {
        self.links_saved.set_value(self.links_without_mail());
    }

    pub(super) fn links_without_mail(self) -> usize {
        let Some(runner) = self.runner() else { return 0 };
        let has_link = |(index, row): &(RowIndex, &RunRow<GraphError>)| {
            row.invitation.mail.is_none() && runner.link(*index).is_some()
        };
        runner.with_run(|run| run.rows().iter().enumerate().filter(has_link).count())
    }

    /// The time that is left at the present rate; `None` if it is not known.
    #[must_use]
    pub fn remaining(self) -> Option<Duration> {
        let left = self.tally.with(|tally| tally.planned + tally.sending);
        let least = self.with_runner(Runner::lasts)?;
        self.rate.with_value(|rate| rate.remaining(left, least))
    }

    /// The runner has changed these rows, or its phase.
    pub(super) fn changed(self, rows: &[RowIndex]) {
        let Some(runner) = self.runner() else { return };
        let tally = runner.with_run(crate::domain::bulk::run::Run::tally);
        let phase = runner.phase();
        if is_active(&phase) {
            let now = self.session.portal().timers().monotonic();
            let ended = tally.sent + tally.failed + tally.skipped;
            self.rate.update_value(|rate| rate.note(now, ended));
        }
        runner.with_run(|run| {
            rows.iter().filter_map(|index| run.rows().get(*index)).for_each(|row| self.note(row))
        });
        for index in rows {
            let made = runner.with_run(|run| {
                run.rows().get(*index).and_then(|row| match &row.state {
                    RowState::Sent(made) => guest(row, made),
                    RowState::Planned
                    | RowState::Sending { .. }
                    | RowState::Failed(_)
                    | RowState::Unknown { .. }
                    | RowState::Skipped(_) => None,
                })
            });
            if let Some(guest) = made
                && self.guest_list.find_untracked(&guest.id).is_none()
            {
                self.guest_list.add_invited(guest);
            }
        }
        if self.tally.get_untracked() != tally || rows.is_empty() {
            self.tell(Some(RunTold::of(&tally)));
        }
        self.tally.set(tally);
        if self.phase.with_untracked(|shown| shown.as_ref() != Some(&phase)) {
            self.phase.set(Some(phase));
        }
        if !rows.is_empty() {
            self.version.update(|version| *version = version.wrapping_add(1));
        }
    }
}

impl RunContext {
    /// Adds the outcome of a row to the log of the session.
    fn note(self, row: &RunRow<GraphError>) {
        match &row.state {
            RowState::Sent(made) => {
                let outcome = if made.found { Outcome::Found } else { Outcome::Done };
                self.log.invited(&row.invitation, outcome, made.request_id.clone());
            }
            RowState::Failed(error) => self.log.not_invited(&row.invitation, error),
            RowState::Unknown { undecidable: false, request_id, .. } => {
                self.log.invited(&row.invitation, Outcome::Unknown, request_id.clone());
            }
            RowState::Unknown { undecidable: true, .. }
            | RowState::Planned
            | RowState::Sending { .. }
            | RowState::Skipped(_) => {}
        }
    }
}

/// The guest of a row that was sent, for the guest list.
fn guest(row: &RunRow<GraphError>, made: &Made) -> Option<Guest> {
    let invitation = &row.invitation;
    Some(Guest {
        name: invitation.name.clone().unwrap_or_else(|| invitation.email.to_string()),
        address: invitation.email.to_string(),
        state: GuestState::Pending,
        origin: GuestOrigin::Invitation,
        invited: made.at,
        changed: made.at,
        ..Guest::with_id(made.user?)
    })
}
