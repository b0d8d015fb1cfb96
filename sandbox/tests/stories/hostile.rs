//! Ten thousand hostile or malformed requests: no panic, no large response, no slow response, and each error has
//! Graph's shape. The inputs are the same in each run; `sandbox/fuzz` looks for new ones.

mod inputs;

use std::cell::Cell;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sandbox::Site;
use serde_json::{Value, json};

use crate::batch::{get, invite, parts, send};
use crate::world::{Reply, World, form, invitation};
use inputs::{any_json, damaged_filter, mutated, random_query, serialized};

const FILTERS: u32 = 4_500;
const OPTIONS: u32 = 2_500;
const ENVELOPES: u32 = 1_500;
const INVITATIONS: u32 = 1_500;

/// Ten thousand in all: if one test sends fewer, another one has to send more.
const _: () = assert!(FILTERS + OPTIONS + ENVELOPES + INVITATIONS == 10_000);

/// This catches a hang only: a response takes a few milliseconds. A tighter limit would fail on a busy machine.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// In bytes. No response about sixty guests is larger, even as a batch of twenty.
const BODY_MAX: usize = 2 << 20;

struct Target {
    world: World,
    token: String,
    sent: Cell<u32>,
    accepted: Cell<u32>,
}

impl Target {
    fn new() -> Self {
        let world = World::with_guests(60);
        assert_eq!(world.settings(&json!({ "limits": { "enabled": false } })).status(), 200);
        let token = world.access_token("ada@contoso.com");
        Self { world, token, sent: Cell::new(0), accepted: Cell::new(0) }
    }

    /// Sends a request and checks the response.
    fn request(
        &self,
        method: &str,
        path: &str,
        eventual: bool,
        body: impl Into<bytes::Bytes>,
    ) -> Result<Reply, String> {
        self.sent.set(self.sent.get() + 1);
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        if eventual {
            headers.push(("consistencylevel", "eventual"));
        }
        let before = Instant::now();
        let reply = self.world.send(Site::Graph, method, path, &headers, body);
        if before.elapsed() > TIME_LIMIT {
            return Err(format!("answered after {:?}", before.elapsed()));
        }
        if reply.bytes().len() > BODY_MAX {
            return Err(format!("{} bytes", reply.bytes().len()));
        }
        if reply.status() >= 400 {
            let body = serde_json::from_slice(reply.bytes()).map_err(|error| error.to_string())?;
            check_error(reply.status().into(), &body)?;
        } else {
            self.accepted.set(self.accepted.get() + 1);
        }
        Ok(reply)
    }

    fn read(&self, path: &str, options: &[(&str, &str)], eventual: bool) -> Result<Reply, String> {
        self.request("GET", &format!("{path}?{}", form(options)), eventual, "")
    }

    /// The same for a batch and each response inside it.
    fn batch(&self, body: impl Into<bytes::Bytes>) -> Result<(), String> {
        let reply = self.request("POST", "/v1.0/$batch", false, body)?;
        if reply.status() != 200 {
            return Ok(());
        }
        let body = reply.json();
        let responses = body["responses"].as_array().ok_or("no responses")?;
        for part in responses {
            let status = part["status"].as_u64().ok_or("no status")?;
            if status >= 400 {
                check_error(status, &part["body"])?;
            }
        }
        Ok(())
    }
}

/// An error says that the request is wrong (4xx, or 501) and has Graph's shape.
fn check_error(status: u64, body: &Value) -> Result<(), String> {
    let error = &body["error"];
    let has_message = error["code"].is_string() && error["message"].is_string();
    if has_message && error["innerError"]["request-id"].is_string() && (status < 500 || status == 501) {
        Ok(())
    } else {
        Err(format!("{status}: {body}"))
    }
}

/// Runs `send_case` with `count` inputs, which are the same in every run.
fn run_cases<S: Strategy>(count: u32, input: S, send_case: impl Fn(&Target, S::Value) -> Result<(), String>) {
    let target = Target::new();
    let config = Config { cases: count, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng)
        .run(&input, |value| send_case(&target, value).map_err(TestCaseError::fail));
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    // If all requests were rejected, or all accepted, the inputs would test too little.
    let (sent, accepted) = (target.sent.get(), target.accepted.get());
    assert!(sent >= count && accepted > sent / 100 && accepted < sent, "{accepted} of {sent} were taken");
    println!("{accepted} of {sent} hostile requests were taken, the others refused in the service's shape");
}

#[test]
fn hostile_filters() {
    run_cases(
        FILTERS,
        (prop_oneof![random_query(), damaged_filter()], any::<bool>(), any::<bool>()),
        |target, (filter, eventual, count)| {
            let mut options = vec![("$filter", filter.as_str())];
            if count {
                options.push(("$count", "true"));
            }
            target.read("/v1.0/users", &options, eventual).map(drop)
        },
    );
}

#[test]
fn hostile_options() {
    let name = select(vec![
        "$search",
        "$orderby",
        "$select",
        "$skiptoken",
        "$expand",
        "$top",
        "$count",
        "$skip",
        "$x",
    ]);
    let path = select(vec!["/v1.0/users", "/v1.0/users/$count", "/v1.0/me", "/beta/users"]);
    let input = (path, vec((name, random_query()), 1..4), any::<bool>());
    run_cases(OPTIONS, input, |target, (path, options, eventual)| {
        let options: Vec<_> = options.iter().map(|(name, value)| (*name, value.as_str())).collect();
        target.read(path, &options, eventual).map(drop)
    });
}

#[test]
fn hostile_envelopes() {
    let good = vec![
        json!({ "requests": [get("1", "/me"), get("2", "/users?$top=1")] }),
        json!({ "requests": [invite("1", "a@fabrikam.com"), get("2", "/users/$count")] }),
    ];
    let places = vec![
        "/requests",
        "/requests/0",
        "/requests/x",
        "/requests/0/id",
        "/requests/1/id",
        "/requests/0/url",
        "/requests/1/url",
        "/requests/0/method",
        "/requests/0/headers",
        "/requests/0/headers/Content-Type",
        "/requests/0/body",
        "/requests/1/dependsOn",
        "/requests/1/headers",
        "/requests/0/body/invitedUserEmailAddress",
    ];
    let document = prop_oneof![1 => any_json(), 4 => mutated(good, places)];
    run_cases(ENVELOPES, serialized(document), |target, body| target.batch(body));
}

#[test]
fn hostile_invitations() {
    let mut full = invitation("a@fabrikam.com");
    full["invitedUserMessageInfo"] = json!({ "customizedMessageBody": "x", "messageLanguage": "de",
        "ccRecipients": [{ "emailAddress": { "address": "c@fabrikam.com", "name": "C" } }] });
    full["sendInvitationMessage"] = true.into();
    let places = vec![
        "/invitedUserEmailAddress",
        "/inviteRedirectUrl",
        "/invitedUserDisplayName",
        "/invitedUserType",
        "/resetRedemption",
        "/sendInvitationMessage",
        "/invitedUser",
        "/invitedUserSponsors",
        "/invitedUserMessageInfo",
        "/x",
        "/invitedUserMessageInfo/ccRecipients",
        "/invitedUserMessageInfo/customizedMessageBody",
        "/invitedUserMessageInfo/messageLanguage",
        "/invitedUserMessageInfo/ccRecipients/0/emailAddress",
        "/invitedUserMessageInfo/ccRecipients/0/emailAddress/address",
    ];
    let document = prop_oneof![1 => any_json(), 5 => mutated(vec![full], places)];
    run_cases(INVITATIONS, serialized(document), |target, body| {
        target.request("POST", "/v1.0/invitations", false, body).map(drop)
    });
}

#[test]
fn depth_is_refused_and_not_followed() {
    let target = Target::new();
    let deep = |open: &str, middle: &str, close: &str, count: usize| {
        open.repeat(count) + middle + &close.repeat(count)
    };
    let filters = [
        deep("(", "userType eq 'Guest'", ")", 100_000),
        deep("not ", "userType eq 'Guest'", "", 100_000),
        deep("not(", "userType eq 'Guest'", ")", 100_000),
        deep("(", "", "", 300_000),
        deep("", "userType eq 'Guest'", " and userType eq 'Guest'", 20_000),
        deep("identities/any(c:", "c eq 'x'", ")", 30_000),
        format!("mail eq '{}'", "''".repeat(200_000)),
        format!("id in ({})", "'x',".repeat(100_000)),
    ];
    for option in ["$filter", "$search", "$orderby", "$select", "$expand"] {
        for filter in &filters {
            // A URL as long as this is only accepted inside a batch.
            let mut request = get("1", &format!("/users?{option}={filter}"));
            request["headers"] = json!({ "ConsistencyLevel": "eventual" });
            let answers = target.batch(json!({ "requests": [request] }).to_string());
            answers.unwrap_or_else(|problem| panic!("{option}={}…: {problem}", &filter[..40]));
        }
    }
    for body in [
        deep("[", "", "]", 400_000),
        deep("{\"a\":", "1", "}", 150_000),
        deep("{\"requests\":[", "", "", 70_000),
        deep("{\"invitedUserMessageInfo\":", "null", "}", 30_000),
    ] {
        for path in ["/v1.0/$batch", "/v1.0/invitations"] {
            let reply = target.request("POST", path, false, body.clone()).unwrap();
            assert_eq!(reply.status(), 400, "{path}");
        }
    }
}

#[test]
fn what_is_too_large_or_unknown_is_refused_plainly() {
    let target = Target::new();
    let large = format!("{{\"requests\":\"{}\"}}", "x".repeat(sandbox::BODY_LIMIT));
    assert_eq!(target.request("POST", "/v1.0/$batch", false, large.clone()).unwrap().status(), 413);
    assert_eq!(target.request("POST", "/v1.0/invitations", false, large).unwrap().status(), 413);
    for (method, path, status) in [
        ("GET", "/v1.0/users/00000000-0000-0000-0000-000000000000", 404),
        ("GET", "/v1.0/users/%00", 404),
        ("GET", "/v1.0/users/%F0%9F%98%80", 404),
        ("GET", "/v1.0/users/%FF%FE", 404),
        ("GET", "/v1.0/users/..%2F..%2Fetc", 404),
        ("GET", "/v9/users", 400),
        ("GET", "//v1.0//nothing//", 400),
        ("POST", "/v1.0/invitations", 400),
        ("POST", "/v1.0/$batch", 400),
        ("PATCH", "/v1.0/invitations", 405),
    ] {
        assert_eq!(target.request(method, path, false, "").unwrap().status(), status, "{method} {path}");
    }
    let bare = target.world.send(Site::Graph, "POST", "/v1.0/$batch", &[], "{}");
    assert_eq!(bare.graph_error().0, 401);
    let mixed = parts(&send(
        &target.world,
        &target.token,
        &json!([get("\u{1F600}", "/me"), get("\u{FFFD}", "/x/\u{202E}")]),
    ));
    assert_eq!((&mixed["\u{1F600}"]["status"], &mixed["\u{FFFD}"]["status"]), (&json!(200), &json!(400)));
}
