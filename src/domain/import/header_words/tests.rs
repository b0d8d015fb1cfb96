use super::*;

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn says(header: &str) -> HeaderMeaning {
    meaning(header, lower)
}

fn words(table: &[(ColumnRole, &'static str)]) -> Vec<&'static str> {
    table.iter().flat_map(|(_, words)| words.split_ascii_whitespace()).collect()
}

#[test]
fn every_word_has_the_form_in_which_it_is_compared() {
    let others = [NOT_THE_GUEST, MAIL, NAME_OR_LAST_NAME].into_iter().flat_map(str::split_ascii_whitespace);
    for word in words(SAYS).into_iter().chain(words(HINTS)).chain(others) {
        assert_eq!(compared(word, lower), word);
    }
}

/// The later one would never be found.
#[test]
fn no_word_has_two_roles() {
    for table in [SAYS, HINTS] {
        let words = words(table);
        for word in &words {
            assert_eq!(words.iter().filter(|other| *other == word).count(), 1, "{word}");
        }
    }
}

#[test]
fn headers_are_compared_by_letters_and_digits() {
    for header in [
        "E-mail",
        " e_mail ",
        "\"EMAIL\"",
        "\u{feff}Email",
        "E-Mail:",
        "e mail *",
        "Email (required)",
        "Email\n",
    ] {
        assert_eq!(says(header), HeaderMeaning::Says(Address), "{header}");
    }
}

#[test]
fn a_name_in_brackets_comes_first() {
    assert_eq!(says("Redirection url [inviteRedirectURL] Required"), HeaderMeaning::Says(Redirect));
    assert_eq!(says("Wherever the mail goes [inviteeEmail]"), HeaderMeaning::Says(Address));
    assert_eq!(says("Email [work]"), HeaderMeaning::Says(Address));
    assert_eq!(says("Link [guestlist.link]"), HeaderMeaning::Own(OwnColumn::Link));
}

#[test]
fn address_books_number_their_addresses() {
    for header in ["E-mail 1 - Value", "Email 1", "E-Mail-Adresse"] {
        assert_eq!(says(header), HeaderMeaning::Says(Address), "{header}");
    }
    for header in [
        "E-mail 2 - Value",
        "E-Mail 2: Adresse",
        "Adresse de messagerie 3",
        "E-mail 2 Address",
        "alternateEmailAddress",
    ] {
        assert_eq!(says(header), HeaderMeaning::Says(OtherAddress), "{header}");
    }
    assert_eq!(says("E-mail 1 - Type"), HeaderMeaning::SpeaksOfMail);
}

#[test]
fn other_people_and_groups_are_not_the_guest() {
    for header in [
        "manager",
        "Sponsor mail",
        "Invited by",
        "Owner",
        "eogruppenavn",
        "Group email",
        "Name des/r Vorgesetzten",
    ] {
        assert_eq!(says(header), HeaderMeaning::NotTheGuest, "{header}");
    }
    assert_eq!(says("ccRecipients"), HeaderMeaning::Says(Cc));
    assert_eq!(says("User Or Group Type"), HeaderMeaning::Says(PrincipalType));
}

#[test]
fn some_names_only_hint() {
    assert_eq!(says("userPrincipalName"), HeaderMeaning::Hints(Address));
    assert_eq!(says("UPN"), HeaderMeaning::Hints(Address));
    assert_eq!(says("UserName"), HeaderMeaning::Hints(Address));
    assert_eq!(says("url"), HeaderMeaning::Hints(Redirect));
    assert_eq!(says("Nom"), HeaderMeaning::NameOrLastName);
    assert_eq!(says("company_name"), HeaderMeaning::Unknown);
    assert_eq!(says("Guest mail"), HeaderMeaning::Says(Address));
    assert_eq!(says("Partner e-mail"), HeaderMeaning::SpeaksOfMail);
}
