use super::*;
use serde_json::json;

fn problem(requests: Value) -> EnvelopeError {
    read(json!({ "requests": requests }).to_string().as_bytes()).unwrap_err()
}

fn after(dependencies: &[&[&str]]) -> Result<Vec<Item>, EnvelopeError> {
    let requests: Vec<_> = dependencies
        .iter()
        .enumerate()
        .map(|(place, on)| json!({ "id": place.to_string(), "method": "GET", "url": "me", "dependsOn": on }))
        .collect();
    read(json!({ "requests": requests }).to_string().as_bytes())
}

#[test]
fn an_address_is_relative_to_the_version() {
    let get = |url: &str| json!([{ "id": "1", "method": "get", "url": url }]);
    for url in ["me", "/me", "users?$filter=city eq null&$select=id", "/users/a%23EXT%23@b"] {
        let items = read(json!({ "requests": get(url) }).to_string().as_bytes()).unwrap();
        assert_eq!(items[0].url, url.trim_start_matches('/'));
    }
    for url in ["", "/", "//x/me", "https://graph.microsoft.com/v1.0/me", "$batch", "/$BATCH?x=1"] {
        assert_eq!(problem(get(url)), EnvelopeError::Format, "{url}");
    }
}

#[test]
fn what_is_no_envelope_is_refused() {
    for body in ["", "[]", "{}", "{", r#"{"requests":[]}"#, r#"{"requests":[1]}"#, "null"] {
        assert_eq!(read(body.as_bytes()).unwrap_err(), EnvelopeError::Format, "{body}");
    }
    for request in [
        json!({ "method": "GET", "url": "me" }),
        json!({ "id": 1, "method": "GET", "url": "me" }),
        json!({ "id": "1", "method": "G T", "url": "me" }),
        json!({ "id": "1", "method": "GET" }),
        json!({ "id": "1", "method": "GET", "url": "me", "headers": { "a b": "c" } }),
        json!({ "id": "1", "method": "GET", "url": "me", "headers": { "a": 1 } }),
        json!({ "id": "1", "method": "GET", "url": "me", "headers": { "a": "x\r\ny" } }),
        json!({ "id": "1", "method": "GET", "url": "me", "dependsOn": "0" }),
    ] {
        assert_eq!(problem(json!([request])), EnvelopeError::Format, "{request}");
    }
}

#[test]
fn dependencies_are_none_a_chain_or_all_on_the_same() {
    for good in [
        &[&[][..], &[], &[]][..],
        &[&[], &["0"], &["1"]],
        &[&[], &["0"], &["0"]],
        &[&[], &["0"], &[]],
        &[&[], &[], &["1"], &["1"]],
    ] {
        assert!(after(good).is_ok(), "{good:?}");
    }
    for mixed in
        [&[&[][..], &["0"], &["1"], &[]][..], &[&[], &[], &["0", "1"]], &[&[], &["0"], &["1"], &["1"]]]
    {
        assert_eq!(after(mixed).unwrap_err(), EnvelopeError::Mixed, "{mixed:?}");
    }
    for unknown in [&[&["1"][..], &[]][..], &[&["0"]], &[&[], &["7"]]] {
        assert!(matches!(after(unknown).unwrap_err(), EnvelopeError::Dependency(_)), "{unknown:?}");
    }
}
