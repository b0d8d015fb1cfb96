use super::*;

#[test]
fn a_function_is_read_with_or_without_its_namespace() {
    let bare = "findTenantInformationByDomainName(domainName='a.example')";
    assert_eq!(argument(bare, BY_DOMAIN), Some("a.example"));
    assert_eq!(argument(&format!("microsoft.graph.{bare}"), BY_DOMAIN), Some("a.example"));
    assert_eq!(argument(bare, BY_ID), None);
    for broken in ["findTenantInformationByDomainName", "findTenantInformationByDomainName(x='a')"] {
        assert_eq!(argument(broken, BY_DOMAIN), None, "{broken}");
    }
}
