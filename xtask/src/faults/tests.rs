use super::titles;

#[test]
fn a_fault_and_a_moment_are_parts_of_a_title() {
    assert_eq!(titles(None, None), None);
    assert_eq!(titles(Some("offline 5 s, 30"), None).as_deref(), Some(r"offline 5 s\, 30"));
    assert_eq!(titles(None, Some("before POST")).as_deref(), Some(r".* \| .*before POST"));
    assert_eq!(titles(Some("429"), Some("lost")).as_deref(), Some(r"429.* \| .*lost"));
}
