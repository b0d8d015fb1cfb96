use super::*;

#[test]
fn a_header_in_any_language_is_known_by_its_mark() {
    for column in OwnColumn::ALL {
        assert_eq!(OwnColumn::of_header(&column.header("Ergebnis")), Some(column));
    }
    for other in ["", "Status", "[guestlist.]", "[guestlist.status", "Status [status]", "[guestlist.other]"] {
        assert_eq!(OwnColumn::of_header(other), None, "{other}");
    }
}
