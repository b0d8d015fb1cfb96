use super::*;
use crate::directory::UserType;

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
