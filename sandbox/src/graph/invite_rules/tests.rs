use super::*;

#[test]
fn every_forbidden_character_is_refused_and_an_apostrophe_is_not() {
    for letter in FORBIDDEN.chars() {
        assert!(check_address(&format!("a{letter}b@fabrikam.com")).is_err(), "{letter}");
    }
    assert!(check_address("o'brien@fabrikam.com").is_ok());
    assert!(check_address("first_last.x-y@sub.fabrikam.com").is_ok());
}

#[test]
fn a_copy_may_go_to_an_address_with_a_tag() {
    assert!(check_address("a+b@fabrikam.com").is_err());
    assert!(check_copy_address("a+b@fabrikam.com").is_ok());
    for bad in ["a", "@b.com", "a@b", "a@b@c.com", "a b@c.com", "<a@b.com>", "a@[1.2.3.4]", "a,b@c.com"] {
        assert_eq!(check_copy_address(bad), Err(InvitationError::BadAddress), "{bad}");
    }
}

#[test]
fn an_address_has_one_at_a_name_and_a_dotted_domain() {
    let long = format!("{}@b.com", "a".repeat(65));
    for bad in [
        "a",
        "@b.com",
        "a@b",
        "a@b@c.com",
        ".a@b.com",
        "a-@b.com",
        "a..b@c.com",
        "a@.com",
        "a@b..com",
        "a@b_c.com",
        "a b@c.com",
        "jos\u{e9}@b.com",
        "jose\u{301}@b.com",
        "a@b\u{fc}cher.com",
        &long,
    ] {
        assert_eq!(check_address(bad), Err(InvitationError::BadAddress), "{bad}");
    }
}

#[test]
fn the_name_may_have_sixty_four_letters() {
    assert!(check_address(&format!("{}@b.com", "a".repeat(64))).is_ok());
}
