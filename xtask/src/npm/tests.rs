use super::*;

#[test]
fn the_major_version_is_read_from_what_node_prints() {
    assert_eq!(node_major("v20.20.2\n"), Some(20));
    assert_eq!(node_major("v8.1.0"), Some(8));
    assert_eq!(node_major(""), None);
    assert_eq!(node_major("command not found"), None);
}
