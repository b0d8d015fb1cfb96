use super::*;

#[test]
fn a_refusal_that_contradicts_the_token_is_recognized() {
    use GraphErrorKind::{Forbidden, InvitesNotAllowed, MissingScope, OwnDomain};
    let with = |scopes: &str, role: &str| Rights::new(scopes, Some(vec![role.to_owned()]));
    let inviter = with("User.Invite.All", "95e79109-95c0-4d8e-aee3-d01accf2d47b");
    let reader = with("User.Read.All", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");
    let auditor = with("Policy.Read.All", "f2ef992c-3afb-46b9-b7cf-a126ee74c451");
    for (kind, attempt, holder) in [
        (MissingScope, Attempt::Invite, &inviter),
        (InvitesNotAllowed, Attempt::Invite, &inviter),
        (Forbidden, Attempt::Invite, &inviter),
        (MissingScope, Attempt::ReadGuests, &reader),
        (Forbidden, Attempt::ReadGuests, &reader),
        (Forbidden, Attempt::ReadPolicy, &auditor),
    ] {
        assert!(contradicts(&kind, attempt, holder));
        assert!(!contradicts(&kind, attempt, &Rights::new("User.Read", Some(Vec::new()))));
        assert!(!contradicts(&kind, attempt, &Rights::default()));
    }
    let no_scope = with("User.Read", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");
    assert!(!contradicts(&Forbidden, Attempt::ReadGuests, &no_scope));
    assert!(!contradicts(&OwnDomain, Attempt::Invite, &inviter));
}
