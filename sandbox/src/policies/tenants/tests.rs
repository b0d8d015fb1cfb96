use super::*;
use crate::directory::TENANT_ID;

#[test]
fn tenants_are_found_by_either_domain_and_by_id() {
    let fabrikam = of_domain("FABRIKAM.com").unwrap();
    assert_eq!(of_domain("fabrikam.onmicrosoft.com"), Some(fabrikam));
    assert_eq!(by_id(fabrikam.id), Some(fabrikam));
    assert_eq!(of_domain("contoso.com").map(|own| own.id.to_string()).as_deref(), Some(TENANT_ID));
    assert_eq!(of_domain("fourthcoffee.com"), None);
}

#[test]
fn no_two_tenants_share_an_id_or_a_domain() {
    for (index, one) in TENANTS.iter().enumerate() {
        for other in &TENANTS[index + 1..] {
            assert_ne!(one.id, other.id);
            assert!(one.domains.iter().all(|domain| !other.domains.contains(domain)), "{}", one.name);
        }
    }
}
