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
    assert_eq!("a@contoso.com; b@contoso.com".parse::<CcAddress>(), Err(EmailProblem::Several));
    assert_eq!("a@contoso.com b@contoso.com".parse::<CcAddress>(), Err(EmailProblem::Several));
    assert_eq!("nobody".parse::<CcAddress>(), Err(EmailProblem::NoAt));
}

/// Converts as a browser does, for the domains below.
fn browser(text: &str) -> Option<String> {
    let table = [
        ("bücher", "xn--bcher-kva"),
        ("f\u{430}brikam", "xn--fbrikam-2fg"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ];
    let (letters, ascii) = table.iter().find(|(letters, _)| text.contains(letters))?;
    Some(text.replace(letters, ascii))
}

#[test]
fn a_domain_that_is_not_ascii_is_shown_in_both_forms() {
    let of = |address| ForeignDomain::of(address, browser);
    let foreign = |letters: &str, ascii: &str, looks_alike| {
        Some(ForeignDomain { letters: letters.to_owned(), ascii: ascii.to_owned(), looks_alike })
    };
    assert_eq!(of("ann@fabrikam.com"), None);
    assert_eq!(of("ann@bücher.example"), foreign("bücher.example", "xn--bcher-kva.example", false));
    assert_eq!(of("ann@xn--bcher-kva.example"), foreign("bücher.example", "xn--bcher-kva.example", false));
    assert_eq!(of("ann@f\u{430}brikam.com"), foreign("f\u{430}brikam.com", "xn--fbrikam-2fg.com", true));
    assert_eq!(
        guest("ann@bücher.example").unwrap().ascii_domain(browser).as_deref(),
        Some("xn--bcher-kva.example")
    );
    assert_eq!(guest("ann@kein.zürich").unwrap().ascii_domain(browser), None, "the browser refuses it");
}

#[test]
fn lengths_and_labels_are_checked_as_mail_does() {
    let name = |length: usize| format!("{}@fabrikam.com", "a".repeat(length));
    assert!(guest(&name(64)).is_ok());
    assert_eq!(guest(&name(65)), Err(EmailProblem::NameTooLong));
    let label = |length: usize| format!("ann@{}.com", "b".repeat(length));
    assert!(guest(&label(63)).is_ok());
    assert_eq!(guest(&label(64)), Err(EmailProblem::BadDomain));
    assert_eq!(guest("an..n@fabrikam.com"), Err(EmailProblem::TwoStops));
    for domain in
        ["fab_rikam.com", "fabrikam.com-", "fabrikam.c-", "1.2.3.4", "fabri'kam.com", "fabrikam.com."]
    {
        assert_eq!(guest(&format!("ann@{domain}")), Err(EmailProblem::BadDomain), "{domain}");
    }
    assert!(guest("ann@1and1.example").is_ok());
}

#[test]
fn an_invisible_character_is_named() {
    for unseen in ['\u{200b}', '\u{ad}', '\u{202e}', '\u{3164}', '\0', '\u{fe0f}'] {
        assert_eq!(guest(&format!("an{unseen}n@fabrikam.com")), Err(EmailProblem::Invisible(unseen)));
        assert_eq!(
            format!("an{unseen}n@fabrikam.com").parse::<CcAddress>(),
            Err(EmailProblem::Invisible(unseen))
        );
    }
}

#[test]
fn a_letter_before_the_at_that_is_not_ascii_is_found() {
    assert_eq!(guest("jos\u{e9}@fabrikam.com").unwrap().foreign_letter(), Some('\u{e9}'));
    assert_eq!(guest("jose@b\u{fc}cher.example").unwrap().foreign_letter(), None);
}

#[test]
fn several_addresses_are_told_apart_from_a_blank() {
    assert_eq!(guest("ann@fabrikam.com; bo@fabrikam.com"), Err(EmailProblem::Several));
    assert_eq!(guest("ann@fabrikam.com bo@fabrikam.com"), Err(EmailProblem::Several));
    assert_eq!(guest("kim lee@fabrikam.com"), Err(EmailProblem::Blank));
}
