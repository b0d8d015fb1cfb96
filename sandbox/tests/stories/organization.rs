//! The organization: which properties each permission shows, branding, licences.

use sandbox::{Site, TENANT_ID};
use serde_json::json;

use crate::world::{Reply, World};

const PATH: &str = "/v1.0/organization";

fn with_language(world: &World, token: &str, path: &str, language: &str) -> Reply {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("accept-language", language)];
    world.send(Site::Graph, "GET", path, &headers, "")
}

#[test]
fn the_profile_permission_shows_the_names_alone() {
    let world = World::new();
    let plain = world.access_token("mira@contoso.com");
    let little = world.graph(&plain, PATH).json()["value"][0].clone();
    assert_eq!(
        (&little["displayName"], &little["technicalNotificationMails"]),
        (&json!("Contoso"), &json!([]))
    );
    assert!(little["privacyProfile"].is_null());
    world.consent(Some("ada@contoso.com"), &["Organization.Read.All"]);
    let token = world.access_token("ada@contoso.com");
    let much = world.graph(&token, &format!("{PATH}/{TENANT_ID}")).json();
    assert_eq!(much["technicalNotificationMails"], json!(["it@contoso.com"]));
    assert_eq!(much["privacyProfile"]["contactEmail"], "privacy@contoso.com");
    assert_eq!(much["id"], TENANT_ID);
    let other = world.graph(&token, &format!("{PATH}/00000000-0000-0000-0000-000000000000")).graph_error();
    assert_eq!((other.0, other.1.as_str()), (404, "Request_ResourceNotFound"));
    let unknown = world.graph(&token, &format!("{PATH}?$select=shoeSize")).graph_error();
    assert!(unknown.2.ends_with("on type 'microsoft.graph.organization'."), "{}", unknown.2);
}

#[test]
fn a_tenant_may_have_no_default_domain_of_its_own() {
    let world = World::new();
    let token = world.access_token("mira@contoso.com");
    let default = || {
        let domains = world.graph(&token, PATH).json()["value"][0]["verifiedDomains"].clone();
        let of =
            domains.as_array().unwrap().iter().find(|domain| domain["isDefault"] == true).unwrap().clone();
        of["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(default(), "contoso.com");
    world.settings(&json!({ "initialDomainIsDefault": true }));
    assert_eq!(default(), "contoso.onmicrosoft.com");
}

#[test]
fn branding_comes_with_languages_and_pictures() {
    let world = World::new();
    let token = world.access_token("mira@contoso.com");
    let path = format!("{PATH}/{TENANT_ID}/branding");
    let default = with_language(&world, &token, &path, "0").json();
    assert_eq!((&default["id"], &default["signInPageText"]), (&json!("0"), &json!("Welcome to Contoso")));
    let french = with_language(&world, &token, &path, "fr-FR").json();
    assert_eq!(
        (&french["id"], &french["signInPageText"]),
        (&json!("fr-FR"), &json!("Bienvenue chez Contoso"))
    );
    assert_eq!(with_language(&world, &token, &path, "de-DE").json()["id"], "0");
    let list = world.graph(&token, &format!("{path}/localizations")).json();
    assert_eq!(list["value"].as_array().unwrap().len(), 2);
    assert_eq!(world.graph(&token, &format!("{path}/localizations/fr-fr")).json()["id"], "fr-FR");
    assert_eq!(world.graph(&token, &format!("{path}/localizations/xx")).status(), 404);
    for picture in ["bannerLogo", "squareLogo", "localizations/0/bannerLogo"] {
        let reply = world.graph(&token, &format!("{path}/{picture}"));
        assert_eq!((reply.status(), reply.header("content-type")), (200, Some("image/png")), "{picture}");
        assert!(reply.bytes().starts_with(b"\x89PNG\r\n\x1a\n") && reply.bytes().len() < 10_000);
    }
}

#[test]
fn without_branding_there_is_nothing_to_show() {
    let world = World::new();
    let token = world.access_token("mira@contoso.com");
    world.settings(&json!({ "branding": false }));
    for part in ["", "/bannerLogo", "/localizations"] {
        let missing = world.graph(&token, &format!("{PATH}/{TENANT_ID}/branding{part}")).graph_error();
        assert_eq!((missing.0, missing.1.as_str()), (404, "Request_ResourceNotFound"), "{part}");
    }
}

#[test]
fn licences_follow_the_setting_and_take_no_administrator() {
    let world = World::new();
    let plain = world.access_token("mira@contoso.com");
    assert_eq!(world.graph(&plain, "/v1.0/subscribedSkus").graph_error().0, 403);
    let page =
        world.authorize(&[("scope", "openid LicenseAssignment.Read.All"), ("prompt", "select_account")]);
    let asked = world.pick_account(&page, "mira@contoso.com");
    assert!(asked.text().contains("Read license assignments"), "a person may consent alone");
    world.consent(Some("mira@contoso.com"), &["LicenseAssignment.Read.All"]);
    let token = world.access_token("mira@contoso.com");
    let plans = || {
        let body = world.graph(&token, "/v1.0/subscribedSkus").json();
        let skus = body["value"].as_array().unwrap().clone();
        let plans = skus.iter().flat_map(|sku| sku["servicePlans"].as_array().unwrap().clone());
        let names = plans.map(|plan| plan["servicePlanName"].as_str().unwrap().to_owned());
        names.filter(|name| name.starts_with("AAD_")).collect::<Vec<_>>()
    };
    assert_eq!(plans(), ["AAD_PREMIUM"]);
    world.settings(&json!({ "licence": "P2" }));
    assert_eq!(plans(), ["AAD_PREMIUM", "AAD_PREMIUM_P2"]);
    world.settings(&json!({ "licence": "free" }));
    assert!(plans().is_empty());
    assert_eq!(world.settings(&json!({ "licence": "P3" })).status(), 400);
}
