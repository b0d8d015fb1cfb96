use super::*;

#[test]
fn relations_come_alone_or_with_a_selection() {
    let read = read("sponsors,manager($select=id, displayName)").unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].select.as_deref(), Some(&["id".to_owned(), "displayName".to_owned()][..]));
}

#[test]
fn what_cannot_be_expanded_is_refused() {
    for text in ["", "photo", "manager(", "manager($top=1)", "manager()x", "sponsors manager"] {
        assert!(super::read(text).is_err(), "{text}");
    }
}
