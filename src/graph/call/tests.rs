use super::*;

#[test]
fn options_are_encoded_in_the_way_graph_reads_them() {
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
fn only_a_counting_request_is_an_advanced_query() {
    let request = |options: &[(&str, &str)]| Call::<()>::get(path("/users", options), |_| Ok(())).request;
    assert!(request(&[("$count", "true")]).is_advanced());
    assert!(!request(&[("$filter", "mail eq '&$count=true'")]).is_advanced());
}

#[test]
fn a_quote_cannot_end_a_literal() {
    assert_eq!(literal("o'brien@x.com' or true eq true"), "'o''brien@x.com'' or true eq true'");
}

#[test]
fn a_name_that_was_cut_in_the_middle_of_an_emoji_does_not_cost_the_response() {
    let body = r#"{"name":"Ann \ud83d"}"#.to_owned();
    let response = GraphResponse { status: 200, retry_after: None, request_id: None, body };
    let read: serde_json::Map<String, serde_json::Value> = json(&response).unwrap();
    assert_eq!(read["name"], "Ann \u{fffd}");
}
