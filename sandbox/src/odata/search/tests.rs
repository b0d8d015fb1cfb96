use super::*;
use crate::directory::User;

fn refused(text: &str) -> QueryError {
    match read::<User>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(problem) => problem,
    }
}

#[test]
fn quotes_and_a_property_are_needed() {
    assert!(matches!(refused("displayName:ann"), QueryError::Search { .. }));
    assert!(matches!(refused("\"ann\""), QueryError::NotSearchable { .. }));
    assert!(matches!(refused("\"accountEnabled:true\""), QueryError::NotSearchable { .. }));
    assert!(matches!(refused("\"aboutMe:ann\""), QueryError::NotSearchable { .. }));
    assert!(matches!(refused("\"displayName:\""), QueryError::Search { .. }));
    assert!(matches!(refused("\"displayName:a\" OR"), QueryError::Search { .. }));
    assert!(matches!(refused("\"displayName:a\" or \"mail:b\""), QueryError::Search { .. }));
    for name in ["companyName", "jobTitle", "city", "userType", "proxyAddresses"] {
        assert!(read::<User>(&format!("\"{name}:a\"")).is_ok(), "{name}");
    }
}

#[test]
fn words_are_found_by_their_beginnings() {
    assert!(has_word("Ann Berg", "an") && has_word("Ann Berg", "ber"));
    assert!(!has_word("Ann Berg", "nn") && !has_word("Ann Berg", "annb"));
    for (text, word) in [
        ("hello123world", "123"),
        ("hello123world", "world"),
        ("HelloWorld", "world"),
        ("helloWORLD", "world"),
        ("HelloWorld", "helloworld"),
        ("hello.world", "world"),
        ("zeta-omega", "zetaomega"),
        ("O'Neil", "oneil"),
        ("O'Neil", "neil"),
    ] {
        assert!(has_word(text, word), "{word} in {text}");
    }
    assert_eq!(words("OneVideo 2.0"), ["One", "Video", "2", "0"]);
}

#[test]
fn other_properties_begin_with_the_whole_text() {
    let mut user =
        User::new(uuid::Uuid::nil(), crate::directory::UserType::Guest, "Ann".into(), "a@b.com".into());
    user.mail = Some("ann.berg@fabrikam.com".into());
    user.other_mails = vec!["x@y.com".into(), "ann@z.com".into()];
    let finds = |text: &str| read::<User>(text).ok().is_some_and(|search| search.finds(&user));
    assert!(finds("\"mail:Ann.Berg@fab\"") && finds("\"otherMails:ann\""));
    assert!(!finds("\"mail:berg\"") && !finds("\"mail:fabrikam\"") && !finds("\"otherMails:com\""));
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let deep = format!("{}\"displayName:a\"{}", "(".repeat(2_000), ")".repeat(2_000));
    assert!(read::<User>(&deep).is_err());
    assert!(read::<User>("(\"displayName:a\" OR \"mail:b\") AND \"surname:c\"").is_ok());
}
