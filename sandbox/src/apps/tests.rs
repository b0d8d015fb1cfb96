use super::*;

fn app(kind: RedirectKind, uri: &str) -> App {
    let apps = Apps::seeded(&[]);
    let portal = apps.get(CLIENT_ID).unwrap();
    let redirects = vec![(kind, Address::Exact(uri.to_owned()))];
    App {
        identity: portal.identity.clone(),
        multi_tenant: false,
        redirects,
        secrets: Vec::new(),
        certificates: Vec::new(),
        delegated: Vec::new(),
        roles: Vec::new(),
    }
}

#[test]
fn the_portal_may_have_more_redirect_uris() {
    let uri = "http://127.0.0.1:3000/";
    let redirect = |apps: Apps| apps.get(CLIENT_ID).unwrap().redirect(uri, &Origins::default());
    assert_eq!(redirect(Apps::seeded(&[])), None);
    assert_eq!(redirect(Apps::seeded(&[uri.parse().unwrap()])), Some(RedirectKind::Spa));
}

#[test]
fn a_redirect_uri_compares_exactly_but_for_the_port_of_this_machine() {
    let origins = Origins::default();
    for (kind, known, asked, same) in [
        (RedirectKind::Spa, "https://a.example/", "https://a.example/", true),
        (RedirectKind::Spa, "https://a.example/", "https://a.example", false),
        (RedirectKind::Spa, "https://a.example/", "https://a.example/?x=1", false),
        (RedirectKind::Spa, "https://a.example/", "https://A.example/", false),
        (RedirectKind::Spa, "https://a.example/", "https://a.example:444/", false),
        (RedirectKind::Web, "http://localhost/x", "http://localhost:5001/x", true),
        (RedirectKind::Web, "http://localhost/x", "http://localhost:5001/y", false),
        (RedirectKind::Web, "https://localhost/x", "https://localhost:5001/x", false),
        (RedirectKind::PublicClient, "http://127.0.0.1", "http://127.0.0.1:61234/", true),
        (RedirectKind::Spa, "http://127.0.0.1/", "http://127.0.0.1:61234/", false),
    ] {
        assert_eq!(app(kind, known).redirect(asked, &origins).is_some(), same, "{known} {asked}");
    }
}

#[test]
fn a_secret_is_kept_as_a_fingerprint_and_belongs_to_its_app() {
    let apps = Apps::seeded(&[]);
    let daemon = apps.get(&DAEMON_ID.to_uppercase()).unwrap();
    assert!(daemon.has_secret(DAEMON_SECRET) && !daemon.has_secret("guess"));
    assert!(!daemon.secrets.iter().any(|kept| kept.contains(DAEMON_SECRET)));
    assert!(!apps.get(CLIENT_ID).unwrap().has_secret(DAEMON_SECRET));
}
