use super::*;

/// RFC 7515, appendix A.3: ES256 with its key.
const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv\
                         bS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxf\
                         KTUJqPP3-Kg6NU1Q";

fn key() -> PublicKey {
    PublicKey::from_jwk(&serde_json::json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }))
    .unwrap()
}

#[test]
fn the_example_of_rfc_7515_is_verified_and_a_changed_one_is_not() {
    let jws = Jws::read(TOKEN).unwrap();
    assert_eq!((jws.claim("iss"), jws.timestamp("exp")), ("joe", Some(1_300_819_380)));
    assert!(jws.is_signed_by(&key()));
    let changed = TOKEN.replacen("eyJpc3Mi", "eyJpc3Np", 1);
    assert!(Jws::read(&changed).is_none_or(|jws| !jws.is_signed_by(&key())));
}

#[test]
fn a_token_that_names_no_algorithm_is_nobodys() {
    let (_, rest) = TOKEN.split_once('.').unwrap();
    let unsigned = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#));
    assert!(!Jws::read(&unsigned).unwrap().is_signed_by(&key()));
}
