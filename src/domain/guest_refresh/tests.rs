use std::time::Duration;

use super::super::guest::{GuestOrigin, GuestState, UserId};
use super::*;

const NOW: Moment = Moment::from_unix_millis(1_795_176_000_000);

fn guest(n: u8, name: &str) -> Guest {
    Guest {
        name: name.to_owned(),
        state: GuestState::Pending,
        origin: GuestOrigin::Invitation,
        ..Guest::with_id(UserId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02x}")).unwrap())
    }
}

fn names(table: &GuestTable) -> Vec<String> {
    (0..).map_while(|row| table.get(row)).map(|guest| guest.name).collect()
}

fn table(guests: impl IntoIterator<Item = Guest>) -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend(guests);
    table
}

#[test]
fn on_the_first_load_rows_appear_page_by_page() {
    let mut shown = table([]);
    let mut refresh = GuestRefresh::begin(&shown, false);
    assert!(refresh.add_page(&mut shown, vec![guest(1, "Ann")]));
    assert_eq!(names(&shown), ["Ann"]);
    refresh.add_page(&mut shown, vec![guest(2, "Bo")]);
    refresh.finish(&mut shown, true, NOW, &mut Unlisted::default());
    assert_eq!(names(&shown), ["Ann", "Bo"]);
}

#[test]
fn on_a_reload_the_old_rows_stay_until_the_new_ones_are_complete() {
    let mut shown = table([guest(1, "Ann"), guest(2, "Bo")]);
    let mut refresh = GuestRefresh::begin(&shown, true);
    assert!(!refresh.add_page(&mut shown, vec![guest(3, "Cleo")]));
    assert_eq!(names(&shown), ["Ann", "Bo"]);
    refresh.finish(&mut shown, true, NOW, &mut Unlisted::default());
    assert_eq!(names(&shown), ["Cleo"]);
}

#[test]
fn an_incomplete_list_does_not_replace_a_complete_one() {
    for before in [vec![guest(1, "Ann"), guest(2, "Bo")], vec![]] {
        let mut shown = table(before.clone());
        let mut refresh = GuestRefresh::begin(&shown, true);
        refresh.add_page(&mut shown, vec![guest(1, "New name"), guest(3, "Cleo")]);
        refresh.finish(&mut shown, false, NOW, &mut Unlisted::default());
        assert_eq!(names(&shown), before.iter().map(|guest| guest.name.as_str()).collect::<Vec<_>>());
    }
}

#[test]
fn a_reload_adds_to_an_incomplete_list_and_in_the_end_replaces_it() {
    let mut shown = table([guest(1, "Ann"), guest(2, "Deleted since")]);
    for complete in [false, true] {
        let mut refresh = GuestRefresh::begin(&shown, false);
        assert!(refresh.add_page(&mut shown, vec![guest(1, "New name"), guest(3, "Cleo")]));
        assert_eq!(names(&shown), ["New name", "Deleted since", "Cleo"]);
        refresh.finish(&mut shown, complete, NOW, &mut Unlisted::default());
    }
    assert_eq!(names(&shown), ["New name", "Cleo"]);
}

#[test]
fn a_list_that_starts_over_keeps_the_rows_and_lists_no_guest_twice() {
    let mut shown = table([]);
    let mut refresh = GuestRefresh::begin(&shown, false);
    refresh.add_page(&mut shown, vec![guest(1, "Ann"), guest(2, "Deleted since")]);
    refresh.start_over(&shown);
    assert_eq!(names(&shown), ["Ann", "Deleted since"]);
    refresh.add_page(&mut shown, vec![guest(1, "Ann")]);
    refresh.add_page(&mut shown, vec![guest(3, "Cleo")]);
    refresh.finish(&mut shown, true, NOW, &mut Unlisted::default());
    assert_eq!(names(&shown), ["Ann", "Cleo"]);

    let mut refresh = GuestRefresh::begin(&shown, true);
    refresh.add_page(&mut shown, vec![guest(4, "Read before it started over")]);
    refresh.start_over(&shown);
    refresh.add_page(&mut shown, vec![guest(5, "Di")]);
    refresh.finish(&mut shown, true, NOW, &mut Unlisted::default());
    assert_eq!(names(&shown), ["Di"]);
}

/// A list with Ann only, asked for so many minutes after Bo and Cleo were invited. `shown` is what was shown before.
fn ann_only(shown: Vec<Guest>, minutes: u64, unlisted: &mut Unlisted) -> Vec<String> {
    let mut shown = table(shown);
    let mut refresh = GuestRefresh::begin(&shown, !shown.is_empty());
    refresh.add_page(&mut shown, vec![guest(1, "Ann")]);
    refresh.finish(&mut shown, true, NOW + Duration::from_mins(minutes), unlisted);
    names(&shown)
}

fn invited() -> Unlisted {
    let mut unlisted = Unlisted::default();
    unlisted.invited(guest(2, "Bo"), NOW);
    unlisted.invited(guest(3, "Cleo"), NOW);
    unlisted
}

fn id(n: u8) -> UserId {
    guest(n, "").id
}

#[test]
fn a_guest_invited_here_is_listed_once_whether_or_not_the_service_lists_them() {
    let mut unlisted = Unlisted::default();
    unlisted.invited(guest(7, "Just invited"), NOW);
    unlisted.invited(guest(8, "Not listed yet"), NOW);
    let mut shown = table([guest(7, "Just invited")]);
    let mut refresh = GuestRefresh { whole: false, fresh: None };
    refresh.add_page(&mut shown, vec![guest(1, "Ann"), guest(7, "As listed")]);
    refresh.finish(&mut shown, true, NOW, &mut unlisted);
    assert_eq!(names(&shown), ["As listed", "Ann", "Not listed yet"]);
    assert_eq!(unlisted.doubted(), [id(8)]);
}

#[test]
fn a_complete_list_long_after_the_invitation_is_right_about_who_is_missing() {
    let before = || vec![guest(1, "Ann"), guest(2, "Bo"), guest(3, "Cleo")];
    for shown in [before(), vec![]] {
        let mut unlisted = invited();
        assert_eq!(ann_only(shown.clone(), 1, &mut unlisted), ["Ann", "Bo", "Cleo"], "it may lag");
        assert_eq!(ann_only(shown.clone(), 9, &mut unlisted), ["Ann", "Bo", "Cleo"]);
        assert_eq!(ann_only(shown.clone(), 10, &mut unlisted), ["Ann"]);
        assert!(!unlisted.is_invited(id(2)));
        unlisted.invited(guest(2, "Bo"), NOW + Duration::from_mins(10));
        assert_eq!(ann_only(shown, 11, &mut unlisted), ["Ann", "Bo"], "invited once more");
    }
}

#[test]
fn an_incomplete_list_says_nothing_about_who_is_missing() {
    let (mut shown, mut unlisted) = (table([]), invited());
    let refresh = GuestRefresh::begin(&shown, false);
    refresh.finish(&mut shown, false, NOW + Duration::from_hours(1), &mut unlisted);
    assert_eq!(names(&shown), ["Bo", "Cleo"]);
}

#[test]
fn a_guest_whom_the_service_does_not_find_leaves_with_the_next_list_that_lacks_them() {
    let mut unlisted = invited();
    unlisted.not_found(id(2));
    assert_eq!(ann_only(vec![guest(2, "Bo")], 1, &mut unlisted), ["Ann", "Cleo"]);
    assert_eq!(unlisted.doubted(), [id(3)]);
}

/// Changes tell of a deletion once. A list that is read anew later must not bring the guest back.
#[test]
fn a_guest_who_was_deleted_elsewhere_does_not_come_back() {
    let mut unlisted = invited();
    let at = NOW + Duration::from_mins(1);
    assert_eq!(unlisted.changed(at, &[], vec![id(2)], vec![]), [id(2)]);
    assert_eq!(ann_only(vec![], 2, &mut unlisted), ["Ann", "Cleo"]);
}

#[test]
fn changes_tell_of_guests_who_were_listed_and_the_others_are_looked_for() {
    let mut unlisted = invited();
    unlisted.not_found(id(5));
    assert_eq!(unlisted.doubted(), [id(2), id(3), id(5)]);
    let at = |minutes| NOW + Duration::from_mins(minutes);
    // Bo is found; Cleo may still come, and the one without details is gone.
    let leaves = unlisted.changed(at(1), &[guest(2, "Bo")], vec![], vec![id(3), id(5)]);
    assert_eq!((leaves, unlisted.doubted()), (vec![id(5)], vec![id(3)]));
    assert_eq!(unlisted.changed(at(10), &[], vec![], vec![id(3)]), [id(3)], "now it is long enough");
    assert_eq!(unlisted.doubted(), []);
    // One who is found after all stays.
    unlisted.not_found(id(6));
    assert_eq!(unlisted.changed(at(11), &[guest(6, "Di")], vec![], vec![]), []);
    assert_eq!(unlisted.doubted(), []);
}
