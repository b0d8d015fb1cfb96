use super::*;

#[test]
fn every_view_survives_writing_and_reading() {
    for (tab, age) in [
        (GuestTab::All, None),
        (GuestTab::Pending, None),
        (GuestTab::Pending, Some(PendingAge::Week)),
        (GuestTab::Pending, Some(PendingAge::Month)),
        (GuestTab::Pending, Some(PendingAge::Quarter)),
        (GuestTab::Pending, Some(PendingAge::Longer)),
        (GuestTab::Accepted, None),
        (GuestTab::NoState, None),
        (GuestTab::Other, None),
        (GuestTab::Blocked, None),
    ] {
        for column in GuestColumn::ALL {
            for descending in [false, true] {
                for search in ["", "ann lee", "a&b=c#é+", "older:14 company:\"A B\" 山田"] {
                    let sort = GuestSort { column, descending };
                    for open in [None, UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f")] {
                        let query = GuestQuery { tab, age, search: search.to_owned(), sort, open };
                        assert_eq!(GuestQuery::read(&format!("?{}", query.write())), query);
                    }
                }
            }
        }
    }
}

#[test]
fn the_default_view_has_an_empty_query_and_unknown_values_give_the_default_view() {
    assert_eq!(GuestQuery::default().write(), "");
    assert_eq!(GuestQuery::read("?state=lost&sort=shoe&guest=me&x=y"), GuestQuery::default());
}

#[test]
fn a_second_click_reverses_the_order() {
    let by_name = GuestSort::default().clicked(GuestColumn::Name);
    assert_eq!(by_name, GuestSort { column: GuestColumn::Name, descending: false });
    assert!(by_name.clicked(GuestColumn::Name).descending);
    assert!(by_name.clicked(GuestColumn::Accepted).descending);
}

#[test]
fn the_list_is_the_same_with_and_without_details() {
    let guest = "264e6d50-eaec-461e-b187-873b1bcf855f";
    let query = GuestQuery::read(&format!("?state=pending&search=ann&guest={}", guest.to_uppercase()));
    assert_eq!(query.open, UserId::parse(guest));
    assert_eq!(query.of_list(), GuestQuery::read("?state=pending&search=ann"));
}
