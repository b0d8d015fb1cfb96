//! The sign-in from the first page load to the sign-out, with all services in memory.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guestlist::app::ports::TabStore as _;
use guestlist::app::sign_in::{Arrival, RefusedPermission};
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Session, SignedOutReason};
use guestlist::domain::rights::Permission;
use guestlist::graph::http::Method;
use guestlist::graph::me;
use sha2::{Digest, Sha256};

use crate::support::{self, CLIENT, HOME, TENANT, World, redeemed, refused, run, signed_out};

/// Compiles only if a type does not implement a trait: otherwise the type of `_` would be ambiguous.
macro_rules! lacks {
    ($type:ty: $($trait:path),+) => {$(
        const _: fn() = || {
            trait Either<A> { fn which() {} }
            impl<T: ?Sized> Either<()> for T {}
            struct Has;
            impl<T: ?Sized + $trait> Either<Has> for T {}
            let _ = <$type as Either<_>>::which;
        };
    )+};
}

// Types that contain a secret cannot be printed or copied, so that no log, panic or storage can contain it.
lacks!(guestlist::domain::secret::Secret: std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize);
lacks!(guestlist::auth::tokens::Tokens: std::fmt::Debug, Clone, serde::Serialize);
lacks!(guestlist::auth::flow::CodeExchange: std::fmt::Debug, Clone);
lacks!(guestlist::auth::flow::PendingLogin: std::fmt::Debug, Clone);
lacks!(guestlist::app::token_broker::TokenBroker: std::fmt::Debug, Clone);

#[test]
fn a_first_visit_sends_nothing_until_the_button_is_pressed() {
    let world = World::new();
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Fresh);
    assert_eq!((world.times_left(), world.services.log().len()), (0, 0));
}

#[test]
fn the_authorize_request_has_only_the_needed_parameters() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let url = world.left_to();
    assert_eq!(
        url.as_str().split('?').next(),
        Some(&*format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/authorize"))
    );
    let fixed = [
        ("response_type", "code"),
        ("response_mode", "fragment"),
        ("code_challenge_method", "S256"),
        ("client_id", CLIENT),
        ("redirect_uri", HOME),
    ];
    for (name, value) in fixed {
        assert_eq!(world.asked(name).as_deref(), Some(value), "{name}");
    }
    let scope = world.asked("scope").unwrap();
    let scopes: BTreeSet<&str> = scope.split(' ').collect();
    let graph = "https://graph.microsoft.com";
    let read = [format!("{graph}/User.Read"), format!("{graph}/User.Read.All")];
    assert_eq!(scopes, BTreeSet::from(["openid", "profile", "offline_access", &*read[0], &*read[1]]));
    assert_eq!((world.asked("prompt"), world.asked("login_hint")), (None, None));
    world.portal().sign_in(AccountPicker::Always);
    assert_eq!(world.asked("prompt").as_deref(), Some("select_account"));
}

#[test]
fn s01_s02_every_attempt_has_its_own_secrets() {
    let world = World::new();
    let portal = world.portal();
    let mut seen = BTreeSet::new();
    for _ in 0..200 {
        portal.sign_in(AccountPicker::IfNeeded);
        let pending = world.store.get("guestlist.sign-in").unwrap();
        let pending: serde_json::Value = serde_json::from_str(&pending).unwrap();
        let verifier = pending["verifier"].as_str().unwrap().to_owned();
        assert!((43..=128).contains(&verifier.len()), "{verifier}");
        assert!(verifier.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c)), "{verifier}");
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        for fresh in [
            verifier,
            world.asked("state").unwrap(),
            world.asked("nonce").unwrap(),
            world.asked("code_challenge").unwrap(),
        ] {
            assert!(fresh.len() >= 43 && seen.insert(fresh), "a value came twice or is short");
        }
        assert_eq!(world.asked("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(world.asked("code_challenge"), Some(challenge));
        assert!(!world.left_to().as_str().contains("verifier"));
    }
}

#[test]
fn a_code_is_redeemed_with_its_verifier_and_the_earlier_page_is_shown() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    world.bar.here.replace("/".to_owned());
    let portal = world.portal();
    let (account, refused) = redeemed(&world, &portal).unwrap();
    assert_eq!(
        (account.name.as_str(), account.login_hint.as_str(), refused),
        ("Ines Duarte", "O.hint", None)
    );
    assert!(!account.rights.may_invite());
    assert_eq!(*world.bar.here.borrow(), "/guests?state=pending");
    let requests = world.services.token_requests();
    let [request] = requests.as_slice() else { panic!("{} token requests", requests.len()) };
    let form = |name: &str| request.field(name).unwrap_or_default();
    assert_eq!(
        (request.method, form("grant_type"), form("code"), form("redirect_uri")),
        (Method::Post, "authorization_code".into(), "the-code".into(), HOME.into())
    );
    assert_eq!((form("client_id"), form("code_verifier").len()), (CLIENT.to_owned(), 43));
    assert!(request.header("authorization").is_none(), "the client is public and has no secret");
    assert!(request.field("client_secret").is_none());
    let stored = world.store.dump();
    assert!(
        !stored.contains("access-1") && !stored.contains("refresh-1") && !stored.contains("the-code"),
        "{stored}"
    );
    assert_eq!(world.store.keys(), ["guestlist.again"]);
}

/// After a forged, foreign or repeated response, or one with a repeated parameter, no request is sent.
#[test]
fn s02_s03_an_answer_to_another_sign_in_is_ignored() {
    let forged = [
        "#code=x&state=other",
        "#code=x",
        "#code=x&state=",
        "#error=access_denied&state=other",
        "#code=&state=s",
    ];
    for fragment in forged {
        let world = World::new();
        world.portal().sign_in(AccountPicker::IfNeeded);
        assert_eq!(
            refused(signed_out(world.portal().arrive(Some(fragment), false))),
            AuthKind::Foreign,
            "{fragment}"
        );
        assert!(world.services.log().is_empty(), "{fragment}");
    }
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let state = world.asked("state").unwrap();
    let doubled = format!("{}&state={state}", world.answer());
    assert_eq!(refused(signed_out(world.portal().arrive(Some(&doubled), false))), AuthKind::Foreign);
    // Another tab has no pending sign-in.
    let elsewhere = World::new();
    assert_eq!(
        refused(signed_out(elsewhere.portal().arrive(Some(&world.answer()), false))),
        AuthKind::Foreign
    );
    assert!(world.services.log().is_empty() && elsewhere.services.log().is_empty());
}

#[test]
fn s02_an_answer_counts_only_once() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let answer = world.answer();
    redeemed(&world, &world.portal()).unwrap();
    // The tab was signed in, so it signs in again with a new request.
    assert!(matches!(world.portal().arrive(Some(&answer), false), Arrival::Leaving));
    assert_eq!(world.services.token_requests().len(), 1);
}

#[test]
fn without_storage_the_sign_in_does_not_begin() {
    let world = World::new();
    world.store.refuses.set(true);
    let portal = world.portal();
    let _ = portal.arrive(None, false);
    portal.sign_in(AccountPicker::IfNeeded);
    let Session::SignedOut(SignedOutReason::Refused(problem)) = portal.session() else {
        panic!("{:?}", portal.session())
    };
    assert_eq!((problem.kind, world.times_left()), (AuthKind::NoStorage, 0));
}

#[test]
fn a_cancelled_sign_in_has_its_own_reason() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let fragment = world.refusal("access_denied", "AADSTS65004: User declined to consent to access the app.");
    assert_eq!(refused(signed_out(world.portal().arrive(Some(&fragment), false))), AuthKind::Declined);
    assert!(world.store.keys().is_empty() && world.services.log().is_empty());
}

#[test]
fn a_sign_out_removes_all_data_and_ends_the_session_at_microsoft() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    portal.page_hides(Some(support::saved()));
    run(portal.sign_out(false));
    assert!(
        world
            .left_to()
            .as_str()
            .starts_with(&format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/logout?"))
    );
    assert_eq!(
        (world.asked("post_logout_redirect_uri").as_deref(), world.asked("logout_hint").as_deref()),
        (Some(HOME), Some("O.hint"))
    );
    assert_eq!(world.store.keys(), ["guestlist.left"]);
    let requests = world.services.log().len();
    assert!(run(portal.client.call(&me::organization())).is_err(), "the tokens are gone");
    assert_eq!(world.services.log().len(), requests);
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Left);
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Fresh, "said once");
    assert!(world.store.keys().is_empty());
}

/// Every sign-in requests only the permission to read. A further permission is requested by name, once, and not by a
/// later sign-in.
#[test]
fn s10_a_sign_in_for_reading_requests_only_the_permission_to_read() {
    const READING: &str = "openid profile offline_access https://graph.microsoft.com/User.Read \
                           https://graph.microsoft.com/User.Read.All";
    let world = World::new();
    world.portal().sign_in(AccountPicker::Always);
    assert_eq!(world.asked("scope").as_deref(), Some(READING));
    let (portal, account) = world.signed_in();
    assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
    assert_eq!(world.asked("scope").as_deref(), Some(READING), "a reload");
    for permission in [Permission::Invite, Permission::ReadPolicies] {
        portal.ask_for(&account, &[permission]).unwrap();
        let more = format!("{READING} https://graph.microsoft.com/{}", permission.scope());
        assert_eq!(world.asked("scope"), Some(more));
    }
    portal.ask_for(&account, &[Permission::ReadGuests]).unwrap();
    assert_eq!(world.asked("scope").as_deref(), Some(READING), "asked for already");
    world.clock.pass(std::time::Duration::from_secs(3_600));
    let (portal, _) = world.signed_in();
    world.clock.pass(std::time::Duration::from_secs(3_600));
    run(portal.client.call(&me::organization())).unwrap();
    for request in world.services.token_requests() {
        assert_eq!(request.field("scope").as_deref(), Some(READING), "{:?}", request.field("grant_type"));
    }
}

#[test]
fn a_person_whose_permission_is_refused_stays_signed_in() {
    for (error, description, reason) in [
        (
            "access_denied",
            "AADSTS65004: User declined to consent to access the app.",
            RefusedPermission::Declined,
        ),
        ("access_denied", "AADSTS90094: The grant requires admin permission.", RefusedPermission::NeedsAdmin),
    ] {
        let world = World::new();
        let (portal, account) = world.signed_in();
        portal.ask_for(&account, &[Permission::Invite]).unwrap();
        assert!(
            world
                .asked("scope")
                .unwrap()
                .split(' ')
                .any(|scope| scope == "https://graph.microsoft.com/User.Invite.All")
        );
        let fragment = world.refusal(error, description);
        assert!(matches!(world.portal().arrive(Some(&fragment), false), Arrival::Leaving));
        assert_eq!(world.asked("prompt").as_deref(), Some("none"));
        assert!(
            !world.asked("scope").unwrap().contains("Invite"),
            "a silent sign-in asks for what was there before"
        );
        assert_eq!(redeemed(&world, &world.portal()).unwrap().1, Some(reason));
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
        assert_eq!(redeemed(&world, &world.portal()).unwrap().1, None, "said once");
    }
}

#[test]
fn s06_a_token_for_another_sign_in_app_tenant_or_time_is_refused() {
    let other = "99999999-2222-4333-8444-555555555555";
    let cases = [
        ("nonce", serde_json::json!("another"), AuthKind::BadToken),
        ("aud", serde_json::json!(other), AuthKind::BadToken),
        ("iss", serde_json::json!("https://login.evil.test"), AuthKind::BadToken),
        ("exp", serde_json::json!(1), AuthKind::WrongClock),
    ];
    for (claim, value, kind) in cases {
        let world = World::new();
        world.services.claims.borrow_mut().push((claim, value));
        world.portal().sign_in(AccountPicker::IfNeeded);
        let portal = world.portal();
        assert_eq!(redeemed(&world, &portal), Err(kind), "{claim}");
        assert!(run(portal.client.call(&me::organization())).is_err());
        assert!(world.services.graph_requests().is_empty(), "{claim}: no token is kept");
        assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Fresh);
    }
    let world = World::new();
    let issuer = format!("https://login.microsoftonline.com/{other}/v2.0");
    *world.services.claims.borrow_mut() = vec![("tid", other.into()), ("iss", issuer.into())];
    world.portal().sign_in(AccountPicker::IfNeeded);
    assert_eq!(redeemed(&world, &world.portal()), Err(AuthKind::OtherTenant));
}

/// A response of another provider is refused although its `state` is right.
#[test]
fn s04_an_answer_that_names_another_issuer_is_refused() {
    let issuer = |tenant: &str| format!("&iss=https%3A%2F%2Flogin.microsoftonline.com%2F{tenant}%2Fv2.0");
    for (iss, passes) in [
        (issuer(TENANT), true),
        (issuer("99999999-2222-4333-8444-555555555555"), false),
        ("&iss=https%3A%2F%2Fevil.test".to_owned(), false),
        ("&iss=".to_owned(), false),
    ] {
        let world = World::new();
        world.portal().sign_in(AccountPicker::IfNeeded);
        let arrival = world.portal().arrive(Some(&(world.answer() + &iss)), false);
        assert_eq!(matches!(arrival, Arrival::Redeem(_)), passes, "{iss}");
        if !passes {
            assert_eq!(refused(signed_out(arrival)), AuthKind::BadToken, "{iss}");
            assert!(world.services.log().is_empty(), "{iss}: no request follows");
        }
    }
}

/// The redirect URI is always the registered one, for every address of the page.
#[test]
fn s08_the_redirect_uri_is_constant() {
    for here in [
        "/?redirect=https://evil.test",
        "/?redirect_uri=https://evil.test&client_id=x",
        "//evil.test/",
        "/\\evil.test",
        "/guests?post_logout_redirect_uri=//evil.test",
        "/%2f%2fevil.test",
    ] {
        let world = World::new();
        world.bar.here.replace(here.to_owned());
        world.portal().sign_in(AccountPicker::IfNeeded);
        let url = world.left_to();
        assert_eq!(world.asked("redirect_uri").as_deref(), Some(HOME), "{here}");
        assert_eq!(url.query_pairs().filter(|(key, _)| key == "redirect_uri").count(), 1, "{here}");
        assert!(!url.as_str().contains("evil"), "{here}: {url}");
        redeemed(&world, &world.portal()).unwrap();
        assert_eq!(world.services.token_requests()[0].field("redirect_uri").as_deref(), Some(HOME), "{here}");
    }
}

/// The refused permission belongs to the sign-in that failed, and not to a later one.
#[test]
fn a_refused_permission_is_not_kept_for_a_later_sign_in() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    portal.ask_for(&account, &[Permission::Invite]).unwrap();
    let fragment = world.refusal("access_denied", "AADSTS65004: User declined to consent to access the app.");
    assert!(matches!(world.portal().arrive(Some(&fragment), false), Arrival::Leaving));
    let fragment = world.refusal("login_required", "AADSTS50058: No user is signed in.");
    assert_eq!(signed_out(world.portal().arrive(Some(&fragment), false)), SignedOutReason::Expired);
    world.portal().sign_in(AccountPicker::IfNeeded);
    assert_eq!(redeemed(&world, &world.portal()).unwrap().1, None);
}

#[test]
fn if_the_token_endpoint_is_unreachable_the_sign_in_fails() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let portal = world.portal();
    world.services.cut.set(true);
    assert_eq!(redeemed(&world, &portal), Err(AuthKind::Unreachable));
}
