use super::*;
use crate::directory::User;

fn refused(text: &str) -> QueryError {
    match read::<User>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(problem) => problem,
    }
}

#[test]
fn quotes_and_a_property_are_needed() {
    assert!(matches!(refused("displayName:ann"), QueryError::Search { .. }));
    assert!(matches!(refused("\"ann\""), QueryError::NotSearchable { .. }));
    assert!(matches!(refused("\"city:ann\""), QueryError::NotSearchable { .. }));
    assert!(matches!(refused("\"displayName:\""), QueryError::Search { .. }));
    assert!(matches!(refused("\"displayName:a\" OR"), QueryError::Search { .. }));
}

#[test]
fn words_are_found_by_their_beginnings() {
    assert!(begins("Ann Berg", "an") && begins("Ann Berg", "ber"));
    assert!(!begins("Ann Berg", "nn"));
    assert!(begins("ann.berg@fabrikam.com", "fab"));
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let deep = format!("{}\"displayName:a\"{}", "(".repeat(2_000), ")".repeat(2_000));
    assert!(read::<User>(&deep).is_err());
    assert!(read::<User>("(\"displayName:a\" OR \"mail:b\") AND \"surname:c\"").is_ok());
}
