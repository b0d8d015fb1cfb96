//! Claims requests: what this portal can handle, and what Graph or a renewal wants proved at the next sign-in.
//!
//! Declaring `cp1` says that challenges are understood; Microsoft then ends a session within minutes where it would else
//! let a token live to its end. Every authorize and token request says so.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use serde_json::{Map, Value, json};

use crate::wire;

/// The `claims` parameter (OpenID Connect Core §5.5): what is declared, together with what is wanted.
#[must_use]
pub fn request(wanted: Option<&str>) -> String {
    let wanted = wanted.and_then(|wanted| wire::strict_object(wanted).ok()).and_then(declared);
    wanted.or_else(|| declared(Map::new())).unwrap_or_default()
}

/// The wanted claims with the declaration among those for the access token. `None` when there is no place for it.
fn declared(mut wanted: Map<String, Value>) -> Option<String> {
    let for_access = wanted.entry("access_token").or_insert_with(|| json!({})).as_object_mut()?;
    for_access.entry("xms_cc").or_insert_with(|| json!({ "values": ["cp1"] }));
    Some(Value::Object(wanted).to_string())
}

/// The claims that Graph wants, out of the header `WWW-Authenticate` of its 401. The header may hold several challenges.
#[must_use]
pub fn challenge(header: &str) -> Option<String> {
    if !header.contains("error=\"insufficient_claims\"") {
        return None;
    }
    let (_, rest) = header.split_once("claims=\"").filter(|(before, _)| !before.ends_with('_'))?;
    let (coded, _) = rest.split_once('"')?;
    // Either alphabet, with or without padding.
    let coded = coded.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(coded).ok()?).ok()?;
    wire::strict_object::<Map<String, Value>>(&text).is_ok().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn s41_every_request_declares_that_challenges_are_understood() {
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
    fn s41_a_challenge_is_read_out_of_its_header() {
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
}
