//! A tenant with a browser in front of it: keeps cookies, sets the clock, signs people in.

use std::cell::{Cell, RefCell};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use sandbox::{CLIENT_ID, Delivery, Dist, Hosts, Origins, Sandbox, Setup, SigningKey, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::record;

// The benchmark includes this file from another folder, so the path is written out.
#[path = "reply.rs"]
mod reply;

pub(crate) use reply::Reply;

pub(crate) const PORTAL: &str = "http://127.0.0.1:8080";
pub(crate) const LOGIN: &str = "http://127.0.0.1:8081";
pub(crate) const GRAPH: &str = "http://127.0.0.1:8082";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const READ: &str = "openid profile offline_access User.Read User.Read.All";
pub(crate) const INVITE: &str = "openid profile offline_access User.Invite.All";

/// Creating an RSA key is slow, so all tests share one.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate([1; 32]).unwrap());

pub(crate) struct World {
    sandbox: Sandbox,
    /// Host and port of the tenant's Graph.
    graph_host: String,
    now: Cell<Timestamp>,
    /// The browser's cookies, `name=value`.
    cookies: RefCell<Vec<String>>,
}

fn on_ports() -> Origins {
    let [portal, login, graph, control] = [PORTAL, LOGIN, GRAPH, GRAPH].map(Into::into);
    Origins { portal, login, graph, control }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_guests(0)
    }

    pub(crate) fn with_guests(guests: u32) -> Self {
        Self::with(guests, None, on_ports())
    }

    pub(crate) fn with_dist(dist: Dist) -> Self {
        Self::with(0, Some(dist), on_ports())
    }

    /// A tenant in one of Microsoft's clouds, with a few guests.
    pub(crate) fn in_cloud(name: &str) -> Self {
        Self::with(5, None, Hosts::new(PORTAL, name).unwrap().origins().clone())
    }

    fn with(guests: u32, dist: Option<Dist>, origins: Origins) -> Self {
        let started = "2026-11-20T09:00:00Z".parse().unwrap();
        let graph_host = origins.graph.split_once("://").unwrap().1.to_owned();
        let setup = Setup {
            origins,
            guests,
            untidy: sandbox::DEFAULT_UNTIDY,
            seed: 1,
            entropy: [2; 32],
            key: KEY.clone(),
            redirect_uris: Vec::new(),
            started,
            dist,
        };
        Self {
            sandbox: Sandbox::new(setup),
            graph_host,
            now: Cell::new(started),
            cookies: RefCell::default(),
        }
    }

    pub(crate) fn wait(&self, duration: SignedDuration) {
        self.now.set(self.now.get().checked_add(duration).unwrap());
    }

    /// For calls that a host makes besides requests.
    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now.get()
    }

    /// Sends a request with the browser's cookies, and stores the cookie of the response.
    pub(crate) fn send(
        &self,
        site: Site,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Reply {
        let mut request = http::Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "127.0.0.1:8082");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.borrow().is_empty() {
            request = request.header("cookie", self.cookies.borrow().join("; "));
        }
        let request = request.body(body.into()).unwrap();
        let recorded = (site == Site::Graph && record::wanted()).then(|| request.clone());
        let response = self.sandbox.handle(site, request, self.now.get());
        if let Some(request) = recorded {
            record::write(&request, &response, &self.graph_host);
        }
        if let Some(cookie) = response.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let name = |cookie: &str| cookie.split('=').next().unwrap().to_owned();
            let mut cookies = self.cookies.borrow_mut();
            cookies.retain(|old| name(old) != name(&cookie));
            cookies.push(cookie);
        }
        Reply(response)
    }

    pub(crate) fn get(&self, site: Site, path: &str) -> Reply {
        self.send(site, "GET", path, &[], "")
    }

    /// GET of an absolute URL of the sandbox.
    pub(crate) fn open(&self, url: &str) -> Reply {
        let (site, path) = [(PORTAL, Site::Portal), (LOGIN, Site::Login), (GRAPH, Site::Graph)]
            .into_iter()
            .find_map(|(origin, site)| Some((site, url.strip_prefix(origin)?)))
            .unwrap();
        self.get(site, path)
    }

    pub(crate) fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Site::Login, "POST", path, &headers, form(fields))
    }

    /// The portal's authorize request with some parameters changed; an empty value removes the parameter.
    pub(crate) fn authorize(&self, changes: &[(&str, &str)]) -> Reply {
        self.authorize_at(TENANT_ID, changes)
    }

    pub(crate) fn authorize_at(&self, authority: &str, changes: &[(&str, &str)]) -> Reply {
        let redirect = format!("{PORTAL}/");
        let mut fields = vec![
            ("client_id", CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", redirect.as_str()),
            ("scope", READ),
            ("state", "s-1"),
            ("nonce", "n-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        self.get(Site::Login, &format!("/{authority}/oauth2/v2.0/authorize?{}", form(&fields)))
    }

    /// Presses the account's button on the page that lists accounts.
    pub(crate) fn pick_account(&self, page: &Reply, upn: &str) -> Reply {
        let text = page.text();
        let button = text.split("<button").find(|button| button.contains(upn)).unwrap();
        let account = between(button, "value=\"", "\"");
        self.press(page, &[("account", account)])
    }

    /// Presses another button of a sign-in page.
    pub(crate) fn press(&self, page: &Reply, fields: &[(&str, &str)]) -> Reply {
        let text = page.text();
        let ctx = between(&text, "name=\"ctx\" value=\"", "\"");
        let mut fields = fields.to_vec();
        fields.push(("ctx", ctx));
        self.submit(&format!("/{TENANT_ID}/login"), &fields)
    }

    /// A token request from a page of the portal, with some parameters changed; an empty value removes the parameter.
    pub(crate) fn token(&self, changes: &[(&str, &str)]) -> Reply {
        self.token_from(Some(PORTAL), changes)
    }

    pub(crate) fn token_from(&self, origin: Option<&str>, changes: &[(&str, &str)]) -> Reply {
        let redirect = format!("{PORTAL}/");
        let mut fields = vec![
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", VERIFIER),
            ("client_info", "1"),
        ];
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        self.send(Site::Login, "POST", &format!("/{TENANT_ID}/oauth2/v2.0/token"), &headers, form(&fields))
    }

    /// Signs in on the account page and returns the code.
    pub(crate) fn code(&self, upn: &str, scope: &str) -> String {
        let page = self.authorize(&[("scope", scope), ("prompt", "select_account")]);
        let back = self.pick_account(&page, upn);
        parameter(&back.location(), "code")
    }

    /// Signs in and returns the token response.
    pub(crate) fn sign_in(&self, upn: &str, scope: &str) -> Value {
        let reply = self.token(&[("code", &self.code(upn, scope))]);
        assert_eq!(reply.status(), 200, "{}", reply.text());
        reply.json()
    }

    /// Grants permissions through the control plane: for one account, or for the organization.
    pub(crate) fn consent(&self, upn: Option<&str>, permissions: &[&str]) {
        let reply = self.control("POST", "consents", &json!({ "upn": upn, "permissions": permissions }));
        assert!(reply.status() < 300, "{}", reply.text());
    }

    pub(crate) fn access_token(&self, upn: &str) -> String {
        self.sign_in(upn, READ)["access_token"].as_str().unwrap().to_owned()
    }

    /// GET at Graph with an access token.
    pub(crate) fn graph(&self, token: &str, path: &str) -> Reply {
        let header = format!("Bearer {token}");
        self.send(Site::Graph, "GET", &query_safe(path), &[("authorization", &header)], "")
    }

    /// The same as an advanced query (`ConsistencyLevel: eventual`).
    pub(crate) fn graph_eventual(&self, token: &str, path: &str) -> Reply {
        let header = format!("Bearer {token}");
        let headers = [("authorization", header.as_str()), ("consistencylevel", "eventual")];
        self.send(Site::Graph, "GET", &query_safe(path), &headers, "")
    }

    /// A request to Graph with a JSON body.
    pub(crate) fn graph_write(&self, token: &str, method: &str, path: &str, body: &Value) -> Reply {
        let header = format!("Bearer {token}");
        let headers = [("authorization", header.as_str()), ("content-type", "application/json")];
        self.send(Site::Graph, method, &query_safe(path), &headers, body.to_string())
    }

    pub(crate) fn invite(&self, token: &str, body: &Value) -> Reply {
        self.graph_write(token, "POST", "/v1.0/invitations", body)
    }

    /// Opens a redemption link and follows at most one redirect.
    pub(crate) fn follow(&self, link: &str) -> Reply {
        let first = self.open(link);
        if first.status() == 302 { self.open(&first.location()) } else { first }
    }

    /// Presses a button of a redemption page.
    pub(crate) fn press_redemption(&self, page: &Reply, fields: &[(&str, &str)]) -> Reply {
        let text = page.text();
        let hidden = |name: &str| between(&text, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        let (user, ticket) = (hidden("user"), hidden("ticket"));
        let hidden_fields = [("user", user.as_str()), ("ticket", ticket.as_str())];
        self.submit("/invitations/redeem", &[fields, &hidden_fields].concat())
    }

    /// Signs the guest in, with an account or the passcode from the outbox. Returns the page after the redirect.
    pub(crate) fn authenticate_guest(&self, page: &Reply) -> Reply {
        let proved = if page.text().contains("<h1>Sign in with a code</h1>") {
            let asked = self.press_redemption(page, &[("action", "send-code")]);
            let code = self.outbox()[0]["code"].as_str().unwrap().to_owned();
            self.press_redemption(&asked, &[("action", "enter-code"), ("code", &code)])
        } else {
            self.press_redemption(page, &[("action", "sign-in")])
        };
        self.get(Site::Login, &proved.location())
    }

    /// Redeems an invitation. Returns the URL to which the browser is redirected at the end.
    pub(crate) fn accept_invitation(&self, link: &str) -> String {
        let review = self.authenticate_guest(&self.follow(link));
        self.press_redemption(&review, &[("action", "accept")]).location()
    }

    pub(crate) fn outbox(&self) -> Value {
        self.get(Site::Graph, "/_sandbox/outbox.json").json()
    }

    /// How long the host would wait before it sends the response, in milliseconds.
    pub(crate) fn latency(&self, site: Site, path: &str) -> u128 {
        Delivery::of(&self.get(site, path).0).hold.as_millis()
    }

    /// A JSON request to the control plane.
    pub(crate) fn control(&self, method: &str, path: &str, body: &Value) -> Reply {
        let headers = [("content-type", "application/json")];
        self.send(Site::Graph, method, &format!("/_sandbox/{path}"), &headers, body.to_string())
    }

    /// A token request with exactly these headers, besides the media type, and exactly these fields.
    pub(crate) fn redeem(&self, authority: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Reply {
        let path = format!("/{authority}/oauth2/v2.0/token");
        let headers = [&[("content-type", "application/x-www-form-urlencoded")], headers].concat();
        self.send(Site::Login, "POST", &path, &headers, form(fields))
    }

    pub(crate) fn settings(&self, change: &Value) -> Reply {
        let headers = [("content-type", "application/json")];
        self.send(Site::Graph, "POST", "/_sandbox/settings", &headers, change.to_string())
    }
}

/// The body of an invitation for this address.
pub(crate) fn invitation(address: &str) -> Value {
    json!({ "invitedUserEmailAddress": address, "inviteRedirectUrl": "https://app.example/start" })
}

pub(crate) fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// A parameter of a URL, from its query or its fragment; empty if there is none.
pub(crate) fn parameter(url: &str, name: &str) -> String {
    let (_, parameters) = url.split_once(['?', '#']).unwrap();
    let mut pairs = form_urlencoded::parse(parameters.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} not in {text}"));
    rest.split(end).next().unwrap()
}

/// Escapes spaces, quotes and `#`, so that tests can write queries in plain text.
fn query_safe(path: &str) -> String {
    path.replace(' ', "%20").replace('\'', "%27").replace('#', "%23")
}
