//! What the fuzz targets share: a tenant and an access token, used through the public interface of the library only.

use std::sync::OnceLock;

use bytes::Bytes;
use jiff::Timestamp;
use sandbox::{Response, CLIENT_ID, Origins, Sandbox, Setup, SigningKey, Site, TENANT_ID};
use serde_json::Value;

const PORTAL: &str = "http://127.0.0.1:8080";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// No response is larger than this, in bytes.
const BODY_MAX: usize = 4 << 20;

static TARGET: OnceLock<Target> = OnceLock::new();

struct Target {
    sandbox: Sandbox,
    now: Timestamp,
    authorization: String,
}

/// Creates the tenant, its key and a session. This takes longer than one input may, so it happens before the first
/// input.
pub fn ready() {
    TARGET.get_or_init(Target::new);
}

/// Sends a request to Graph. Fails if the response is too large, or is an error in another shape than Graph's. The
/// clock does not move, so the token does not expire; throttling is off. `None` if `path` is no valid URL.
pub fn graph(method: &str, path: &str, eventual: bool, body: &[u8]) -> Option<Response> {
    let target = TARGET.get_or_init(Target::new);
    let mut request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:8082")
        .header("authorization", &target.authorization)
        .header("content-type", "application/json");
    if eventual {
        request = request.header("consistencylevel", "eventual");
    }
    // A host never passes on a request whose URL is not valid.
    let request = request.body(Bytes::copy_from_slice(body)).ok()?;
    let response = target.sandbox.handle(Site::Graph, request, target.now);
    assert!(response.body().len() <= BODY_MAX, "{} bytes", response.body().len());
    if response.status().as_u16() >= 400 {
        let body: Value = serde_json::from_slice(response.body()).expect("a refusal is JSON");
        check_error(response.status().as_u16().into(), &body);
    }
    Some(response)
}

/// Fails unless an error has Graph's shape and says that the request is wrong: 4xx, or 501.
pub fn check_error(status: u64, body: &Value) {
    let error = &body["error"];
    let has_message = error["code"].is_string() && error["message"].is_string();
    assert!(has_message && error["innerError"]["request-id"].is_string(), "{status}: {body}");
    assert!(status < 500 || status == 501, "{status}: {body}");
}

impl Target {
    fn new() -> Self {
        let now = "2026-11-20T09:00:00Z".parse().expect("a moment");
        let origin = |port: u16| format!("http://127.0.0.1:{port}");
        let setup = Setup {
            origins: Origins {
                portal: PORTAL.into(),
                login: origin(8081),
                graph: origin(8082),
                control: origin(8082),
            },
            guests: 60,
            untidy: 50,
            redirect_uris: Vec::new(),
            seed: 1,
            entropy: [2; 32],
            key: SigningKey::generate([1; 32]).expect("a key"),
            started: now,
            dist: None,
        };
        let mut target = Self { sandbox: Sandbox::new(setup), now, authorization: String::new() };
        target.send(Site::Graph, "POST", "/_sandbox/settings", r#"{"limits":{"enabled":false}}"#);
        target.authorization = format!("Bearer {}", target.sign_in());
        target
    }

    fn send(&self, site: Site, method: &str, path: &str, body: &str) -> Response {
        let mime = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8082")
            .header("content-type", mime);
        // A single-page app sends `Origin` to the token endpoint; the control plane rejects writes from other origins.
        let request = if path.ends_with("/token") { request.header("origin", PORTAL) } else { request };
        let request = request.body(Bytes::copy_from_slice(body.as_bytes())).expect("a request");
        self.sandbox.handle(site, request, self.now)
    }

    /// Signs Ada in, with the requests that a browser would send.
    fn sign_in(&self) -> String {
        let redirect = format!("{PORTAL}/");
        let query = form(&[
            ("client_id", CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", &redirect),
            ("scope", "openid User.Read.All User.Invite.All"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let page = self.send(Site::Login, "GET", &format!("/{TENANT_ID}/oauth2/v2.0/authorize?{query}"), "");
        let page = text(&page);
        let button = page.split("<button").find(|button| button.contains("ada@contoso.com")).expect("Ada");
        let choice = form(&[
            ("account", between(button, "value=\"", "\"")),
            ("ctx", between(&page, "name=\"ctx\" value=\"", "\"")),
        ]);
        let back = self.send(Site::Login, "POST", &format!("/{TENANT_ID}/login"), &choice);
        let location = back.headers().get("location").and_then(|value| value.to_str().ok()).expect("a way back");
        let (_, parameters) = location.split_once(['?', '#']).expect("parameters");
        let code = form_urlencoded::parse(parameters.as_bytes()).find(|(name, _)| name == "code").expect("a code").1;
        let exchange = form(&[
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("redirect_uri", &redirect),
            ("code_verifier", VERIFIER),
            ("code", &code),
        ]);
        let tokens = self.send(Site::Login, "POST", &format!("/{TENANT_ID}/oauth2/v2.0/token"), &exchange);
        let tokens: Value = serde_json::from_slice(tokens.body()).expect("tokens");
        tokens["access_token"].as_str().expect("an access token").to_owned()
    }
}

/// A query string or a form body.
pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn text(response: &Response) -> String {
    String::from_utf8_lossy(response.body()).into_owned()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).and_then(|(_, rest)| rest.split(end).next()).expect("the page has it")
}
