//! Three sites on three ports, and how the program starts and stops.

use std::net::TcpStream;
use std::process::Command;

use sandbox::CLIENT_ID;
use serde_json::Value;

use crate::running::{Dist, Running, get_over};

#[test]
fn it_says_where_it_is_and_serves_there() {
    let dist = Dist::new("ports");
    let sandbox = Running::start(&["--portal", dist.path()]);
    assert!(sandbox.get("portal", "/guests").contains("<title>Guestlist</title>"));
    assert!(sandbox.get("portal", "/config.json").contains(&sandbox.ready_field("login")));
    let discovery = sandbox.get("login", "/contoso.com/v2.0/.well-known/openid-configuration");
    assert!(discovery.contains("S256"));
    assert!(sandbox.get("graph", "/v1.0/me").starts_with("HTTP/1.1 401"));
    assert!(sandbox.get("control", "/_sandbox/outbox").contains("<h1>Outbox</h1>"));
    assert_eq!(sandbox.ready.get("ca"), None);
    sandbox.stop();
}

#[test]
fn a_name_of_another_machine_is_answered_nowhere() {
    let dist = Dist::new("rebound");
    let sandbox = Running::start(&["--portal", dist.path()]);
    for (site, path) in [
        ("portal", "/config.json"),
        ("login", "/contoso.com/v2.0/.well-known/openid-configuration"),
        ("graph", "/v1.0/me"),
        ("control", "/_sandbox/outbox"),
    ] {
        let origin = sandbox.ready_field(site);
        let address = origin.strip_prefix("http://").unwrap();
        let port = address.rsplit(':').next().unwrap();
        let get_from =
            |name: &str| get_over(TcpStream::connect(address).unwrap(), &format!("{name}:{port}"), path);
        assert!(get_from("rebound.example").starts_with("HTTP/1.1 421"), "{site}");
        assert!(!get_from("localhost").starts_with("HTTP/1.1 421"), "{site}");
    }
    sandbox.stop();
}

#[test]
fn what_graph_answers_is_recorded_before_it_is_heard() {
    let record = std::env::temp_dir().join(format!("sandbox-recorded-{}.jsonl", std::process::id()));
    std::fs::write(&record, "{\"there\":\"before\"}\n").unwrap();
    let sandbox = Running::start(&["--record", record.to_str().unwrap()]);
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                sandbox.get("graph", "/v1.0/me?$select=id");
                sandbox.get("control", "/_sandbox/settings");
                sandbox.get("login", "/contoso.com/v2.0/.well-known/openid-configuration");
            });
        }
    });
    let text = std::fs::read_to_string(&record).unwrap();
    std::fs::remove_file(&record).unwrap();
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.remove(0)["there"], "before");
    assert_eq!(lines.len(), 20);
    for line in lines {
        assert_eq!(line["url"], "/v1.0/me?$select=id");
        assert_eq!((line["status"].as_u64(), &line["requestBody"]), (Some(401), &Value::Null));
        assert_eq!(line["body"]["error"]["code"], "InvalidAuthenticationToken");
    }
    sandbox.stop();
}

#[test]
fn a_portal_that_is_served_elsewhere_can_be_registered() {
    let path = |redirect: &str| {
        format!(
            "/contoso.com/oauth2/v2.0/authorize?client_id={CLIENT_ID}&response_type=code&scope=openid&state=s\
             &redirect_uri={redirect}&code_challenge={}&code_challenge_method=S256",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        )
    };
    let sandbox = Running::start(&["--redirect-uri", "http://127.0.0.1:3000/"]);
    assert!(sandbox.get("login", &path("http%3A%2F%2F127.0.0.1%3A3000%2F")).contains("Pick an account"));
    let refused = sandbox.get("login", &path("http%3A%2F%2F127.0.0.1%3A3001%2F"));
    assert!(refused.contains("AADSTS50011"), "{refused}");
    sandbox.stop();
    let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["--redirect-uri", "http://portal.example/"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("http is for localhost only"));
}

#[test]
fn a_missing_portal_is_an_error_with_a_reason() {
    let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["--listen", "127.0.0.1:0", "--portal", "/nowhere/dist"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/dist"));
}

#[test]
fn it_does_not_listen_beyond_loopback() {
    for more in [&[][..], &["--tls"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args(["--listen", "0.0.0.0:0"])
            .args(more)
            .output()
            .unwrap();
        assert!(String::from_utf8_lossy(&output.stderr).contains("loopback"));
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_although_standard_input_stays_open() {
    assert!(Running::start(&[]).ends_by_signal("-TERM"));
    assert!(Running::start(&[]).ends_by_signal("-INT"));
}
