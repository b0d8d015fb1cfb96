use super::*;

#[test]
fn a_token_is_verified_and_a_changed_one_is_not() {
    let key = SigningKey::generate([7; 32]).unwrap();
    let token = key.sign(&json!({ "oid": "a" }));
    assert_eq!(key.verify(&token), Some(json!({ "oid": "a" })));
    let forged = token.replacen(&encode(&json!({ "oid": "a" })), &encode(&json!({ "oid": "b" })), 1);
    assert_ne!(token, forged);
    assert_eq!(key.verify(&forged), None);
    assert_eq!(key.verify("x.y"), None);
}

#[test]
fn the_challenge_is_that_of_rfc_7636_appendix_b() {
    let challenge = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}
