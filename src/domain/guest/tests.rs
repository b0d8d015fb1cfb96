use super::*;

#[test]
fn an_id_contains_nothing_that_changes_a_path() {
    assert!(UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f").is_some());
    for text in [
        "",
        "me",
        "../me",
        "264e6d50-eaec-461e-b187-873b1bcf855f/manager",
        "264e6d50?eaec-461e-b187-873b1bcf855f",
    ] {
        assert!(UserId::parse(text).is_none(), "{text}");
    }
}
