//! `sendMail` through Graph, and the outbox entries that it creates.

use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{World, invitation};

const PATH: &str = "/v1.0/me/sendMail";

fn token(world: &World, upn: &str) -> String {
    world.consent(Some(upn), &["Mail.Send"]);
    world.access_token(upn)
}

fn mail(to: &str, body: &str) -> Value {
    json!({
        "message": {
            "subject": "Welcome to the project",
            "body": { "contentType": "HTML", "content": body },
            "toRecipients": [{ "emailAddress": { "address": to } }],
            "ccRecipients": [{ "emailAddress": { "address": "mira@contoso.com", "name": "Mira" } }],
        },
        "saveToSentItems": true,
    })
}

#[test]
fn an_inviter_sends_the_link_in_a_mail_of_their_own() {
    let world = World::new();
    let token = token(&world, "ada@contoso.com");
    let invited = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let link = invited["inviteRedeemUrl"].as_str().unwrap();
    assert_eq!(world.outbox(), json!([]), "no mail was asked for");

    let body = format!("<p>Hello,</p><p><a href=\"{}\">come in</a></p>", link.replace('&', "&amp;"));
    let sent = world.graph_write(&token, "POST", PATH, &mail("a@fabrikam.com", &body));
    assert_eq!((sent.status(), sent.text().as_str()), (202, ""));

    let kept = world.outbox()[0].clone();
    assert_eq!((&kept["kind"], &kept["from"]), (&json!("message"), &json!("ada@contoso.com")));
    assert_eq!((&kept["to"], &kept["cc"]), (&json!(["a@fabrikam.com"]), &json!(["mira@contoso.com"])));
    assert_eq!((&kept["subject"], &kept["format"]), (&json!("Welcome to the project"), &json!("html")));
    assert_eq!(kept["body"], body);
    let page = world.get(Site::Graph, "/_sandbox/outbox").text();
    assert!(page.contains("Welcome to the project</h2>") && page.contains("Hello,\ncome in"));
    assert!(page.contains(&format!("href=\"{link}\"")), "the link can be followed");
}

#[test]
fn nothing_of_a_body_is_executed() {
    let world = World::new();
    let token = token(&world, "ada@contoso.com");
    let body = "<script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">x</a>";
    world.graph_write(&token, "POST", PATH, &mail("a@fabrikam.com", body));
    let page = world.get(Site::Graph, "/_sandbox/outbox").text();
    assert!(page.contains("Welcome to the project"));
    for bad in ["<script", "<img", "javascript:", "onerror"] {
        assert!(!page.contains(bad), "{bad}");
    }
}

#[test]
fn sending_takes_a_mailbox_and_ones_own_consent() {
    let world = World::new();
    let plain = world.access_token("mira@contoso.com");
    let denied = world.graph_write(&plain, "POST", PATH, &mail("a@fabrikam.com", "x")).graph_error();
    assert_eq!((denied.0, denied.1.as_str()), (403, "ErrorAccessDenied"));
    let token = token(&world, "ada@contoso.com");
    world.settings(&json!({ "invitersHaveMailbox": false }));
    let homeless = world.graph_write(&token, "POST", PATH, &mail("a@fabrikam.com", "x")).graph_error();
    assert_eq!((homeless.0, homeless.1.as_str()), (404, "MailboxNotEnabledForRESTAPI"));
    assert_eq!(world.outbox(), json!([]));
}

#[test]
fn colleagues_are_offered_as_recipients() {
    let world = World::new();
    let plain = world.access_token("mira@contoso.com");
    assert_eq!(world.graph(&plain, "/v1.0/me/people").graph_error().0, 403);
    world.consent(Some("mira@contoso.com"), &["People.Read"]);
    let token = world.access_token("mira@contoso.com");
    let names = |query: &str| {
        let body = world.graph(&token, &format!("/v1.0/me/people{query}")).json();
        let people = body["value"].as_array().unwrap().clone();
        people.iter().map(|person| person["displayName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(names("").len() > 3 && !names("").contains(&"Mira Falk".to_owned()));
    assert_eq!(names("?$search=%22ad%22&$top=5")[0], "Ada Berg");
    assert!(names("?$search=nobody").is_empty() && names("?$top=2").len() == 2);
    assert_eq!(world.graph(&token, "/v1.0/me/people?$top=0").status(), 400);
}

#[test]
fn a_mail_to_nobody_is_refused() {
    let world = World::new();
    let token = token(&world, "ada@contoso.com");
    for (wrong, code) in [
        (json!({ "message": { "subject": "x" } }), "ErrorInvalidRecipients"),
        (mail("not an address", "x"), "ErrorInvalidRecipients"),
        (json!({}), "UnableToDeserializePostBody"),
        (json!({ "message": { "toRecipients": "a@b.example" } }), "UnableToDeserializePostBody"),
    ] {
        let refused = world.graph_write(&token, "POST", PATH, &wrong).graph_error();
        assert_eq!((refused.0, refused.1.as_str()), (400, code), "{wrong}");
    }
    assert_eq!(world.outbox(), json!([]));
}

#[test]
fn the_sender_of_an_invitation_is_a_setting() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let mut body = invitation("a@fabrikam.com");
    body["sendInvitationMessage"] = true.into();
    let sent = |settings: Value| {
        assert_eq!(world.settings(&settings).status(), 200);
        world.invite(&token, &body);
        let mail = world.outbox()[0].clone();
        let text = |name: &str| mail[name].as_str().unwrap().to_owned();
        (text("from"), text("subject"))
    };
    let from = |name: &str, address: &str| format!("Microsoft Invitations on behalf of {name} <{address}>");
    let new = "Ines Duarte invited you to collaborate with contoso.com".to_owned();
    let former = "Ines Duarte invited you to access applications within their organization.".to_owned();
    assert_eq!(sent(json!({})), (from("contoso.com", "invites@contoso.onmicrosoft.com"), new.clone()));
    let custom = sent(json!({ "invitationSender": "customDomain" }));
    assert_eq!(custom, (from("contoso.com", "invites@contoso.com"), new.clone()));
    // The tenant has no mail.
    let without = sent(json!({ "invitersHaveMailbox": false }));
    assert_eq!(without, (from("contoso.com", "invites@microsoft.com"), new));
    let former_sender = sent(json!({ "invitationSender": "microsoft" }));
    assert_eq!(former_sender, (from("Contoso", "invites@microsoft.com"), former));
    let initial = sent(json!({ "invitationSender": "tenant", "initialDomainIsDefault": true }));
    assert_eq!(
        initial,
        (
            from("contoso.onmicrosoft.com", "invites@contoso.onmicrosoft.com"),
            "Ines Duarte invited you to collaborate with contoso.onmicrosoft.com".to_owned()
        )
    );
    let page = world.get(Site::Graph, "/_sandbox/outbox").text();
    assert!(page.contains("<dt>Domain</dt><dd>contoso.onmicrosoft.com</dd>"), "{page}");
    assert_eq!(world.settings(&json!({ "invitationSender": "me@evil.example" })).status(), 400);
}
