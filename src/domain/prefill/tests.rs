use super::*;

fn filled(query: &str) -> InvitationDraft {
    let mut draft = InvitationDraft::new("https://myapps.microsoft.com");
    if let Some(prefill) = Prefill::read(query) {
        prefill.fill(&mut draft);
    }
    draft
}

#[test]
fn s34_a_link_writes_an_address_and_a_name_and_nothing_else() {
    let typed = filled("?email=ann%40fabrikam.com&name=Ann+Lee");
    assert_eq!((typed.email.as_str(), typed.name.as_str()), ("ann@fabrikam.com", "Ann Lee"));
    let forged = filled(
        "redirect=https://evil.test&inviteRedirectUrl=https://evil.test&message=Pay&cc=evil@evil.test\
             &invite_as=member&member=true&send_mail=false&language=fr-FR&send=1&email=ann@fabrikam.com",
    );
    let plain = InvitationDraft::new("https://myapps.microsoft.com");
    assert_eq!(forged, InvitationDraft { email: "ann@fabrikam.com".to_owned(), ..plain });
}

#[test]
fn s34_control_characters_and_long_texts_are_left_out() {
    for query in ["", "?", "email=", "email=%00ann", "email=a%0d%0ab", "name=%1b[2J", "to=ann"] {
        assert_eq!(Prefill::read(query), None, "{query}");
    }
    assert_eq!(Prefill::read(&format!("email={}", "a".repeat(257))), None);
}

#[test]
fn s34_typed_text_is_not_overwritten() {
    let mut begun = InvitationDraft::new("https://myapps.microsoft.com");
    begun.name = "Kim".to_owned();
    let before = begun.clone();
    Prefill::read("email=evil@evil.test&name=Evil").unwrap().fill(&mut begun);
    assert_eq!(begun, before);
}

#[test]
fn a_written_link_is_read_as_it_was() {
    for (email, name) in [("ann@fabrikam.com", "Ann & Bo=Lee+"), ("ann+x@fabrikam.com", ""), ("", "Zoë")] {
        let prefill = Prefill::new(email, name);
        assert_eq!(Prefill::read(&prefill.write()), Some(prefill));
    }
    assert_eq!(Prefill::new("", "").write(), "");
}

#[test]
fn a_guest_who_is_invited_again_has_a_form_of_their_own() {
    let empty = InvitationDraft::new("https://myapps.microsoft.com");
    let form = Prefill::new("ann@fabrikam.com", "Ann").form(empty.clone());
    assert_eq!((form.email.as_str(), form.name.as_str()), ("ann@fabrikam.com", "Ann"));
    assert_eq!(InvitationDraft { email: String::new(), name: String::new(), ..form }, empty);
}

/// Types into the form as a person does, and returns the name that is then in it.
fn change(
    draft: &mut InvitationDraft,
    came: &mut NameOfAddress,
    edit: impl FnOnce(&mut InvitationDraft),
) -> String {
    let before = draft.clone();
    edit(draft);
    came.follow(&before, draft);
    draft.name.clone()
}

fn invited_again() -> (InvitationDraft, NameOfAddress) {
    let (mut draft, mut came) =
        (InvitationDraft::new("https://myapps.microsoft.com"), NameOfAddress::default());
    change(&mut draft, &mut came, |draft| {
        *draft = Prefill::new("ann@fabrikam.com", "Ann Lee").form(draft.clone());
    });
    (draft, came)
}

#[test]
fn a_name_that_came_with_an_address_goes_with_it_and_comes_back_with_it() {
    let (mut draft, mut came) = invited_again();
    let mut email = |text: &str| {
        let text = text.to_owned();
        change(&mut draft, &mut came, |draft| draft.email = text)
    };
    assert_eq!(email("ann@fabrikam.co"), "");
    assert_eq!(email(" Ann@fabrikam.com"), "Ann Lee", "the same address");
    assert_eq!(email("bo@fabrikam.com"), "");
    assert_eq!(email("ann@fabrikam.com"), "Ann Lee");
    assert_eq!(email(""), "");
    assert_eq!(email("ann@fabrikam.com"), "", "after the address was emptied, the form begins anew");
}

#[test]
fn a_typed_name_stays_when_the_address_is_changed() {
    let (mut draft, mut came) = invited_again();
    change(&mut draft, &mut came, |draft| draft.name = "Ann B. Lee".to_owned());
    assert_eq!(
        change(&mut draft, &mut came, |draft| draft.email = "bo@fabrikam.com".to_owned()),
        "Ann B. Lee"
    );

    let (mut draft, mut came) = (invited_again().0, NameOfAddress::default());
    let kept = change(&mut draft, &mut came, |draft| draft.email = "bo@fabrikam.com".to_owned());
    assert_eq!(kept, "Ann Lee", "it was there before, and may have been typed");
}

#[test]
fn the_name_of_another_pasted_person_replaces_the_one_before() {
    let (mut draft, mut came) = invited_again();
    change(&mut draft, &mut came, |draft| draft.email.clear());
    let pasted = |draft: &mut InvitationDraft| {
        (draft.email, draft.name) = ("bo@fabrikam.com".to_owned(), "Bo Park".to_owned());
    };
    assert_eq!(change(&mut draft, &mut came, pasted), "Bo Park");
    assert_eq!(change(&mut draft, &mut came, |draft| draft.email.clear()), "");
}
