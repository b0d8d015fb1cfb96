use super::*;

#[test]
fn every_view_survives_writing_and_reading() {
    for tab in [GuestTab::All, GuestTab::Pending, GuestTab::Accepted, GuestTab::NoState, GuestTab::Other] {
        for column in GuestColumn::ALL {
            for descending in [false, true] {
                for search in ["", "ann lee", "a&b=c#é+"] {
                    let query =
                        GuestQuery { tab, search: search.to_owned(), sort: GuestSort { column, descending } };
                    assert_eq!(GuestQuery::read(&format!("?{}", query.write())), query);
                }
            }
        }
    }
}

#[test]
fn the_default_view_has_an_empty_query_and_unknown_values_give_the_default_view() {
    assert_eq!(GuestQuery::default().write(), "");
    assert_eq!(GuestQuery::read("?state=lost&sort=shoe&x=y"), GuestQuery::default());
}

#[test]
fn a_second_click_reverses_the_order() {
    let by_name = GuestSort::default().clicked(GuestColumn::Name);
    assert_eq!(by_name, GuestSort { column: GuestColumn::Name, descending: false });
    assert!(by_name.clicked(GuestColumn::Name).descending);
    assert!(by_name.clicked(GuestColumn::Changed).descending);
}
