use super::*;
use crate::domain::cloud::{Cloud, Origin};
use serde_json::{Value, json};

const TENANT: &str = "11111111-2222-4333-8444-555555555555";
const OTHER: &str = "99999999-2222-4333-8444-555555555555";
const NOW: i64 = 2_000_000;

fn token(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.sig", part(header), part(claims))
}

fn claims() -> Value {
    json!({
        "aud": "app", "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "iat": NOW, "nbf": NOW,
        "exp": NOW + 3_600, "nonce": "n", "oid": "o", "tid": TENANT, "name": "Ada Berg",
        "preferred_username": "ada@contoso.com", "wids": ["fe930be7-5e62-47db-91af-98c3a49a38b1"],
    })
}

/// What is expected at `now`, in seconds, by both clocks.
fn expected<'a>(now: i64, authority: &'a Authority, tenant: &'a Tenant) -> Expected<'a> {
    let now = Moment::from_unix_millis(now * 1_000);
    let clocks = Clocks { host: now, computer: now };
    Expected { authority, tenant, client_id: "app", nonce: Some("n"), clocks }
}

fn read_at(now: i64, token: &str, tenant: &str) -> Result<Account, AuthKind> {
    let tenant = Tenant::parse(tenant).unwrap();
    let authority = Authority::entra(&Cloud::named("global").unwrap().login, &tenant);
    read(token, "User.Read", &expected(now, &authority, &tenant)).map_err(|problem| problem.kind)
}

fn read_with(claim: &str, value: Value) -> Result<Account, AuthKind> {
    let mut claims = claims();
    claims[claim] = value;
    read_at(NOW, &token(&json!({"alg": "RS256"}), &claims), TENANT)
}

#[test]
fn the_account_is_read_from_a_valid_token() {
    for tenant in [TENANT, "contoso.com"] {
        let account = read_at(NOW, &token(&json!({"alg": "RS256"}), &claims()), tenant).unwrap();
        assert_eq!((account.name.as_str(), account.login_hint.as_str()), ("Ada Berg", "ada@contoso.com"));
    }
    assert!(read_with("aud", json!(["app"])).is_ok() && read_with("azp", json!("app")).is_ok());
}

#[test]
fn s06_each_bad_claim_is_refused() {
    let login = "https://login.microsoftonline.com";
    let changes = [
        ("aud", json!("other")),
        ("aud", json!("")),
        ("aud", json!([])),
        ("aud", json!(["other"])),
        ("aud", json!(["app", "other"])),
        ("aud", json!(["app", 7])),
        ("aud", json!({"app": "app"})),
        ("aud", Value::Null),
        ("azp", json!("other")),
        ("azp", json!(7)),
        ("iss", json!(format!("{login}/{OTHER}/v2.0"))),
        ("iss", json!(format!("{login}/{TENANT}/v2.0/"))),
        ("iss", json!(format!("{login}/{{tenantid}}/v2.0"))),
        ("iss", json!(format!("https://evil.test/{TENANT}/v2.0"))),
        ("iss", json!(format!("https://sts.windows.net/{TENANT}/"))),
        ("iss", Value::Null),
        ("exp", Value::Null),
        ("exp", json!("2003600")),
        ("nbf", json!("2000000")),
        ("nonce", json!("another")),
        ("nonce", json!("")),
        ("nonce", Value::Null),
        ("tid", json!("contoso.com")),
        ("tid", json!(OTHER)),
        ("tid", Value::Null),
        ("oid", json!("")),
        ("oid", Value::Null),
    ];
    for (claim, value) in changes {
        assert_eq!(read_with(claim, value.clone()), Err(AuthKind::BadToken), "{claim} {value}");
    }
}

#[test]
fn s06_the_time_may_differ_by_five_minutes_and_no_more() {
    for (claim, best, worst) in [("exp", NOW - 299, NOW - 300), ("nbf", NOW + 300, NOW + 301)] {
        assert!(read_with(claim, json!(best)).is_ok(), "{claim}");
        assert_eq!(read_with(claim, json!(worst)), Err(AuthKind::WrongClock), "{claim}");
    }
    for (claim, value) in [("exp", i64::MIN), ("nbf", i64::MAX)] {
        assert_eq!(read_with(claim, json!(value)), Err(AuthKind::WrongClock), "{claim}");
    }
    assert!(read_with("exp", json!(i64::MAX)).is_ok() && read_with("nbf", json!(i64::MIN)).is_ok());
}

#[test]
fn s06_only_rs256_is_accepted() {
    for header in [
        json!({"alg": "none"}),
        json!({"alg": "None"}),
        json!({"alg": ""}),
        json!({"alg": "HS256"}),
        json!({"alg": "RS512"}),
        json!({"alg": ["RS256"]}),
        json!({}),
    ] {
        let refused = read_at(NOW, &token(&header, &claims()), TENANT);
        assert_eq!(refused, Err(AuthKind::BadToken), "{header}");
    }
    let unsigned = token(&json!({"alg": "none"}), &claims()).replace("sig", "");
    assert_eq!(read_at(NOW, &unsigned, TENANT), Err(AuthKind::BadToken));
}

#[test]
fn s06_a_claim_that_occurs_twice_and_a_list_are_refused() {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = part(r#"{"alg":"RS256"}"#);
    let sound = claims().to_string();
    assert!(read_at(NOW, &format!("{header}.{}.sig", part(&sound)), TENANT).is_ok());
    for twice in [r#""aud":"app""#, r#""\u0061ud":"other""#, r#""x":1,"x":2"#, r#""y":{"z":1,"z":1}"#] {
        let claims = sound.replacen('{', &format!("{{{twice},"), 1);
        let refused = read_at(NOW, &format!("{header}.{}.sig", part(&claims)), TENANT);
        assert_eq!(refused, Err(AuthKind::BadToken), "{twice}");
    }
    let list = format!(
        r#"["https://login.microsoftonline.com/{TENANT}/v2.0","app",{},"o","{TENANT}",null,null,"n",null,null,null,null]"#,
        NOW + 60
    );
    assert_eq!(read_at(NOW, &format!("{header}.{}.sig", part(&list)), TENANT), Err(AuthKind::BadToken));
    let twice = part(r#"{"alg":"none","alg":"RS256"}"#);
    assert_eq!(read_at(NOW, &format!("{twice}.{}.sig", part(&sound)), TENANT), Err(AuthKind::BadToken));
}

#[test]
fn s06_another_tenant_has_its_own_error() {
    let refused = read_at(NOW, &token(&json!({"alg": "RS256"}), &claims()), OTHER);
    assert_eq!(refused, Err(AuthKind::OtherTenant));
}

#[test]
fn s06_another_provider_has_exactly_one_issuer() {
    let login = Origin::loopback("http://127.0.0.1:9440").unwrap();
    let tenant = Tenant::parse(TENANT).unwrap();
    let authority = Authority { issuer: login.as_str().to_owned(), ..Authority::entra(&login, &tenant) };
    let expected = expected(NOW, &authority, &tenant);
    for (iss, sound) in [
        ("http://127.0.0.1:9440".to_owned(), true),
        ("http://127.0.0.1:9440/".to_owned(), false),
        (format!("http://127.0.0.1:9440/{TENANT}/v2.0"), false),
    ] {
        let mut claims = claims();
        claims["iss"] = json!(iss);
        assert_eq!(read(&token(&json!({"alg": "RS256"}), &claims), "", &expected).is_ok(), sound, "{iss}");
    }
}

#[test]
fn s06_malformed_tokens_are_refused() {
    for text in ["", "a.b", "a.b.c", "....", "e30.e30.x"] {
        assert_eq!(read_at(NOW, text, TENANT), Err(AuthKind::BadToken), "{text}");
    }
}

#[test]
fn s07_a_person_is_identified_by_object_id_and_tenant_and_not_by_name() {
    let of = |oid: &str, tid: &str, mail: &str| {
        let mut claims = claims();
        claims["oid"] = json!(oid);
        claims["tid"] = json!(tid);
        claims["iss"] = json!(format!("https://login.microsoftonline.com/{tid}/v2.0"));
        claims["preferred_username"] = json!(mail);
        read_at(NOW, &token(&json!({"alg": "RS256"}), &claims), "contoso.com").unwrap().key()
    };
    let ada = of("o", TENANT, "ada@contoso.com");
    assert_eq!(ada, of("o", TENANT, "renamed@contoso.com"));
    assert_ne!(ada, of("p", TENANT, "ada@contoso.com"));
    assert_ne!(ada, of("o", OTHER, "ada@contoso.com"));
}
