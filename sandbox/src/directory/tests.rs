use super::*;

#[test]
fn a_guest_signs_in_under_the_initial_domain() {
    assert_eq!(guest_upn("ada_b@fabrikam.com"), "ada_b_fabrikam.com#EXT#@contoso.onmicrosoft.com");
}

#[test]
fn own_domains_are_known_in_any_case() {
    assert!(is_verified_domain("Contoso.COM"));
    assert!(!is_verified_domain("sub.contoso.com"));
}
