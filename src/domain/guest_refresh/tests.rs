use super::super::guest::{GuestOrigin, GuestState, UserId};
use super::*;

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
    refresh.finish(&mut shown, true, &[]);
    assert_eq!(names(&shown), ["Ann", "Bo"]);
}

#[test]
fn on_a_reload_the_old_rows_stay_until_the_new_ones_are_complete() {
    let mut shown = table([guest(1, "Ann"), guest(2, "Bo")]);
    let mut refresh = GuestRefresh::begin(&shown, true);
    assert!(!refresh.add_page(&mut shown, vec![guest(3, "Cleo")]));
    assert_eq!(names(&shown), ["Ann", "Bo"]);
    refresh.finish(&mut shown, true, &[]);
    assert_eq!(names(&shown), ["Cleo"]);
}

#[test]
fn an_incomplete_list_does_not_replace_a_complete_one() {
    for before in [vec![guest(1, "Ann"), guest(2, "Bo")], vec![]] {
        let mut shown = table(before.clone());
        let mut refresh = GuestRefresh::begin(&shown, true);
        refresh.add_page(&mut shown, vec![guest(1, "New name"), guest(3, "Cleo")]);
        refresh.finish(&mut shown, false, &[]);
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
        refresh.finish(&mut shown, complete, &[]);
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
    refresh.finish(&mut shown, true, &[]);
    assert_eq!(names(&shown), ["Ann", "Cleo"]);

    let mut refresh = GuestRefresh::begin(&shown, true);
    refresh.add_page(&mut shown, vec![guest(4, "Read before it started over")]);
    refresh.start_over(&shown);
    refresh.add_page(&mut shown, vec![guest(5, "Di")]);
    refresh.finish(&mut shown, true, &[]);
    assert_eq!(names(&shown), ["Di"]);
}

#[test]
fn a_guest_invited_here_is_listed_once_whether_or_not_the_service_lists_them() {
    let here = [guest(7, "Just invited"), guest(8, "Not listed yet")];
    let mut shown = table([here[0].clone()]);
    let mut refresh = GuestRefresh { whole: false, fresh: None };
    refresh.add_page(&mut shown, vec![guest(1, "Ann"), guest(7, "As listed")]);
    refresh.finish(&mut shown, true, &here);
    assert_eq!(names(&shown), ["As listed", "Ann", "Not listed yet"]);
}
