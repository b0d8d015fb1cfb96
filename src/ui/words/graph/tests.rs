use super::*;

#[test]
fn a_refusal_of_what_the_sign_in_shows_is_told_apart() {
    use GraphErrorKind::{Forbidden, InvitesNotAllowed, MissingScope, OwnDomain};
    let with = |scopes: &str, role: &str| Rights::new(scopes, Some(vec![role.to_owned()]));
    let inviter = with("User.Invite.All", "95e79109-95c0-4d8e-aee3-d01accf2d47b");
    let reader = with("User.Read.All", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");
    let auditor = with("Policy.Read.All", "f2ef992c-3afb-46b9-b7cf-a126ee74c451");
    for (kind, wish, holder) in [
        (MissingScope, Wish::Invite, &inviter),
        (InvitesNotAllowed, Wish::Invite, &inviter),
        (Forbidden, Wish::Invite, &inviter),
        (MissingScope, Wish::ReadGuests, &reader),
        (Forbidden, Wish::ReadGuests, &reader),
        (Forbidden, Wish::ReadPolicy, &auditor),
    ] {
        assert!(contradicts(&kind, wish, holder));
        assert!(!contradicts(&kind, wish, &Rights::new("User.Read", Some(Vec::new()))));
        assert!(!contradicts(&kind, wish, &Rights::default()));
    }
    let no_scope = with("User.Read", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");
    assert!(!contradicts(&Forbidden, Wish::ReadGuests, &no_scope));
    assert!(!contradicts(&OwnDomain, Wish::Invite, &inviter));
}
