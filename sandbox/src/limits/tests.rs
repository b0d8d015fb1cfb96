//! The buckets against the documented numbers.

use super::*;

const READ: Cost = Cost { kind: Kind::Directory, units: 1, writes: 0 };
const WRITE: Cost = Cost { kind: Kind::Directory, units: 1, writes: 1 };
const REPORT: Cost = Cost { kind: Kind::Reports, units: 1, writes: 0 };

fn at(seconds: f64) -> Timestamp {
    "2026-11-20T09:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs_f64(seconds)
}

/// How many calls are accepted at one moment; stops at 200,000.
fn pass(limits: &mut Limits, cost: Cost, app: &str, users: usize, when: f64) -> u32 {
    let settings = LimitSettings::default();
    let charge = |_: &u32| limits.charge(cost, app, users, &settings, at(when)).is_ok();
    u32::try_from((0..200_000).take_while(charge).count()).unwrap()
}

#[test]
fn units_go_by_the_size_of_the_tenant() {
    for (users, units) in [(0, 3_500), (49, 3_500), (50, 5_000), (500, 5_000), (501, 8_000), (300_000, 8_000)]
    {
        assert_eq!(pass(&mut Limits::default(), READ, "a", users, 0.0), units, "{users}");
    }
    let dear = Cost { units: 5, ..READ };
    assert_eq!(pass(&mut Limits::default(), dear, "a", 10, 0.0), 700);
}

#[test]
fn writes_are_3000_in_150_seconds_and_20_in_each_later_one() {
    let mut limits = Limits::default();
    assert_eq!(pass(&mut limits, WRITE, "a", 1_000, 0.0), 3_000);
    let settings = LimitSettings::default();
    let refused = limits.charge(WRITE, "a", 1_000, &settings, at(0.0)).unwrap_err();
    assert_eq!(refused.headers.unwrap().2, "WriteLimitExceeded");
    // Two attempts were rejected before, and counted.
    let wait = refused.wait.as_secs_f64();
    assert!((0.149..0.151).contains(&wait), "{wait}");
    assert!(limits.charge(WRITE, "a", 1_000, &settings, at(0.151)).is_ok());
    assert_eq!(pass(&mut limits, WRITE, "a", 1_000, 1.151), 20);
    assert_eq!(pass(&mut limits, WRITE, "a", 1_000, 1_000.0), 3_000);
}

#[test]
fn apps_do_not_pay_for_each_other_until_the_tenants_own_limit() {
    let mut limits = Limits::default();
    let settings = LimitSettings::default();
    for app in ["a", "b", "c", "d", "e", "f"] {
        let charge = |_| limits.charge(WRITE, app, 1_000, &settings, at(0.0)).is_ok();
        assert!((0..3_000).all(charge), "{app}");
    }
    let refused = limits.charge(WRITE, "g", 1_000, &settings, at(0.0)).unwrap_err();
    assert_eq!(refused.headers.unwrap().0, "Tenant");
}

#[test]
fn an_app_has_150000_units_in_20_seconds_however_much_one_tenant_grants() {
    let mut limits = Limits::default();
    let settings = LimitSettings { resource_units_per_10s: Some(1_000_000), ..Default::default() };
    let charge = |_: &u32| limits.charge(READ, "a", 1, &settings, at(0.0)).is_ok();
    assert_eq!((0..200_000).take_while(charge).count(), 150_000);
}

#[test]
fn reports_are_five_requests_in_ten_seconds() {
    let mut limits = Limits::default();
    assert_eq!(pass(&mut limits, REPORT, "a", 1, 0.0), 5);
    assert!(pass(&mut limits, READ, "a", 1, 0.0) > 0, "reports have a limit of their own");
}

#[test]
fn whoever_waits_as_told_is_taken_and_whoever_hammers_waits_longer() {
    let settings = LimitSettings { resource_units_per_10s: Some(10), ..Default::default() };
    let mut limits = Limits::default();
    let mut now = 0.0;
    let mut taken = 0;
    for _ in 0..100 {
        match limits.charge(Cost { units: 2, ..READ }, "a", 1, &settings, at(now)) {
            Ok(_) => taken += 1,
            Err(refused) => now += refused.wait.as_secs_f64() + 0.001,
        }
    }
    assert!(taken >= 50, "{taken}");
    let hammered =
        (0..100).filter_map(|_| limits.charge(READ, "a", 1, &settings, at(now)).err()).last().unwrap();
    assert!((hammered.used - 1.8).abs() < 0.001, "{hammered:?}");
    assert_eq!(hammered.wait, SignedDuration::from_secs(9));
}

#[test]
fn a_clock_turned_back_locks_nobody_out() {
    let mut limits = Limits::default();
    assert_eq!(pass(&mut limits, READ, "a", 1, 1_000_000.0), 3_500);
    assert_eq!(pass(&mut limits, READ, "a", 1, 0.0), 3_500, "nothing is owed any more");
}
