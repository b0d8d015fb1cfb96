use std::rc::Rc;

use super::super::guest::{Guest, GuestState, UserId};
use super::*;

/// Letters by code point, or from the last to the first.
fn order(sort: &str, lang: &'static str) -> Order {
    let places = move |letters: &[char]| {
        let place = |letter: &char| u16::try_from(u32::from(letter.to_ascii_lowercase())).ok();
        let back = |place: u16| if lang == "back" { 60_000 - place } else { place };
        letters.iter().map(|letter| place(letter).map(back)).collect()
    };
    let sort = super::super::guest_query::GuestQuery::read(&format!("sort={sort}")).sort;
    Order { sort, collation: Collation { lang, places: Rc::new(places) } }
}

fn guest(number: u32, name: &str) -> Guest {
    Guest {
        name: name.to_owned(),
        address: format!("{number}@fabrikam.com"),
        state: if number.is_multiple_of(3) { GuestState::Pending } else { GuestState::Accepted },
        invited: (!number.is_multiple_of(5))
            .then(|| Moment::from_unix_millis(i64::from(number % 1_000) - 500)),
        ..Guest::with_id(UserId::parse(&format!("00000000-0000-4000-8000-{number:012x}")).unwrap())
    }
}

/// So many guests with names in no order, some without one.
fn table(guests: u32) -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    let name = |number: u32| match number.wrapping_mul(2_654_435_761) % 5_003 {
        0..50 => String::new(),
        other => format!("Guest {other} {}", if other.is_multiple_of(2) { "Lee" } else { "lee" }),
    };
    table.extend((0..guests).map(|number| guest(number, &name(number))));
    table
}

#[test]
fn a_table_that_is_sorted_in_steps_is_as_one_that_is_sorted_at_once() {
    let table = table(9_000);
    for sort in ["name", "-name", "address", "-invited", "accepted", "state", "-state"] {
        let mut sorter = GuestSorter::new(&table, order(sort, "en"));
        let mut steps = 0;
        while sorter.advance(&table, 700) {
            steps += 1;
        }
        assert!(steps > 20, "{sort}: {steps}");
        let sorted = sorter.finish(&table);
        let at_once = GuestSorter::new(&table, order(sort, "en")).finish(&table);
        assert_eq!(sorted.rows(), at_once.rows(), "{sort}");
        assert_eq!(sorted.rows().len(), table.len(), "{sort}");
        let by_keys = |pair: &[RowNumber]| match pair {
            [one, other] => sorted.keys.compare(&table, *one, *other, sorted.sort).is_lt(),
            _ => false,
        };
        assert!(sorted.rows().windows(2).all(by_keys), "{sort}");
    }
}

#[test]
fn the_order_is_that_of_the_language_and_empty_texts_are_last() {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend((0..).zip(["b", "", "A", "c", "a2", "a10", "-"]).map(|(number, name)| guest(number, name)));
    let rows = |sort, lang| GuestSorter::new(&table, order(sort, lang)).finish(&table).rows().to_vec();
    assert_eq!(rows("name", "en"), [6, 2, 4, 5, 0, 3, 1]);
    assert_eq!(rows("-name", "en"), [3, 0, 5, 4, 2, 6, 1]);
    assert_eq!(rows("name", "back"), [3, 0, 2, 4, 5, 6, 1]);
}

#[test]
fn rows_that_are_added_stand_where_sorting_puts_them() {
    let mut table = table(3_000);
    let en = order("name", "en");
    let mut sorted = GuestSorter::new(&table, en.clone()).finish(&table);
    for number in 3_000..3_100 {
        table.put(&guest(number, &format!("guest {number}")));
    }
    assert_eq!(sorted.add_rows(&table, &en), Ok(()));
    assert_eq!(sorted.rows(), GuestSorter::new(&table, en.clone()).finish(&table).rows());
    assert_eq!(sorted.add_rows(&table, &order("name", "back")), Err(UnknownLetter), "another language");
    assert_eq!(sorted.add_rows(&table, &order("-name", "en")), Err(UnknownLetter), "another order");
    table.put(&guest(3_100, "Zoé"));
    let before = sorted.clone();
    assert_eq!(sorted.add_rows(&table, &en), Err(UnknownLetter), "a new letter");
    assert_eq!((sorted.rows(), sorted.keys.ends.len()), (before.rows(), before.keys.ends.len()));
    table.put(&guest(0, "Guest 1"));
    assert_eq!(before.clone().add_rows(&table, &en), Err(UnknownLetter), "another edition");
}
