//! Policies: reading and changing them through Graph, and their effect on invitations.

use serde_json::{Value, json};

use crate::world::{READ, World, invitation};

const ALL: &[&str] =
    &["Policy.Read.All", "Policy.ReadWrite.Authorization", "Policy.Read.B2BManagementPolicy"];
const FABRIKAM: &str = "2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21";

fn token(world: &World, upn: &str) -> String {
    world.consent(Some(upn), ALL);
    world.access_token(upn)
}

#[test]
fn the_authorization_policy_is_shown_as_documented() {
    let world = World::new();
    let token = token(&world, "ada@contoso.com");
    let policy = world.graph(&token, "/v1.0/policies/authorizationPolicy").json();
    assert_eq!(
        (&policy["id"], &policy["allowInvitesFrom"]),
        (&json!("authorizationPolicy"), &json!("everyone"))
    );
    assert_eq!(policy["guestUserRoleId"], "10dae51f-b6af-4016-8d66-8c2a99b929b3");
    assert_eq!(policy["defaultUserRolePermissions"]["allowedToReadOtherUsers"], true);
    let beta = world
        .graph(&token, "/beta/policies/authorizationPolicy/authorizationPolicy?$select=allowInvitesFrom");
    let beta = beta.json();
    assert_eq!((beta.as_object().unwrap().len(), &beta["allowInvitesFrom"]), (2, &json!("everyone")));
    let list = world.graph(&token, "/beta/policies/authorizationPolicy").json();
    assert_eq!(list["value"][0]["id"], "authorizationPolicy");
    let unknown = world.graph(&token, "/v1.0/policies/authorizationPolicy?$select=shoeSize").graph_error();
    assert_eq!((unknown.0, unknown.1.as_str()), (400, "BadRequest"));
    assert!(unknown.2.contains("'shoeSize' on type 'microsoft.graph.authorizationPolicy'"));
}

#[test]
fn an_administrator_changes_the_policy_and_invitations_follow() {
    let world = World::new();
    let path = "/v1.0/policies/authorizationPolicy";
    let gael = token(&world, "gael@contoso.com");
    let change = json!({
        "allowInvitesFrom": "adminsAndGuestInviters",
        "allowEmailVerifiedUsersToJoinOrganization": true,
        "guestUserRoleId": "2af84b1e-32c8-42b7-82bc-daa82404023b",
        "defaultUserRolePermissions": { "allowedToCreateApps": false },
    });
    let changed = world.graph_write(&gael, "PATCH", path, &change);
    assert_eq!((changed.status(), changed.text().as_str()), (204, ""));
    let policy = world.graph(&gael, path).json();
    for (name, value) in change.as_object().unwrap() {
        if name != "defaultUserRolePermissions" {
            assert_eq!(&policy[name], value, "{name}");
        }
    }
    let permissions = &policy["defaultUserRolePermissions"];
    assert_eq!(permissions["allowedToCreateApps"], false);
    assert_eq!(permissions["allowedToCreateSecurityGroups"], true, "what is not named stays");
    let mira = world.access_token("mira@contoso.com");
    let refused = world.invite(&mira, &invitation("a@fabrikam.com")).graph_error();
    assert_eq!((refused.0, refused.2.starts_with("Guest invitations not allowed")), (403, true));
    for wrong in [
        json!({ "allowInvitesFrom": "nobody" }),
        json!({ "shoeSize": 42 }),
        json!({ "guestUserRoleId": "62e90394-69f5-4237-9190-012177145e10" }),
    ] {
        let refused = world.graph_write(&gael, "PATCH", path, &wrong).graph_error();
        assert_eq!((refused.0, refused.1.as_str()), (400, "Request_BadRequest"), "{wrong}");
        let name = wrong.as_object().unwrap().keys().next().unwrap();
        assert!(refused.2.contains(&format!("property '{name}'")), "{}", refused.2);
    }
    assert_eq!(world.graph_write(&gael, "PATCH", path, &json!([])).graph_error().1, "BadRequest");
    assert_eq!(world.graph(&gael, path).json(), policy, "a refused change changes nothing");
}

#[test]
fn a_change_needs_the_permission_and_the_role() {
    let world = World::new();
    let path = "/v1.0/policies/authorizationPolicy";
    let change = json!({ "allowInvitesFrom": "none" });
    let plain = world.access_token("gael@contoso.com");
    let with_permission = token(&world, "mira@contoso.com");
    for token in [&plain, &with_permission] {
        let refused = world.graph_write(token, "PATCH", path, &change).graph_error();
        assert_eq!((refused.0, refused.1.as_str()), (403, "Authorization_RequestDenied"));
    }
    assert_eq!(world.graph(&plain, path).status(), 403);
    assert_eq!(world.graph(&with_permission, path).json()["allowInvitesFrom"], "everyone");
    assert_eq!(world.graph_write(&with_permission, "DELETE", path, &Value::Null).status(), 405);
}

#[test]
fn cross_tenant_access_has_a_default_and_partners() {
    let world = World::new();
    let token = token(&world, "ada@contoso.com");
    let path = "/v1.0/policies/crossTenantAccessPolicy";
    assert!(world.graph(&token, path).json()["allowedCloudEndpoints"].is_array());
    let default = world.graph(&token, &format!("{path}/default")).json();
    assert_eq!(default["isServiceDefault"], true);
    assert_eq!(default["b2bCollaborationInbound"]["usersAndGroups"]["accessType"], "allowed");
    assert_eq!(world.graph(&token, &format!("{path}/partners")).json()["value"], json!([]));
    let missing = world.graph(&token, &format!("{path}/partners/{FABRIKAM}")).graph_error();
    assert_eq!((missing.0, missing.1.as_str()), (404, "Request_ResourceNotFound"));

    let partner = json!({
        "b2bCollaborationInbound": "blocked",
        "automaticUserConsentSettings": { "inboundAllowed": true },
    });
    world.settings(&json!({ "crossTenantAccess": { "partners": { FABRIKAM: partner } } }));
    let one = world.graph(&token, &format!("{path}/partners/{FABRIKAM}")).json();
    assert_eq!(one["b2bCollaborationInbound"]["applications"]["accessType"], "blocked");
    assert_eq!(
        one["automaticUserConsentSettings"],
        json!({ "inboundAllowed": true, "outboundAllowed": false })
    );
    let list = world.graph(&token, &format!("{path}/partners")).json();
    assert_eq!(list["value"][0]["tenantId"], FABRIKAM);

    let refused = world.invite(&token, &invitation("a@fabrikam.com")).graph_error();
    assert_eq!((refused.0, refused.2.contains("cross-tenant access settings")), (403, true));
    assert_eq!(world.invite(&token, &invitation("a@adatum.com")).status(), 201);
    world.settings(
        &json!({ "crossTenantAccess": { "default": partner, "partners": { FABRIKAM: { "b2bCollaborationInbound": "allowed" } } } }),
    );
    assert_eq!(world.invite(&token, &invitation("a@fabrikam.com")).status(), 201);
    assert_eq!(world.invite(&token, &invitation("b@adatum.com")).status(), 403);
    assert_eq!(world.graph(&token, &format!("{path}/default")).json()["isServiceDefault"], false);
}

#[test]
fn the_domain_list_is_json_in_a_string_and_only_in_beta() {
    let world = World::new();
    let token = token(&world, "ada@contoso.com");
    let path = "/beta/policies/b2bManagementPolicies";
    assert_eq!(world.graph(&token, path).json()["value"], json!([]));
    world.settings(&json!({ "blockedDomains": ["fabrikam.com"] }));
    let policy = world.graph(&token, path).json()["value"][0].clone();
    let definition: Value = serde_json::from_str(policy["definition"][0].as_str().unwrap()).unwrap();
    let lists = &definition["B2BManagementPolicy"]["InvitationsAllowedAndBlockedDomainsPolicy"];
    assert_eq!(lists, &json!({ "AllowedDomains": [], "BlockedDomains": ["fabrikam.com"] }));
    let refused = world.invite(&token, &invitation("a@fabrikam.com")).graph_error();
    assert_eq!((refused.0, refused.1.as_str()), (400, "BadRequest"));
    assert_eq!(world.invite(&token, &invitation("a@adatum.com")).status(), 201);
    world.settings(&json!({ "blockedDomains": [], "allowedDomains": ["fabrikam.com"] }));
    assert_eq!(world.invite(&token, &invitation("a@fabrikam.com")).status(), 201);
    assert_eq!(world.invite(&token, &invitation("b@adatum.com")).status(), 400);

    let released = world.graph(&token, "/v1.0/policies/b2bManagementPolicies").graph_error();
    assert_eq!(released.2, "Resource not found for the segment 'b2bManagementPolicies'.");
    let plain = world.access_token("mira@contoso.com");
    assert_eq!(world.graph(&plain, path).status(), 403);
}

#[test]
fn tenants_are_found_by_domain_and_by_id() {
    let world = World::new();
    world.consent(Some("ada@contoso.com"), &["CrossTenantInformation.ReadBasic.All"]);
    let token = world.access_token("ada@contoso.com");
    let by_domain = |domain: &str| {
        let function = format!("findTenantInformationByDomainName(domainName='{domain}')");
        world.graph(&token, &format!("/v1.0/tenantRelationships/{function}"))
    };
    let found = by_domain("fabrikam.com").json();
    assert_eq!(
        (&found["tenantId"], &found["displayName"], &found["defaultDomainName"]),
        (&json!(FABRIKAM), &json!("Fabrikam, Inc."), &json!("fabrikam.com"))
    );
    assert_eq!(by_domain("fabrikam.onmicrosoft.com").json()["tenantId"], FABRIKAM);
    assert_eq!(by_domain("fourthcoffee.com").graph_error().0, 404);
    let by_id = |id: &str| {
        let function = format!("findTenantInformationByTenantId(tenantId='{id}')");
        world.graph(&token, &format!("/v1.0/tenantRelationships/{function}"))
    };
    assert_eq!(by_id(FABRIKAM).json()["defaultDomainName"], "fabrikam.com");
    assert_eq!(by_id("00000000-0000-0000-0000-000000000000").graph_error().0, 404);
    let plain = world.sign_in("mira@contoso.com", READ)["access_token"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='{FABRIKAM}')");
    assert_eq!(world.graph(&plain, &path).graph_error().1, "Authorization_RequestDenied");
}
