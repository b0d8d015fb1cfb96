//! The situations that the page offers.

use serde_json::{Map, Value, json};

use crate::directory::accounts::ACCOUNTS;

/// A situation that a person can meet with the portal.
pub(super) struct Situation {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What the user of the portal meets, in one sentence.
    pub(super) meets: &'static str,
    pub(super) cause: Cause,
}

/// What makes the situation.
pub(super) enum Cause {
    /// A list of rules, as the control plane takes them.
    Faults(Value),
    /// A merge patch of the settings. The situation ends with the defaults of these settings.
    Settings(Value),
}

pub(super) fn all() -> Vec<Situation> {
    let mut all = graph();
    all.extend(sign_in());
    all.extend(configuration());
    all.extend(organization());
    all
}

fn faults(id: &'static str, title: &'static str, meets: &'static str, rules: Value) -> Situation {
    Situation { id, title, meets, cause: Cause::Faults(rules) }
}

fn settings(id: &'static str, title: &'static str, meets: &'static str, change: Value) -> Situation {
    Situation { id, title, meets, cause: Cause::Settings(change) }
}

fn graph() -> Vec<Situation> {
    vec![
        faults(
            "graph-down",
            "Graph is down (503)",
            "The portal waits and tries again a few times, and then says that it did not work.",
            json!([{ "fault": { "status": { "code": 503 } } }]),
        ),
        faults(
            "throttled",
            "Graph asks to wait for 30 seconds (429)",
            "The next list and the next invitation wait for half a minute, and then go on by themselves.",
            json!([
                { "method": "GET", "path": "/users", "times": 1, "fault": { "throttle": { "retryAfter": "30" } } },
                { "method": "POST", "path": "/invitations", "times": 1, "fault": { "throttle": { "retryAfter": "30" } } },
            ]),
        ),
        faults(
            "slow",
            "Graph is slow (eight seconds)",
            "Every list and every invitation takes long.",
            json!([{ "fault": { "hold": { "ms": 8_000 } } }]),
        ),
        faults(
            "no-connection",
            "Graph does not answer",
            "The portal says that Microsoft Graph cannot be reached, as with a broken network.",
            json!([{ "fault": { "hangUp": {} } }]),
        ),
        faults(
            "lost-answer",
            "The answer to an invitation is lost",
            "The next invitation is made, but the portal gets no answer and has to find out what happened.",
            json!([{ "method": "POST", "path": "/invitations", "times": 1, "fault": { "hangUp": { "after": true } } }]),
        ),
        faults(
            "unauthorized",
            "Graph answers 401 to everything",
            "The portal asks the user to sign in again, and says so when that does not help.",
            json!([{ "fault": { "unauthorized": {} } }]),
        ),
        faults(
            "proxy",
            "A proxy answers with HTML",
            "The portal says that something between the browser and Microsoft has answered.",
            json!([{ "fault": { "reply": {
                "headers": { "content-type": "text/html; charset=utf-8" },
                "body": "<!DOCTYPE html><title>Proxy</title><h1>Sign in to this network</h1>",
            } } }]),
        ),
    ]
}

fn sign_in() -> Vec<Situation> {
    let for_all = |setting: &str, value: Value| {
        let one = |upn: &str| (upn.to_owned(), json!({ setting: value }));
        json!({ "accounts": ACCOUNTS.iter().map(|account| one(account.upn)).collect::<Map<_, _>>() })
    };
    vec![
        settings(
            "claims-challenge",
            "Conditional Access asks for more (claims challenge)",
            "The portal asks the user to sign in again with one more step, such as a second factor.",
            json!({ "requiredAuthContext": "c1" }),
        ),
        settings(
            "mfa",
            "Sign-in asks for a second factor (MFA)",
            "The next sign-in has one more page, to approve it. Without it no token is renewed in the background.",
            for_all("mfa", json!(true)),
        ),
        settings(
            "blocked",
            "Conditional Access blocks the sign-in",
            "The sign-in page refuses every account (AADSTS53003).",
            for_all("conditionalAccess", json!("blocked")),
        ),
        settings(
            "not-assigned",
            "The accounts are not assigned to the portal",
            "The sign-in page refuses every account (AADSTS50105).",
            for_all("assigned", json!(false)),
        ),
        faults(
            "sign-in-down",
            "The sign-in host does not answer",
            "Signing in ends at an error page of the browser, and no token is renewed.",
            json!([{ "site": "login", "fault": { "hangUp": {} } }]),
        ),
    ]
}

fn configuration() -> Vec<Situation> {
    vec![
        faults(
            "config-missing",
            "config.json is missing",
            "After a reload the portal does not start, and says that the file could not be loaded.",
            json!([{ "site": "portal", "fault": { "reply": { "status": 404, "body": "There is no such file.\n" } } }]),
        ),
        faults(
            "config-broken",
            "config.json is broken",
            "After a reload the portal does not start, and says where the mistake in the file is.",
            json!([{ "site": "portal", "fault": { "reply": {
                "headers": { "content-type": "application/json" }, "body": "{ \"tenant\": ",
            } } }]),
        ),
    ]
}

fn organization() -> Vec<Situation> {
    vec![
        settings(
            "guests-late",
            "New guests are listed late (30 seconds)",
            "Graph does not list a guest who was just invited; the portal shows the guests that it has invited itself.",
            json!({ "replicationSeconds": 30 }),
        ),
        settings(
            "few-inviters",
            "Only administrators and Guest Inviters may invite",
            "Invitations by Mira Falk, who has no role, are refused, and the portal says whom to ask.",
            json!({ "allowInvitesFrom": "adminsAndGuestInviters" }),
        ),
        settings(
            "directory-full",
            "The directory is full",
            "Every invitation of a new guest is refused.",
            json!({ "directoryQuota": 0 }),
        ),
        settings(
            "free-licence",
            "The organization has no premium licence",
            "The portal cannot show when guests signed in last.",
            json!({ "licence": "free" }),
        ),
    ]
}
