use super::*;

fn marked(pieces: &[(&str, bool)]) -> Marked {
    Marked(pieces.iter().map(|(piece, marked)| ((*piece).to_owned(), *marked)).collect())
}

#[test]
fn an_address_is_parted_at_its_last_sign_and_keeps_its_marks() {
    for (pieces, local, domain) in [
        (&[("ann@fabrikam.com", false)][..], &[("ann", false)][..], &[("@fabrikam.com", false)][..]),
        (&[("ann", false)], &[("ann", false)], &[]),
        (
            &[("an", false), ("n@fab", true), ("rikam.com", false)],
            &[("an", false), ("n", true)],
            &[("@fab", true), ("rikam.com", false)],
        ),
        (&[("a@b", true), ("@c", false)], &[("a@b", true)], &[("@c", false)]),
        (&[("@c", true)], &[], &[("@c", true)]),
    ] {
        assert_eq!(marked(pieces).parted('@'), [marked(local), marked(domain)]);
    }
}
