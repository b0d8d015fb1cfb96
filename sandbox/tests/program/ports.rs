//! Three sites on three ports, and how the program starts and stops.

use std::process::Command;

use crate::running::{Dist, Running};

#[test]
fn it_says_where_it_is_and_serves_there() {
    let dist = Dist::new("ports");
    let sandbox = Running::start(&["--portal", dist.path()]);
    assert!(sandbox.get("portal", "/guests").contains("<title>Guestlist</title>"));
    assert!(sandbox.get("portal", "/config.json").contains(&sandbox.said("login")));
    let discovery = sandbox.get("login", "/contoso.com/v2.0/.well-known/openid-configuration");
    assert!(discovery.contains("S256"));
    assert!(sandbox.get("graph", "/v1.0/me").starts_with("HTTP/1.1 401"));
    assert!(sandbox.get("control", "/_sandbox/outbox").contains("<h1>Outbox</h1>"));
    assert_eq!(sandbox.ready.get("ca"), None);
    sandbox.stop();
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
