use super::*;

fn guest(text: &str) -> Result<GuestEmail, EmailProblem> {
    text.parse()
}

#[test]
fn real_addresses_pass() {
    for text in [
        "ann@fabrikam.com",
        " ann.lee@mail.fabrikam.co.uk ",
        "o'brien@fabrikam.com",
        "a_b@x-y.io",
        "ÅSA@fabrikam.com",
    ] {
        assert!(guest(text).is_ok(), "{text}");
    }
    assert!(guest("o'brien@fabrikam.com").unwrap().has_apostrophe());
    assert_eq!(guest("ann@Fabrikam.com").unwrap().domain(), "fabrikam.com");
}

#[test]
fn every_refused_character_is_named() {
    for bad in REFUSED.chars() {
        assert_eq!(guest(&format!("an{bad}n@fabrikam.com")), Err(EmailProblem::Refused(bad)));
    }
}

#[test]
fn each_mistake_has_its_own_problem() {
    let cases = [
        ("", EmailProblem::Empty),
        ("  ", EmailProblem::Empty),
        ("ann", EmailProblem::NoAt),
        ("ann@b@c.com", EmailProblem::ManyAts),
        ("ann lee@fabrikam.com", EmailProblem::Blank),
        ("@fabrikam.com", EmailProblem::NoName),
        (".ann@fabrikam.com", EmailProblem::NameEdge('.')),
        ("ann-@fabrikam.com", EmailProblem::NameEdge('-')),
        ("ann@fabrikam", EmailProblem::BadDomain),
        ("ann@fabrikam..com", EmailProblem::BadDomain),
        ("ann@-fabrikam.com", EmailProblem::BadDomain),
    ];
    for (text, problem) in cases {
        assert_eq!(guest(text), Err(problem), "{text}");
    }
    assert_eq!(guest(&format!("{}@fabrikam.com", "a".repeat(250))), Err(EmailProblem::TooLong));
}

#[test]
fn a_copy_is_sent_to_one_address_only() {
    assert_eq!("pa+guests@contoso.com".parse::<CcAddress>().unwrap().as_str(), "pa+guests@contoso.com");
    assert_eq!("pa@contoso.com;".parse::<CcAddress>().unwrap().as_str(), "pa@contoso.com");
    assert_eq!("a@contoso.com; b@contoso.com".parse::<CcAddress>(), Err(EmailProblem::Several));
    assert_eq!("a@contoso.com b@contoso.com".parse::<CcAddress>(), Err(EmailProblem::Several));
    assert_eq!("nobody".parse::<CcAddress>(), Err(EmailProblem::NoAt));
}

#[test]
fn an_address_copied_from_a_mail_program_is_split_into_name_and_address() {
    let pair = |name: &str, mail: &str| Some((name.to_owned(), mail.to_owned()));
    assert_eq!(name_and_address("Ann Lee <ann@fabrikam.com>"), pair("Ann Lee", "ann@fabrikam.com"));
    assert_eq!(name_and_address("\"Lee, Ann\" <ann@fabrikam.com> "), pair("Lee, Ann", "ann@fabrikam.com"));
    assert_eq!(name_and_address("ann@fabrikam.com"), None);
    assert_eq!(name_and_address("<ann@fabrikam.com>"), None);
}
