use super::*;
use base64::engine::general_purpose::STANDARD;

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn s41_every_request_declares_that_challenges_are_handled() {
    assert_eq!(read(&request(None)), json!({"access_token": {"xms_cc": {"values": ["cp1"]}}}));
}

#[test]
fn s41_wanted_claims_are_merged_with_the_declaration() {
    let cc = json!({"values": ["cp1"]});
    let nbf = json!({"essential": true, "value": "1604106651"});
    for (wanted, merged) in [
        (json!({"access_token": {"nbf": nbf}}), json!({"access_token": {"nbf": nbf, "xms_cc": cc}})),
        (json!({"access_token": {}}), json!({"access_token": {"xms_cc": cc}})),
        (json!({}), json!({"access_token": {"xms_cc": cc}})),
        (json!({"id_token": {"a": 1}}), json!({"id_token": {"a": 1}, "access_token": {"xms_cc": cc}})),
        (
            json!({"access_token": {"xms_cc": {"values": ["cp2"]}}}),
            json!({"access_token": {"xms_cc": {"values": ["cp2"]}}}),
        ),
    ] {
        assert_eq!(read(&request(Some(&wanted.to_string()))), merged);
        assert_eq!(read(&request(Some(&serde_json::to_string_pretty(&wanted).unwrap()))), merged);
    }
    for broken in ["", "{", "[1]", "claims", "{\"access_token\":7}", "{\"access_token\":[{}]}"] {
        assert_eq!(request(Some(broken)), request(None), "{broken}");
    }
}

/// A header with one challenge.
fn header(parameters: &str) -> String {
    format!("Bearer{}{parameters}", ' ')
}

#[test]
fn s41_a_challenge_is_read_from_its_header() {
    let claims = r#"{"access_token":{"nbf":{"essential":true, "value":"1604106651"}}}"#;
    let coded = STANDARD.encode(claims);
    let complete = header(&format!(
        "realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
             client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"{coded}\""
    ));
    assert_eq!(challenge(&complete).as_deref(), Some(claims));
    assert_eq!(challenge(&format!("Basic realm=\"x\", {complete}")).as_deref(), Some(claims));
    let unpadded = URL_SAFE_NO_PAD.encode(claims);
    let unpadded = header(&format!("error=\"insufficient_claims\", claims=\"{unpadded}\""));
    assert_eq!(challenge(&unpadded).as_deref(), Some(claims));
    for parameters in [
        "",
        "realm=\"\"",
        "error=\"insufficient_claims\"",
        "error=\"insufficient_claims\", claims=\"%%%\"",
        "error=\"insufficient_claims\", claims=\"bm8=\"",
        &format!("error=\"invalid_token\", claims=\"{coded}\""),
    ] {
        assert_eq!(challenge(&header(parameters)), None, "{parameters}");
    }
}
