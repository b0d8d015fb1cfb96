use super::*;

fn draft() -> InvitationDraft {
    InvitationDraft {
        email: " ann@fabrikam.com ".to_owned(),
        name: " Ann Lee ".to_owned(),
        message: "  Welcome!\nBring tea. ".to_owned(),
        language: "fr-FR".to_owned(),
        cc: "pa@contoso.com".to_owned(),
        ..InvitationDraft::new("https://myapps.microsoft.com")
    }
}

#[test]
fn a_valid_draft_becomes_an_invitation_without_spaces_around_texts() {
    let sent = draft().check(&Rules::default()).unwrap();
    assert_eq!(sent.email.as_str(), "ann@fabrikam.com");
    assert_eq!(sent.name.as_deref(), Some("Ann Lee"));
    let mail = sent.mail.unwrap();
    assert_eq!(mail.message.as_deref(), Some("Welcome!\nBring tea."));
    assert_eq!(mail.cc.unwrap().as_str(), "pa@contoso.com");
}

#[test]
fn the_language_is_sent_even_with_a_personal_message() {
    assert!(draft().check(&Rules::default()).unwrap().mail.unwrap().language.is_some());
    let plain = InvitationDraft { message: " \n".to_owned(), ..draft() };
    assert_eq!(plain.check(&Rules::default()).unwrap().mail.unwrap().language.unwrap().tag(), "fr-FR");
}

#[test]
fn without_a_mail_nothing_about_the_mail_is_sent_or_checked() {
    let quiet = InvitationDraft { send_mail: false, cc: "nonsense".to_owned(), ..draft() };
    assert_eq!(quiet.check(&Rules::default()).unwrap().mail, None);
}

#[test]
fn all_problems_are_returned_at_once_in_the_order_of_the_form() {
    let rules = Rules {
        own_domains: vec!["contoso.com".to_owned()],
        redirect_hosts: vec![],
        may_invite_members: Some(May::No),
        ..Rules::default()
    };
    let bad = InvitationDraft {
        email: "ann@Contoso.com".to_owned(),
        name: "x".repeat(257),
        redirect: "http://contoso.com".to_owned(),
        cc: "a@b.com, c@d.com".to_owned(),
        invite_as: InviteAs::Member,
        ..draft()
    };
    let problems = bad.check(&rules).unwrap_err();
    assert_eq!(
        problems,
        [
            (Field::Email, FieldProblem::Email(EmailProblem::OwnDomain)),
            (Field::Name, FieldProblem::NameTooLong),
            (Field::InviteAs, FieldProblem::MemberNotAllowed),
            (Field::Cc, FieldProblem::Cc(EmailProblem::Several)),
            (Field::Redirect, FieldProblem::Redirect(RedirectProblem::NotHttps)),
        ]
    );
}

#[test]
fn if_the_roles_are_unknown_the_service_decides() {
    let member = InvitationDraft { invite_as: InviteAs::Member, ..draft() };
    let rules = Rules { may_invite_members: Some(May::Unknown), ..Rules::default() };
    assert_eq!(member.check(&rules).unwrap().invite_as, InviteAs::Member);
}

#[test]
fn an_apostrophe_and_a_dead_host_are_only_warnings() {
    let odd = InvitationDraft {
        email: "o'brien@fabrikam.com".to_owned(),
        redirect: "https://myapps.azure.com".to_owned(),
        ..draft()
    };
    let rules = Rules::default();
    assert!(odd.check(&rules).is_ok());
    assert_eq!(odd.warnings(Field::Email, &rules), [FieldWarning::Apostrophe]);
    assert_eq!(odd.warnings(Field::Redirect, &rules), [FieldWarning::DeadHost]);
}

#[test]
fn the_next_form_clears_address_and_name_only() {
    let next = draft().for_another();
    assert!(next.email.is_empty() && next.name.is_empty());
    assert_eq!((next.message, next.cc), (draft().message, draft().cc));
}

#[test]
fn each_field_has_the_text_that_was_set() {
    let mut draft = InvitationDraft::new("https://myapps.microsoft.com");
    for field in FIELDS {
        let text = if field == Field::InviteAs { "member" } else { "something" };
        assert_ne!(draft.text(field), text, "{field:?}");
        draft.set_text(field, text.to_owned());
        assert_eq!(draft.text(field), text, "{field:?}");
    }
    assert_eq!(draft.invite_as, InviteAs::Member);
}

#[test]
fn what_is_pasted_into_the_address_goes_to_its_fields() {
    let mut pasted =
        InvitationDraft { email: "Ann Lee <ann@fabrikam.com>;".to_owned(), name: String::new(), ..draft() };
    assert_eq!(pasted.tidy(Field::Email), []);
    assert_eq!((pasted.email.as_str(), pasted.name.as_str()), ("ann@fabrikam.com", "Ann Lee"));
    let mut named = InvitationDraft {
        email: "Ann Lee <ann@fabrikam.com>".to_owned(),
        name: "Dr. Lee".to_owned(),
        ..draft()
    };
    let _ = named.tidy(Field::Email);
    assert_eq!(named.name, "Dr. Lee", "a name that is typed stays");
    let mut copied =
        InvitationDraft { cc: "Pat <mailto:pa@contoso.com>".to_owned(), name: String::new(), ..draft() };
    let _ = copied.tidy(Field::Cc);
    assert_eq!(
        (copied.cc.as_str(), copied.name.as_str()),
        ("pa@contoso.com", ""),
        "the name of another person"
    );
}

#[test]
fn what_a_reader_cannot_see_is_removed_and_said() {
    for field in [Field::Email, Field::Cc, Field::Name, Field::Message, Field::Redirect] {
        let mut odd = draft();
        let text = odd.text(field).trim().to_owned();
        odd.set_text(field, format!("\u{200b}{}\u{202e}\0", text));
        assert_eq!(odd.tidy(field), [FieldWarning::InvisibleRemoved], "{field:?}");
        assert_eq!(odd.text(field), text, "{field:?}");
        assert_eq!(odd.tidy(field), [], "{field:?}");
    }
    let mut wide = InvitationDraft { email: "ann＠fabrikam。com".to_owned(), ..draft() };
    assert_eq!(wide.tidy(Field::Email), [FieldWarning::WidthChanged]);
    assert_eq!(wide.email, "ann@fabrikam.com");
    let mut spaces = InvitationDraft { email: "\u{a0}ann@fabrikam.com\u{3000}".to_owned(), ..draft() };
    assert_eq!(spaces.tidy(Field::Email), [], "white space at the edges needs no word");
}

#[test]
fn a_name_or_message_of_invisible_characters_is_none() {
    let empty = InvitationDraft { name: "\u{200d}".to_owned(), message: "\u{fe0f} \n".to_owned(), ..draft() };
    let sent = empty.check(&Rules::default()).unwrap();
    assert_eq!((sent.name, sent.mail.unwrap().message), (None, None));
}

#[test]
fn a_long_message_and_an_odd_letter_are_warnings() {
    let rules = Rules::default();
    let long = |length| InvitationDraft { message: "x".repeat(length), ..draft() };
    assert_eq!(long(1_800).warnings(Field::Message, &rules), []);
    assert_eq!(long(1_801).warnings(Field::Message, &rules), [FieldWarning::LongMessage(1_801)]);
    let odd = InvitationDraft { email: "jos\u{e9}@fabrikam.com".to_owned(), ..draft() };
    assert_eq!(odd.warnings(Field::Email, &rules), [FieldWarning::LetterBeforeAt('\u{e9}')]);
    let name = |letters: &str, count| {
        InvitationDraft { name: letters.repeat(count), ..draft() }.check(&rules).is_ok()
    };
    assert!(name("x", 256) && name("\u{1f600}", 128));
    assert!(!name("\u{1f600}", 129), "an emoji is two units");
}

#[test]
fn an_invitation_is_the_same_after_it_was_written_as_a_form() {
    let full = InvitationDraft {
        email: "ann@fabrikam.com".to_owned(),
        name: "Ann Lee".to_owned(),
        message: "Hello\nAnn".to_owned(),
        language: "fr-FR".to_owned(),
        cc: "bo@contoso.com".to_owned(),
        ..InvitationDraft::new("https://myapps.microsoft.com")
    };
    for draft in [full.clone(), InvitationDraft { send_mail: false, ..full }] {
        let invitation = draft.check(&Rules::default()).unwrap();
        assert_eq!(InvitationDraft::from(&invitation).check(&Rules::default()), Ok(invitation));
    }
}
