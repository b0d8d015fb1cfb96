use super::*;
use crate::domain::app_registration::{Asked, PERMISSIONS};

#[test]
fn scopes_count_with_and_without_the_graph_prefix() {
    let rights =
        Rights::new("openid profile https://graph.microsoft.com/User.Read.All user.invite.all", None);
    assert!(rights.may_invite());
    let reader = Rights::new("openid User.Read User.Read.All", None);
    assert!(!reader.may_invite());
    assert!(reader.has(Permission::ReadGuests) && !reader.has(Permission::ReadPolicies));
    assert!(Rights::new("Directory.ReadWrite.All", None).may_invite());
}

#[test]
fn a_permission_is_granted_by_its_own_scope() {
    for permission in [Permission::ReadGuests, Permission::Invite, Permission::ReadPolicies] {
        assert!(Rights::new(permission.scope(), None).has(permission));
    }
}

#[test]
fn every_sign_in_asks_for_what_the_registration_says() {
    let at_sign_in = PERMISSIONS.into_iter().filter(|permission| permission.asked == Asked::AtSignIn);
    assert_eq!(at_sign_in.map(|permission| permission.name).collect::<Vec<_>>(), BASE_SCOPES);
    let rights =
        [Permission::ReadGuests, Permission::Invite, Permission::ReadPolicies].map(Permission::scope);
    for permission in PERMISSIONS.into_iter().filter(|permission| permission.name != USER_READ) {
        assert!(rights.contains(&permission.name), "the portal never asks for {}", permission.name);
    }
}

#[test]
fn a_missing_claim_means_unknown_and_not_no() {
    let with = |roles: &[&str]| Rights::new("", Some(roles.iter().map(|&r| r.to_owned()).collect()));
    assert_eq!(Rights::new("", None).may_invite_members(), May::Unknown);
    assert_eq!(with(&[]).may_invite_members(), May::No);
    assert_eq!(with(&["95e79109-95c0-4d8e-aee3-d01accf2d47b"]).may_invite_members(), May::No);
    assert_eq!(with(&["fe930be7-5e62-47db-91af-98c3a49a38b1"]).may_invite_members(), May::Yes);
    assert_eq!(with(&["158c047a-c907-4556-b7ef-446551a6b5f7"]).may_consent(), May::Yes);
}

#[test]
fn roles_in_the_token_are_preferred_to_others() {
    let found = || Some(vec!["found".to_owned()]);
    assert_eq!(Rights::new("", None).or_roles(found()).roles(), Some(&["found".to_owned()][..]));
    assert_eq!(Rights::new("", Some(Vec::new())).or_roles(found()).roles(), Some(&[][..]));
}
