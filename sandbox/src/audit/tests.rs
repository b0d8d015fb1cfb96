use super::*;
use crate::directory::seed::Seed;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn world(guests: u32) -> (Directory, Audit, Timestamp) {
    let seed = Seed::new(5, guests, 4, at("2026-11-20T12:00:00Z"));
    (seed.directory(), Audit::new(seed.anchor), at("2026-11-20T12:00:00Z"))
}

#[test]
fn the_past_is_told_newest_first_within_the_days_that_are_kept() {
    let (directory, audit, now) = world(3_000);
    let (month, week) = (audit.events(&directory, 30, now), audit.events(&directory, 7, now));
    assert!(week.len() > 10 && week.len() < month.len());
    assert!(month.is_sorted_by(|one, next| one.at >= next.at));
    let since = at("2026-10-21T12:00:00Z");
    assert!(month.iter().all(|event| event.at >= since && event.at < audit.anchor));
    let mut ids: Vec<_> = month.iter().map(|event| event.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), month.len());
    let count = |activity| month.iter().filter(|event| event.activity == activity).count();
    assert_eq!(count(Activity::AddUser), count(Activity::InviteExternalUser));
    assert_eq!(count(Activity::UpdateUser), count(Activity::RedeemInvite));
    assert!(count(Activity::RedeemInvite) > 0);
}

#[test]
fn what_one_request_did_belongs_together() {
    let (directory, mut audit, now) = world(0);
    let user = directory.users().first().unwrap();
    let by = Initiator::user(user);
    audit.record(now, &by, [NewEvent::accepted(user), NewEvent::redeemed(user, None, "One Time Passcode")]);
    audit.record(now, &by, [NewEvent::to_user(Activity::AddUser, user)]);
    let events = audit.events(&directory, 30, now);
    let correlation = |activity| events.iter().find(|event| event.activity == activity).unwrap().correlation;
    assert_eq!(correlation(Activity::UpdateUser), correlation(Activity::RedeemInvite));
    assert_ne!(correlation(Activity::UpdateUser), correlation(Activity::AddUser));
    let redeemed = events.iter().find(|event| event.activity == Activity::RedeemInvite).unwrap();
    assert!(redeemed.full_id().starts_with("Invited Users_"));
    let added = events.iter().find(|event| event.activity == Activity::AddUser).unwrap();
    assert!(added.full_id().starts_with("Directory_") && added.by == Initiator::worker());
}
