//! How much the tenant lets a client do: the documented limits, or smaller ones to see a client slow down.

use serde::{Deserialize, Serialize};

use super::within;

/// The limits that Graph enforces on directory calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct LimitSettings {
    /// Without them nothing is ever throttled; what a call costs is told all the same.
    pub(crate) enabled: bool,
    pub(crate) tenant_size: TenantSize,
    /// Resource units that an app may use up in ten seconds; `null` means as many as a tenant of this size grants.
    pub(crate) resource_units_per_10s: Option<u32>,
    /// Writes that an app may make in 150 seconds; `null` means the documented 3,000.
    pub(crate) writes_per_150s: Option<u32>,
    pub(crate) retry_after: RetryAfter,
}

/// The classes of tenants by the number of their users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TenantSize {
    /// By the users that the directory has.
    #[serde(rename = "auto")]
    Auto,
    S,
    M,
    L,
}

/// How a throttled client is told when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RetryAfter {
    /// Whole seconds, as in most answers.
    Seconds,
    /// Seconds with a fraction: the documented sample says `2.128`.
    Fractional,
    /// A date, the other form that HTTP allows.
    Date,
    /// Not at all.
    None,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            tenant_size: TenantSize::Auto,
            resource_units_per_10s: None,
            writes_per_150s: None,
            retry_after: RetryAfter::Seconds,
        }
    }
}

impl LimitSettings {
    /// Whether it grants what the other does. How a client is told to wait is no part of that.
    pub(crate) fn grants_as(self, other: Self) -> bool {
        self == Self { retry_after: self.retry_after, ..other }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let units = self.resource_units_per_10s.unwrap_or(1);
        within("limits.resourceUnitsPer10s", units.into(), 1, 1_000_000)?;
        within("limits.writesPer150s", self.writes_per_150s.unwrap_or(1).into(), 1, 1_000_000)
    }
}
