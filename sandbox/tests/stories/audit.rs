//! Reports: directory audits, sign-ins, the events that exist from the start, and who may read them.

use serde_json::{Value, json};

use crate::world::{World, claims, invitation};

const AUDITS: &str = "/v1.0/auditLogs/directoryAudits";
const SIGN_INS: &str = "/v1.0/auditLogs/signIns";

/// A tenant without throttling: reports have a low limit, and these tests send more requests than it allows.
fn world(guests: u32) -> (World, String) {
    let world = World::with_guests(guests);
    world.settings(&json!({ "limits": { "enabled": false } }));
    let gael = token(&world, "gael@contoso.com", &["AuditLog.Read.All"]);
    (world, gael)
}

fn token(world: &World, upn: &str, permissions: &[&str]) -> String {
    world.consent(Some(upn), permissions);
    world.access_token(upn)
}

fn entries(world: &World, token: &str, path: &str) -> Vec<Value> {
    let reply = world.graph(token, path);
    assert_eq!(reply.status(), 200, "{path}: {}", reply.text());
    reply.json()["value"].as_array().unwrap().clone()
}

fn names(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["activityDisplayName"].as_str().unwrap()).collect()
}

/// Redeems the invitation.
fn accept(world: &World, invited: &Value) {
    world.accept_invitation(invited["inviteRedeemUrl"].as_str().unwrap());
}

#[test]
fn an_invitation_and_its_redemption_are_written_down() {
    let (world, gael) = world(0);
    let ines = world.sign_in("ines@contoso.com", "openid User.Read");
    let ines_id = claims(&ines["id_token"])["oid"].as_str().unwrap().to_owned();
    let token = ines["access_token"].as_str().unwrap().to_owned();
    let invited = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let guest = invited["invitedUser"]["id"].as_str().unwrap();

    let since = "2026-11-20T00:00:00Z";
    let documented = format!(
        "{AUDITS}?$filter=category eq 'UserManagement' and (activityDisplayName eq 'Invite external user' or \
         activityDisplayName eq 'Redeem external user invite') and activityDateTime ge {since}&$top=50"
    );
    let found = entries(&world, &gael, &documented);
    assert_eq!(names(&found), ["Invite external user"]);
    let entry = &found[0];
    assert!(entry["id"].as_str().unwrap().starts_with("Invited Users_"));
    assert_eq!(
        (&entry["loggedByService"], &entry["operationType"], &entry["result"], &entry["resultReason"]),
        (&json!("Invited Users"), &json!("Add"), &json!("success"), &json!(""))
    );
    let by = &entry["initiatedBy"]["user"];
    assert_eq!(
        (&by["id"], &by["userPrincipalName"], &by["displayName"]),
        (&json!(ines_id), &json!("ines@contoso.com"), &json!("Ines Duarte"))
    );
    assert!(entry["initiatedBy"]["app"].is_null());
    let target = &entry["targetResources"][0];
    assert_eq!((&target["id"], &target["type"]), (&json!(guest), &json!("User")));
    assert_eq!(target["userPrincipalName"], "a_fabrikam.com#EXT#@contoso.onmicrosoft.com");
    let address = json!({ "key": "invitedUserEmailAddress", "value": "a@fabrikam.com" });
    assert!(entry["additionalDetails"].as_array().unwrap().contains(&address));
    let single =
        world.graph(&gael, &format!("{AUDITS}/{}", entry["id"].as_str().unwrap().replace(' ', "%20")));
    assert_eq!(single.json()["targetResources"], entry["targetResources"]);

    accept(&world, &invited);
    let about = format!("{AUDITS}?$filter=targetResources/any(t:t/id eq '{guest}')");
    let found = entries(&world, &gael, &about);
    let mut all = names(&found);
    all.sort_unstable();
    assert_eq!(all, ["Add user", "Invite external user", "Redeem external user invite", "Update user"]);
    let named = |name: &str| found.iter().find(|entry| entry["activityDisplayName"] == name).unwrap();
    let (redeemed, updated) = (named("Redeem external user invite"), named("Update user"));
    assert_eq!(redeemed["correlationId"], updated["correlationId"]);
    assert_eq!(redeemed["initiatedBy"]["user"]["userPrincipalName"], "a@fabrikam.com");
    let state = json!({
        "displayName": "UserState",
        "oldValue": "[\"PendingAcceptance\"]",
        "newValue": "[\"Accepted\"]",
    });
    assert!(updated["targetResources"][0]["modifiedProperties"].as_array().unwrap().contains(&state));
    let together = redeemed["correlationId"].as_str().unwrap();
    assert_eq!(entries(&world, &gael, &format!("{AUDITS}?$filter=correlationId eq '{together}'")).len(), 2);
}

#[test]
fn a_refused_invitation_is_a_failure_with_its_reason() {
    let (world, gael) = world(0);
    let ines = world.access_token("ines@contoso.com");
    world.invite(&ines, &invitation("somebody@contoso.com"));
    let found = entries(&world, &gael, &format!("{AUDITS}?$filter=result eq 'failure'"));
    assert_eq!(names(&found), ["Invite external user"]);
    assert!(found[0]["resultReason"].as_str().unwrap().contains("verified domain"));
    assert_eq!(found[0]["targetResources"][0]["displayName"], "somebody@contoso.com");
}

#[test]
fn changes_of_users_groups_and_policies_are_written_down() {
    let (world, _) = world(3);
    let all = [
        "AuditLog.Read.All",
        "User.ReadWrite.All",
        "GroupMember.ReadWrite.All",
        "Policy.ReadWrite.Authorization",
    ];
    let gael = token(&world, "gael@contoso.com", &all);
    let guests = world.graph(&gael, "/v1.0/users?$filter=userType eq 'Guest'").json();
    let guest = guests["value"][0]["id"].as_str().unwrap();
    let groups = world.graph(&gael, "/v1.0/groups").json();
    let group = groups["value"].as_array().unwrap().iter().find(|group| {
        group["groupTypes"] == json!([])
            && group["mailEnabled"] == false
            && group["onPremisesSyncEnabled"].is_null()
            && group["isAssignableToRole"] != true
    });
    let group = group.unwrap()["id"].as_str().unwrap();
    let write = |method: &str, path: &str, body: Value, status: u16| {
        let reply = world.graph_write(&gael, method, path, &body);
        assert_eq!(reply.status(), status, "{method} {path}: {}", reply.text());
    };
    write("PATCH", &format!("/v1.0/users/{guest}"), json!({ "companyName": "Relecloud" }), 204);
    let link = json!({ "@odata.id": format!("http://127.0.0.1:8082/v1.0/directoryObjects/{guest}") });
    write("POST", &format!("/v1.0/groups/{group}/members/$ref"), link, 204);
    write("DELETE", &format!("/v1.0/groups/{group}/members/{guest}/$ref"), Value::Null, 204);
    write("DELETE", &format!("/v1.0/users/{guest}"), Value::Null, 204);
    write("POST", &format!("/v1.0/directory/deletedItems/{guest}/restore"), Value::Null, 200);
    write("DELETE", &format!("/v1.0/users/{guest}"), Value::Null, 204);
    write("DELETE", &format!("/v1.0/directory/deletedItems/{guest}"), Value::Null, 204);
    write("PATCH", "/v1.0/policies/authorizationPolicy", json!({ "allowInvitesFrom": "none" }), 204);

    let mine = "$filter=initiatedBy/user/userPrincipalName eq 'gael@contoso.com'";
    let found =
        entries(&world, &gael, &format!("{AUDITS}?{mine} and activityDateTime ge 2026-11-20T00:00:00Z"));
    let mut all = names(&found);
    all.sort_unstable();
    assert_eq!(
        all,
        [
            "Add member to group",
            "Delete user",
            "Delete user",
            "Hard Delete user",
            "Remove member from group",
            "Restore user",
            "Update authorization policy",
            "Update user",
        ]
    );
    let named = |name: &str| found.iter().find(|entry| entry["activityDisplayName"] == name).unwrap();
    let updated = &named("Update user")["targetResources"][0]["modifiedProperties"][0];
    assert_eq!(
        (&updated["displayName"], &updated["newValue"]),
        (&json!("CompanyName"), &json!("[\"Relecloud\"]"))
    );
    let added = named("Add member to group");
    assert_eq!((&added["category"], &added["operationType"]), (&json!("GroupManagement"), &json!("Assign")));
    let second = &added["targetResources"][1];
    assert_eq!(
        (&second["id"], &second["type"], &second["groupType"]),
        (&json!(group), &json!("Group"), &json!("azureAD"))
    );
    let policy = &named("Update authorization policy")["targetResources"][0]["modifiedProperties"][0];
    assert_eq!(
        policy,
        &json!({ "displayName": "allowInvitesFrom", "oldValue": "\"everyone\"", "newValue": "\"none\"" })
    );
    let groups_only = entries(&world, &gael, &format!("{AUDITS}?$filter=category eq 'GroupManagement'"));
    assert_eq!(groups_only.len(), 2);
    let started =
        format!("{AUDITS}?$filter=startswith(activityDisplayName,'Update')&$select=id,activityDisplayName");
    let started = entries(&world, &gael, &started);
    assert!(started.iter().all(|entry| entry.as_object().unwrap().len() == 2));
}

#[test]
fn the_seeded_past_comes_in_pages_newest_first_and_no_longer_than_it_is_kept() {
    let (world, gael) = world(1_500);
    let all = entries(&world, &gael, AUDITS);
    assert!(all.len() > 40, "{}", all.len());
    let moments: Vec<_> = all.iter().map(|entry| entry["activityDateTime"].as_str().unwrap()).collect();
    assert!(moments.is_sorted_by(|one, next| one >= next) && moments.last().unwrap() >= &"2026-10-21");
    let mut paged = Vec::new();
    let mut path = format!("{AUDITS}?$top=17");
    loop {
        let body = world.graph(&gael, &path).json();
        paged.extend(body["value"].as_array().unwrap().clone());
        match body["@odata.nextLink"].as_str() {
            Some(next) => path = next.strip_prefix("http://127.0.0.1:8082").unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(paged, all);
    let upward = format!("{AUDITS}?$filter=loggedByService eq 'Invited Users'&$orderby=activityDateTime asc");
    let upward = entries(&world, &gael, &upward);
    let moments: Vec<_> = upward.iter().map(|entry| entry["activityDateTime"].as_str().unwrap()).collect();
    assert!(moments.is_sorted() && upward.len() < all.len() && !upward.is_empty());

    world.settings(&json!({ "licence": "free" }));
    let week = entries(&world, &gael, AUDITS);
    assert!(!week.is_empty() && week.len() < all.len());
    assert!(week.iter().all(|entry| entry["activityDateTime"].as_str().unwrap() >= "2026-11-13"));
}

#[test]
fn reports_take_a_permission_a_role_and_sign_ins_a_licence() {
    let (world, gael) = world(0);
    let plain = world.access_token("ada@contoso.com");
    let mira = token(&world, "mira@contoso.com", &["AuditLog.Read.All"]);
    for path in [AUDITS, SIGN_INS] {
        let refused = world.graph(&plain, path).graph_error();
        assert_eq!((refused.0, refused.1.as_str()), (403, "Authentication_MSGraphPermissionMissing"));
        let refused = world.graph(&mira, path).graph_error();
        assert_eq!((refused.0, refused.1.as_str()), (403, "Authentication_RequestFromUnsupportedUserRole"));
        assert_eq!(world.graph(&gael, path).status(), 200);
    }
    world.settings(&json!({ "licence": "free" }));
    let refused = world.graph(&gael, SIGN_INS).graph_error();
    assert_eq!(
        (refused.0, refused.1.as_str()),
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
    );
    assert_eq!(world.graph(&gael, AUDITS).status(), 200);
    assert_eq!(world.graph(&gael, &format!("{AUDITS}/Directory_nothing")).graph_error().0, 404);
    assert_eq!(world.graph_write(&gael, "DELETE", AUDITS, &Value::Null).status(), 405);
}

#[test]
fn reports_have_fractions_nulls_and_advice() {
    let (world, gael) = world(2_000);
    let audits = world.graph(&gael, AUDITS).json();
    let sign_ins = world.graph(&gael, SIGN_INS).json();
    for (body, name, set) in [
        (&audits, "activityDateTime", "auditLogs/directoryAudits"),
        (&sign_ins, "createdDateTime", "auditLogs/signIns"),
    ] {
        let advice = body["@microsoft.graph.tips"].as_str().unwrap();
        assert!(advice.starts_with("Use $select") && advice.contains(&format!("GET {set}?$select=")));
        let path = format!("/v1.0/{set}?$select={name}&$top=1");
        assert!(world.graph(&gael, &path).json()["@microsoft.graph.tips"].is_null());
        let moments: Vec<_> =
            body["value"].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap()).collect();
        let fraction = |moment: &str| moment.split_once('.').map_or(0, |(_, rest)| rest.len());
        assert!(moments.iter().all(|moment| fraction(moment) == "1234567Z".len()), "{moments:?}");
        assert!(moments.iter().any(|moment| !moment.ends_with(".0000000Z")));
        // The time of an entry, as the response shows it, finds the entry and none before it.
        let (some, before) = (moments[moments.len() / 2], moments.len() / 2);
        let since = entries(&world, &gael, &format!("/v1.0/{set}?$filter={name} ge {some}"));
        assert!(since.len() > before && since.iter().all(|row| row[name].as_str().unwrap() >= some));
        let exact = entries(&world, &gael, &format!("/v1.0/{set}?$filter={name} eq {some}"));
        assert!(!exact.is_empty() && exact.iter().all(|row| row[name] == some));
    }
    let ended = |filter: &str| entries(&world, &gael, &format!("{SIGN_INS}?$filter={filter}")).len();
    assert!(ended("status/errorCode eq 0") > 0 && ended("status/errorCode eq 50126") == 0);
    let most = world.graph(&gael, &format!("{SIGN_INS}?$top=1001")).graph_error().2;
    assert!(most.ends_with("between 1 and 1000 inclusive."), "{most}");
    let kinds = |path: &str| -> Vec<bool> {
        sign_ins["value"].as_array().unwrap().iter().map(|row| row.pointer(path).unwrap().is_null()).collect()
    };
    for path in ["/deviceDetail/deviceId", "/deviceDetail/isManaged", "/status/failureReason"] {
        assert!(kinds(path).contains(&true) && kinds(path).contains(&false), "{path}");
    }
    let by: Vec<_> =
        audits["value"].as_array().unwrap().iter().map(|row| &row["initiatedBy"]["user"]).collect();
    let people: Vec<_> = by.into_iter().filter(|user| !user.is_null()).collect();
    for name in ["userType", "homeTenantId", "homeTenantName"] {
        assert!(people.iter().all(|user| user.get(name).is_some()), "{name}");
        assert!(people.iter().any(|user| user[name].is_null()), "{name}");
        assert!(people.iter().any(|user| user[name].is_string()), "{name}");
    }
}

#[test]
fn filters_that_reports_do_not_know_are_refused() {
    let (world, gael) = world(0);
    for filter in [
        "shoeSize eq 1",
        "activityDisplayName ne 'Add user'",
        "activityDateTime eq 'yesterday'",
        "operationType eq 'Add'",
        "targetResources/any(t:t/type eq 'User'",
    ] {
        let refused = world.graph(&gael, &format!("{AUDITS}?$filter={filter}")).graph_error();
        assert_eq!(refused.0, 400, "{filter}");
    }
    for (top, status) in [("1000", 200), ("1001", 400), ("0", 400)] {
        assert_eq!(world.graph(&gael, &format!("{AUDITS}?$top={top}")).status(), status, "{top}");
    }
}

#[test]
fn sign_ins_are_told_of_the_seeded_and_kept_of_this_run() {
    let (world, gael) = world(2_000);
    let all = entries(&world, &gael, SIGN_INS);
    assert!(all.len() > 20, "{}", all.len());
    let guest =
        all.iter().find(|one| !one["userPrincipalName"].as_str().unwrap().ends_with("@contoso.com")).unwrap();
    let (name, id) = (guest["userPrincipalName"].as_str().unwrap(), guest["userId"].as_str().unwrap());
    // A guest has the mail in lower case, and other letters find nothing.
    let user = world.graph(&gael, &format!("/v1.0/users/{id}?$select=mail")).json();
    assert_eq!(name, user["mail"].as_str().unwrap().to_lowercase());
    let named = |filter: &str| entries(&world, &gael, &format!("{SIGN_INS}?$filter={filter}")).len();
    assert!(named(&format!("userPrincipalName eq '{name}'")) > 0);
    assert_eq!(named(&format!("userPrincipalName eq '{}'", name.to_uppercase())), 0);
    assert_eq!(named(&format!("startsWith(userPrincipalName,'{}')", name[..3].to_uppercase())), 0);
    assert!(named(&format!("startsWith(userPrincipalName,'{}')", &name[..3])) > 0);
    let theirs = entries(
        &world,
        &gael,
        &format!("{SIGN_INS}?$filter=userId eq '{id}'&$top=1&$orderby=createdDateTime desc"),
    );
    assert_eq!((theirs.len(), &theirs[0]["userId"]), (1, &json!(id)));

    let ada = world.sign_in("ada@contoso.com", "openid User.Read");
    let ada = claims(&ada["id_token"])["oid"].as_str().unwrap().to_owned();
    let recent = format!("{SIGN_INS}?$filter=userId eq '{ada}' and createdDateTime ge 2026-11-20T00:00:00Z");
    let hers = entries(&world, &gael, &recent);
    assert_eq!((hers.len(), &hers[0]["appDisplayName"]), (1, &json!("Guestlist")));

    let inviter = world.access_token("ines@contoso.com");
    let invited = world.invite(&inviter, &invitation("a@fabrikam.com")).json();
    accept(&world, &invited);
    let guest = invited["invitedUser"]["id"].as_str().unwrap();
    let theirs = entries(&world, &gael, &format!("{SIGN_INS}?$filter=userId eq '{guest}'"));
    assert_eq!(theirs.len(), 1);
    let single = world.graph(&gael, &format!("{SIGN_INS}/{}", theirs[0]["id"].as_str().unwrap())).json();
    assert_eq!(single["userId"], guest);
}
