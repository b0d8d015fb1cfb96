use super::*;

#[test]
fn each_cloud_of_microsoft_has_its_own_hosts() {
    let hosts = |name| {
        let Cloud { login, graph, issuer } = Cloud::named(name).unwrap();
        assert_eq!(issuer, None);
        (login.0, graph.0)
    };
    let us = "https://login.microsoftonline.us";
    for (name, login, graph) in [
        ("global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
        ("usgov", us, "https://graph.microsoft.us"),
        ("usgov-dod", us, "https://dod-graph.microsoft.us"),
        ("china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
    ] {
        assert_eq!(hosts(name), (login.to_owned(), graph.to_owned()));
    }
    for name in ["", "Global", "us", "usgov ", "germany"] {
        assert_eq!(Cloud::named(name), None, "{name}");
    }
}

#[test]
fn an_issuer_must_be_on_the_sign_in_host_of_its_cloud() {
    let cloud = |issuer| Cloud::loopback("https://localhost:1", "http://[::1]:2", Some(issuer));
    assert!(cloud("https://localhost:1").is_some() && cloud("https://localhost:1/realm/").is_some());
    for issuer in [
        "",
        "realm",
        "http://localhost:1",
        "https://localhost:2",
        "https://127.0.0.1:1",
        "https://a@localhost:1",
        "https://localhost:1/?x",
        "https://localhost:1/#x",
        "https://localhost:1@evil.test",
        "https://idp.evil.test",
    ] {
        assert_eq!(cloud(issuer), None, "{issuer}");
    }
}

#[test]
fn only_loopback_origins_may_be_given_as_a_url() {
    assert_eq!(Origin::loopback("http://127.0.0.1:8081").unwrap().as_str(), "http://127.0.0.1:8081");
    assert_eq!(Origin::loopback("https://localhost/").unwrap().as_str(), "https://localhost");
    for text in [
        "https://graph.microsoft.com",
        "http://127.0.0.1:1/path",
        "http://a@127.0.0.1:1",
        "http://127.0.0.1.evil.test",
        "ftp://localhost",
        "localhost:80",
        "",
    ] {
        assert!(Origin::loopback(text).is_none(), "{text}");
    }
}

#[test]
fn s11_a_url_that_only_looks_like_graph_is_not_on_its_origin() {
    let graph = Cloud::named("global").unwrap().graph;
    assert!(graph.owns("https://graph.microsoft.com/v1.0/users?$skiptoken=x"));
    for url in [
        "http://graph.microsoft.com/v1.0/users",
        "https://graph.microsoft.com:8443/v1.0/users",
        "https://graph.microsoft.com.evil.test/v1.0/users",
        "https://graph.microsoft.com@evil.test/v1.0/users",
        "https://user@graph.microsoft.com/v1.0/users",
        "//graph.microsoft.com/v1.0/users",
        "/v1.0/users",
    ] {
        assert!(!graph.owns(url), "{url}");
    }
}
