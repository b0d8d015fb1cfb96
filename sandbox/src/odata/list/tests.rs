use super::*;
use crate::directory::User;

const NOON: &str = "2026-11-20T12:00:00Z";

fn query(options: &[(&str, &str)]) -> Vec<(String, String)> {
    options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn issued(generation: u32, at: &str) -> Issued {
    Issued { generation, at: at.parse().unwrap() }
}

fn read_at(options: &[(&str, &str)], eventual: bool, issued: Issued) -> Result<List<User>, QueryError> {
    read(ListQuery { options: &query(options), eventual, length: 100, issued })
}

fn read_with(options: &[(&str, &str)], eventual: bool) -> Result<List<User>, QueryError> {
    read_at(options, eventual, issued(1, NOON))
}

fn refused(options: &[(&str, &str)], eventual: bool) -> QueryError {
    match read_with(options, eventual) {
        Ok(_) => panic!("{options:?} was read"),
        Err(problem) => problem,
    }
}

#[test]
fn a_token_of_another_query_is_refused() {
    let first = read_with(&[("$top", "5")], false).unwrap();
    let token = token(first.fingerprint, first.issued, Seen { id: Uuid::nil(), place: 0 });
    assert!(read_with(&[("$top", "5"), ("$skiptoken", &token)], false).is_ok());
    assert_eq!(refused(&[("$top", "6"), ("$skiptoken", &token)], false), QueryError::BadPageToken);
}

#[test]
fn a_token_that_is_old_or_of_another_directory_is_refused() {
    let first = read_with(&[("$top", "5")], false).unwrap();
    let token = token(first.fingerprint, first.issued, Seen { id: Uuid::nil(), place: 0 });
    let later = |generation, at| {
        read_at(&[("$top", "5"), ("$skiptoken", &token)], false, issued(generation, at)).map(|_| ())
    };
    assert_eq!(later(1, "2026-11-20T12:59:59Z"), Ok(()));
    assert_eq!(later(1, "2026-11-20T13:00:00Z"), Err(QueryError::BadPageToken));
    assert_eq!(later(2, NOON), Err(QueryError::BadPageToken));
}

#[test]
fn count_needs_the_header_but_says_nothing() {
    assert!(!read_with(&[("$count", "true")], false).unwrap().count);
    assert!(read_with(&[("$count", "true")], true).unwrap().count);
}

#[test]
fn a_page_has_1_to_999_rows() {
    for (value, good) in [("1", true), ("999", true), ("0", false), ("1000", false), ("x", false)] {
        assert_eq!(read_with(&[("$top", value)], false).is_ok(), good, "{value}");
    }
}

#[test]
fn ordering_a_filtered_list_is_an_advanced_query() {
    let options = [("$filter", "userType eq 'Guest'"), ("$orderby", "displayName"), ("$count", "true")];
    assert_eq!(refused(&options, false), QueryError::SortNotSupported);
    assert!(read_with(&options, true).is_ok());
    assert!(read_with(&[("$orderby", "displayName desc")], false).is_ok());
    let never = |name| QueryError::SortProperty { name, resource: "User" };
    assert_eq!(refused(&[("$orderby", "createdDateTime")], false), never("createdDateTime"));
    assert_eq!(refused(&[("$orderby", "city")], false), never("city"));
    assert_eq!(refused(&[("$orderby", "city"), ("$count", "true")], true), QueryError::SortUnknown);
}

#[test]
fn an_advanced_query_has_a_short_address_and_expands_nothing() {
    let options = query(&[("$count", "true")]);
    let read_options = |length, eventual| {
        read::<User>(ListQuery { options: &options, eventual, length, issued: issued(1, NOON) })
    };
    assert!(read_options(2_048, true).is_ok() && read_options(9_000, false).is_ok());
    assert!(read_options(2_049, true).is_err());
    assert_eq!(refused(&[("$count", "true"), ("$expand", "manager")], true), QueryError::NeedsDefault);
    assert!(read_with(&[("$expand", "manager")], false).is_ok());
}

#[test]
fn an_option_stands_once() {
    assert_eq!(refused(&[("$top", "5"), ("$top", "6")], false), QueryError::Repeated("$top".into()));
}
