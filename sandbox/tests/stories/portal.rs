//! Static hosting: headers, media types, content codings, caching, and routes without a file.

use std::io::Read as _;

use sandbox::{Dist, Site};

use crate::world::{GRAPH, LOGIN, World};

const SCRIPT: &str = "assets/guestlist-0123456789abcdef.js";
const HEADERS: &str = "/*
  Content-Security-Policy: default-src 'none'; connect-src 'self' https://login.example https://graph.example
  X-Content-Type-Options: nosniff
  Strict-Transport-Security: max-age=63072000
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/config.json
  Cache-Control: no-store
";

fn world() -> World {
    let file = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    World::with_dist(Dist::new([
        file("index.html", format!("<!doctype html><title>Guestlist</title>{}", " ".repeat(300))),
        file("boot.js", "start();".repeat(100)),
        file(SCRIPT, "run();".repeat(100)),
        file("_headers", HEADERS.into()),
        file("config.json", "{}".into()),
    ]))
}

#[test]
fn every_answer_has_the_headers_that_ship_with_the_files_for_this_tenants_hosts() {
    let world = world();
    for path in ["/", "/boot.js", "/guests", "/missing.js", "/config.json"] {
        let reply = world.get(Site::Portal, path);
        let policy = format!("default-src 'none'; connect-src 'self' {LOGIN} {GRAPH}");
        assert_eq!(reply.header("content-security-policy"), Some(policy.as_str()), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("strict-transport-security"), None, "{path}: this is plain HTTP");
    }
    for path in ["/_headers", "/_redirects"] {
        assert!(!world.get(Site::Portal, path).text().contains("Content-Security"), "{path}");
    }
}

#[test]
fn the_portal_may_talk_to_a_provider_that_graph_trusts() {
    let world = world();
    world.sandbox().trust("http://127.0.0.1:9440/oidc", &serde_json::json!({ "keys": [] }));
    let reply = world.get(Site::Portal, "/");
    let policy = reply.header("content-security-policy").unwrap();
    assert!(
        policy.ends_with(&format!("connect-src 'self' {LOGIN} {GRAPH} http://127.0.0.1:9440")),
        "{policy}"
    );
}

#[test]
fn pages_answer_with_the_index_and_missing_files_never_do() {
    let world = world();
    for page in ["/", "/guests", "/guests/", "/deep/er?x=a.b", "/index.html"] {
        let reply = world.get(Site::Portal, page);
        assert_eq!(
            (reply.status(), reply.header("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{page}"
        );
    }
    for file in ["/missing.js", "/guests/x.css", "/favicon.ico", "/..%2fCargo.toml"] {
        let reply = world.get(Site::Portal, file);
        assert_eq!(
            (reply.status(), reply.header("content-type")),
            (404, Some("text/plain; charset=utf-8")),
            "{file}"
        );
    }
    assert_eq!(world.send(Site::Portal, "POST", "/", &[], "").status(), 405);
}

#[test]
fn how_long_a_file_may_be_kept_is_said_by_its_path() {
    let world = world();
    for (path, value) in [
        (format!("/{SCRIPT}"), Some("public, max-age=31536000, immutable")),
        ("/boot.js".into(), None),
        ("/config.json".into(), Some("no-store")),
    ] {
        assert_eq!(world.get(Site::Portal, &path).header("cache-control"), value, "{path}");
    }
}

#[test]
fn files_travel_compressed_where_the_browser_allows_it() {
    let world = world();
    let get = |accepted: &str| {
        world.send(Site::Portal, "GET", &format!("/{SCRIPT}"), &[("accept-encoding", accepted)], "")
    };
    let plain = "run();".repeat(100);
    let reply = get("gzip, deflate, br");
    assert_eq!(
        (reply.header("content-encoding"), reply.header("vary")),
        (Some("br"), Some("Accept-Encoding"))
    );
    let mut read = String::new();
    brotli::Decompressor::new(reply.bytes(), 4096).read_to_string(&mut read).unwrap();
    assert_eq!(read, plain);
    let reply = get("gzip");
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    let mut read = String::new();
    flate2::read::GzDecoder::new(reply.bytes()).read_to_string(&mut read).unwrap();
    assert_eq!(read, plain);
    assert_eq!((get("identity").header("content-encoding"), get("identity").text()), (None, plain));
}

#[test]
fn a_known_file_is_not_sent_again() {
    let world = world();
    let first = world.send(Site::Portal, "GET", "/boot.js", &[("accept-encoding", "br")], "");
    let tag = first.header("etag").unwrap();
    let again = [("accept-encoding", "br"), ("if-none-match", tag)];
    assert_eq!(world.send(Site::Portal, "GET", "/boot.js", &again, "").status(), 304);
    // Each content coding has its own entity tag.
    let plain = world.send(Site::Portal, "GET", "/boot.js", &[("if-none-match", tag)], "");
    assert_eq!(plain.status(), 200);
}

#[test]
fn head_gives_the_length_alone() {
    let reply = world().send(Site::Portal, "HEAD", "/boot.js", &[], "");
    assert_eq!((reply.header("content-length"), reply.bytes().len()), (Some("800"), 0));
}

#[test]
fn the_configuration_is_the_tenants_not_the_files() {
    assert!(world().get(Site::Portal, "/config.json").text().contains(LOGIN));
}

#[test]
fn without_a_portal_the_origin_says_so() {
    let reply = World::new().get(Site::Portal, "/");
    assert_eq!(reply.status(), 404);
    assert!(reply.text().contains("serves no portal"));
}

#[test]
fn the_portals_host_tells_the_tenants_time() {
    let world = world();
    let date = |path: &str| world.get(Site::Portal, path).header("date").unwrap().to_owned();
    assert_eq!(date("/config.json"), "Fri, 20 Nov 2026 09:00:00 GMT");
    world.control("POST", "settings", &serde_json::json!({ "clockOffsetSeconds": -600 }));
    for path in ["/", "/config.json", "/missing.js"] {
        assert_eq!(date(path), "Fri, 20 Nov 2026 08:50:00 GMT", "{path}");
    }
}
