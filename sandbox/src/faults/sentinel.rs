//! Addresses that fail on purpose, so that a person can see each failure by typing it.
//!
//! The local part decides, on any domain and in any case; `-something` or digits may follow, so that there are as many
//! such addresses as one likes.

use super::Fault;

/// A failing address, as the sandbox's page explains it.
#[derive(Clone, Copy)]
pub(crate) struct Sentinel {
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    act: Act,
}

#[derive(Clone, Copy)]
enum Act {
    Throttled,
    Slow,
    LostAnswer,
    Unavailable,
    Refused(Refused),
}

/// What comes of one attempt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Fault(Fault),
    Refused(Refused),
}

/// Refusals in the service's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Denied,
    NoTargetAddress,
    CrossTenant,
    CrossCloud,
    Group,
}

pub(crate) const TABLE: &[Sentinel] = &[
    Sentinel {
        name: "throttled",
        says: "is told to wait two seconds, twice (429); the third attempt works",
        act: Act::Throttled,
    },
    Sentinel { name: "slow", says: "works, but the answer takes eight seconds", act: Act::Slow },
    Sentinel {
        name: "unavailable",
        says: "finds the service unavailable, twice (503); the third attempt works",
        act: Act::Unavailable,
    },
    Sentinel {
        name: "lost-answer",
        says: "is invited, but the connection ends before the answer, once: looking before trying again finds the guest",
        act: Act::LostAnswer,
    },
    Sentinel {
        name: "denied",
        says: "is refused as if the tenant's policy did not let you invite (403)",
        act: Act::Refused(Refused::Denied),
    },
    Sentinel {
        name: "not-found-home",
        says: "fails because the home account cannot be found (500), always",
        act: Act::Refused(Refused::NoTargetAddress),
    },
    Sentinel {
        name: "cross-tenant",
        says: "is blocked by cross-tenant access settings",
        act: Act::Refused(Refused::CrossTenant),
    },
    Sentinel {
        name: "cross-cloud",
        says: "lives in another cloud whose tenant switched the cross-cloud worker off",
        act: Act::Refused(Refused::CrossCloud),
    },
    Sentinel {
        name: "group",
        says: "is the address of a group, which cannot be invited (400)",
        act: Act::Refused(Refused::Group),
    },
];

pub(super) fn of(address: &str) -> Option<&'static Sentinel> {
    let local = address.trim().split_once('@')?.0.to_lowercase();
    let fits = |sentinel: &&Sentinel| {
        local.strip_prefix(sentinel.name).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('-') || rest.chars().all(|letter| letter.is_ascii_digit())
        })
    };
    TABLE.iter().find(fits)
}

impl Sentinel {
    /// What comes of this attempt, the first being 1; `None` when it works.
    pub(super) fn fate(&self, attempt: u32) -> Option<Fate> {
        match self.act {
            Act::Throttled => {
                (attempt <= 2).then(|| Fate::Fault(Fault::Throttle { retry_after: Some("2".into()) }))
            }
            Act::Slow => Some(Fate::Fault(Fault::Hold { ms: 8_000 })),
            Act::LostAnswer => (attempt == 1).then_some(Fate::Fault(Fault::HangUp { after: true })),
            Act::Unavailable => {
                (attempt <= 2).then_some(Fate::Fault(Fault::Status { code: 503, retry_after: None }))
            }
            Act::Refused(refused) => Some(Fate::Refused(refused)),
        }
    }
}

#[cfg(test)]
mod tests;
