use super::*;
use crate::odata::Problem;

fn row(name: &str) -> &'static Row<User> {
    User::row(name).unwrap()
}

#[test]
fn every_property_has_one_row() {
    for row in User::ROWS {
        let same = User::ROWS.iter().filter(|other| other.name.eq_ignore_ascii_case(row.name));
        assert_eq!(same.count(), 1, "{}", row.name);
    }
    for name in User::DEFAULT.iter().chain(BASIC).chain(PATCHABLE_DETAILS).chain(User::SEARCH) {
        assert!(User::row(name).is_some(), "{name}");
    }
}

#[test]
fn the_change_date_takes_no_range_not_even_when_advanced() {
    let row = row("externalUserStateChangeDateTime");
    assert!(matches!(row.allow(Le, true), Err(Problem::Unsupported { .. })));
    assert_eq!(row.allow(Eq, true), Ok(()));
    assert_eq!(row.allow(Eq, false), Err(Problem::NotIndexed));
}

#[test]
fn ne_is_for_advanced_queries() {
    assert_eq!(row("userType").allow(Ne, false), Err(Problem::NeedsAdvanced));
    assert_eq!(row("userType").allow(Ne, true), Ok(()));
    assert_eq!(row("companyName").allow(Eq, false), Err(Problem::NotIndexed));
}
