//! App-only access (client credentials) with secret and certificate, and where it is rejected.

use std::sync::LazyLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _, Signer as _};
use rsa::{RsaPrivateKey, pss};
use sandbox::{DAEMON_ID, DAEMON_SECRET, TENANT_ID};
use serde_json::{Value, json};
use sha1::Sha1;
use x509_cert::builder::{Builder as _, CertificateBuilder, Profile};
use x509_cert::der::{Decode as _, Encode as _, EncodePem as _};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::Validity;

use crate::world::{LOGIN, PORTAL, Reply, World, claims, invitation};

const GRAPH_DEFAULT: &str = "https://graph.microsoft.com/.default";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client's RSA key with its certificate, as PEM and DER. The key is short, since a long one takes seconds to create.
static CLIENT: LazyLock<(RsaPrivateKey, String, Vec<u8>)> = LazyLock::new(|| {
    let key = RsaPrivateKey::new(&mut ChaCha20Rng::from_seed([9; 32]), 1024).unwrap();
    let public = key.to_public_key().to_public_key_der().unwrap();
    let signer = SigningKey::<Sha256>::new(key.clone());
    let certificate = CertificateBuilder::new(
        Profile::Root,
        SerialNumber::from(1_u32),
        Validity::from_now(Duration::from_secs(3600)).unwrap(),
        "CN=daemon".parse().unwrap(),
        SubjectPublicKeyInfoOwned::from_der(public.as_bytes()).unwrap(),
        &signer,
    );
    let certificate = certificate.unwrap().build::<rsa::pkcs1v15::Signature>().unwrap();
    let pem = certificate.to_pem(Default::default()).unwrap();
    (key, pem, certificate.to_der().unwrap())
});

fn with_certificate() -> World {
    let world = World::new();
    let app = json!({ "clientId": DAEMON_ID, "displayName": "Daemon", "secrets": [DAEMON_SECRET],
        "certificates": [CLIENT.1], "applicationPermissions": ["user.invite.all"] });
    let reply = world.control("POST", "apps", &app);
    assert_eq!(reply.status(), 200, "{}", reply.text());
    world
}

fn ask(world: &World, changes: &[(&str, &str)]) -> Reply {
    ask_at(world, TENANT_ID, &[], changes)
}

fn ask_at(world: &World, authority: &str, headers: &[(&str, &str)], changes: &[(&str, &str)]) -> Reply {
    let mut fields =
        vec![("grant_type", "client_credentials"), ("client_id", DAEMON_ID), ("scope", GRAPH_DEFAULT)];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    world.redeem(authority, headers, &fields)
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A client assertion with `x5t#S256` and PS256 (`newer`) or `x5t` and RS256, with some claims changed.
fn assertion(world: &World, newer: bool, changes: Value) -> String {
    let (_, _, der) = &*CLIENT;
    let header = if newer {
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE_NO_PAD.encode(Sha256::digest(der)) })
    } else {
        json!({ "alg": "RS256", "typ": "JWT", "x5t": URL_SAFE_NO_PAD.encode(Sha1::digest(der)) })
    };
    signed(world, &header, changes)
}

/// A client assertion with this header, signed by the algorithm that the header names.
fn signed(world: &World, header: &Value, changes: Value) -> String {
    let (key, _, _) = &*CLIENT;
    let now = world.now().as_second();
    let mut claims = json!({
        "aud": format!("{LOGIN}/{TENANT_ID}/oauth2/v2.0/token"), "iss": DAEMON_ID, "sub": DAEMON_ID,
        "jti": "one", "nbf": now, "exp": now + 600,
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let input = format!("{}.{}", part(header), part(&claims));
    let signature = if header["alg"] == "PS256" {
        let signer = pss::SigningKey::<Sha256>::new(key.clone());
        signer.sign_with_rng(&mut ChaCha20Rng::from_seed([3; 32]), input.as_bytes()).to_vec()
    } else {
        SigningKey::<Sha256>::new(key.clone()).sign(input.as_bytes()).to_vec()
    };
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn assert_with(world: &World, assertion: &str) -> Reply {
    ask(world, &[("client_assertion_type", ASSERTION), ("client_assertion", assertion)])
}

#[test]
fn a_secret_gives_a_token_with_roles_and_nobody_in_it() {
    let world = World::new();
    let reply = ask(&world, &[("client_secret", DAEMON_SECRET)]);
    assert_eq!(reply.status(), 200, "{}", reply.text());
    let body = reply.json();
    for absent in ["refresh_token", "id_token", "client_info", "scope"] {
        assert!(body[absent].is_null(), "{absent}");
    }
    let token = claims(&body["access_token"]);
    assert_eq!(token["roles"], json!(["User.Invite.All", "User.Read.All"]));
    assert_eq!(
        (&token["idtyp"], &token["appidacr"], &token["appid"]),
        (&json!("app"), &json!("1"), &json!(DAEMON_ID))
    );
    assert_eq!(token["aud"], "https://graph.microsoft.com");
    assert_eq!(token["iss"], format!("{LOGIN}/{TENANT_ID}/"));
    assert!(token["oid"].is_string() && token["oid"] == token["sub"] && token["scp"].is_null());
    let access = body["access_token"].as_str().unwrap();
    assert_eq!(world.graph(access, "/v1.0/users").status(), 200);
    assert_eq!(world.invite(access, &invitation("kim@fabrikam.com")).status(), 201);
    assert_eq!(world.graph(access, "/v1.0/me").status(), 400);
}

#[test]
fn a_certificate_proves_the_client_in_both_forms() {
    let world = with_certificate();
    for newer in [true, false] {
        let assertion = assertion(&world, newer, json!({}));
        let reply = assert_with(&world, &assertion);
        assert_eq!(reply.status(), 200, "{}", reply.text());
        let token = claims(&reply.json()["access_token"]);
        assert_eq!((&token["appidacr"], &token["roles"]), (&json!("2"), &json!(["User.Invite.All"])));
        // MSAL sends the same assertion again until it expires, so a repeated `jti` is accepted.
        assert_eq!(assert_with(&world, &assertion).status(), 200);
    }
}

/// As msal for Python writes it: the thumbprint with padding, times with fractions.
#[test]
fn an_assertion_by_msal_for_python_is_accepted() {
    let world = with_certificate();
    let (_, _, der) = &*CLIENT;
    let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE.encode(Sha256::digest(der)) });
    assert!(header["x5t#S256"].as_str().unwrap().ends_with('='));
    let soon = world.now().as_second() as f64 + 600.5;
    let reply = assert_with(&world, &signed(&world, &header, json!({ "exp": soon })));
    assert_eq!(reply.status(), 200, "{}", reply.text());
}

#[test]
fn each_bad_assertion_has_its_number() {
    let world = with_certificate();
    let now = world.now().as_second();
    for (changes, number) in [
        (json!({ "aud": "https://login.microsoftonline.com/common/oauth2/v2.0/token" }), 700_023),
        (json!({ "iss": "somebody" }), 700_021),
        (json!({ "sub": "somebody" }), 700_021),
        (json!({ "jti": "" }), 700_021),
        (json!({ "exp": now - 301 }), 700_024),
        (json!({ "exp": null }), 700_024),
        (json!({ "nbf": now + 600 }), 700_024),
    ] {
        let reply = assert_with(&world, &assertion(&world, true, changes.clone()));
        assert_eq!(
            (reply.status(), reply.token_error()),
            (401, ("invalid_client".into(), number)),
            "{changes}"
        );
    }
    let good = assertion(&world, true, json!({}));
    let (input, signature) = good.rsplit_once('.').unwrap();
    let (header, body) = input.split_once('.').unwrap();
    let forged = part(&json!({ "iss": DAEMON_ID, "sub": DAEMON_ID, "admin": true }));
    let none = part(&json!({ "alg": "none" }));
    for bad in [
        format!("{header}.{forged}.{signature}"),
        format!("{none}.{body}."),
        format!("{}.{body}.{signature}", part(&json!({ "alg": "PS256", "x5t#S256": "AAAA" }))),
        "nonsense".to_owned(),
    ] {
        assert_eq!(assert_with(&world, &bad).token_error(), ("invalid_client".into(), 700_027), "{bad}");
    }
    // The certificate is registered in the first tenant only.
    let fresh = World::new();
    assert_eq!(assert_with(&fresh, &good).token_error(), ("invalid_client".into(), 700_027));
}

#[test]
fn credentials_are_refused_where_they_do_not_belong() {
    let world = World::new();
    let secret = ("client_secret", DAEMON_SECRET);
    assert_eq!(ask(&world, &[]).token_error(), ("invalid_client".into(), 7_000_218));
    assert_eq!(
        ask(&world, &[("client_secret", "guess")]).token_error(),
        ("invalid_client".into(), 7_000_215)
    );
    for scope in [
        "User.Read",
        "https://graph.microsoft.com/User.Invite.All",
        "openid",
        "https://evil.example/.default",
    ] {
        let reply = ask(&world, &[secret, ("scope", scope)]);
        assert_eq!(reply.token_error(), ("invalid_scope".into(), 1_002_012), "{scope}");
    }
    assert_eq!(ask(&world, &[secret, ("scope", "")]).token_error(), ("invalid_request".into(), 900_144));
    for shared in ["common", "organizations"] {
        assert_eq!(
            ask_at(&world, shared, &[], &[secret]).token_error(),
            ("invalid_request".into(), 50_059),
            "{shared}"
        );
    }
    let portal = ask(&world, &[("client_id", sandbox::CLIENT_ID), ("client_secret", "x")]);
    assert_eq!(portal.token_error(), ("invalid_client".into(), 700_025));
}

#[test]
fn a_page_never_gets_a_token_for_an_app() {
    let world = World::new();
    for origin in [PORTAL, "https://evil.example"] {
        let reply = ask_at(&world, TENANT_ID, &[("origin", origin)], &[("client_secret", DAEMON_SECRET)]);
        assert_eq!(reply.token_error(), ("invalid_request".into(), 9_002_326), "{origin}");
    }
}
