//! Settings of the service limits: the documented numbers, or smaller ones to test throttling.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct LimitSettings {
    /// When `false`, no call is throttled; the cost headers are sent nevertheless.
    pub(crate) enabled: bool,
    pub(crate) tenant_size: TenantSize,
    /// Resource units of an app in ten seconds; `None` means the documented number for the size of the tenant.
    pub(crate) resource_units_per_10s: Option<u32>,
    /// Writes of an app in 150 seconds; `None` means the documented 3,000.
    pub(crate) writes_per_150s: Option<u32>,
    pub(crate) retry_after: RetryAfter,
}

/// Tenant sizes, by the number of users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TenantSize {
    /// By the number of users in the directory.
    #[serde(rename = "auto")]
    Auto,
    S,
    M,
    L,
}

/// The form of the `Retry-After` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RetryAfter {
    /// Whole seconds, the usual form.
    Seconds,
    /// Seconds with a fraction: the documented example is `2.128`.
    Fractional,
    /// An HTTP date.
    Date,
    /// No header.
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
    /// Whether both allow the same number of calls; `retry_after` does not matter.
    pub(crate) fn grants_as(self, other: Self) -> bool {
        self == Self { retry_after: self.retry_after, ..other }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let units = self.resource_units_per_10s.unwrap_or(1);
        within("limits.resourceUnitsPer10s", units.into(), 1, 1_000_000)?;
        within("limits.writesPer150s", self.writes_per_150s.unwrap_or(1).into(), 1, 1_000_000)
    }
}

pub(super) fn within(name: &str, value: i64, least: i64, most: i64) -> Result<(), String> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(format!("{name} must be between {least} and {most}"))
    }
}
