use super::*;

fn id(number: u32) -> UserId {
    UserId::parse(&format!("00000000-0000-4000-8000-{number:012x}")).unwrap()
}

#[test]
fn guests_are_selected_one_by_one_and_in_ranges() {
    let mut selection = Selection::default();
    selection.toggle(id(1));
    selection.toggle(id(2));
    selection.toggle(id(1));
    assert_eq!((selection.len(), selection.contains(id(2)), selection.contains(id(1))), (1, true, false));
    assert_eq!(selection.anchor(), Some(id(1)), "a range begins where a guest was unselected, too");
    selection.add([id(3), id(4)]);
    assert_eq!(selection.iter().collect::<Vec<_>>(), [id(2), id(3), id(4)]);
    assert_eq!(selection.anchor(), Some(id(1)));
    selection.retain(|guest| guest != id(3));
    assert_eq!(selection.len(), 2);
    selection.clear();
    assert!(selection.is_empty());
}

#[test]
fn a_shorter_range_takes_the_place_of_a_longer_one_and_of_nothing_else() {
    let mut selection = Selection::default();
    selection.add([id(3), id(9)]);
    selection.toggle(id(2));
    selection.extend(id(2), [id(2), id(3), id(4), id(5)]);
    assert_eq!((selection.len(), selection.anchor()), (5, Some(id(2))));
    selection.extend(id(2), [id(2), id(1)]);
    assert_eq!(selection.iter().collect::<Vec<_>>(), [id(1), id(2), id(3), id(9)]);
    selection.toggle(id(7));
    selection.extend(id(7), [id(7), id(8)]);
    assert!(selection.contains(id(1)), "another range begins");
    selection.retain(|guest| guest != id(8));
    selection.extend(id(7), []);
    assert_eq!(selection.len(), 5);
    selection.extend(id(7), [id(8)]);
    selection.add([id(8)]);
    selection.extend(id(7), []);
    assert!(selection.contains(id(8)), "who was selected with all others stays");
}
