//! `POST /invitations`: who may send it, what is rejected, and what it changes.

use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{GRAPH, LOGIN, World, invitation, parameter};

#[test]
fn a_new_address_becomes_a_pending_guest() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let reply = world.invite(&token, &invitation("Nora_B@fabrikam.com"));
    assert_eq!(reply.status(), 201, "{}", reply.text());
    let body = reply.json();
    assert_eq!(body["@odata.context"], format!("{GRAPH}/v1.0/$metadata#invitations/$entity"));
    assert_eq!(body["status"], "PendingAcceptance");
    assert_eq!(body["sendInvitationMessage"], false);
    // Graph returns an empty recipient when the request has none.
    let echo = json!({ "messageLanguage": null, "customizedMessageBody": null,
        "ccRecipients": [{ "emailAddress": { "name": null, "address": null } }] });
    assert_eq!(body["invitedUserMessageInfo"], echo);
    let id = body["invitedUser"]["id"].as_str().unwrap();
    let select = "id,userType,creationType,externalUserState,accountEnabled,mail,otherMails,identities,\
                  userPrincipalName,createdDateTime,externalUserStateChangeDateTime";
    let guest = world.graph(&token, &format!("/v1.0/users/{id}?$select={select}")).json();
    assert_eq!(guest["userType"], "Guest");
    assert_eq!(guest["creationType"], "Invitation");
    assert_eq!(guest["externalUserState"], "PendingAcceptance");
    assert_eq!(guest["accountEnabled"], true);
    assert_eq!(guest["mail"], "Nora_B@fabrikam.com");
    assert_eq!(guest["userPrincipalName"], "Nora_B_fabrikam.com#EXT#@contoso.onmicrosoft.com");
    assert_eq!(guest["createdDateTime"], "2026-11-20T09:00:00Z");
    assert_eq!(guest["identities"][0]["issuer"], "contoso.onmicrosoft.com");
    assert_eq!(world.outbox(), json!([]));
}

#[test]
fn the_redeem_link_has_the_services_form() {
    let world = World::new();
    let body = world.invite(&world.access_token("ada@contoso.com"), &invitation("a@fabrikam.com")).json();
    let url = body["inviteRedeemUrl"].as_str().unwrap();
    assert!(url.starts_with(&format!(
        "{LOGIN}/redeem?rd=http%3a%2f%2f127.0.0.1%3a8081%2finvitations%2fredeem%2f%3ftenant%3d"
    )));
    let inner = parameter(url, "rd");
    assert_eq!(parameter(&inner, "user"), body["id"].as_str().unwrap());
    assert_eq!(parameter(&inner, "ver"), "2.0");
}

#[test]
fn inviting_again_keeps_the_user_and_gives_a_new_invitation() {
    let world = World::new();
    let token = world.access_token("mira@contoso.com");
    let first = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let second = world.invite(&token, &invitation("A@Fabrikam.com"));
    assert_eq!(second.status(), 201);
    assert_eq!(second.json()["invitedUser"], first["invitedUser"]);
    assert_ne!(second.json()["id"], first["id"]);
    assert_ne!(second.json()["inviteRedeemUrl"], first["inviteRedeemUrl"]);
    let guests = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'").json();
    assert_eq!(guests["value"].as_array().unwrap().len(), 1);
}

#[test]
fn a_missing_permission_is_a_401_with_the_services_text() {
    let world = World::new();
    let token = world.access_token("rune@contoso.com");
    let (status, code, message) = world.invite(&token, &invitation("a@fabrikam.com")).graph_error();
    assert_eq!((status, code.as_str()), (401, "Unauthorized"));
    assert!(message.starts_with(
        "Insufficient privileges to perform requested operation by the application \
         '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL \
         absolute path=/api/"
    ));
}

#[test]
fn the_policy_decides_who_may_invite() {
    let world = World::new();
    let people =
        ["ada@contoso.com", "ines@contoso.com", "mira@contoso.com"].map(|upn| world.access_token(upn));
    for (policy, expected) in [
        ("everyone", [201, 201, 201]),
        ("adminsGuestInvitersAndAllMembers", [201, 201, 201]),
        ("adminsAndGuestInviters", [201, 201, 403]),
        ("none", [403, 403, 403]),
    ] {
        world.settings(&json!({ "allowInvitesFrom": policy }));
        let statuses =
            people.each_ref().map(|token| world.invite(token, &invitation("a@fabrikam.com")).status());
        assert_eq!(statuses, expected, "{policy}");
    }
    let (_, code, message) = world.invite(&people[0], &invitation("a@fabrikam.com")).graph_error();
    assert_eq!(code, "Forbidden");
    let text = "Guest invitations not allowed for your company. Contact your company administrator for more details.";
    assert_eq!(message, text);
}

#[test]
fn only_the_user_administrator_invites_members() {
    let world = World::new();
    let mut body = invitation("a@fabrikam.com");
    body["invitedUserType"] = "Member".into();
    for upn in ["ines@contoso.com", "mira@contoso.com"] {
        let (status, code, message) = world.invite(&world.access_token(upn), &body).graph_error();
        assert_eq!(
            (status, code.as_str(), message.as_str()),
            (403, "Forbidden", "Generic authorization exception.")
        );
    }
    let token = world.access_token("ada@contoso.com");
    let made = world.invite(&token, &body).json();
    assert_eq!(made["invitedUserType"], "Member");
    let id = made["invitedUser"]["id"].as_str().unwrap();
    assert_eq!(
        world.graph(&token, &format!("/v1.0/users/{id}?$select=userType")).json()["userType"],
        "Member"
    );
    // An external member can be invited again, as a guest can.
    assert_eq!(world.invite(&token, &invitation("a@fabrikam.com")).status(), 201);
}

#[test]
fn each_address_that_cannot_be_invited_says_why() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let id = |upn: &str| {
        world.graph(&token, &format!("/v1.0/users/{upn}")).json()["id"].as_str().unwrap().to_owned()
    };
    let (tove, otto) = (id("tove@contoso.com"), id("otto@contoso.com"));
    for (address, text) in [
        ("projects@contoso.com", "Group email address is not supported.".to_owned()),
        ("new@contoso.com", "verified domain of this directory.".into()),
        ("new@Contoso.onmicrosoft.com", "verified domain of this directory.".into()),
        (
            "tove.marchetti@adatum.com",
            format!("already exists in the directory as object ID: {tove}. They can use"),
        ),
        ("otto@contoso.com", format!("as object ID: {otto}, but the account is blocked from signing in.")),
        ("a+b@fabrikam.com", "The invited user email address is invalid.".into()),
        ("no-address", "The invited user email address is invalid.".into()),
    ] {
        let (status, code, message) = world.invite(&token, &invitation(address)).graph_error();
        assert_eq!((status, code.as_str()), (400, "BadRequest"), "{address}");
        assert!(message.contains(&text), "{address}: {message}");
    }
}

#[test]
fn each_malformed_body_is_a_400() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let redirect =
        |url: Value| json!({ "invitedUserEmailAddress": "a@fabrikam.com", "inviteRedirectUrl": url });
    for body in [
        json!({}),
        json!([]),
        json!({ "invitedUserEmailAddress": "a@fabrikam.com" }),
        redirect(json!("")),
        redirect(json!("app.example")),
        redirect(json!("javascript:alert(1)")),
        redirect(json!(5)),
    ] {
        let (status, code, _) = world.invite(&token, &body).graph_error();
        assert_eq!((status, code.as_str()), (400, "BadRequest"), "{body}");
    }
    let bearer = format!("Bearer {token}");
    let broken = world.send(Site::Graph, "POST", "/v1.0/invitations", &[("authorization", &bearer)], "{");
    assert!(broken.graph_error().2.starts_with("Unable to read JSON request payload."));
}

#[test]
fn a_reset_needs_rights_that_nobody_here_has() {
    let world = World::new();
    let mut body = invitation("a@fabrikam.com");
    body["resetRedemption"] = true.into();
    let (status, code, message) = world.invite(&world.access_token("ada@contoso.com"), &body).graph_error();
    assert_eq!(
        (status, code.as_str(), message.as_str()),
        (403, "Forbidden", "Generic authorization exception.")
    );
}

#[test]
fn the_mail_has_what_was_asked_for() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let recipient = |address: &str| json!({ "emailAddress": { "address": address, "name": "C" } });
    let mut body = invitation("a@fabrikam.com");
    body["sendInvitationMessage"] = true.into();
    body["invitedUserMessageInfo"] = json!({
        "messageLanguage": "fr-FR",
        "customizedMessageBody": "Welcome <aboard>",
        "ccRecipients": [recipient("c@fabrikam.com"), recipient("d@fabrikam.com")],
    });
    let made = world.invite(&token, &body).json();
    let mail = world.outbox()[0].clone();
    assert_eq!(mail["to"], "a@fabrikam.com");
    assert_eq!(mail["cc"], json!(["c@fabrikam.com"]));
    assert_eq!(mail["customizedMessageBody"], "Welcome <aboard>");
    // With a customized message body, Graph ignores `messageLanguage`.
    assert_eq!((&mail["language"], &mail["requestedLanguage"]), (&json!("en-US"), &json!("fr-FR")));
    assert_eq!(mail["subject"], "Ines Duarte invited you to collaborate with contoso.com");
    let from = "Microsoft Invitations on behalf of contoso.com <invites@contoso.onmicrosoft.com>";
    assert_eq!(mail["from"], from);
    assert_eq!(mail["replyTo"], "ines@contoso.com");
    assert_eq!(mail["acceptUrl"], made["inviteRedeemUrl"]);
    assert_eq!(mail["redirectUrl"], "https://app.example/start");
    let page = world.get(Site::Graph, "/_sandbox/outbox").text();
    assert!(page.contains("Welcome &lt;aboard&gt;") && page.contains(">Accept invitation</a>"));
    body["invitedUserMessageInfo"] = json!({ "messageLanguage": "fr" });
    world.invite(&token, &body);
    assert_eq!(world.outbox()[0]["language"], "fr");
    assert!(world.get(Site::Graph, "/_sandbox/outbox").text().contains("Accepter l’invitation"));
}

#[test]
fn without_a_mailbox_the_message_is_dropped_in_silence() {
    let world = World::new();
    world.settings(&json!({ "invitersHaveMailbox": false }));
    let mut body = invitation("a@fabrikam.com");
    body["sendInvitationMessage"] = true.into();
    body["invitedUserMessageInfo"] = json!({ "customizedMessageBody": "Hello" });
    let made = world.invite(&world.access_token("ines@contoso.com"), &body);
    assert_eq!(made.json()["invitedUserMessageInfo"]["customizedMessageBody"], "Hello");
    let mail = world.outbox()[0].clone();
    assert_eq!((&mail["customizedMessageBody"], &mail["replyTo"]), (&Value::Null, &Value::Null));
}
