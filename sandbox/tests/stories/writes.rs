//! What writes are refused for: media types, values of properties, links to other hosts, and rights to the own profile.

use sandbox::Site;
use serde_json::{Value, json};

use crate::batch::{invite, parts, send};
use crate::world::{GRAPH, Reply, World, invitation};

const ADA: &str = "ada@contoso.com";
const MIRA: &str = "mira@contoso.com";
const UNREADABLE: &str = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of \
                          valid JSON format.";

/// A tenant where Ada may write, a token with the permissions for it, and the path of a guest.
fn writable() -> (World, String, String) {
    let world = World::with_guests(10);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let made = world.invite(&token, &invitation("changed@fabrikam.com")).json();
    let path = format!("/v1.0/users/{}", made["invitedUser"]["id"].as_str().unwrap());
    (world, token, path)
}

/// A write with this `Content-Type`, or with none.
fn typed(
    world: &World,
    token: &str,
    media_type: Option<&str>,
    method: &str,
    path: &str,
    body: &str,
) -> Reply {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("authorization", bearer.as_str())];
    headers.extend(media_type.map(|media_type| ("content-type", media_type)));
    world.send(Site::Graph, method, path, &headers, body.to_owned())
}

/// The entries of `error.details` as code and target.
fn details(reply: &Reply) -> Vec<(String, String)> {
    let error = reply.json()["error"].clone();
    let text = |detail: &Value, name: &str| detail[name].as_str().unwrap().to_owned();
    let entries = error["details"].as_array().cloned().unwrap_or_default();
    assert!(entries.iter().all(|entry| entry["message"] == error["message"]), "{error}");
    entries.iter().map(|entry| (text(entry, "code"), text(entry, "target"))).collect()
}

#[test]
fn a_body_is_read_as_json_only_when_it_is_declared_as_json() {
    let (world, token, path) = writable();
    let change = json!({ "city": "Lyon" }).to_string();
    for (number, media_type) in [
        None,
        Some("text/plain"),
        Some("text/plain;charset=UTF-8"),
        Some("text/json"),
        Some("application/x-www-form-urlencoded"),
        Some("application/jsonp"),
        Some("application/json; charset=utf-16"),
    ]
    .into_iter()
    .enumerate()
    {
        let body = invitation(&format!("untyped{number}@fabrikam.com")).to_string();
        for reply in [
            typed(&world, &token, media_type, "PATCH", &path, &change),
            typed(&world, &token, media_type, "POST", "/v1.0/invitations", &body),
            typed(&world, &token, media_type, "POST", "/v1.0/$batch", r#"{"requests":[]}"#),
        ] {
            let expected = (400, "BadRequest".to_owned(), UNREADABLE.to_owned());
            assert_eq!(reply.graph_error(), expected, "{media_type:?}");
        }
    }
    for media_type in [
        "application/json",
        "Application/JSON",
        "application/json; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false",
    ] {
        assert_eq!(
            typed(&world, &token, Some(media_type), "PATCH", &path, &change).status(),
            204,
            "{media_type}"
        );
    }
    // Without a body there is nothing to declare.
    let revoke = format!("{path}/revokeSignInSessions");
    assert_eq!(typed(&world, &token, None, "POST", &revoke, "").status(), 200);
}

#[test]
fn an_item_of_a_batch_with_another_media_type_is_refused_alone() {
    let (world, token, _) = writable();
    let mut plain = invite("2", "b@fabrikam.com");
    plain["headers"] = json!({ "Content-Type": "text/plain" });
    plain["body"] = invitation("b@fabrikam.com").to_string().into();
    let parts = parts(&send(&world, &token, &json!([invite("1", "a@fabrikam.com"), plain])));
    assert_eq!((&parts["1"]["status"], &parts["2"]["status"]), (&json!(201), &json!(400)));
    assert_eq!(parts["2"]["body"]["error"]["message"], UNREADABLE);
}

#[test]
fn wrong_values_are_refused_with_the_property_as_target() {
    let (world, token, path) = writable();
    for (name, values) in [
        (
            "mail",
            vec![
                json!(""),
                json!("jos\u{e9}@fabrikam.com"),
                json!("nobody"),
                json!("a@b@c.com"),
                json!("<a@b.com>"),
                json!("a@[1.2.3.4]"),
                json!(".a@b.com"),
                json!(1),
            ],
        ),
        ("otherMails", vec![json!(["a@fabrikam.com", "no address"]), json!("a@fabrikam.com"), json!(null)]),
        (
            "usageLocation",
            vec![json!("DEU"), json!("D"), json!("1A"), json!(""), json!("\u{c4}\u{d6}"), Value::Null],
        ),
        (
            "userPrincipalName",
            vec![
                json!("jos\u{e9}@contoso.com"),
                json!("a b@contoso.com"),
                json!("@contoso.com"),
                json!("a.@contoso.com"),
                json!(format!("{}@contoso.com", "a".repeat(65))),
            ],
        ),
        ("businessPhones", vec![json!(["+49 1", "+49 2"]), json!("+49 1"), json!([""])]),
        ("ageGroup", vec![json!("Old"), json!(3)]),
        ("birthday", vec![json!("yesterday"), json!("2000-01-01")]),
        (
            "employeeHireDate",
            vec![
                json!("-000100-01-01T00:00:00Z"),
                json!("20260101T000000Z"),
                json!("2026-01-01 00:00Z[UTC]"),
            ],
        ),
        (
            "onPremisesExtensionAttributes",
            vec![json!({ "extensionAttribute16": "x" }), json!({ "extensionAttribute1": "" }), json!("x")],
        ),
        ("showInAddressList", vec![json!("yes")]),
    ] {
        for value in values {
            let reply = world.graph_write(&token, "PATCH", &path, &json!({ name: value }));
            let (status, code, message) = reply.graph_error();
            assert_eq!((status, code.as_str()), (400, "Request_BadRequest"), "{name} {value}");
            assert_eq!(message, format!("Invalid value specified for property '{name}' of resource 'User'."));
            assert_eq!(details(&reply), [("InvalidValue".to_owned(), name.to_owned())]);
        }
    }
    for name in [
        "city",
        "companyName",
        "department",
        "employeeId",
        "givenName",
        "jobTitle",
        "mailNickname",
        "mobilePhone",
        "officeLocation",
        "preferredLanguage",
        "surname",
    ] {
        let set = |value: Value| world.graph_write(&token, "PATCH", &path, &json!({ name: value }));
        let message = set("".into()).graph_error().2;
        assert_eq!(message, format!("Invalid value specified for property '{name}' of resource 'User'."));
        assert_eq!(set(Value::Null).status(), 204, "{name} is cleared by null only");
    }
    for empty in [json!(""), json!("  "), Value::Null] {
        let message =
            world.graph_write(&token, "PATCH", &path, &json!({ "displayName": empty })).graph_error().2;
        assert_eq!(message, "A value is required for property 'displayName' of resource 'User'.");
    }
    let many = vec!["a@fabrikam.com"; 251];
    assert_eq!(world.graph_write(&token, "PATCH", &path, &json!({ "otherMails": many })).status(), 400);
    assert_eq!(
        world.graph_write(&token, "PATCH", &path, &json!({ "otherMails": many[..250] })).status(),
        204
    );
    assert_eq!(world.graph_write(&token, "PATCH", &path, &json!({ "mail": null })).status(), 204);
}

#[test]
fn a_conflict_names_the_property_and_the_other_object_and_no_id_in_its_sentence() {
    let (world, token, path) = writable();
    let ines = world.graph(&token, "/v1.0/users/ines@contoso.com").json();
    let ines = ines["id"].as_str().unwrap();
    let taken = world.graph_write(&token, "PATCH", &path, &json!({ "mail": "ines@contoso.com" }));
    assert_eq!(
        taken.graph_error().2,
        "Another object with the same value for property proxyAddresses already exists."
    );
    let both = |target: &str, id: &str| {
        [("ObjectConflict".to_owned(), target.to_owned()), ("ConflictingObjects".to_owned(), id.to_owned())]
    };
    assert_eq!(details(&taken), both("proxyAddresses", ines));
    let taken =
        world.graph_write(&token, "PATCH", &path, &json!({ "userPrincipalName": "ines@contoso.com" }));
    assert_eq!(details(&taken), both("userPrincipalName", ines));
    let group = world.graph_write(&token, "PATCH", &path, &json!({ "mail": "projects@contoso.com" }));
    assert_eq!(details(&group).len(), 2, "the address of a group is taken too");
    let unknown = world.graph_write(&token, "PATCH", &path, &json!({ "shoeSize": 3 }));
    assert!(details(&unknown).is_empty());
}

#[test]
fn the_documented_properties_are_written_and_read() {
    let (world, token, path) = writable();
    let change = json!({
        "accountEnabled": true, "ageGroup": "Adult", "businessPhones": ["+49 30 1"], "city": "Lyon",
        "companyName": "Fabrikam", "consentProvidedForMinor": "NotRequired", "country": "France",
        "department": "Sales", "displayName": "Changed", "employeeHireDate": "2026-01-01T00:00:00Z",
        "employeeId": "4711", "employeeOrgData": { "costCenter": "C1", "division": "D1" },
        "employeeType": "Contractor", "faxNumber": "2", "givenName": "Chan", "jobTitle": "Buyer",
        "mail": "c@fabrikam.com", "mailNickname": "chan", "mobilePhone": "3", "officeLocation": "4",
        "onPremisesImmutableId": "abc", "otherMails": ["d@fabrikam.com"],
        "passwordPolicies": "DisablePasswordExpiration", "postalCode": "69001", "preferredDataLocation": "EUR",
        "preferredLanguage": "fr-FR", "showInAddressList": false, "state": "Rh\u{f4}ne", "streetAddress": "1 rue",
        "surname": "Ged", "usageLocation": "FR", "userPrincipalName": "chan@contoso.com", "userType": "Member",
    });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &change).text(), "");
    let names: Vec<_> = change.as_object().unwrap().keys().cloned().collect();
    let shown = world.graph(&token, &format!("{path}?$select={}", names.join(","))).json();
    for name in &names {
        assert_eq!(shown[name], change[name], "{name}");
    }
    let attributes = json!({ "onPremisesExtensionAttributes": { "extensionAttribute3": "x" } });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &attributes).status(), 204);
    let more = json!({ "onPremisesExtensionAttributes": { "extensionAttribute1": "y", "extensionAttribute2": "z" } });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &more).status(), 204);
    let less = json!({ "onPremisesExtensionAttributes": { "extensionAttribute1": null } });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &less).status(), 204);
    let shown = world.graph(&token, &format!("{path}?$select=onPremisesExtensionAttributes")).json();
    let shown = shown["onPremisesExtensionAttributes"].as_object().unwrap().clone();
    assert_eq!(
        (shown.len(), &shown["extensionAttribute3"], &shown["extensionAttribute1"]),
        (15, &json!("x"), &Value::Null)
    );
    assert_eq!(shown["extensionAttribute2"], "z", "members that are not named keep their values");
    for name in ["proxyAddresses", "createdDateTime", "externalUserState", "imAddresses"] {
        let message = world.graph_write(&token, "PATCH", &path, &json!({ name: null })).graph_error().2;
        assert!(message.contains("read-only"), "{name}: {message}");
    }
    for (name, value) in [
        ("passwordProfile", json!({ "password": "x" })),
        ("employeeLeaveDateTime", json!("2026-12-31T00:00:00Z")),
    ] {
        let reply = world.graph_write(&token, "PATCH", &path, &json!({ name: value }));
        assert_eq!(reply.status(), 403, "{name} needs a permission of its own");
    }
}

#[test]
fn names_of_properties_have_their_letter_case_and_links_are_not_swallowed() {
    let (world, token, path) = writable();
    let refused = |change: &Value| {
        let (status, code, message) = world.graph_write(&token, "PATCH", &path, change).graph_error();
        assert_eq!((status, code.as_str()), (400, "Request_BadRequest"), "{change}");
        message
    };
    for name in ["DisplayName", "JOBTITLE", "ID", "manager@odata.bind", "sponsors@odata.bind"] {
        let message = refused(&json!({ name: "x" }));
        assert!(message.starts_with(&format!("The property '{name}' does not exist")), "{message}");
    }
    assert!(refused(&json!({ "@odata.type": "#microsoft.graph.group" })).contains("microsoft.graph.user"));
    // What generated clients write down about types.
    let change = json!({
        "@odata.type": "#microsoft.graph.user", "businessPhones@odata.type": "#Collection(String)",
        "businessPhones": ["+49 30 1"],
    });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &change).status(), 204);
    world.consent(None, &["User.ReadWrite"]);
    let own = json!({ "@odata.type": "#microsoft.graph.user", "mobilePhone": "1" });
    assert_eq!(world.graph_write(&world.access_token(MIRA), "PATCH", "/v1.0/me", &own).status(), 204);
}

#[test]
fn times_are_returned_in_utc() {
    let (world, token, path) = writable();
    let about = json!({ "birthday": "2000-01-01T00:00:00+05:00" });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &about).status(), 204);
    let job = json!({ "employeeHireDate": "9999-12-31T23:59:59Z" });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &job).status(), 204);
    let shown = world.graph(&token, &format!("{path}?$select=birthday,employeeHireDate")).json();
    assert_eq!(shown["birthday"], "1999-12-31T19:00:00Z");
    assert_eq!(shown["employeeHireDate"], job["employeeHireDate"]);
}

#[test]
fn what_people_tell_about_themselves_is_written_apart() {
    let (world, token, path) = writable();
    let about = json!({ "aboutMe": "Hello", "skills": ["a", "b"], "birthday": "1990-01-01T00:00:00Z" });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &about).status(), 204);
    let shown = world.graph(&token, &format!("{path}?$select=id,aboutMe,skills,birthday")).json();
    for name in ["aboutMe", "skills", "birthday"] {
        assert_eq!(shown[name], about[name], "{name}");
    }
    let unset = world.graph(&token, &format!("{path}?$select=mySite,schools")).json();
    assert_eq!((&unset["mySite"], &unset["schools"]), (&Value::Null, &json!([])));
    let mixed = json!({ "aboutMe": "Hello", "city": "Lyon" });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &mixed).graph_error().0, 400);
}

#[test]
fn people_change_a_few_properties_of_their_own() {
    let world = World::with_guests(3);
    world.consent(None, &["User.ReadWrite"]);
    let token = world.access_token(MIRA);
    let patch = |path: &str, change: &Value| world.graph_write(&token, "PATCH", path, change);
    for change in [
        json!({ "mobilePhone": "+49 170 1" }),
        json!({ "businessPhones": ["+49 30 1"], "preferredLanguage": "de-DE" }),
        json!({ "aboutMe": "Hello" }),
    ] {
        assert_eq!(patch("/v1.0/me", &change).status(), 204, "{change}");
    }
    assert_eq!(world.graph(&token, "/v1.0/me").json()["mobilePhone"], "+49 170 1");
    for change in
        [json!({ "displayName": "Chief" }), json!({ "mobilePhone": "1", "jobTitle": "Chief" }), json!({})]
    {
        assert_eq!(patch("/v1.0/me", &change).graph_error().1, "Authorization_RequestDenied", "{change}");
    }
    assert_eq!(patch(&format!("/v1.0/users/{MIRA}"), &json!({ "mobilePhone": "2" })).status(), 204);
    assert_eq!(patch("/v1.0/users/ines@contoso.com", &json!({ "mobilePhone": "2" })).status(), 403);
    let reader = world.access_token("rune@contoso.com");
    world.consent(None, &["User.ReadWrite.All"]);
    let admin = world.access_token(ADA);
    let change = json!({ "jobTitle": "Chief" });
    assert_eq!(
        world.graph_write(&admin, "PATCH", "/v1.0/me", &change).status(),
        204,
        "an administrator changes all"
    );
    assert_eq!(world.graph_write(&reader, "PATCH", "/v1.0/me", &change).status(), 403);
}

#[test]
fn a_link_must_lead_to_this_graph() {
    let (world, token, path) = writable();
    world.consent(None, &["Group.ReadWrite.All"]);
    let token_of_groups = world.access_token(ADA);
    let ines = world.graph(&token, "/v1.0/users/ines@contoso.com").json();
    let ines = ines["id"].as_str().unwrap();
    let groups =
        world.graph(&token_of_groups, "/v1.0/groups?$filter=displayName eq 'External Auditors'").json();
    let group = format!("/v1.0/groups/{}", groups["value"][0]["id"].as_str().unwrap());
    let expected = "Invalid URL format specified in @odata.id for the reference.";
    for link in [
        format!("users/{ines}"),
        format!("/v1.0/users/{ines}"),
        format!("https://graph.microsoft.us/v1.0/users/{ines}"),
        format!("https://evil.example/v1.0/users/{ines}"),
        format!("{GRAPH}@evil.example/v1.0/users/{ines}"),
        format!("{GRAPH}/v1.0/users/{ines}/manager"),
    ] {
        let one = json!({ "@odata.id": link });
        let all = json!({ "members@odata.bind": [format!("{GRAPH}/v1.0/users/{ines}"), link] });
        for reply in [
            world.graph_write(&token, "POST", &format!("{path}/sponsors/$ref"), &one),
            world.graph_write(&token_of_groups, "POST", &format!("{group}/members/$ref"), &one),
            world.graph_write(&token_of_groups, "PATCH", &group, &all),
        ] {
            assert_eq!(reply.graph_error(), (400, "BadRequest".to_owned(), expected.to_owned()), "{link}");
        }
    }
    let good = json!({ "@odata.id": format!("{GRAPH}/v1.0/Users('{ines}')") });
    assert_eq!(world.graph_write(&token, "POST", &format!("{path}/sponsors/$ref"), &good).status(), 204);
}

#[test]
fn an_invitation_refuses_what_no_user_could_have() {
    let (world, token, _) = writable();
    for address in ["jos\u{e9}@fabrikam.com", "a..b@fabrikam.com", "a@fabri_kam.com", "a@b\u{fc}cher.example"]
    {
        let message = world.invite(&token, &invitation(address)).graph_error().2;
        assert_eq!(message, "The invited user email address is invalid.", "{address}");
    }
    let named = |count: usize| {
        let mut body = invitation("long@fabrikam.com");
        body["invitedUserDisplayName"] = "\u{10400}".repeat(count).into();
        world.invite(&token, &body)
    };
    assert_eq!(named(129).graph_error().0, 400, "258 UTF-16 units");
    assert_eq!(named(128).status(), 201);
}
