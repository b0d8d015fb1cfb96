//! One event of the audit log.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::activity::{self, Activity};
use super::new_event::{Initiator, Outcome, Target};
use crate::random::Random;

#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Unique, without the prefix of `full_id`.
    pub(crate) id: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) activity: Activity,
    /// Shared by all events of one request.
    pub(crate) correlation: Uuid,
    pub(crate) by: Initiator,
    pub(crate) targets: Vec<Target>,
    pub(crate) details: Vec<(&'static str, String)>,
    pub(crate) outcome: Outcome,
}

impl Event {
    /// The id in answers [observed]: `Directory_…` or `Invited Users_…`.
    pub(crate) fn full_id(&self) -> String {
        let service = self.activity.service();
        format!("{}_{}", if service == activity::CORE { "Directory" } else { service }, self.id)
    }
}

/// The id of entry `number`. Ids are unique and not secret; their order says nothing about the order of the entries.
pub(super) fn numbered(number: usize, kind: u64) -> Uuid {
    let seed = (u64::try_from(number).unwrap_or_default() << 32) ^ kind;
    Random::from_number(seed).uuid()
}

/// The time of an entry from before the start, with a fraction of a second that is always the same for this entry.
pub(super) fn fractional(second: Timestamp, id: Uuid) -> Timestamp {
    let ticks = i64::try_from(id.as_u128() % 10_000_000).unwrap_or_default();
    second.checked_add(SignedDuration::from_nanos(ticks * 100)).unwrap_or(second)
}
