use super::*;

#[test]
fn yes_and_no_in_several_languages() {
    for cell in ["TRUE", " true ", "$true", "Yes", "ja", "WAHR", "oui", "1", "是"] {
        assert_eq!(yes_or_no(cell), Some(true), "{cell}");
    }
    for cell in ["FALSE", "no", "nein", "FAUX", "0", "nie", "否"] {
        assert_eq!(yes_or_no(cell), Some(false), "{cell}");
    }
    for cell in ["", "maybe", "2", "true false"] {
        assert_eq!(yes_or_no(cell), None, "{cell}");
    }
}

#[test]
fn kinds_of_users_and_groups() {
    let table = [
        ("Guest", Some(PrincipalKind::External)),
        ("External", Some(PrincipalKind::External)),
        ("Guest (External)", Some(PrincipalKind::External)),
        ("Member (internal)", Some(PrincipalKind::Internal)),
        ("Internal", Some(PrincipalKind::Internal)),
        ("SharePointGroup", Some(PrincipalKind::Group)),
        ("Security Group", Some(PrincipalKind::Group)),
        ("* Work", None),
        ("", None),
    ];
    for (cell, kind) in table {
        assert_eq!(principal_kind(cell), kind, "{cell}");
    }
    assert_eq!(invite_as("member"), Some(InviteAs::Member));
    assert_eq!(invite_as("group"), None);
}

#[test]
fn a_language_is_known_by_its_tag() {
    let tag = |cell| language(cell).map(MessageLanguage::tag);
    assert_eq!(tag("de-DE"), Some("de-DE"));
    assert_eq!(tag(" de_de "), Some("de-DE"));
    assert_eq!(tag("fr"), Some("fr-FR"));
    assert_eq!(tag("en"), Some("en-US"));
    assert_eq!((tag("pt"), tag("zh"), tag("German"), tag("")), (None, None, None, None));
}

#[test]
fn states_and_outcomes() {
    assert_eq!(guest_state("PendingAcceptance"), Some(GuestState::Pending));
    assert_eq!(guest_state("Accepted"), Some(GuestState::Accepted));
    assert_eq!(guest_state("Bavaria"), None);
    assert_eq!(former_outcome("sent"), Some(FormerOutcome::Sent));
    assert_eq!(former_outcome("failed"), Some(FormerOutcome::ToRetry));
    assert_eq!(former_outcome("unknown"), Some(FormerOutcome::Unknown));
    assert_eq!(former_outcome("ok"), None);
}
