use super::super::guest::{GuestState, UserId};
use super::*;

fn guest(n: u8, name: &str) -> Guest {
    Guest {
        id: UserId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02x}")).unwrap(),
        name: name.to_owned(),
        address: String::new(),
        state: GuestState::Pending,
        invited: None,
        changed: None,
    }
}

fn names(table: &GuestTable) -> Vec<&str> {
    (0..table.len()).filter_map(|row| table.get(row)).map(|guest| guest.name.as_str()).collect()
}

fn table(guests: impl IntoIterator<Item = Guest>) -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend(guests);
    table
}

#[test]
fn on_the_first_load_rows_appear_page_by_page() {
    let mut shown = table([]);
    let mut refresh = GuestRefresh::begin(&shown);
    assert!(refresh.add_page(&mut shown, vec![guest(1, "Ann")]));
    assert_eq!(names(&shown), ["Ann"]);
    refresh.add_page(&mut shown, vec![guest(2, "Bo")]);
    refresh.finish(&mut shown, true, &[]);
    assert_eq!(names(&shown), ["Ann", "Bo"]);
}

#[test]
fn on_a_reload_the_old_rows_stay_until_the_new_ones_are_complete() {
    let mut shown = table([guest(1, "Ann"), guest(2, "Bo")]);
    let mut refresh = GuestRefresh::begin(&shown);
    assert!(!refresh.add_page(&mut shown, vec![guest(3, "Cleo")]));
    assert_eq!(names(&shown), ["Ann", "Bo"]);
    refresh.finish(&mut shown, true, &[]);
    assert_eq!(names(&shown), ["Cleo"]);
}

#[test]
fn an_incomplete_list_does_not_replace_a_complete_one() {
    let mut shown = table([guest(1, "Ann"), guest(2, "Bo")]);
    let mut refresh = GuestRefresh::begin(&shown);
    refresh.add_page(&mut shown, vec![guest(1, "Ann")]);
    refresh.finish(&mut shown, false, &[]);
    assert_eq!(names(&shown), ["Ann", "Bo"]);
}

#[test]
fn a_guest_invited_here_is_listed_once_whether_or_not_the_service_lists_them() {
    let here = [guest(7, "Just invited"), guest(8, "Not listed yet")];
    let mut shown = table([here[0].clone()]);
    let mut refresh = GuestRefresh { fresh: None };
    refresh.add_page(&mut shown, vec![guest(1, "Ann"), guest(7, "As listed")]);
    refresh.finish(&mut shown, true, &here);
    assert_eq!(names(&shown), ["As listed", "Ann", "Not listed yet"]);
}
