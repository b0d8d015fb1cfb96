use super::*;

#[test]
fn versions_are_compared_as_numbers() {
    assert_eq!(version("3.11\n"), Some((3, 11)));
    assert!(version("3.9") < Some(OLDEST), "3.9 is older than 3.11");
    assert!(version("4.0") > Some(OLDEST));
    assert_eq!(version("Python 3.11.2"), None);
    assert_eq!(version(""), None);
}
