use super::*;

#[test]
fn a_guest_is_looked_for_only_while_the_list_is_loading() {
    let failed = ListPhase::Failed(GraphError::without_answer(GraphErrorKind::NoAnswer));
    for (phase, absence) in [
        (ListPhase::Idle, Absence::NotYet),
        (ListPhase::Loading, Absence::NotYet),
        (ListPhase::Stopped, Absence::Stopped),
        (failed, Absence::Partial),
    ] {
        assert_eq!(Absence::of(false, &phase), absence);
        // A complete list stays while it is loaded again.
        assert_eq!(Absence::of(true, &phase), Absence::Whole);
    }
}
