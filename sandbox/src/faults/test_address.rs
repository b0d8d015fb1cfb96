//! Test addresses: inviting one of them fails in a known way, so that a person can see each failure.
//!
//! The local part decides; domain and case do not matter. `-something` or digits may follow it, so there are as many
//! addresses as needed.

use super::fault::Fault;

/// A test address, with its description on the page of the control plane.
#[derive(Clone, Copy)]
pub(crate) struct TestAddress {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    effect: Effect,
}

#[derive(Clone, Copy)]
enum Effect {
    Throttled,
    Slow,
    LostAnswer,
    Unavailable,
    Refused(RefusedInvitation),
    ErrorStatus,
    NeverAppears,
}

/// What happens to a request: a fault, an error of the service, or a success that is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Injection {
    Fault(Fault),
    Refused(RefusedInvitation),
    /// 201 with the status `Error`.
    ErrorStatus,
    /// 201, and no read ever finds the guest.
    NeverAppears,
}

/// Errors of the invitation service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefusedInvitation {
    Denied,
    NoTargetAddress,
    CrossTenant,
    CrossCloud,
    Group,
}

pub(crate) const TEST_ADDRESSES: &[TestAddress] = &[
    TestAddress {
        name: "throttled",
        description: "is told to wait two seconds, twice (429); the third attempt works",
        effect: Effect::Throttled,
    },
    TestAddress {
        name: "slow",
        description: "works, but the answer takes eight seconds",
        effect: Effect::Slow,
    },
    TestAddress {
        name: "unavailable",
        description: "finds the service unavailable, twice (503); the third attempt works",
        effect: Effect::Unavailable,
    },
    TestAddress {
        name: "lost-answer",
        description: "is invited, but the connection ends before the answer, once: looking before trying again finds the guest",
        effect: Effect::LostAnswer,
    },
    TestAddress {
        name: "denied",
        description: "is refused as if the tenant's policy did not let you invite (403)",
        effect: Effect::Refused(RefusedInvitation::Denied),
    },
    TestAddress {
        name: "not-found-home",
        description: "fails because the home account cannot be found (500), always",
        effect: Effect::Refused(RefusedInvitation::NoTargetAddress),
    },
    TestAddress {
        name: "cross-tenant",
        description: "is blocked by cross-tenant access settings",
        effect: Effect::Refused(RefusedInvitation::CrossTenant),
    },
    TestAddress {
        name: "cross-cloud",
        description: "lives in another cloud whose tenant switched the cross-cloud worker off",
        effect: Effect::Refused(RefusedInvitation::CrossCloud),
    },
    TestAddress {
        name: "group",
        description: "is the address of a group, which cannot be invited (400)",
        effect: Effect::Refused(RefusedInvitation::Group),
    },
    TestAddress {
        name: "error-status",
        description: "is invited (201), but the invitation has the status Error",
        effect: Effect::ErrorStatus,
    },
    TestAddress {
        name: "never-appears",
        description: "is invited (201), but the guest never appears in the directory, and the link is dead",
        effect: Effect::NeverAppears,
    },
];

pub(super) fn find(address: &str) -> Option<&'static TestAddress> {
    let local = address.trim().split_once('@')?.0.to_lowercase();
    let fits = |test_address: &&TestAddress| {
        local.strip_prefix(test_address.name).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('-') || rest.chars().all(|letter| letter.is_ascii_digit())
        })
    };
    TEST_ADDRESSES.iter().find(fits)
}

impl TestAddress {
    /// The failure of this attempt (the first is 1); `None` when it succeeds.
    pub(super) fn injection(&self, attempt: u32) -> Option<Injection> {
        match self.effect {
            Effect::Throttled => {
                (attempt <= 2).then(|| Injection::Fault(Fault::Throttle { retry_after: Some("2".into()) }))
            }
            Effect::Slow => Some(Injection::Fault(Fault::Hold { ms: 8_000 })),
            Effect::LostAnswer => (attempt == 1).then_some(Injection::Fault(Fault::HangUp { after: true })),
            Effect::Unavailable => {
                (attempt <= 2).then_some(Injection::Fault(Fault::Status { code: 503, retry_after: None }))
            }
            Effect::Refused(refused) => Some(Injection::Refused(refused)),
            Effect::ErrorStatus => Some(Injection::ErrorStatus),
            Effect::NeverAppears => Some(Injection::NeverAppears),
        }
    }
}

#[cfg(test)]
mod tests;
