//! Redemption as the guest sees it: from the invitation mail to the redirect URL.

use jiff::SignedDuration;
use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{LOGIN, Reply, World, invitation};

fn decide(world: &World, page: &Reply, action: &str) -> Reply {
    world.press_redemption(page, &[("action", action)])
}

fn link_of(invited: &Value) -> String {
    invited["inviteRedeemUrl"].as_str().unwrap().to_owned()
}

fn guest(world: &World, token: &str, invited: &Value) -> Value {
    let id = invited["invitedUser"]["id"].as_str().unwrap();
    let select = "externalUserState,externalUserStateChangeDateTime,identities";
    world.graph(token, &format!("/v1.0/users/{id}?$select={select}")).json()
}

#[test]
fn from_invitation_to_accepted() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let mut body = invitation("nora@fabrikam.com");
    body["sendInvitationMessage"] = true.into();
    let invited = world.invite(&token, &body).json();
    let link = world.outbox()[0]["acceptUrl"].as_str().unwrap().to_owned();
    world.wait(SignedDuration::from_mins(5));
    let page = world.authenticate_guest(&world.follow(&link));
    let text = page.text();
    assert!(
        text.contains("<h1>Review permissions</h1>")
            && text.contains("Ines Duarte")
            && text.contains("Contoso")
            && text.contains("href=\"https://contoso.com/privacy\"")
    );
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("form-action 'self' https: https://app.example;")
    );
    let landed = decide(&world, &page, "accept");
    assert_eq!((landed.status(), landed.location().as_str()), (303, "https://app.example/start"));
    let guest = guest(&world, &token, &invited);
    assert_eq!(guest["externalUserState"], "Accepted");
    assert_eq!(guest["externalUserStateChangeDateTime"], "2026-11-20T09:05:00Z");
    assert_eq!(guest["identities"][0]["issuer"], "ExternalAzureAD");
    // After redemption the link redirects at once, and so does the link of a later invitation.
    assert_eq!(world.follow(&link).location(), "https://app.example/start");
    let again = world.invite(&token, &invitation("nora@fabrikam.com")).json();
    assert_eq!(again["status"], "Completed");
    assert_eq!(world.follow(again["inviteRedeemUrl"].as_str().unwrap()).status(), 303);
}

#[test]
fn a_newer_invitation_kills_the_older_link() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let link = || {
        world.invite(&token, &invitation("a@fabrikam.com")).json()["inviteRedeemUrl"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (older, newer) = (link(), link());
    let dead = world.follow(&older);
    assert_eq!(dead.status(), 404);
    assert!(dead.text().contains("<h1>This invitation no longer works</h1>"));
    assert_eq!(world.follow(&newer).status(), 200);
}

#[test]
fn a_page_left_open_cannot_accept_after_a_newer_invitation() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let first = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let page = world.authenticate_guest(&world.follow(&link_of(&first)));
    world.invite(&token, &invitation("a@fabrikam.com"));
    assert_eq!(decide(&world, &page, "accept").status(), 404);
    assert_eq!(guest(&world, &token, &first)["externalUserState"], "PendingAcceptance");
}

#[test]
fn cancelling_changes_nothing() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let link = invited["inviteRedeemUrl"].as_str().unwrap();
    let page = decide(&world, &world.authenticate_guest(&world.follow(link)), "cancel");
    assert!(page.text().contains("<h1>Invitation not accepted</h1>"));
    assert_eq!(guest(&world, &token, &invited)["externalUserState"], "PendingAcceptance");
    assert_eq!(world.follow(link).status(), 200);
}

#[test]
fn the_outer_link_redirects_nowhere_else() {
    let world = World::new();
    let inner =
        form_urlencoded::byte_serialize(b"https://evil.example/invitations/redeem/?").collect::<String>();
    for link in ["/redeem".to_owned(), format!("/redeem?rd={inner}"), "/redeem?rd=%2f%2fevil.example".into()]
    {
        let reply = world.get(Site::Login, &link);
        assert_eq!((reply.status(), reply.header("location")), (404, None), "{link}");
    }
}

#[test]
fn an_acceptance_is_in_the_ledger() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = world.invite(&token, &invitation("a@fabrikam.com")).json();
    assert_eq!(world.accept_invitation(&link_of(&invited)), "https://app.example/start");
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    assert_eq!(ledger["entries"][1]["path"], "/invitations/redeem");
    assert_eq!(ledger["invitationsPerAddress"], json!({ "a@fabrikam.com": 1 }));
}

/// Invites an address and returns the response.
fn invited(world: &World, token: &str, address: &str) -> Value {
    world.invite(token, &invitation(address)).json()
}

fn issuer(world: &World, token: &str, invited: &Value) -> Value {
    guest(world, token, invited)["identities"][0]["issuer"].clone()
}

#[test]
fn each_guest_proves_it_where_their_account_is() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    for (address, heading, brand, expected) in [
        ("a@adatum.com", "Sign in with your work account", "A. Datum Corporation", "ExternalAzureAD"),
        ("a@gmail.com", "Sign in with Google", "Google", "google.com"),
        ("a@outlook.com", "Sign in with your Microsoft account", "Microsoft", "MicrosoftAccount"),
        ("a@fourthcoffee.com", "Sign in with a code", "Contoso", "mail"),
    ] {
        let invited = invited(&world, &token, address);
        let page = world.follow(&link_of(&invited));
        let text = page.text();
        assert!(text.contains(&format!("<h1>{heading}</h1>")), "{text}");
        assert!(text.contains(&format!("<p class=\"brand\">{brand}</p>")) && text.contains(address));
        world.accept_invitation(&link_of(&invited));
        assert_eq!(issuer(&world, &token, &invited), expected);
    }
    world.settings(&json!({ "emailOneTimePasscode": false }));
    let invited = invited(&world, &token, "b@fourthcoffee.com");
    assert!(world.follow(&link_of(&invited)).text().contains("Sign in with your Microsoft account"));
}

#[test]
fn nobody_accepts_without_proof() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = invited(&world, &token, "a@fabrikam.com");
    let page = world.follow(&link_of(&invited));
    for action in ["accept", "enter-code", "send-code", "nonsense"] {
        assert!(decide(&world, &page, action).text().contains("Sign in with your work account"), "{action}");
    }
    assert!(decide(&world, &page, "cancel").text().contains("Invitation not accepted"));
    assert_eq!(guest(&world, &token, &invited)["externalUserState"], "PendingAcceptance");
    assert_eq!(world.outbox(), json!([]));
}

#[test]
fn a_code_is_mailed_and_a_wrong_or_old_one_is_refused_with_words() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = invited(&world, &token, "kim@fourthcoffee.com");
    let page = world.follow(&link_of(&invited));
    let asked = decide(&world, &page, "send-code");
    assert!(asked.text().contains("<h1>Enter code</h1>") && asked.text().contains("kim@fourthcoffee.com"));
    let mail = world.outbox()[0].clone();
    assert_eq!((&mail["kind"], &mail["to"]), (&json!("passcode"), &json!("kim@fourthcoffee.com")));
    assert_eq!(mail["expiresDateTime"], "2026-11-20T09:30:00Z");
    let code = mail["code"].as_str().unwrap().to_owned();
    assert!(world.get(Site::Graph, "/_sandbox/outbox").text().contains(&code));

    let enter = |code: &str| world.press_redemption(&asked, &[("action", "enter-code"), ("code", code)]);
    for wrong in ["", "00000000x", "123"] {
        let refused = enter(wrong);
        assert!(refused.text().contains("That code is not right."), "{wrong}");
        assert!(refused.header("set-cookie").is_none());
    }
    world.wait(SignedDuration::from_mins(30));
    assert!(enter(&code).text().contains("That code has expired."));
    decide(&world, &asked, "send-code");
    let newer = world.outbox()[0]["code"].as_str().unwrap().to_owned();
    assert!(enter(&code).text().contains("That code is not right."), "a newer code ends the older");
    let proved = enter(&format!(" {newer} "));
    assert_eq!(proved.status(), 303);
    assert!(world.get(Site::Login, &proved.location()).text().contains("<h1>Review permissions</h1>"));
}

#[test]
fn a_session_lasts_a_day_and_a_return_is_a_sign_in() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = invited(&world, &token, "a@fabrikam.com");
    world.accept_invitation(&link_of(&invited));
    world.wait(SignedDuration::from_hours(23));
    assert_eq!(world.follow(&link_of(&invited)).location(), "https://app.example/start");
    world.wait(SignedDuration::from_hours(2));
    let page = world.follow(&link_of(&invited));
    assert!(page.text().contains("Sign in with your work account"));
    assert_eq!(world.authenticate_guest(&page).location(), "https://app.example/start");
    let token = world.access_token("ines@contoso.com");
    let changed = guest(&world, &token, &invited)["externalUserStateChangeDateTime"].clone();
    assert_eq!(changed, "2026-11-20T09:00:00Z", "accepted once");
    // Two guests may use one browser. The control plane can expire their sessions.
    world.accept_invitation(&link_of(&self::invited(&world, &token, "b@fabrikam.com")));
    assert_eq!(world.follow(&link_of(&invited)).status(), 303);
    world.send(Site::Graph, "POST", "/_sandbox/sessions/expire", &[], "");
    assert_eq!(world.follow(&link_of(&invited)).status(), 200);
}

#[test]
fn after_a_reset_the_guest_proves_and_agrees_anew() {
    let world = World::new();
    world.consent(Some("ada@contoso.com"), &["User.ReadWrite.All"]);
    let token = world.access_token("ada@contoso.com");
    let first = invited(&world, &token, "a@fabrikam.com");
    world.accept_invitation(&link_of(&first));
    let mut body = invitation("a@fabrikam.com");
    body["invitedUser"] = json!({ "id": first["invitedUser"]["id"] });
    body["resetRedemption"] = true.into();
    let again = world.invite(&token, &body);
    assert_eq!(again.status(), 201, "{}", again.text());
    let page = world.follow(&link_of(&again.json()));
    assert!(page.text().contains("Sign in with your work account"));
    assert!(world.authenticate_guest(&page).text().contains("<h1>Review permissions</h1>"));
    assert_eq!(guest(&world, &token, &first)["externalUserState"], "PendingAcceptance");
}

#[test]
fn the_domain_is_looked_at_again_at_redemption() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let pending = invited(&world, &token, "a@fabrikam.com");
    let accepted = invited(&world, &token, "b@fabrikam.com");
    world.accept_invitation(&link_of(&accepted));
    world.settings(&json!({ "blockedDomains": ["fabrikam.com"] }));
    let stopped = world.follow(&link_of(&pending));
    assert_eq!(stopped.status(), 403);
    assert!(stopped.text().contains("does not let guests of <strong>fabrikam.com</strong> in"));
    assert_eq!(world.follow(&link_of(&accepted)).status(), 303, "who is in stays in");
    let blocked = json!({ "default": { "b2bCollaborationInbound": "blocked" } });
    world.settings(&json!({ "blockedDomains": [], "crossTenantAccess": blocked }));
    for link in [link_of(&pending), link_of(&accepted)] {
        assert!(world.follow(&link).text().contains("AADSTS500213"));
    }
    assert_eq!(guest(&world, &token, &pending)["externalUserState"], "PendingAcceptance");
}

#[test]
fn automatic_redemption_asks_for_no_consent() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let partner = json!({ "automaticUserConsentSettings": { "inboundAllowed": true } });
    let partners = json!({ "2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21": partner });
    world.settings(&json!({ "crossTenantAccess": { "partners": partners } }));
    let theirs = invited(&world, &token, "a@fabrikam.com");
    let led = world.authenticate_guest(&world.follow(&link_of(&theirs)));
    assert_eq!((led.status(), led.location().as_str()), (303, "https://app.example/start"));
    assert_eq!(guest(&world, &token, &theirs)["externalUserState"], "Accepted");
    let others = invited(&world, &token, "a@adatum.com");
    assert!(world.authenticate_guest(&world.follow(&link_of(&others))).text().contains("Review permissions"));
}

#[test]
fn the_short_way_asks_for_consent_alone() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    world.settings(&json!({ "redemption": "short" }));
    let invited = invited(&world, &token, "a@fourthcoffee.com");
    let page = world.follow(&link_of(&invited));
    assert!(page.text().contains("<h1>Review permissions</h1>"));
    assert_eq!(decide(&world, &page, "accept").location(), "https://app.example/start");
    assert_eq!(issuer(&world, &token, &invited), "mail");
    assert_eq!(world.follow(&link_of(&invited)).status(), 303);
}

#[test]
fn further_invitations_can_be_blocked_and_allowed_again() {
    let world = World::new();
    world.consent(Some("gael@contoso.com"), &["AuditLog.Read.All"]);
    let reader = world.access_token("gael@contoso.com");
    let token = world.access_token("ines@contoso.com");
    let mailed = || {
        let mut body = invitation("Nora@fabrikam.com");
        body["sendInvitationMessage"] = true.into();
        assert_eq!(world.invite(&token, &body).status(), 201);
        world.outbox().as_array().unwrap().len()
    };
    assert_eq!(mailed(), 1);
    let link = world.outbox()[0]["blockUrl"].as_str().unwrap().to_owned();
    assert!(link.starts_with(&format!("{LOGIN}/unsubscribe?")));
    let shown = world.get(Site::Graph, "/_sandbox/outbox").text();
    assert!(shown.contains(&format!("href=\"{}\"", link.replace('&', "&amp;"))));
    let page = world.open(&link);
    assert!(page.text().contains("<h1>Block future invitations from Contoso?</h1>"));
    for foreign in ["https://evil.example", "null"] {
        let body = "email=Nora%40fabrikam.com&action=block";
        let refused = world.send(Site::Login, "POST", "/unsubscribe", &[("origin", foreign)], body);
        assert_eq!(refused.status(), 403, "{foreign}");
    }
    let kept = world.submit("/unsubscribe", &[("email", "Nora@fabrikam.com"), ("action", "cancel")]);
    assert!(kept.text().contains("Nothing has changed") && mailed() == 2);
    let blocked = world.submit("/unsubscribe", &[("email", "Nora@fabrikam.com"), ("action", "block")]);
    assert!(blocked.text().contains("<h1>Invitations are blocked</h1>"));
    assert_eq!(mailed(), 2, "the guest is invited, and no mail goes out");

    let list = || world.get(Site::Login, "/unsubscribe/manage").text();
    assert!(list().contains("nora@fabrikam.com"));
    let fields = [("email", "nora@fabrikam.com"), ("action", "allow")];
    assert_eq!(world.submit("/unsubscribe/manage", &fields).location(), "/unsubscribe/manage");
    assert!(list().contains("Nobody has blocked") && mailed() == 3);
    // Allowing mails that are allowed already adds no audit event.
    world.submit("/unsubscribe/manage", &fields);
    let path = "/v1.0/auditLogs/directoryAudits?$filter=startsWith(activityDisplayName,'Email')";
    let log = world.graph(&reader, path).json();
    let names = log["value"].as_array().unwrap().iter().map(|entry| entry["activityDisplayName"].clone());
    let mut names: Vec<_> = names.map(|name| name.as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["Email not sent, user unsubscribed", "Email subscribed", "Email unsubscribed"]);
    for link in ["/unsubscribe", "/unsubscribe?email=nora"] {
        assert_eq!(world.get(Site::Login, link).status(), 400);
    }
}

#[test]
fn a_blocked_account_does_not_get_in() {
    let world = World::new();
    world.consent(Some("ada@contoso.com"), &["User.ReadWrite.All"]);
    let token = world.access_token("ada@contoso.com");
    let invited = invited(&world, &token, "a@fabrikam.com");
    let path = format!("/v1.0/users/{}", invited["invitedUser"]["id"].as_str().unwrap());
    let disabled = world.graph_write(&token, "PATCH", &path, &json!({ "accountEnabled": false }));
    assert_eq!(disabled.status(), 204, "{}", disabled.text());
    assert!(world.follow(&link_of(&invited)).text().contains("AADSTS50057"));
}
