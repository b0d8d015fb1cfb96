use super::*;
use serde_json::{Value, json};

const ISSUER: &str = "http://127.0.0.1:9440";

fn read_with(key: &str, value: Value) -> Result<Authority, DiscoveryProblem> {
    let mut document = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "http://127.0.0.1:9440/auth",
        "token_endpoint": "http://127.0.0.1:9440/token",
        "end_session_endpoint": "http://127.0.0.1:9440/session/end",
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "jwks_uri": "http://127.0.0.1:9440/jwks",
    });
    document[key] = value;
    read(&document.to_string(), ISSUER, &Origin::loopback(ISSUER).unwrap())
}

#[test]
fn the_endpoints_of_a_valid_document_are_read() {
    let found = read_with("x", json!(1)).unwrap();
    assert_eq!(found.token, "http://127.0.0.1:9440/token");
    assert!(found.sends_iss && found.end_session.unwrap().ends_with("/session/end"));
    assert!(!read_with("authorization_response_iss_parameter_supported", json!(false)).unwrap().sends_iss);
    for none in [json!(""), json!(null)] {
        assert_eq!(read_with("end_session_endpoint", none).unwrap().end_session, None);
    }
    assert_eq!(address("https://localhost/a/"), "https://localhost/a/.well-known/openid-configuration");
}

#[test]
fn s05_a_document_of_another_issuer_is_refused() {
    for issuer in [
        "http://127.0.0.1:9440/",
        "http://127.0.0.1:9441",
        "http://localhost:9440",
        "",
        "HTTP://127.0.0.1:9440",
    ] {
        assert_eq!(read_with("issuer", json!(issuer)), Err(DiscoveryProblem::OtherIssuer), "{issuer}");
    }
}

#[test]
fn s05_endpoints_elsewhere_and_a_lack_of_pkce_are_refused() {
    for endpoint in ["authorization_endpoint", "token_endpoint", "end_session_endpoint"] {
        for value in [
            "https://evil.test/x",
            "http://127.0.0.1:9441/x",
            "http://a@127.0.0.1:9440/x",
            "/x",
            "http://127.0.0.1:9440/x?y",
            "javascript:alert(1)",
        ] {
            assert_eq!(read_with(endpoint, json!(value)), Err(DiscoveryProblem::Unfit), "{endpoint} {value}");
        }
    }
    let odd = read_with("authorization_response_iss_parameter_supported", json!("true"));
    assert_eq!(odd, Err(DiscoveryProblem::Unfit));
    assert_eq!(read_with("token_endpoint", json!("")), Err(DiscoveryProblem::Unfit));
    for methods in [json!([]), json!(["plain"]), json!(["s256"])] {
        assert_eq!(read_with("code_challenge_methods_supported", methods), Err(DiscoveryProblem::Unfit));
    }
    for text in ["", "<!doctype html>", "[]", "{}"] {
        let login = Origin::loopback(ISSUER).unwrap();
        assert_eq!(read(text, ISSUER, &login), Err(DiscoveryProblem::NotFound), "{text}");
    }
}
