//! Untidy guests: everything that can be asked of a directory works with them, too.

use std::collections::HashMap;

use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{GRAPH, World, invitation};

const ADA: &str = "ada@contoso.com";
const SELECT: &str = "id,displayName,givenName,surname,mail,otherMails,proxyAddresses,userPrincipalName,userType,creationType,\
     externalUserState,externalUserStateChangeDateTime,createdDateTime,accountEnabled,identities,companyName";
/// Every kind of name occurs with every kind of address, and there is a guest whom no property calls one.
const GUESTS: usize = 84;

/// A tenant all of whose guests are untidy.
fn world() -> (World, String) {
    let world = World::new();
    world.control("POST", "reset", &json!({ "guests": GUESTS, "untidy": 100 }));
    world.settings(&json!({ "limits": { "enabled": false } }));
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    (world, token)
}

fn list(world: &World, token: &str, options: &str) -> Vec<Value> {
    let path = format!("/v1.0/users?$top=999&$count=true&$select={SELECT}{options}");
    let reply = world.graph_eventual(token, &path);
    assert_eq!(reply.status(), 200, "{options}: {}", reply.text());
    reply.json()["value"].as_array().unwrap().clone()
}

/// The guests among all users, by the sign-in name.
fn guests(world: &World, token: &str) -> Vec<Value> {
    let mut all = list(world, token, "");
    all.retain(|user| text(user, "userPrincipalName").contains("#EXT#"));
    all
}

fn text<'a>(user: &'a Value, name: &str) -> &'a str {
    user[name].as_str().unwrap_or_default()
}

/// A string in a filter, percent-encoded.
fn literal(text: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', "''"));
    url::form_urlencoded::byte_serialize(quoted.as_bytes()).collect()
}

fn has(found: &[Value], user: &Value) -> bool {
    found.iter().any(|one| one["id"] == user["id"])
}

#[test]
fn every_guest_is_found_by_id_sign_in_name_filter_search_and_delta() {
    let (world, token) = world();
    let all = guests(&world, &token);
    assert_eq!(all.len(), GUESTS);
    let delta = world.graph(&token, &format!("/v1.0/users/delta?$select={SELECT}")).json();
    let delta = delta["value"].as_array().unwrap();
    for user in &all {
        let id = text(user, "id");
        let same = |reply: Value| SELECT.split(',').all(|name| reply[name] == user[name]);
        assert!(same(world.graph(&token, &format!("/v1.0/users/{id}?$select={SELECT}")).json()), "{user}");
        let upn: String =
            url::form_urlencoded::byte_serialize(text(user, "userPrincipalName").as_bytes()).collect();
        assert_eq!(world.graph(&token, &format!("/v1.0/users/{upn}")).json()["id"], user["id"], "{user}");
        let equal = |name: &&str| !user[*name].is_null();
        let names =
            ["displayName", "userPrincipalName", "mail", "givenName", "surname"].into_iter().filter(equal);
        let mut filter: Vec<_> =
            names.map(|name| format!("{name} eq {}", literal(text(user, name)))).collect();
        if let Some(address) = user["otherMails"][0].as_str() {
            filter.push(format!("otherMails/any(m:m eq {})", literal(address)));
        }
        let found = list(&world, &token, &format!("&$filter={}", filter.join(" and ")));
        assert!(found.len() == 1 && has(&found, user), "filter: {user}");
        let start: String = text(user, "displayName").chars().take(30).collect();
        let start: String = url::form_urlencoded::byte_serialize(start.as_bytes()).collect();
        let found = list(&world, &token, &format!("&$search=%22displayName:{start}%22"));
        assert!(has(&found, user), "search: {user}");
        assert!(has(delta, user), "delta: {user}");
    }
}

#[test]
fn null_is_neither_equal_nor_left_out_by_ne() {
    let (world, token) = world();
    let all = guests(&world, &token);
    let count = |wanted: &dyn Fn(&Value) -> bool| all.iter().filter(|user| wanted(user)).count();
    let with = |filter: &str| {
        let mut found = list(&world, &token, &format!("&$filter={filter}"));
        found.retain(|user| text(user, "userPrincipalName").contains("#EXT#"));
        found
    };
    let nulls = count(&|user| user["userType"].is_null());
    assert!(nulls >= 7, "{nulls}");
    assert_eq!(with("userType eq 'Guest'").len(), GUESTS - nulls);
    assert_eq!(with("userType eq null").len(), nulls);
    assert_eq!(with("userType ne 'Guest'").len(), nulls);
    assert_eq!(with("not(userType eq 'Guest')").len(), nulls);
    assert_eq!(with("userType ne null").len(), GUESTS - nulls);
    assert_eq!(with("userType in ('Guest','Member')").len(), GUESTS - nulls);
    let listed = with("userType eq 'Guest' or creationType eq 'Invitation'").len();
    let unlisted = count(&|user| user["userType"].is_null() && user["creationType"].is_null());
    assert_eq!((listed, unlisted), (GUESTS - 1, 1));

    for (name, value) in [
        ("creationType", "SelfServiceSignUp"),
        ("creationType", "EmailVerified"),
        ("creationType", "Invitation"),
        ("externalUserState", "Accepted"),
        ("externalUserState", "PendingAcceptance"),
    ] {
        let equal = count(&|user| user[name] == value);
        assert!(equal >= 7, "{name} {value}: {equal}");
        assert_eq!(with(&format!("{name} eq '{value}'")).len(), equal);
        assert_eq!(with(&format!("{name} ne '{value}'")).len(), GUESTS - equal);
    }
    for name in ["mail", "createdDateTime", "externalUserState", "creationType", "givenName"] {
        let nulls = count(&|user| user[name].is_null());
        assert!(nulls > 0, "{name}");
    }
    // The service refuses to compare the other ones with null.
    assert_eq!(with("givenName eq null").len(), count(&|user| user["givenName"].is_null()));
    let none = count(&|user| user["otherMails"] == json!([]));
    assert!(none > 0);
    assert_eq!(with("otherMails/$count eq 0").len(), none);
    let late = with("createdDateTime ge 2000-01-01T00:00:00Z").len();
    assert_eq!(late, count(&|user| user["createdDateTime"].is_string()), "null is not late");
    for issuer in ["facebook.com", "http://adfs.fabrikam.com/adfs/services/trust"] {
        let user = all.iter().find(|user| user["identities"][0]["issuer"] == issuer).unwrap();
        let assigned = literal(user["identities"][0]["issuerAssignedId"].as_str().unwrap());
        let filter = format!("identities/any(c:c/issuerAssignedId eq {assigned} and c/issuer eq '{issuer}')");
        assert!(has(&with(&filter), user), "{issuer}");
    }
}

#[test]
fn the_order_by_name_is_total_and_pages_lose_nobody() {
    let (world, token) = world();
    let mut names = Vec::new();
    let mut next = Some("/v1.0/users?$orderby=displayName&$select=displayName&$top=40".to_owned());
    while let Some(path) = next {
        let body = world.graph(&token, &path).json();
        names.extend(
            body["value"].as_array().unwrap().iter().map(|row| text(row, "displayName").to_lowercase()),
        );
        next = body["@odata.nextLink"].as_str().map(|url| url.strip_prefix(GRAPH).unwrap().to_owned());
    }
    assert_eq!(names.len(), GUESTS + 11);
    assert!(names.is_sorted());
}

#[test]
fn inviting_them_again_finds_them_and_makes_nobody() {
    let (world, token) = world();
    let all = guests(&world, &token);
    for user in &all {
        // The sign-in name of a guest without any address still shows the invited one.
        let from_upn = text(user, "userPrincipalName").split("#EXT#").next().unwrap().replacen('_', "@", 1);
        let address = user["otherMails"][0].as_str().map_or(from_upn, str::to_owned);
        let reply = world.invite(&token, &invitation(&address));
        assert_eq!(reply.status(), 201, "{address}: {}", reply.text());
        let body = reply.json();
        assert_eq!(body["invitedUser"]["id"], user["id"], "{address}");
        let accepted = user["externalUserState"] == "Accepted";
        assert_eq!(body["status"], if accepted { "Completed" } else { "PendingAcceptance" });
    }
    assert_eq!(guests(&world, &token).len(), GUESTS);
    let lost = all.iter().find(|user| user["otherMails"] == json!([])).unwrap();
    let found =
        world.graph(&token, &format!("/v1.0/users/{}?$select=mail,otherMails", text(lost, "id"))).json();
    assert!(found["mail"].is_null() && found["otherMails"][0].is_string(), "{found}");
}

#[test]
fn whoever_has_not_accepted_can_and_the_audit_log_tells_it() {
    let (world, token) = world();
    let mut seen = HashMap::new();
    for user in guests(&world, &token) {
        let open = user["externalUserState"] != "Accepted" && user["accountEnabled"] == true;
        let kind =
            (text(&user, "creationType").to_owned(), user["mail"].is_null(), user["userType"].is_null());
        let Some(address) = user["otherMails"][0].as_str().filter(|_| open) else { continue };
        if seen.insert(kind, address.to_owned()).is_some() {
            continue;
        }
        let made = world.invite(&token, &invitation(address)).json();
        let end = world.accept_invitation(made["inviteRedeemUrl"].as_str().unwrap());
        assert_eq!(end, made["inviteRedirectUrl"].as_str().unwrap(), "{user}");
        let path = format!("/v1.0/users/{}?$select={SELECT}", text(&user, "id"));
        assert_eq!(world.graph(&token, &path).json()["externalUserState"], "Accepted");
    }
    assert!(seen.len() >= 6, "{seen:?}");
    world.consent(None, &["AuditLog.Read.All"]);
    let gael = world.access_token("gael@contoso.com");
    let audits = world.graph(&gael, "/v1.0/auditLogs/directoryAudits?$top=999");
    assert_eq!(audits.status(), 200, "{}", audits.text());
    let blank = |event: &Value| event["initiatedBy"]["user"]["userPrincipalName"] == "";
    assert!(!audits.json()["value"].as_array().unwrap().iter().any(blank));
}

#[test]
fn a_reset_of_the_redemption_works_for_guests_of_every_origin() {
    let (world, token) = world();
    let mut seen = HashMap::new();
    for user in guests(&world, &token) {
        let kind = (user["identities"][0]["issuer"].to_string(), user["creationType"].to_string());
        let Some(address) = user["otherMails"][0].as_str() else { continue };
        if seen.insert(kind, ()).is_some() {
            continue;
        }
        let mut body = invitation(address);
        body["resetRedemption"] = true.into();
        body["invitedUser"] = json!({ "id": user["id"] });
        let reply = world.invite(&token, &body);
        assert_eq!(reply.status(), 201, "{user}: {}", reply.text());
        let after =
            world.graph(&token, &format!("/v1.0/users/{}?$select={SELECT}", text(&user, "id"))).json();
        assert_eq!(
            (&after["mail"], &after["externalUserState"]),
            (&json!(address), &json!("PendingAcceptance"))
        );
        assert_eq!(after["identities"][0]["issuer"], "contoso.onmicrosoft.com");
    }
    assert!(seen.len() >= 12, "{}", seen.len());
}

#[test]
fn the_knob_of_a_reset_says_how_many() {
    let world = World::with_guests(300);
    world.settings(&json!({ "limits": { "enabled": false } }));
    let untidy = || {
        let token = world.access_token(ADA);
        let odd = |user: &Value| user["userType"].is_null() || user["mail"].is_null();
        guests(&world, &token).iter().filter(|user| odd(user)).count()
    };
    let start = untidy();
    assert!((3..=8).contains(&start), "{start}");
    let reset = |body: &Value| world.control("POST", "reset", body).status();
    assert_eq!(reset(&json!({ "untidy": 0 })), 204);
    assert_eq!(untidy(), 0);
    assert_eq!(reset(&json!({ "untidy": 100 })), 204);
    assert!(untidy() > 60);
    assert_eq!(reset(&json!({ "untidy": 101 })), 400);
    assert!(untidy() > 60, "a refused reset changes nothing");
    assert_eq!(reset(&json!({})), 204);
    assert_eq!(untidy(), start);

    let form = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
    let sent = world.send(Site::Graph, "POST", "/_sandbox/reset", &form, "guests=50&seed=&untidy=10");
    assert_eq!(sent.status(), 303, "{}", sent.text());
    let page = world.get(Site::Graph, "/_sandbox").text();
    assert!(page.contains("Made with 50 guests from seed 1; 10 percent of them are untidy."));
    let refused = world.send(Site::Graph, "POST", "/_sandbox/reset", &form, "guests=&seed=&untidy=200");
    assert_eq!(refused.status(), 400);
}
