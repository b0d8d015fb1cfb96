//! The messages between pages and the worker: malformed ones are ignored, and none can make the worker reveal a token
//! or send a request to another host.

use std::rc::Rc;
use std::time::Duration;

use guestlist::app::worker::protocol::{self, ToPage, ToWorker};
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::Session;
use guestlist::graph::me;
use serde_json::json;

use crate::support::{self, Received, World, ask, run, send};

const HOUR: Duration = Duration::from_secs(3_600);

#[test]
fn s37_a_malformed_message_is_ignored_at_both_ends() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    let requests = world.services.log().len();
    let person = account.key();
    let all = [
        String::new(),
        "forget".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "{}".to_owned(),
        r#"["request", 1, "forget"]"#.to_owned(),
        r#"{"request":{"id":1,"request":"nonsense"}}"#.to_owned(),
        r#"{"request":{"id":-1,"request":"forget"}}"#.to_owned(),
        r#"{"request":{"id":"1","request":"forget"}}"#.to_owned(),
        r#"{"request":{"id":1}}"#.to_owned(),
        r#"{"request":{"id":1,"request":"forget","more":1}}"#.to_owned(),
        r#"{"request":{"id":1,"id":2,"request":"forget"}}"#.to_owned(),
        r#"{"request":{"id":1,"request":"forget"},"leave":null}"#.to_owned(),
        r#"{"request":{"id":1,"request":"forget"}} x"#.to_owned(),
        r#"{"request":{"id":1,"request":{"redeem":"code"}}}"#.to_owned(),
        r#"{"request":{"id":1,"request":{"redeem":{"code":"c","verifier":"v"}}}}"#.to_owned(),
        send(1, &person, "DELETE", &json!({ "Path": "/v1.0/users/1" })),
        send(1, &person, "Get", &json!({ "Url": "https://evil.test/" })),
        send(1, &person, "Get", &json!("/v1.0/me")),
        r#"{"response":{"id":1,"response":"signedIn"}}"#.to_owned(),
        r#"{"response":{"id":1,"response":{"graph":{"status":"x","body":""}}}}"#.to_owned(),
        r#"{"event":{"interrupted":{"kind":"NoSuchKind"}}}"#.to_owned(),
    ];
    for message in &all {
        assert!(server.receive(0, message).is_none(), "{message}");
        server.receive_from_others(message);
        portal.receive(message);
        assert!(protocol::read::<ToWorker>(message).is_none(), "{message}");
        assert!(protocol::read::<ToPage>(message).is_none(), "{message}");
    }
    for message in ["signedOut", r#"{"signedOut":"x"}"#, "\"signedIn\"", r#"{"signedIn":{}}"#, "guestlist"] {
        server.receive_from_others(message);
    }
    // A response without a waiting request has no effect.
    portal.receive(r#"{"response":{"id":77,"response":"nobody"}}"#);
    assert!(matches!(portal.session(), Session::SignedIn(_)));
    assert_eq!(world.services.log().len(), requests);
    assert!(run(portal.client.call(&me::organization())).is_ok());
}

#[test]
fn s11_no_page_can_make_the_worker_send_a_request_to_another_host() {
    let world = World::new();
    let (_, account) = world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    let person = account.key();
    for (kind, target) in [
        ("Path", "@evil.test/v1.0/me"),
        ("Path", ".evil.test/v1.0/me"),
        ("Path", ":8443/v1.0/me"),
        ("Path", "\\evil.test/v1.0/me"),
        ("Path", "//evil.test/v1.0/me"),
        ("Path", "https://evil.test/v1.0/me"),
        ("Path", "/common/oauth2/v2.0/token"),
        ("Path", "/v1.0/../common/oauth2/v2.0/token"),
        ("Path", "/v1.0/%2e%2E/common/oauth2/v2.0/token"),
        ("Path", "/v1.0/.%2e/common"),
        ("Path", "/beta/users/..\\..\\..\\common"),
        ("Path", "/v1.0/users/../../common"),
        ("Path", "/v1.0/..\t/../common"),
        ("Path", ""),
        ("Link", "https://evil.test/v1.0/me"),
        // It has the same length as Graph's origin.
        ("Link", "https://graph.microsoft.org/v1.0/me"),
        ("Link", "https://login.microsoftonline.com/v1.0/me"),
        ("Link", "https://graph.microsoft.com/oauth2/token"),
        ("Link", "https://graph.microsoft.com/v1.0/../oauth2/token"),
        ("Link", "https://graph.microsoft.com/v1.0/%2E%2e/oauth2/token"),
    ] {
        let answering = server.receive(0, &send(7, &person, "Get", &json!({ kind: target })));
        run(answering.unwrap());
        assert!(world.services.graph_requests().is_empty(), "{target}");
    }
}

#[test]
fn s14_no_message_to_a_page_contains_a_token() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    // This page is connected before the sign-in, so that it receives all messages.
    let server = world.server.borrow().clone().unwrap();
    let page = Rc::new(Received::default());
    let connection = server.accept(page.clone());
    let portal = world.page();
    let (account, _) = support::redeemed(&world, &portal).unwrap();
    world.clock.pass(HOUR);
    let call = me::organization();
    run(portal.client.call(&call)).unwrap();
    run(portal.check_again()).unwrap();
    let exchange = json!({ "code": "code", "verifier": "verifier", "nonce": "nonce", "scopes": ["openid"] });
    for message in [
        ask(1, json!("whoIsSignedIn")),
        ask(2, json!("renew")),
        send(3, &account.key(), "Get", &json!({ "Path": "/v1.0/me" })),
        ask(4, json!({ "redeem": exchange })),
        ask(5, json!("forget")),
    ] {
        run(server.receive(connection, &message).unwrap());
    }
    let received = page.0.borrow().join("\n");
    assert!(received.contains("signedIn") && received.contains("graph"), "{received}");
    for secret in ["access-", "refresh-", "eyJ", "Bearer"] {
        assert!(!received.contains(secret), "{secret} in {received}");
    }
}

/// `public/vault.js` sends this message if the worker's program cannot be started.
#[test]
fn the_message_of_the_workers_script_is_one_of_the_protocol() {
    let script = include_str!("../../public/vault.js");
    let message = script.split("page.postMessage('").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(protocol::read(message), Some(ToPage::Stopped));
}
