use super::*;
use crate::auth::error::AuthKind;

fn account(oid: &str, name: &str) -> Account {
    Account {
        oid: oid.to_owned(),
        tid: "t".to_owned(),
        name: name.to_owned(),
        username: "same@contoso.com".to_owned(),
        login_hint: "same@contoso.com".to_owned(),
        rights: Rights::new("User.Read", None),
    }
}

fn all() -> (Vec<Session>, Vec<Step>) {
    let problem = AuthProblem::own(AuthKind::MoreNeeded);
    let sessions = vec![
        Session::SignedOut(SignedOutWhy::Fresh),
        Session::Leaving,
        Session::Redeeming,
        Session::SignedIn(account("1", "Ada")),
        Session::NeedsInteraction(account("1", "Ada"), problem.clone()),
    ];
    let steps = vec![
        Step::Leave,
        Step::Welcome(account("1", "Ada")),
        Step::Interrupt(problem),
        Step::Out(SignedOutWhy::Left),
    ];
    (sessions, steps)
}

/// Rows: where one is; columns: leave, welcome, interrupt, out.
#[test]
fn s02_only_the_steps_of_the_table_can_be_taken() {
    const TABLE: [&str; 5] = ["l---", "---o", "ls-o", "lsno", "ls-o"];
    let (sessions, steps) = all();
    for (row, session) in sessions.iter().enumerate() {
        let taken: String = steps
            .iter()
            .map(|step| match session.step(step.clone()) {
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
fn s07_nobody_takes_the_place_of_somebody_with_the_same_name_and_address() {
    let signed_in = Session::SignedIn(account("1", "Ada"));
    assert_eq!(signed_in.step(Step::Welcome(account("2", "Ada"))), None);
    let renewed = account("1", "Ada Berg");
    assert_eq!(signed_in.step(Step::Welcome(renewed.clone())), Some(Session::SignedIn(renewed)));
}
