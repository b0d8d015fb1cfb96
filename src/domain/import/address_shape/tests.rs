use super::*;
use crate::domain::invitation::{Field, InvitationDraft};

#[test]
fn plain_addresses_need_no_tidying() {
    for text in ["ann@fabrikam.com", "Ann_Lee-1@mail.fabrikam.co.uk", "a.@x.y"] {
        assert!(is_plain_address(text), "{text}");
        let mut draft = InvitationDraft { email: text.to_owned(), ..InvitationDraft::new("") };
        assert_eq!(
            (draft.tidy(Field::Email), draft.email.as_str(), draft.name.as_str()),
            (Vec::new(), text, "")
        );
    }
    for text in [
        "ann",
        "@x.y",
        "ann@x",
        "a b@x.y",
        "o'brien@x.y",
        "änn@x.y",
        "a@b@c.d",
        "ann@xn--bcher-kva.example",
        "",
    ] {
        assert!(!is_plain_address(text), "{text}");
    }
}

#[test]
fn an_address_is_found_with_its_marks() {
    for text in [
        "ann@fabrikam.com",
        " <ann@fabrikam.com>; ",
        "'o'brien@fabrikam.com'",
        "änn@fabrikam.com",
        "ann＠fabrikam.com",
    ] {
        assert!(is_bare_address(text), "{text}");
    }
    for text in ["Ann Lee <ann@fabrikam.com>", "ann@a.com bo@b.com", "@fabrikam", "ann@", "Ann Lee", ""] {
        assert!(!is_bare_address(text), "{text}");
    }
    for text in ["Ann Lee <ann@fabrikam.com>", "Ann (ann@fabrikam.com);", "[mailto:ann@fabrikam.com]"] {
        assert!(is_bracketed_address(text), "{text}");
    }
    for text in ["ann@fabrikam.com", "a <ann@fabrikam.com> b", "Ann <Lee>", "Ann <a b@c.d>"] {
        assert!(!is_bracketed_address(text), "{text}");
    }
}

#[test]
fn the_name_of_a_guests_account_is_no_address() {
    assert!(is_guest_upn("ann_fabrikam.com#EXT#@contoso.onmicrosoft.com"));
    assert!(is_guest_upn("ann_fabrikam.com#ext#@contoso.onmicrosoft.com"));
    assert!(!is_guest_upn("ann.ext@fabrikam.com"));
}
