use super::*;

const ID: &str = "69997834-fa40-45da-9999-382c3bdc66c3";

#[test]
fn a_tenant_is_written_as_an_id_or_a_domain() {
    assert!(matches!(Tenant::parse(ID), Some(Tenant::Id(_))));
    assert!(matches!(Tenant::parse("contoso.com"), Some(Tenant::Domain(_))));
    for text in [
        "",
        "contoso",
        "common",
        "organizations",
        "contoso..com",
        "-a.com",
        "a-.com",
        "con toso.com",
        "../x.y",
    ] {
        assert_eq!(Tenant::parse(text), None, "{text}");
    }
}

#[test]
fn an_id_is_the_same_in_either_case() {
    let upper = TenantId::parse(&ID.to_uppercase()).unwrap();
    assert_eq!(upper.as_str(), ID);
    assert!(Tenant::parse(ID).unwrap().may_be(&upper));
}

#[test]
fn a_domain_can_belong_to_any_tenant_and_an_id_to_one_only() {
    let other = TenantId::parse("11112222-bbbb-3333-cccc-4444dddd5555").unwrap();
    assert!(Tenant::parse("contoso.com").unwrap().may_be(&other));
    assert!(!Tenant::parse(ID).unwrap().may_be(&other));
}
