use super::super::guest::GuestOrigin;
use super::super::moment::Moment;
use super::*;

fn guest(n: u8, name: &str, state: GuestState, invited: Option<i64>) -> Guest {
    Guest {
        id: UserId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02x}")).unwrap(),
        name: name.to_owned(),
        address: format!("{}@fabrikam.com", name.to_lowercase().replace(' ', ".")),
        state,
        origin: GuestOrigin::Unsaid,
        invited: invited.map(Moment::from_unix_millis),
        changed: None,
    }
}

fn table() -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend([
        guest(1, "Cleo Ash", GuestState::Accepted, Some(30)),
        guest(2, "ann Lee", GuestState::Pending, Some(10)),
        guest(3, "Bo Lee", GuestState::NoState, None),
    ]);
    table
}

fn names(query: &str) -> Vec<String> {
    let table = table();
    table
        .view(&GuestQuery::read(query))
        .rows
        .into_iter()
        .map(|row| table.get(row).unwrap().name.clone())
        .collect()
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
        let rows = table.view(&GuestQuery::read(query)).rows.into_iter();
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
fn each_guest_is_in_one_tab_beside_all() {
    let mut table = table();
    assert!(!table.has_other_states());
    table.put(guest(4, "Di Fox", GuestState::Other("InProgress".to_owned()), Some(40)));
    let view = |query: &str| table.view(&GuestQuery::read(query));
    let counts = view("").counts;
    assert_eq!(counts, GuestCounts { pending: 1, accepted: 1, no_state: 1, other: 1 });
    assert_eq!((counts.in_tab(GuestTab::All), table.has_other_states()), (table.len(), true));
    for (tab, row) in [("pending", 1), ("accepted", 0), ("none", 2), ("other", 3)] {
        let view = view(&format!("state={tab}"));
        assert_eq!((view.rows, view.counts), (vec![row], counts), "{tab}");
    }
}

#[test]
fn the_numbers_of_the_tabs_follow_the_search_and_not_the_tab() {
    let counts = GuestCounts { pending: 1, accepted: 0, no_state: 1, other: 0 };
    for tab in ["", "&state=pending", "&state=accepted"] {
        let view = table().view(&GuestQuery::read(&format!("search=lee{tab}")));
        assert_eq!(view.counts, counts, "{tab}");
        assert_eq!(view.rows.len(), counts.in_tab(GuestQuery::read(tab).tab), "{tab}");
    }
}

#[test]
fn guests_without_a_state_are_ordered_by_origin() {
    let with = |n: u8, origin: GuestOrigin| Guest { origin, ..guest(n, "Ann", GuestState::NoState, None) };
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend([
        with(1, GuestOrigin::SelfServiceSignUp),
        with(2, GuestOrigin::Unsaid),
        with(3, GuestOrigin::Invitation),
    ]);
    assert_eq!(table.view(&GuestQuery::read("sort=state")).rows, [1, 2, 0]);
    assert_eq!(table.view(&GuestQuery::read("sort=-state")).rows, [0, 2, 1]);
}

#[test]
fn a_newer_record_replaces_the_older_one() {
    let mut table = table();
    table.put(guest(2, "Ann Lee", GuestState::Accepted, Some(10)));
    table.put(guest(4, "Di Fox", GuestState::Pending, Some(40)));
    let counts = table.view(&GuestQuery::default()).counts;
    assert_eq!(counts, GuestCounts { pending: 1, accepted: 2, no_state: 1, other: 0 });
}
