use super::*;
use crate::clouds::Cloud;

#[test]
fn a_guest_signs_in_under_the_initial_domain() {
    let upn = guest_upn("ada_b@fabrikam.com", INITIAL_DOMAIN);
    assert_eq!(upn, "ada_b_fabrikam.com#EXT#@contoso.onmicrosoft.com");
}

#[test]
fn own_domains_are_known_in_any_case() {
    let directory = Directory::default();
    assert!(directory.is_verified_domain("Contoso.COM"));
    assert!(!directory.is_verified_domain("sub.contoso.com"));
}

#[test]
fn the_initial_domain_has_the_ending_of_the_cloud() {
    for (cloud, ending) in [
        (Cloud::Global, ".onmicrosoft.com"),
        (Cloud::UsGov, ".onmicrosoft.us"),
        (Cloud::UsGovDod, ".onmicrosoft.us"),
        (Cloud::China, ".partner.onmschina.cn"),
    ] {
        let mut directory = Directory::default();
        directory.move_to(cloud);
        assert_eq!(directory.initial_domain().strip_prefix("contoso"), Some(ending));
    }
}
