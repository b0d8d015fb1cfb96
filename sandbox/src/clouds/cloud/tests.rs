use super::*;

const CLOUDS: [Cloud; 4] = [Cloud::Global, Cloud::UsGov, Cloud::UsGovDod, Cloud::China];

#[test]
fn each_cloud_has_its_sender() {
    let senders =
        ["invites@microsoft.com", "invites@azuread.us", "invites@azuread.us", "Invites@oe.21vianet.com"];
    assert_eq!(CLOUDS.map(Cloud::microsoft_sender), senders);
}

#[test]
fn the_national_clouds_lack_apis() {
    assert_eq!(CLOUDS.map(Cloud::finds_tenants), [true, false, false, false]);
    assert_eq!(CLOUDS.map(Cloud::has_directory_audits), [true, true, true, false]);
    assert_eq!(CLOUDS.map(Cloud::allows_guests_by_default), [true, false, false, true]);
}
