use std::rc::Rc;
use std::time::Duration;

use super::super::guest::{Guest, GuestOrigin, GuestState, UserId};
use super::*;

const DAY: Duration = Duration::from_hours(24);
const NOW: Moment = Moment::from_unix_millis(1_795_176_000_000);

fn guest(n: u8, name: &str, state: GuestState, invited: Option<i64>) -> Guest {
    Guest {
        name: name.to_owned(),
        address: format!("{}@fabrikam.com", name.to_lowercase().replace(' ', ".")),
        state,
        invited: invited.map(Moment::from_unix_millis),
        ..Guest::with_id(UserId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02x}")).unwrap())
    }
}

fn of(guests: impl IntoIterator<Item = Guest>) -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend(guests);
    table
}

fn table() -> GuestTable {
    of([
        guest(1, "Cleo Ash", GuestState::Accepted, Some(30)),
        guest(2, "ann Lee", GuestState::Pending, Some(10)),
        guest(3, "Bo Lee", GuestState::NoState, None),
    ])
}

fn view(table: &GuestTable, query: &str) -> GuestView {
    GuestViewer::default().view(table, &GuestQuery::read(query), &collation("en"), NOW)
}

/// The order of letters by their forms for the search.
fn collation(lang: &'static str) -> Collation {
    let places = |letters: &[char]| {
        let form = |letter: &char| letter.to_lowercase().next().map_or(0, u32::from);
        letters.iter().map(|letter| u16::try_from(form(letter)).ok()).collect()
    };
    Collation { lang, places: Rc::new(places) }
}

fn shown(table: &GuestTable, query: &str) -> Vec<Guest> {
    view(table, query).rows.iter().map(|row| table.get(*row).unwrap()).collect()
}

fn names(query: &str) -> Vec<String> {
    shown(&table(), query).into_iter().map(|guest| guest.name).collect()
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
    let with = |n: u8, address: &str| Guest {
        address: address.to_owned(),
        ..guest(n, "Ann", GuestState::Pending, None)
    };
    let table = of([
        with(1, "zoe@fabrikam.com"),
        with(2, ""),
        with(3, "MARTA@FABRIKAM.COM"),
        with(4, "adele@fabrikam.com"),
    ]);
    let addresses = |query: &str| -> Vec<String> {
        shown(&table, query).into_iter().map(|guest| guest.address).collect()
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
fn companies_and_acceptance_are_columns_to_sort_by() {
    let with = |n: u8, company: &str, state: GuestState| Guest {
        company: company.to_owned(),
        changed: Some(Moment::from_unix_millis(n.into())),
        ..guest(n, "Ann", state, None)
    };
    let table = of([
        with(1, "Fabrikam", GuestState::Accepted),
        with(2, "", GuestState::Accepted),
        with(3, "adatum", GuestState::Pending),
    ]);
    assert_eq!(*view(&table, "sort=company").rows, [2, 0, 1]);
    assert_eq!(*view(&table, "sort=-accepted").rows, [1, 0, 2], "who has not accepted is last");
}

#[test]
fn numbers_in_names_are_ordered_by_value() {
    let table = of((0..)
        .zip(["Guest 10", "Guest 9", "Guest 010", "Guest", "Guest 2b", "Ångström"])
        .map(|(n, name)| guest(n, name, GuestState::Pending, None)));
    let names: Vec<String> = shown(&table, "sort=name").into_iter().map(|guest| guest.name).collect();
    assert_eq!(names, ["Guest", "Guest 2b", "Guest 9", "Guest 010", "Guest 10", "Ångström"]);
}

#[test]
fn every_word_of_a_search_must_occur() {
    assert_eq!(names("search=LEE"), ["ann Lee", "Bo Lee"]);
    assert_eq!(names("search=lee+ann"), ["ann Lee"]);
    assert_eq!(names("search=bo.lee@"), ["Bo Lee"]);
    assert!(names("search=nobody").is_empty());
}

#[test]
fn each_guest_is_in_one_tab_beside_all_and_blocked() {
    let mut table = table();
    assert!(!table.has_other_states());
    let other = guest(4, "Di Fox", GuestState::Other("InProgress".to_owned()), Some(40));
    table.put(&Guest { blocked: true, ..other });
    let counts = view(&table, "").counts;
    let ages = [0, 0, 0, 1];
    assert_eq!(counts, GuestCounts { pending: 1, accepted: 1, no_state: 1, other: 1, blocked: 1, ages });
    assert_eq!((counts.in_tab(GuestTab::All), table.has_other_states()), (table.len(), true));
    for (tab, row) in [("pending", 1), ("accepted", 0), ("none", 2), ("other", 3), ("blocked", 3)] {
        let view = view(&table, &format!("state={tab}"));
        assert_eq!((view.rows.as_slice(), view.counts), ([row].as_slice(), counts), "{tab}");
    }
}

#[test]
fn the_numbers_of_the_tabs_follow_the_search_and_not_the_tab() {
    let counts = GuestCounts { pending: 1, no_state: 1, ages: [0, 0, 0, 1], ..GuestCounts::default() };
    for tab in ["", "&state=pending", "&state=accepted"] {
        let view = view(&table(), &format!("search=lee{tab}"));
        assert_eq!(view.counts, counts, "{tab}");
        assert_eq!(view.rows.len(), counts.in_tab(GuestQuery::read(tab).tab), "{tab}");
    }
}

#[test]
fn pending_invitations_are_told_apart_by_age() {
    let days = [0, 7, 8, 30, 31, 90, 91, 4_000];
    let table = of((0..)
        .zip(days)
        .map(|(n, days)| guest(n, "Ann", GuestState::Pending, Some((NOW - DAY * days).unix_millis()))));
    let counts = view(&table, "state=pending").counts;
    assert_eq!(PendingAge::ALL.map(|age| counts.of_age(age)), [2, 2, 2, 2]);
    for (age, rows) in [("0-7", [0, 1]), ("8-30", [2, 3]), ("31-90", [4, 5]), ("over-90", [6, 7])] {
        assert_eq!(*view(&table, &format!("state=pending&age={age}")).rows, rows, "{age}");
    }
    assert_eq!(view(&table, "age=0-7").rows.len(), 8, "an age belongs to the tab Pending");
}

#[test]
fn guests_without_a_state_are_ordered_by_origin() {
    let with = |n: u8, origin: GuestOrigin| Guest { origin, ..guest(n, "Ann", GuestState::NoState, None) };
    let table = of([
        with(1, GuestOrigin::SelfServiceSignUp),
        with(2, GuestOrigin::Unsaid),
        with(3, GuestOrigin::Invitation),
    ]);
    assert_eq!(*view(&table, "sort=state").rows, [1, 2, 0]);
    assert_eq!(*view(&table, "sort=-state").rows, [0, 2, 1]);
}

#[test]
fn a_list_that_grows_and_changes_is_ordered_as_one_that_is_sorted_at_once() {
    let mut viewer = GuestViewer::default();
    let (mut growing, mut all) = (of([]), Vec::new());
    for step in 0_u8..40 {
        let page = (0..5).map(|n| {
            let number = step.wrapping_mul(5).wrapping_add(n);
            guest(number, &format!("Ann {}", number.wrapping_mul(37) % 50), GuestState::Pending, None)
        });
        for guest in page {
            growing.put(&guest);
            all.push(guest);
        }
        if step % 7 == 6 {
            let renamed = Guest { name: "Aaron".to_owned(), ..all.get(usize::from(step)).unwrap().clone() };
            growing.put(&renamed);
            *all.get_mut(usize::from(step)).unwrap() = renamed;
        }
        for query in ["sort=name", "sort=-name"] {
            let grown = viewer.view(&growing, &GuestQuery::read(query), &collation("en"), NOW);
            assert_eq!(grown, view(&of(all.iter().cloned()), query), "{query}, step {step}");
        }
    }
}

#[test]
fn one_query_after_the_other_shows_what_each_shows_alone() {
    let states = [GuestState::Pending, GuestState::Accepted, GuestState::NoState];
    let guests = states.into_iter().cycle().zip(0_u8..60).map(|(state, n)| {
        let name = ["Ann Lee", "Bo Lee", "Anna Ek", "Cleo Ash"].get(usize::from(n) % 4).copied().unwrap();
        guest(n, name, state, Some(i64::from(n)))
    });
    let (mut viewer, mut table) = (GuestViewer::default(), of(guests));
    let queries = [
        "",
        "search=a",
        "search=an",
        "search=ann",
        "search=ann&state=pending",
        "search=ann+ek",
        "search=lee",
    ]
    .into_iter()
    .flat_map(|query| [format!("{query}&sort=-name"), format!("{query}&sort=name"), query.to_owned()]);
    for (query, n) in queries.zip(60_u8..) {
        let shown = viewer.view(&table, &GuestQuery::read(&query), &collation("en"), NOW);
        assert_eq!(shown, view(&table, &query), "{query}");
        let again = viewer.view(&table, &GuestQuery::read(&query), &collation("en"), NOW);
        assert_eq!(again, shown, "{query}");
        if n % 5 == 0 {
            table.put(&guest(n, "Ann Lee", GuestState::Pending, None));
        }
    }
}

#[test]
fn a_long_table_is_sorted_in_steps_and_stays_as_it_was_meanwhile() {
    let mut table = of([]);
    let id = |number: u32| UserId::parse(&format!("00000000-0000-4000-8000-{number:012x}")).unwrap();
    let guest = |number: u32| Guest {
        name: format!("Guest {}", number.wrapping_mul(7_919) % 6_011),
        state: GuestState::Pending,
        ..Guest::with_id(id(number))
    };
    table.extend((0..6_000).map(guest));
    let mut viewer = GuestViewer::default();
    let query = GuestQuery::read("sort=name");
    let view = |viewer: &mut GuestViewer, table: &GuestTable| {
        let GuestView { rows, sorting, .. } = viewer.view(table, &query, &collation("en"), NOW);
        (rows.to_vec(), sorting)
    };
    let as_arrived: Vec<RowNumber> = (0..6_000).collect();
    assert_eq!(view(&mut viewer, &table), (as_arrived, true));
    assert!(viewer.sort_on(&table, 500));
    table.put(&guest(6_000));
    while viewer.sort_on(&table, 500) {}
    let sorted = |table: &GuestTable| {
        let mut rows: Vec<RowNumber> = (0..number(table.len())).collect();
        rows.sort_by_key(|row| {
            table.texts(*row).and_then(|texts| texts.name.strip_prefix("Guest ")?.parse::<u32>().ok())
        });
        rows
    };
    assert_eq!(view(&mut viewer, &table), (sorted(&table), false), "with the row that was added meanwhile");
    let (before, _) = view(&mut viewer, &table);
    table.remove(id(17));
    let (rows, sorting) = view(&mut viewer, &table);
    assert!(sorting);
    assert_eq!(rows, before.into_iter().filter(|row| *row < 6_000).collect::<Vec<_>>());
    while viewer.sort_on(&table, 500) {}
    assert_eq!(view(&mut viewer, &table), (sorted(&table), false));
    assert!(!viewer.sort_on(&table, 500));
}
