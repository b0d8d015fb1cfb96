use super::super::moment::Moment;
use super::*;

fn guest(n: u8, name: &str, state: GuestState, invited: Option<i64>) -> Guest {
    Guest {
        id: UserId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02x}")).unwrap(),
        name: name.to_owned(),
        address: format!("{}@fabrikam.com", name.to_lowercase().replace(' ', ".")),
        state,
        invited: invited.map(Moment::from_unix_millis),
        changed: None,
    }
}

fn table() -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend([
        guest(1, "Cleo Ash", GuestState::Accepted, Some(30)),
        guest(2, "ann Lee", GuestState::Pending, Some(10)),
        guest(3, "Bo Lee", GuestState::NotInvited, None),
    ]);
    table
}

fn names(query: &str) -> Vec<String> {
    let table = table();
    table.view(&GuestQuery::read(query)).into_iter().map(|row| table.get(row).unwrap().name.clone()).collect()
}

#[test]
fn the_newest_is_first_and_undated_guests_are_last_in_both_directions() {
    assert_eq!(names(""), ["Cleo Ash", "ann Lee", "Bo Lee"]);
    assert_eq!(names("sort=invited"), ["ann Lee", "Cleo Ash", "Bo Lee"]);
    assert_eq!(names("sort=name"), ["ann Lee", "Bo Lee", "Cleo Ash"]);
    assert_eq!(names("sort=-name"), ["Cleo Ash", "Bo Lee", "ann Lee"]);
}

#[test]
fn the_order_of_addresses_ignores_case_and_who_has_none_is_last() {
    let mut table = GuestTable::new(str::to_lowercase);
    let with = |n: u8, address: &str| Guest {
        address: address.to_owned(),
        ..guest(n, "Ann", GuestState::Pending, None)
    };
    table.extend([
        with(1, "zoe@fabrikam.com"),
        with(2, ""),
        with(3, "MARTA@FABRIKAM.COM"),
        with(4, "adele@fabrikam.com"),
    ]);
    let addresses = |query: &str| -> Vec<String> {
        let rows = table.view(&GuestQuery::read(query)).into_iter();
        rows.map(|row| table.get(row).unwrap().address.clone()).collect()
    };
    let ascending = ["adele@fabrikam.com", "MARTA@FABRIKAM.COM", "zoe@fabrikam.com", ""];
    assert_eq!(addresses("sort=address"), ascending);
    assert_eq!(addresses("sort=name"), ["", "adele@fabrikam.com", "MARTA@FABRIKAM.COM", "zoe@fabrikam.com"]);
    assert_eq!(
        addresses("sort=-address"),
        ["zoe@fabrikam.com", "MARTA@FABRIKAM.COM", "adele@fabrikam.com", ""]
    );
}

#[test]
fn every_word_of_a_search_must_occur() {
    assert_eq!(names("search=LEE"), ["ann Lee", "Bo Lee"]);
    assert_eq!(names("search=lee+ann"), ["ann Lee"]);
    assert_eq!(names("search=bo.lee@"), ["Bo Lee"]);
    assert!(names("search=nobody").is_empty());
}

#[test]
fn a_guest_without_a_state_is_counted_in_the_tab_all_only() {
    assert_eq!(table().counts(), GuestCounts { all: 3, pending: 1, accepted: 1 });
    assert_eq!(names("state=pending"), ["ann Lee"]);
    assert_eq!(names("state=accepted"), ["Cleo Ash"]);
}

#[test]
fn a_newer_record_replaces_the_older_one() {
    let mut table = table();
    table.put(guest(2, "Ann Lee", GuestState::Accepted, Some(10)));
    table.put(guest(4, "Di Fox", GuestState::Pending, Some(40)));
    assert_eq!(table.counts(), GuestCounts { all: 4, pending: 1, accepted: 2 });
}
