//! The documented service limits, as token buckets.
//!
//! Knows numbers and the time that each call brings. HTTP is in `graph::throttled`.

pub(crate) mod cost;
pub(crate) use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::settings::{LimitSettings, TenantSize};
use cost::{Cost, Kind};

/// The capacity of a bucket, and the time in which an empty one fills.
#[derive(Clone, Copy, Debug)]
struct Rate {
    most: u32,
    seconds: i64,
}

const APP_UNITS: Rate = Rate { most: 150_000, seconds: 20 };
const APP_WRITES: Rate = Rate { most: 70_000, seconds: 300 };
const TENANT_WRITES: Rate = Rate { most: 18_000, seconds: 300 };
const REPORTS: Rate = Rate { most: 5, seconds: 10 };

/// What a bucket limits. Each app has its own buckets; `TenantWrites` is one for all apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Measure {
    TenantAppUnits,
    TenantAppWrites,
    AppUnits,
    AppWrites,
    TenantWrites,
    Reports,
}

impl Measure {
    /// Scope, limit and reason in the `x-ms-throttle` headers. Their form is [documented]; the names of the limits except
    /// `ReadWrite` are [inferred]. Reports are another service, which sends none.
    fn names(self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::TenantAppUnits => Some(("Tenant_Application", "ReadWrite", "ResourceUnitLimitExceeded")),
            Self::TenantAppWrites => Some(("Tenant_Application", "Write", "WriteLimitExceeded")),
            Self::AppUnits => Some(("Application", "ReadWrite", "ResourceUnitLimitExceeded")),
            Self::AppWrites => Some(("Application", "Write", "WriteLimitExceeded")),
            Self::TenantWrites => Some(("Tenant", "Write", "WriteLimitExceeded")),
            Self::Reports => None,
        }
    }
}

/// For each bucket the moment at which it is full again.
#[derive(Default)]
pub(crate) struct Limits {
    full_at: HashMap<(Measure, String), Timestamp>,
}

/// A rejected call.
#[derive(Debug)]
pub(crate) struct Throttled {
    /// How long until such a call is accepted.
    pub(crate) wait: SignedDuration,
    pub(crate) headers: Option<(&'static str, &'static str, &'static str)>,
    /// The used share of the limit, above 1.
    pub(crate) used: f64,
}

impl Limits {
    /// Takes the cost of a call from all buckets that it concerns. Rejected calls count too. Returns the used share of
    /// the app's units in this tenant, from 0 to 1.
    pub(crate) fn charge(
        &mut self,
        cost: Cost,
        app: &str,
        users: usize,
        settings: &LimitSettings,
        now: Timestamp,
    ) -> Result<f64, Throttled> {
        if !settings.enabled {
            return Ok(0.0);
        }
        let here = Rate { most: units_by_size(settings, users), seconds: 10 };
        let writes_here = Rate { most: settings.writes_per_150s.unwrap_or(3_000), seconds: 150 };
        let takes = match cost.kind {
            Kind::Reports => vec![(Measure::Reports, REPORTS, 1)],
            Kind::Directory => vec![
                (Measure::TenantAppUnits, here, cost.units),
                (Measure::TenantAppWrites, writes_here, cost.writes),
                (Measure::AppUnits, APP_UNITS, cost.units),
                (Measure::AppWrites, APP_WRITES, cost.writes),
                (Measure::TenantWrites, TENANT_WRITES, cost.writes),
            ],
        };
        let mut used = 0.0;
        let mut refused: Option<Throttled> = None;
        for (measure, rate, amount) in takes.into_iter().filter(|(_, _, amount)| *amount > 0) {
            let (level, wait) = self.take(measure, app, rate, amount, now);
            if measure == Measure::TenantAppUnits {
                used = level;
            }
            if let Some(wait) = wait
                && refused.as_ref().is_none_or(|other| other.wait < wait)
            {
                refused = Some(Throttled { wait, headers: measure.names(), used: level });
            }
        }
        refused.map_or(Ok(used), Err)
    }

    /// Takes an amount from a bucket. Returns the used share, and the time to wait if the amount was not available. The
    /// share that clients see never exceeds 1.8, so a bucket owes no more than that [inferred].
    fn take(
        &mut self,
        measure: Measure,
        app: &str,
        rate: Rate,
        amount: u32,
        now: Timestamp,
    ) -> (f64, Option<SignedDuration>) {
        let whole = SignedDuration::from_secs(rate.seconds);
        let zero = SignedDuration::ZERO;
        // A call that costs more than the capacity is accepted when the bucket is full.
        let price = (whole.saturating_mul(amount.cast_signed()) / rate.most.max(1).cast_signed()).min(whole);
        let app = if measure == Measure::TenantWrites { "" } else { app };
        let bucket = self.full_at.entry((measure, app.to_owned())).or_insert(now);
        let most = whole.saturating_mul(9) / 5;
        // More debt than the maximum means that the clock was set back. Clients must not be blocked by that.
        let owed = bucket.duration_since(now).max(zero);
        let before = if owed > most { zero } else { owed };
        let after = (before + price).min(most);
        *bucket = now.saturating_add(after).unwrap_or(now);
        let enough = before + price <= whole;
        let level = after.as_secs_f64() / whole.as_secs_f64();
        (level, (!enough).then_some(after + price - whole))
    }
}

/// Small tenants have fewer than 50 users, large ones more than 500.
fn units_by_size(settings: &LimitSettings, users: usize) -> u32 {
    let size = match settings.tenant_size {
        TenantSize::Auto if users < 50 => TenantSize::S,
        TenantSize::Auto if users <= 500 => TenantSize::M,
        TenantSize::Auto => TenantSize::L,
        size @ (TenantSize::S | TenantSize::M | TenantSize::L) => size,
    };
    settings.resource_units_per_10s.unwrap_or(match size {
        TenantSize::S => 3_500,
        TenantSize::M => 5_000,
        TenantSize::L | TenantSize::Auto => 8_000,
    })
}

#[cfg(test)]
mod tests;
