use super::super::guest::{GuestOrigin, GuestState};
use super::super::moment::Moment;
use super::*;

fn id(n: u32) -> UserId {
    UserId::parse(&format!("00000000-0000-4000-8000-{n:012x}")).unwrap()
}

fn guest(n: u32, name: &str) -> Guest {
    Guest {
        name: name.to_owned(),
        address: format!("Guest.{n}@Fabrikam.com"),
        company: if n.is_multiple_of(2) { "Fabrikam".to_owned() } else { String::new() },
        state: match n % 4 {
            0 => GuestState::Pending,
            1 => GuestState::Accepted,
            2 => GuestState::NoState,
            _ => GuestState::Other(format!("State {}", n % 3)),
        },
        origin: if n.is_multiple_of(3) {
            GuestOrigin::Other("Odd".to_owned())
        } else {
            GuestOrigin::Invitation
        },
        invited: (!n.is_multiple_of(5)).then(|| Moment::from_unix_millis(i64::from(n))),
        changed: (!n.is_multiple_of(7)).then(|| Moment::from_unix_millis(-i64::from(n))),
        blocked: n.is_multiple_of(11),
        ..Guest::with_id(id(n))
    }
}

fn table(guests: impl IntoIterator<Item = Guest>) -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend(guests);
    table
}

#[test]
fn a_guest_comes_out_as_it_went_in() {
    let guests: Vec<Guest> = (0..3_000).map(|n| guest(n, &format!("Ann {n} Müller"))).collect();
    let table = table(guests.clone());
    assert_eq!(table.len(), guests.len());
    for (row, guest) in (0..).zip(&guests) {
        assert_eq!(table.get(row).as_ref(), Some(guest));
        assert_eq!(table.find(guest.id).as_ref(), Some(guest));
    }
    assert_eq!((table.get(3_000), table.find(id(3_000))), (None, None));
}

#[test]
fn a_newer_record_replaces_the_older_one_in_its_place() {
    let mut guests: Vec<Guest> = (0..2_100).map(|n| guest(n, "Ann")).collect();
    let mut table = table(guests.clone());
    let edition = table.edition();
    for n in [0, 1, 1_023, 1_024, 2_099] {
        for name in ["", "A much longer name than before, with Ö", "x"] {
            let newer = Guest { company: "New".to_owned(), blocked: true, ..guest(n, name) };
            table.put(&newer);
            guests[n as usize] = newer;
        }
    }
    assert_ne!(table.edition(), edition);
    for (row, guest) in (0..).zip(&guests) {
        assert_eq!(table.get(row).as_ref(), Some(guest), "{row}");
        let forms = table.forms(row).unwrap();
        let lower = [&guest.name, &guest.address, &guest.company].map(|text| text.to_lowercase());
        assert_eq!([forms.name, forms.address, forms.company], lower, "{row}");
    }
}

#[test]
fn a_guest_more_leaves_the_edition_and_another_list_does_not() {
    let mut table = table([guest(1, "Ann")]);
    let edition = table.edition();
    table.put(&guest(2, "Bo"));
    assert_eq!(table.edition(), edition);
    let mut fresh = table.clone_empty();
    fresh.put(&guest(3, "Cleo"));
    table.replace(fresh);
    assert_ne!(table.edition(), edition);
    assert_eq!((table.len(), table.find(id(1))), (1, None));
    let edition = table.edition();
    table.clear();
    assert_ne!(table.edition(), edition);
    assert!(table.is_empty());
}

#[test]
fn a_line_break_or_tab_in_a_name_does_not_make_another_row_or_field() {
    let table = table([guest(2, "Ann\n\tLee"), guest(4, "Bo")]);
    let forms = table.forms(0).unwrap();
    assert_eq!((forms.name, forms.company), ("ann  lee", "fabrikam"));
    assert_eq!(table.block_forms(0).unwrap().0.lines().count(), 2);
}

#[test]
fn guests_are_removed_from_any_place_and_the_others_stay() {
    let mut guests: Vec<Guest> = (0..2_060).map(|n| guest(n, &format!("Ann {n}"))).collect();
    let mut table = table(guests.clone());
    for n in [2_059, 0, 1_023, 1_024, 5, 2_058, 700].into_iter().chain(100..400) {
        table.remove(id(n));
        guests.retain(|guest| guest.id != id(n));
        assert_eq!((table.len(), table.find(id(n))), (guests.len(), None));
    }
    table.remove(id(5_000));
    table.put(&guest(3_000, "New"));
    guests.push(guest(3_000, "New"));
    for guest in &guests {
        assert_eq!(table.find(guest.id).as_ref(), Some(guest));
    }
    let rows = RowNumber::try_from(table.len()).unwrap();
    for row in 0..rows {
        let (guest, forms) = (table.get(row).unwrap(), table.forms(row).unwrap());
        assert_eq!((forms.name, table.row_of(guest.id)), (guest.name.to_lowercase().as_str(), Some(row)));
    }
    let all: Vec<UserId> = (0..rows).filter_map(|row| table.get(row)).map(|guest| guest.id).collect();
    all.into_iter().for_each(|id| table.remove(id));
    assert!(table.is_empty() && table.get(0).is_none());
}
