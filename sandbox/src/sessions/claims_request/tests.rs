use super::*;

fn read(text: &str) -> Option<ClaimsRequest> {
    ClaimsRequest::read(Some(text))
}

#[test]
fn capabilities_contexts_and_times_are_read() {
    let claims = read(
        r#"{"access_token":{"xms_cc":{"values":["CP1"]},"acrs":{"essential":true,"value":"c1"},
                "nbf":{"essential":true,"value":"1700000000"},"else":null},"id_token":{}}"#,
    )
    .unwrap();
    assert!(claims.cp1);
    assert_eq!((claims.contexts, claims.signed_in_since), (vec!["c1".to_owned()], Some(1_700_000_000)));
}

#[test]
fn nothing_asks_for_nothing_and_nonsense_is_refused() {
    assert_eq!(ClaimsRequest::read(None), Some(ClaimsRequest::default()));
    assert_eq!(read("{}").map(|claims| (claims.cp1, claims.contexts)), Some((false, Vec::new())));
    for bad in ["", "[]", "cp1", "{\"access_token\""] {
        assert_eq!(read(bad), None, "{bad}");
    }
}
