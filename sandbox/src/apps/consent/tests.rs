use super::*;

#[test]
fn the_lists_of_grants_name_known_permissions() {
    for name in FOR_ALL.iter().chain(FOR_INVITERS) {
        assert_eq!(permissions::find(name).map(|known| known.name), Some(*name));
    }
}
