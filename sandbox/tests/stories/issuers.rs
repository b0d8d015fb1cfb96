//! Access tokens of another issuer: accepted when its keys are configured, for accounts of this tenant.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

use crate::world::{GRAPH, World, invitation};

const ISSUER: &str = "http://127.0.0.1:9440";

static KEY: LazyLock<RsaPrivateKey> =
    LazyLock::new(|| RsaPrivateKey::new(&mut ChaCha20Rng::from_seed([5; 32]), 1024).unwrap());

fn keys(kid: &str) -> Value {
    let number = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
    json!({ "keys": [
        { "kty": "oct", "k": "AAAA" },
        { "kty": "RSA", "use": "sig", "kid": kid, "n": number(KEY.n().to_bytes_be()), "e": number(KEY.e().to_bytes_be()) },
    ] })
}

/// An access token of the other issuer, with some claims changed.
fn token(world: &World, kid: &str, changes: Value) -> String {
    let now = world.now().as_second();
    let mut claims = json!({
        "iss": ISSUER, "aud": "https://graph.microsoft.com", "sub": "ada", "client_id": "spa",
        "scope": "User.Invite.All User.Read.All", "iat": now, "exp": now + 60,
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input =
        format!("{}.{}", part(&json!({ "alg": "RS256", "kid": kid, "typ": "at+jwt" })), part(&claims));
    let signature = SigningKey::<Sha256>::new(KEY.clone()).sign(input.as_bytes()).to_vec();
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn trusting() -> World {
    let world = World::new();
    assert_eq!(world.sandbox().trust(ISSUER, &keys("k1")), 1);
    world
}

#[test]
fn a_trusted_token_acts_with_its_scopes_and_the_persons_roles() {
    let world = trusting();
    let access = token(&world, "k1", json!({}));
    assert_eq!(world.graph(&access, "/v1.0/users").status(), 200);
    assert_eq!(world.invite(&access, &invitation("kim@fabrikam.com")).status(), 201);
    let weak = token(&world, "k1", json!({ "scope": "User.Read" }));
    assert_eq!(world.graph(&weak, "/v1.0/users").status(), 403);
    assert_eq!(world.graph(&weak, "/v1.0/me").json()["userPrincipalName"], "ada@contoso.com");
}

#[test]
fn people_are_found_by_id_by_name_and_by_subject() {
    let world = trusting();
    let me = |changes: Value| world.graph(&token(&world, "k1", changes), "/v1.0/me");
    let ines = me(json!({ "sub": "ines" })).json();
    for changes in [
        json!({ "oid": ines["id"] }),
        json!({ "oid": "oid-of-elsewhere", "upn": "INES@contoso.com" }),
        json!({ "preferred_username": "ines@contoso.com" }),
        json!({ "sub": "ines@contoso.com" }),
        json!({ "sub": "ines", "preferred_username": "ines@test.example" }),
        json!({ "sub": "ines", "aud": ["other", "00000003-0000-0000-c000-000000000000"] }),
        json!({ "sub": "ines", "aud": GRAPH }),
    ] {
        assert_eq!(me(changes.clone()).json()["id"], ines["id"], "{changes}");
    }
    // A name without domain must be that of an account that can sign in.
    for stranger in ["noor", "nobody", ""] {
        let (status, _, message) = me(json!({ "sub": stranger })).graph_error();
        assert!(status == 401 && message.contains("could not be established"), "{stranger}");
    }
}

#[test]
fn what_is_not_for_graph_now_is_refused() {
    let world = trusting();
    let now = world.now().as_second();
    for (changes, about) in [
        (json!({ "aud": "https://evil.example" }), "audience"),
        (json!({ "aud": null }), "audience"),
        (json!({ "exp": now }), "expired"),
        (json!({ "exp": null }), "expired"),
        (json!({ "nbf": now + 60 }), "expired"),
        (json!({ "iss": "http://127.0.0.1:9999" }), "signature"),
        (json!({ "iss": format!("{ISSUER}/") }), "signature"),
    ] {
        let (status, code, message) =
            world.graph(&token(&world, "k1", changes.clone()), "/v1.0/me").graph_error();
        assert_eq!((status, code.as_str()), (401, "InvalidAuthenticationToken"));
        assert!(message.to_lowercase().contains(about), "{changes}: {message}");
    }
    assert!(world.sandbox().stale_issuers().is_empty());
}

#[test]
fn a_new_key_is_asked_for_once_and_the_old_one_is_out() {
    let world = trusting();
    let rotated = token(&world, "k2", json!({}));
    assert_eq!(world.graph(&rotated, "/v1.0/me").status(), 401);
    assert_eq!(world.sandbox().stale_issuers(), [ISSUER]);
    assert!(world.sandbox().stale_issuers().is_empty());
    world.sandbox().trust(ISSUER, &keys("k2"));
    assert_eq!(world.graph(&rotated, "/v1.0/me").status(), 200);
    assert_eq!(world.graph(&token(&world, "k1", json!({})), "/v1.0/me").status(), 401);
}

#[test]
fn nobody_is_trusted_who_was_not_named() {
    let world = World::new();
    assert_eq!(world.graph(&token(&world, "k1", json!({})), "/v1.0/me").status(), 401);
    assert!(world.sandbox().stale_issuers().is_empty());
    // A key set without a usable key does not make its issuer trusted.
    assert_eq!(world.sandbox().trust(ISSUER, &json!({ "keys": "nonsense" })), 0);
    assert_eq!(world.graph(&token(&world, "k1", json!({})), "/v1.0/me").status(), 401);
}
