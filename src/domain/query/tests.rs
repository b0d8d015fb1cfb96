use super::*;

#[test]
fn every_view_reads_back() {
    for tab in [GuestTab::All, GuestTab::Pending, GuestTab::Accepted] {
        for column in COLUMNS {
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
fn the_default_view_needs_no_words_and_nonsense_means_the_default() {
    assert_eq!(GuestQuery::default().write(), "");
    assert_eq!(GuestQuery::read("?state=lost&sort=shoe&x=y"), GuestQuery::default());
}

#[test]
fn a_second_click_turns_the_order_round() {
    let by_name = GuestSort::default().clicked(GuestColumn::Name);
    assert_eq!(by_name, GuestSort { column: GuestColumn::Name, descending: false });
    assert!(by_name.clicked(GuestColumn::Name).descending);
    assert!(by_name.clicked(GuestColumn::Changed).descending);
}
