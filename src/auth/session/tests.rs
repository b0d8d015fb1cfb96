use super::*;
use crate::auth::error::AuthKind;

fn account(oid: &str, name: &str) -> Account {
    Account {
        oid: oid.to_owned(),
        tid: TenantId::parse("11111111-2222-4333-8444-555555555555").unwrap(),
        name: name.to_owned(),
        username: "same@contoso.com".to_owned(),
        login_hint: "same@contoso.com".to_owned(),
        rights: Rights::new("User.Read", None),
    }
}

fn all() -> (Vec<Session>, Vec<Transition>) {
    let problem = AuthProblem::own(AuthKind::MoreNeeded);
    let sessions = vec![
        Session::SignedOut(SignedOutReason::Fresh),
        Session::Leaving,
        Session::Redeeming,
        Session::SignedIn(account("1", "Ada")),
        Session::NeedsInteraction(account("1", "Ada"), problem.clone()),
    ];
    let transitions = vec![
        Transition::Leave,
        Transition::SignIn(account("1", "Ada")),
        Transition::Update(account("1", "Ada")),
        Transition::Interrupt(problem),
        Transition::SignOut(SignedOutReason::Left),
    ];
    (sessions, transitions)
}

/// Rows: the states; columns: leave, sign in, update, interrupt, sign out. A letter is the next state, `-` means not allowed.
#[test]
fn s02_only_the_transitions_of_the_table_are_possible() {
    const TABLE: [&str; 5] = ["l----", "----o", "ls--o", "lssno", "lsn-o"];
    let (sessions, transitions) = all();
    for (row, session) in sessions.iter().enumerate() {
        let taken: String = transitions
            .iter()
            .map(|transition| match session.after(transition.clone()) {
                None => '-',
                Some(Session::Leaving) => 'l',
                Some(Session::Redeeming) => '!',
                Some(Session::SignedIn(_)) => 's',
                Some(Session::NeedsInteraction(..)) => 'n',
                Some(Session::SignedOut(_)) => 'o',
            })
            .collect();
        assert_eq!(taken, TABLE[row], "{session:?}");
    }
}

#[test]
fn s07_another_person_with_the_same_name_and_address_does_not_replace_the_account() {
    let signed_in = Session::SignedIn(account("1", "Ada"));
    assert_eq!(signed_in.after(Transition::SignIn(account("2", "Ada"))), None);
    let renewed = account("1", "Ada Berg");
    assert_eq!(signed_in.after(Transition::SignIn(renewed.clone())), Some(Session::SignedIn(renewed)));
}
