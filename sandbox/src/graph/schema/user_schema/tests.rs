use super::*;
use crate::odata::QueryError;

fn property(name: &str) -> &'static Property<User> {
    User::property(name).unwrap()
}

#[test]
fn every_property_has_one_row() {
    for property in User::PROPERTIES {
        let same = User::PROPERTIES.iter().filter(|other| other.name.eq_ignore_ascii_case(property.name));
        assert_eq!(same.count(), 1, "{}", property.name);
    }
    for name in User::DEFAULT.iter().chain(BASIC).chain(PATCHABLE_DETAILS) {
        assert!(User::property(name).is_some(), "{name}");
    }
}

#[test]
fn the_change_date_takes_no_range_not_even_when_advanced() {
    let property = property("externalUserStateChangeDateTime");
    assert!(matches!(property.allow(Le, true), Err(QueryError::Unsupported { .. })));
    assert_eq!(property.allow(Eq, true), Ok(()));
    assert_eq!(property.allow(Eq, false), Err(QueryError::NotIndexed));
}

#[test]
fn ne_is_for_advanced_queries() {
    assert_eq!(property("userType").allow(Ne, false), Err(QueryError::Operator("NotEqualsMatch")));
    assert_eq!(property("userType").allow(Ne, true), Ok(()));
    assert_eq!(property("userType").allow(Not, false), Err(QueryError::NeedsAdvanced));
    assert_eq!(property("companyName").allow(Eq, false), Err(QueryError::NotIndexed));
}
