use super::*;
use crate::domain::cloud::Cloud;

const TENANT: &str = "11111111-2222-4333-8444-555555555555";
const USER: &str = "264e6d50-eaec-461e-b187-873b1bcf855f";

fn link(graph: &Origin) -> Option<String> {
    page_of_user(graph, &TenantId::parse(TENANT).unwrap(), UserId::parse(USER).unwrap())
}

#[test]
fn each_cloud_has_its_own_admin_center() {
    let path = format!(
        "/{TENANT}/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/{USER}"
    );
    for (cloud, host) in [
        ("global", "https://entra.microsoft.com"),
        ("usgov", "https://entra.microsoft.us"),
        ("usgov-dod", "https://entra.microsoft.us"),
        ("china", "https://entra.microsoftonline.cn"),
    ] {
        assert_eq!(link(&Cloud::named(cloud).unwrap().graph), Some(format!("{host}{path}")), "{cloud}");
    }
}

#[test]
fn a_cloud_on_this_machine_has_none() {
    assert_eq!(link(&Origin::loopback("http://127.0.0.1:8082").unwrap()), None);
}
