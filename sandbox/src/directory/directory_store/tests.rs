use super::*;
use crate::directory::{INITIAL_DOMAIN, Identity, UserType};

fn directory() -> (Directory, Uuid) {
    let id = Uuid::from_u128(1);
    let mut user = User::new(id, UserType::Guest, "Ann".into(), "ann@x".into());
    user.mail = Some("ann@fabrikam.com".into());
    let mut directory = Directory::default();
    directory.add(user);
    (directory, id)
}

#[test]
fn a_changed_address_finds_the_user_and_the_old_one_does_not() {
    let (mut directory, id) = directory();
    let before = directory.changes();
    directory.change(id, |user| user.mail = Some("ann@litware.com".into()));
    assert!(directory.user_by_address("ann@fabrikam.com").is_none());
    assert_eq!(directory.user_by_address("ANN@litware.com").map(|user| user.id), Some(id));
    assert!(directory.changes() > before);
}

#[test]
fn a_deleted_user_can_be_restored_and_a_purged_one_cannot() {
    let (mut directory, id) = directory();
    let now = Timestamp::UNIX_EPOCH;
    assert!(directory.delete(id, now) && !directory.delete(id, now));
    assert!(directory.user(id).is_none() && directory.user_by_address("ann@fabrikam.com").is_none());
    assert!(directory.restore(id) && directory.user_by_upn("ann@x").is_some());
    assert!(!directory.purge(id), "only what is in the bin can be purged");
    assert!(directory.delete(id, now) && directory.purge(id) && !directory.restore(id));
}

#[test]
fn a_directory_in_another_cloud_has_the_initial_domain_of_that_cloud() {
    let mut directory = Directory::default();
    let upn = crate::directory::guest_upn("ann@fabrikam.com", INITIAL_DOMAIN);
    let mut user = User::new(Uuid::from_u128(1), UserType::Guest, "Ann".into(), upn.clone());
    user.identities =
        vec![Identity::host(INITIAL_DOMAIN, &upn), Identity::external("mail", "ann@fabrikam.com")];
    directory.add(user);
    directory.move_to(Cloud::China);
    let moved = "ann_fabrikam.com#EXT#@contoso.partner.onmschina.cn";
    assert!(directory.user_by_upn(&upn).is_none());
    let user = directory.user_by_upn(moved).unwrap();
    assert_eq!(user.upn, moved);
    let named = |index: usize| {
        (user.identities[index].issuer.as_ref(), user.identities[index].issuer_assigned_id.as_str())
    };
    assert_eq!((named(0), named(1)), (("contoso.partner.onmschina.cn", moved), ("mail", "ann@fabrikam.com")));
    assert!(directory.is_verified_domain("contoso.partner.onmschina.cn"));
    assert!(!directory.is_verified_domain(INITIAL_DOMAIN), "it belongs to another tenant, or to nobody");
}
