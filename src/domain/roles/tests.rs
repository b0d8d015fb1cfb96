use super::*;

#[test]
fn every_role_in_the_lists_has_a_name_and_its_own_id() {
    for role in [INVITERS, MEMBER_INVITERS, READERS, POLICY_READERS, CONSENTERS].concat() {
        assert_eq!(name(role.id), Some(role.name));
    }
    let mut ids: Vec<_> = KNOWN.iter().map(|role| role.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), KNOWN.len());
}

#[test]
fn ids_that_everybody_has_are_not_roles() {
    assert!(!is_role("b79fbf4d-3ef9-4689-8143-76b194e85509"));
    assert!(is_role(GUEST_INVITER.id));
    assert_eq!(name("b79fbf4d-3ef9-4689-8143-76b194e85509"), None);
}
