use serde_json::{Value, json};

use super::*;

const FABRIKAM: &str = "2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21";

fn with(change: Value) -> Settings {
    Settings::default().with(&change).unwrap()
}

#[test]
fn an_allow_list_lets_in_nobody_else_and_a_block_list_everybody_else() {
    assert!(!domain_refused(&Settings::default(), "fabrikam.com"));
    let allow = with(json!({ "allowedDomains": ["fabrikam.com"] }));
    assert!(!domain_refused(&allow, "Fabrikam.COM") && domain_refused(&allow, "adatum.com"));
    assert!(domain_refused(&allow, "eu.fabrikam.com"));
    let block = with(json!({ "blockedDomains": ["fabrikam.com"] }));
    assert!(domain_refused(&block, "fabrikam.com") && !domain_refused(&block, "adatum.com"));
}

#[test]
fn the_lists_exclude_each_other_and_hold_domains() {
    let both = json!({ "allowedDomains": ["a.example"], "blockedDomains": ["b.example"] });
    assert!(Settings::default().with(&both).unwrap_err().contains("both"));
    for wrong in ["x@a.example", "localhost", "a b.example"] {
        assert!(Settings::default().with(&json!({ "blockedDomains": [wrong] })).is_err(), "{wrong}");
    }
}

#[test]
fn a_partner_of_its_own_settings_does_not_follow_the_default() {
    let blocked = json!({ "b2bCollaborationInbound": "blocked" });
    let partner = with(json!({ "crossTenantAccess": { "partners": { FABRIKAM: blocked } } }));
    assert!(cross_tenant_blocked(&partner, "fabrikam.com"));
    assert!(!cross_tenant_blocked(&partner, "adatum.com"));
    let default = with(json!({ "crossTenantAccess": { "default": blocked, "partners": { FABRIKAM: {} } } }));
    assert!(!cross_tenant_blocked(&default, "fabrikam.com"));
    assert!(cross_tenant_blocked(&default, "adatum.com") && cross_tenant_blocked(&default, "no.example"));
}

#[test]
fn null_takes_a_partner_away() {
    let one = with(json!({ "crossTenantAccess": { "partners": { FABRIKAM: {} } } }));
    let none = one.with(&json!({ "crossTenantAccess": { "partners": { FABRIKAM: null } } })).unwrap();
    assert_eq!((one.cross_tenant_access.partners.len(), none.cross_tenant_access.partners.len()), (1, 0));
}
