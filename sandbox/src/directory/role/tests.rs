use super::*;

#[test]
fn every_role_has_ids_of_its_own_and_is_found_by_name() {
    let mut ids: Vec<_> = ROLES.iter().map(|role| role.object_id()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), ROLES.len());
    for role in ROLES {
        assert_eq!(Role::named(role.display_name()), Some(*role));
    }
}
