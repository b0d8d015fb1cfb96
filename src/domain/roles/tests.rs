use super::*;

#[test]
fn every_role_that_opens_something_has_a_name_of_its_own() {
    for role in [INVITERS, MEMBER_INVITERS, READERS, POLICY_READERS, CONSENTERS].concat() {
        assert_eq!(name(role.id), Some(role.name));
    }
    let mut ids: Vec<_> = KNOWN.iter().map(|role| role.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), KNOWN.len());
}

#[test]
fn what_everybody_has_is_no_role() {
    assert!(!is_role("b79fbf4d-3ef9-4689-8143-76b194e85509"));
    assert!(is_role(GUEST_INVITER.id));
    assert_eq!(name("b79fbf4d-3ef9-4689-8143-76b194e85509"), None);
}
