//! The tenant's audit log and sign-in log.
//!
//! Knows the activities that concern guests, by the service's names. Events before the start of the sandbox are not
//! stored: each query derives them from the dates of the guests. Must not know who may read the logs, or their JSON.

mod activity;
mod event;
mod new_event;
mod seeded;
pub(crate) mod sign_ins;

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use crate::directory::{Directory, User};
pub(crate) use activity::Activity;
pub(crate) use event::Event;
use event::numbered;
pub(crate) use new_event::{Change, Initiator, NewEvent, Outcome, Target, TargetKind};
use sign_ins::{App, SignIn};

pub(crate) struct Audit {
    /// The start of this run. Events before it are derived from the seeded users.
    anchor: Timestamp,
    events: Vec<Event>,
    sign_ins: Vec<SignIn>,
    /// Activity and object id of every event that is stored. `seeded` may derive the same event; it is then left out.
    recorded: HashSet<(Activity, String)>,
}

impl Audit {
    /// `anchor` is the moment from which the dates of seeded users count backwards.
    pub(crate) fn new(anchor: Timestamp) -> Self {
        Self { anchor, events: Vec::new(), sign_ins: Vec::new(), recorded: HashSet::new() }
    }

    /// Stores the events of one request under one correlation id.
    pub(crate) fn record(
        &mut self,
        at: Timestamp,
        by: &Initiator,
        new_events: impl IntoIterator<Item = NewEvent>,
    ) {
        let correlation = numbered(self.events.len(), CORRELATIONS);
        for new_event in new_events {
            for id in new_event.targets.iter().filter_map(|target| target.id.as_ref()) {
                self.recorded.insert((new_event.activity, id.clone()));
            }
            // At the service an application adds the user, not the inviter.
            let by = if new_event.activity == Activity::AddUser { Initiator::worker() } else { by.clone() };
            self.events.push(Event {
                id: numbered(self.events.len(), EVENTS),
                at,
                activity: new_event.activity,
                correlation,
                by,
                targets: new_event.targets,
                details: new_event.details,
                outcome: new_event.outcome,
            });
        }
    }

    /// The events of the last `days` days, newest first.
    pub(crate) fn events(&self, directory: &Directory, days: i64, now: Timestamp) -> Vec<Event> {
        let since = since(days, now);
        let mut events: Vec<_> = self.events.iter().filter(|event| event.at >= since).cloned().collect();
        events.extend(
            seeded::events(directory, since, self.anchor).filter(|event| {
                !event.targets.iter().any(|target| self.has_recorded(event.activity, target))
            }),
        );
        events.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| other.id.cmp(&one.id)));
        events
    }

    pub(crate) fn signed_in(&mut self, at: Timestamp, user: &User, app: App) {
        self.sign_ins.push(SignIn::on_loopback(self.sign_ins.len(), at, user, app));
    }

    /// The sign-ins of the last `days` days, newest first.
    pub(crate) fn sign_ins(&self, directory: &Directory, days: i64, now: Timestamp) -> Vec<SignIn> {
        let since = since(days, now);
        let mut all: Vec<_> = self.sign_ins.iter().filter(|one| one.at >= since).cloned().collect();
        all.extend(sign_ins::seeded(directory, since, self.anchor));
        all.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| other.id.cmp(&one.id)));
        all
    }

    fn has_recorded(&self, activity: Activity, target: &Target) -> bool {
        let recorded = |id: &String| self.recorded.contains(&(activity, id.clone()));
        !self.recorded.is_empty() && target.id.as_ref().is_some_and(recorded)
    }
}

fn since(days: i64, now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN)
}

const EVENTS: u64 = 0xe7e2_1f05;
const CORRELATIONS: u64 = 0xc0ae_31a7;

#[cfg(test)]
mod tests;
