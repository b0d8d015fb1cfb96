//! Invitations for users who exist: reset of the redemption, conversion of internal users, sponsors, mail contacts,
//! policies, app-only.

use serde_json::{Value, json};

use crate::world::{World, invitation};

const ADA: &str = "ada@contoso.com";

fn world() -> (World, String) {
    let world = World::with_guests(30);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    (world, token)
}

fn one(world: &World, token: &str, filter: &str) -> Value {
    let select = "id,mail,externalUserState,userPrincipalName,identities,creationType,userType,proxyAddresses,otherMails";
    world.graph(token, &format!("/v1.0/users?$top=1&$select={select}&$filter={filter}")).json()["value"][0]
        .clone()
}

fn reset(id: &Value, address: &str) -> Value {
    let mut body = invitation(address);
    body["invitedUser"] = json!({ "id": id });
    body["resetRedemption"] = json!(true);
    body
}

#[test]
fn a_reset_needs_the_new_address_on_the_object_first() {
    let (world, token) = world();
    let guest = one(&world, &token, "externalUserState eq 'Accepted'");
    let (status, code, message) =
        world.invite(&token, &reset(&guest["id"], "moved@litwareinc.com")).graph_error();
    assert_eq!((status, code.as_str()), (400, "BadRequest"));
    assert!(message.starts_with("The email you’re using to invite this user doesn’t match"), "{message}");
    let path = format!("/v1.0/users/{}", guest["id"].as_str().unwrap());
    let change = json!({ "otherMails": ["moved@litwareinc.com"] });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &change).status(), 204);
    let done = world.invite(&token, &reset(&guest["id"], "moved@litwareinc.com"));
    assert_eq!((done.status(), &done.json()["resetRedemption"]), (201, &json!(true)));
    assert_eq!(done.json()["invitedUser"]["id"], guest["id"]);
    let after = one(&world, &token, "mail eq 'moved@litwareinc.com'");
    assert_eq!((&after["id"], &after["externalUserState"]), (&guest["id"], &json!("PendingAcceptance")));
    assert_eq!(after["userPrincipalName"], guest["userPrincipalName"], "the sign-in name stays");
    assert_eq!(after["identities"][0]["issuer"], "contoso.onmicrosoft.com");
    assert_eq!(after["proxyAddresses"], json!(["SMTP:moved@litwareinc.com"]));
}

#[test]
fn a_reset_needs_rights_and_somebody_to_reset() {
    let (world, token) = world();
    let guest = one(&world, &token, "externalUserState eq 'Accepted'");
    let body = reset(&guest["id"], guest["mail"].as_str().unwrap());
    for upn in ["ines@contoso.com", "mira@contoso.com"] {
        let refused = world.invite(&world.access_token(upn), &body).graph_error();
        assert_eq!(refused, (403, "Forbidden".into(), "Generic authorization exception.".into()), "{upn}");
    }
    let mut nobody = invitation("a@fabrikam.com");
    nobody["resetRedemption"] = json!(true);
    assert_eq!(world.invite(&token, &nobody).status(), 400);
    let unknown = reset(&json!("5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a"), "a@fabrikam.com");
    assert_eq!(world.invite(&token, &unknown).status(), 400);
}

#[test]
fn a_colleague_is_converted_once_the_outside_address_is_theirs() {
    let (world, token) = world();
    let tove = one(&world, &token, "userPrincipalName eq 'tove@contoso.com'");
    let mut body = invitation("tove.marchetti@adatum.com");
    assert!(world.invite(&token, &body).graph_error().2.contains("already exists in the directory"));
    body["invitedUser"] = json!({ "id": tove["id"] });
    let done = world.invite(&token, &body);
    assert_eq!(done.status(), 201, "{}", done.text());
    let after = one(&world, &token, "userPrincipalName eq 'tove@contoso.com'");
    assert_eq!((&after["id"], &after["userType"]), (&tove["id"], &json!("Member")));
    assert_eq!(after["externalUserState"], "PendingAcceptance");
}

#[test]
fn policies_on_domains_hold_for_those_who_exist_too() {
    let (world, token) = world();
    let guest = one(&world, &token, "externalUserState eq 'Accepted'");
    let address = guest["mail"].as_str().unwrap();
    let domain = address.split('@').nth(1).unwrap();
    assert_eq!(world.invite(&token, &invitation(address)).status(), 201);
    assert_eq!(world.settings(&json!({ "blockedDomains": [domain] })).status(), 200);
    assert_eq!(world.invite(&token, &invitation(address)).status(), 400);
    assert_eq!(world.invite(&token, &reset(&guest["id"], address)).status(), 400);
    let lena = one(&world, &token, "userPrincipalName eq 'lena@contoso.com'");
    let mut own = invitation("lena@contoso.com");
    own["invitedUser"] = json!({ "id": lena["id"] });
    assert!(world.invite(&token, &own).graph_error().2.contains("verified domain"));
}

#[test]
fn sponsors_are_those_named_or_the_inviter() {
    let (world, token) = world();
    let id = |upn: &str| world.graph(&token, &format!("/v1.0/users/{upn}")).json()["id"].clone();
    let sponsors = |made: &Value| {
        let path = format!("/v1.0/users/{}/sponsors?$select=id", made["invitedUser"]["id"].as_str().unwrap());
        let rows = world.graph(&token, &path).json();
        rows["value"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    let plain = world.invite(&token, &invitation("one@fabrikam.com")).json();
    assert_eq!(sponsors(&plain), [id(ADA)]);
    let mut named = invitation("two@fabrikam.com");
    named["invitedUserSponsors"] =
        json!([{ "id": id("mira@contoso.com") }, { "id": id("rune@contoso.com") }]);
    let named = world.invite(&token, &named).json();
    assert_eq!(sponsors(&named), [id("mira@contoso.com"), id("rune@contoso.com")]);
    let mut many = invitation("three@fabrikam.com");
    many["invitedUserSponsors"] = json!(vec![json!({ "id": id(ADA) }); 6]);
    assert_eq!(world.invite(&token, &many).status(), 400);
    let mut unknown = invitation("three@fabrikam.com");
    unknown["invitedUserSponsors"] = json!([{ "id": "5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a" }]);
    assert_eq!(world.invite(&token, &unknown).status(), 400);
    assert!(one(&world, &token, "otherMails/any(x:x eq 'three@fabrikam.com')").is_null(), "nobody was made");
}

#[test]
fn a_contact_makes_a_guest_without_proxy_addresses() {
    let (world, token) = world();
    let made = world.invite(&token, &invitation("edda.fontaine@relecloud.com"));
    assert_eq!(made.status(), 201);
    let guest = one(&world, &token, "otherMails/any(x:x eq 'edda.fontaine@relecloud.com')");
    assert_eq!((&guest["mail"], &guest["proxyAddresses"]), (&Value::Null, &json!([])));
    world.consent(None, &["Directory.Read.All"]);
    let contacts = world.graph(&world.access_token(ADA), "/v1.0/contacts").json();
    assert_eq!(contacts["value"].as_array().unwrap().len(), 2);
}

#[test]
fn searches_find_words_by_their_beginnings() {
    let (world, token) = world();
    let guest = one(&world, &token, "externalUserState eq 'Accepted'");
    let first = guest["mail"].as_str().unwrap().split(['.', '@']).next().unwrap().to_owned();
    let search = |text: &str, more: &str| {
        let path = format!(
            "/v1.0/users?$search={}&$select=id,displayName,mail,userType{more}",
            text.replace('"', "%22")
        );
        world.graph_eventual(&token, &path)
    };
    let found = search(&format!("\"displayName:{first}\" OR \"mail:{first}\""), "").json();
    assert!(found["value"].as_array().unwrap().iter().any(|row| row["id"] == guest["id"]));
    let domain = guest["mail"].as_str().unwrap().split('@').nth(1).unwrap();
    for inner in [format!("\"mail:{domain}\""), "\"userPrincipalName:ext\"".into()] {
        assert_eq!(search(&inner, "").json()["value"], json!([]), "only names are cut into words: {inner}");
    }
    let members = search("\"displayName:ada\"", "&$filter=userType eq 'Member'&$count=true").json();
    assert_eq!(members["@odata.count"], 1);
    for (text, code) in [
        ("displayName:ada", "BadRequest"),
        ("\"ada\"", "Request_UnsupportedQuery"),
        ("\"accountEnabled:true\"", "Request_UnsupportedQuery"),
        ("\"displayName:ada\" or \"mail:ada\"", "BadRequest"),
    ] {
        let refused = search(text, "").graph_error();
        assert_eq!((refused.0, refused.1.as_str()), (400, code), "{text}");
    }
}

#[test]
fn sign_in_activity_takes_a_permission_a_licence_and_smaller_pages() {
    let world = World::with_guests(700);
    let path = "/v1.0/users?$select=id,signInActivity&$top=999";
    assert_eq!(world.graph(&world.access_token(ADA), path).graph_error().1, "Authorization_RequestDenied");
    world.consent(None, &["AuditLog.Read.All"]);
    let token = world.access_token(ADA);
    world.settings(&json!({ "licence": "free" }));
    let refused = world.graph(&token, path).graph_error();
    assert_eq!(refused.1, "Authentication_RequestFromNonPremiumTenantOrB2CTenant");
    world.settings(&json!({ "licence": "P1" }));
    let page = world.graph(&token, path).json();
    let rows = page["value"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 500);
    assert!(page["@odata.nextLink"].is_string());
    assert!(rows.iter().any(|row| row["signInActivity"]["lastSuccessfulSignInDateTime"].is_string()));
    assert!(
        rows.iter().any(|row| row.get("signInActivity").is_none()),
        "absent, not null, for who never came"
    );
    let filter = "$filter=signInActivity/lastSuccessfulSignInDateTime le 2026-06-01T00:00:00Z";
    assert_eq!(world.graph(&token, &format!("/v1.0/users?{filter}")).status(), 200);
    let mixed = world.graph(&token, &format!("/v1.0/users?{filter} and userType eq 'Guest'"));
    assert_eq!(mixed.status(), 400);
}
