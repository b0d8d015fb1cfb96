//! A tenant in a national cloud, and at the host names of another cloud.

use sandbox::{Hosts, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{World, invitation};

fn audit_token(world: &World) -> String {
    world.consent(Some("gael@contoso.com"), &["AuditLog.Read.All", "CrossTenantInformation.ReadBasic.All"]);
    world.access_token("gael@contoso.com")
}

fn invite(world: &World, token: &str) -> Value {
    let mut body = invitation("a@fabrikam.com");
    body["sendInvitationMessage"] = true.into();
    let made = world.invite(token, &body);
    assert_eq!(made.status(), 201, "{}", made.text());
    made.json()
}

#[test]
fn the_domains_and_the_sender_are_those_of_the_cloud() {
    for (cloud, initial, older) in [
        ("global", "contoso.onmicrosoft.com", "invites@microsoft.com"),
        ("usgov", "contoso.onmicrosoft.us", "invites@azuread.us"),
        ("usgov-dod", "contoso.onmicrosoft.us", "invites@azuread.us"),
        ("china", "contoso.partner.onmschina.cn", "Invites@oe.21vianet.com"),
    ] {
        let world = World::in_cloud(cloud);
        world.settings(&json!({ "allowInvitesFrom": "everyone" }));
        let token = world.access_token("ada@contoso.com");
        let domains = world.graph(&token, "/v1.0/organization").json()["value"][0]["verifiedDomains"].clone();
        let named = |index: usize| (domains[index]["name"].clone(), domains[index]["isInitial"].clone());
        assert_eq!(
            (named(0), named(1)),
            ((json!("contoso.com"), json!(false)), (json!(initial), json!(true)))
        );
        assert_eq!(domains.as_array().unwrap().len(), 2);

        let invited = invite(&world, &token);
        let upn = format!("a_fabrikam.com#EXT#@{initial}");
        assert_eq!(invited["invitedUser"]["userPrincipalName"], upn);
        let select = "$select=userPrincipalName,identities&$filter=userType eq 'Guest'";
        let guests = world.graph(&token, &format!("/v1.0/users?{select}")).json()["value"].clone();
        assert!(guests.as_array().unwrap().len() > 3, "{guests}");
        for guest in guests.as_array().unwrap() {
            let upn = guest["userPrincipalName"].as_str().unwrap();
            assert!(upn.ends_with(&format!("#EXT#@{initial}")), "{cloud}: {upn}");
            let issuer = guest["identities"][0]["issuer"].as_str().unwrap();
            assert!(issuer == initial || !issuer.starts_with("contoso."), "{cloud}: {issuer}");
        }
        let own = world.invite(&token, &invitation(&format!("new@{initial}"))).graph_error();
        assert!(own.2.ends_with("verified domain of this directory."), "{own:?}");

        let from = || world.outbox()[0]["from"].clone();
        assert_eq!(from(), format!("Microsoft Invitations on behalf of contoso.com <invites@{initial}>"));
        world.settings(&json!({ "invitationSender": "microsoft" }));
        invite(&world, &token);
        assert_eq!(from(), format!("Microsoft Invitations on behalf of Contoso <{older}>"));
    }
}

#[test]
fn in_us_government_nobody_invites_until_an_administrator_allows_it() {
    for (cloud, policy) in
        [("global", "everyone"), ("china", "everyone"), ("usgov", "none"), ("usgov-dod", "none")]
    {
        let world = World::in_cloud(cloud);
        let token = world.access_token("ada@contoso.com");
        let invited = world.invite(&token, &invitation("a@fabrikam.com"));
        assert_eq!(invited.status(), if policy == "none" { 403 } else { 201 }, "{cloud}");
        assert_eq!(world.get(Site::Graph, "/_sandbox/settings").json()["allowInvitesFrom"], policy);
        world.settings(&json!({ "allowInvitesFrom": "everyone" }));
        assert_eq!(world.invite(&token, &invitation("b@fabrikam.com")).status(), 201, "{cloud}");
        world.control("POST", "reset", &json!({}));
        assert_eq!(world.get(Site::Graph, "/_sandbox/settings").json()["allowInvitesFrom"], policy);
    }
}

#[test]
fn a_reset_leaves_the_tenant_in_its_cloud() {
    let world = World::in_cloud("china");
    world.control("POST", "reset", &json!({ "guests": 3 }));
    let token = world.access_token("ada@contoso.com");
    let guests =
        world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$select=userPrincipalName").json();
    let upn = guests["value"][0]["userPrincipalName"].as_str().unwrap();
    assert!(upn.ends_with("@contoso.partner.onmschina.cn"), "{upn}");
}

#[test]
fn a_cloud_without_an_api_does_not_know_its_segment() {
    let find = "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.com')";
    let audits = "/v1.0/auditLogs/directoryAudits";
    for (cloud, finds, audited) in
        [("global", true, true), ("usgov", false, true), ("usgov-dod", false, true), ("china", false, false)]
    {
        let world = World::in_cloud(cloud);
        let token = audit_token(&world);
        for (path, there) in [(find, finds), (audits, audited)] {
            let reply = world.graph(&token, path);
            if there {
                assert_eq!(reply.status(), 200, "{cloud}: {}", reply.text());
            } else {
                let (_, _, message) = reply.graph_error();
                assert!(message.starts_with("Resource not found for the segment '"), "{cloud}: {message}");
            }
        }
        assert_eq!(world.graph(&token, "/v1.0/auditLogs/signIns").status(), 200, "{cloud}");
    }
}

#[test]
fn at_the_hosts_of_another_cloud_the_tenant_is_not_found() {
    let world = World::in_cloud("usgov");
    let hosts = Hosts::new("https://localhost:8443", "usgov").unwrap();
    let token = world.access_token("ada@contoso.com");
    let get = |host: &str, path: &str| {
        let request = http::Request::builder().uri(path).header("host", host);
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.body(bytes::Bytes::new()).unwrap();
        let reply = world.sandbox().handle_at(hosts.site(host, path).unwrap(), request, world.now());
        (reply.status().as_u16(), String::from_utf8_lossy(reply.body()).into_owned())
    };
    for name in [TENANT_ID, "contoso.com", "contoso.onmicrosoft.us"] {
        let discovery = format!("/{name}/v2.0/.well-known/openid-configuration");
        assert_eq!(get("login.microsoftonline.us", &discovery).0, 200, "{name}");
        for host in ["login.microsoftonline.com", "login.chinacloudapi.cn"] {
            let (status, body) = get(host, &discovery);
            assert!(status == 400 && body.contains("AADSTS90002"), "{host}: {body}");
        }
    }
    assert_eq!(get("graph.microsoft.us", "/v1.0/me").0, 200);
    for host in ["graph.microsoft.com", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"] {
        let (status, body) = get(host, "/v1.0/me");
        assert!(status == 401 && body.contains("InvalidAuthenticationToken"), "{host}: {body}");
    }
}
