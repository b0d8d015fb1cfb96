use super::*;

#[test]
fn options_are_encoded_as_graph_reads_them() {
    assert_eq!(
        path("/users", &[("$filter", "userType eq 'Guest'"), ("$top", "999")]),
        "/v1.0/users?$filter=userType%20eq%20%27Guest%27&$top=999"
    );
    assert_eq!(
        path("/users", &[("$filter", "mail eq 'a+b&c#d@x.com'")]),
        "/v1.0/users?$filter=mail%20eq%20%27a%2Bb%26c%23d%40x.com%27"
    );
}

#[test]
fn only_a_counting_question_is_an_advanced_query() {
    let ask = |options: &[(&str, &str)]| Call::<()>::get(path("/users", options), |_| Ok(())).ask;
    assert!(ask(&[("$count", "true")]).is_advanced());
    assert!(!ask(&[("$filter", "mail eq '&$count=true'")]).is_advanced());
}

#[test]
fn a_quote_cannot_end_a_literal() {
    assert_eq!(literal("o'brien@x.com' or true eq true"), "'o''brien@x.com'' or true eq true'");
}
