use super::*;

#[test]
fn every_role_in_the_lists_has_a_name_and_its_own_id() {
    for role in [INVITERS, MEMBER_INVITERS, READERS, POLICY_READERS, CONSENTERS].concat() {
        assert_eq!(name(role.id), Some(role.name));
    }
    let mut ids: Vec<_> = WITH_RIGHTS.iter().chain(&OTHERS).map(|role| role.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), WITH_RIGHTS.len() + OTHERS.len());
}

#[test]
fn ids_that_everybody_has_are_not_roles() {
    assert!(!is_role("b79fbf4d-3ef9-4689-8143-76b194e85509"));
    assert!(is_role(GUEST_INVITER.id));
    assert_eq!(name("b79fbf4d-3ef9-4689-8143-76b194e85509"), None);
}

#[test]
fn the_rights_of_a_role_that_is_not_listed_are_not_known() {
    assert!(is_known("b79fbf4d-3ef9-4689-8143-76b194e85509"), "everybody has this id");
    assert!(is_known("4a5d8f65-41da-4de4-8968-e035b65339cf"), "Reports Reader");
    assert!(!is_known("11111111-2222-3333-4444-555555555555"));
}
