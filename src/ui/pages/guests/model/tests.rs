use super::*;
use crate::graph::error::{GraphError, GraphErrorKind};

#[test]
fn a_list_is_shown_as_empty_only_if_it_is_complete() {
    let failed = ListPhase::Failed(GraphError::without_answer(GraphErrorKind::NoAnswer));
    assert_eq!(body(&ListPhase::Loading, false, 0, 0), Body::Loading);
    assert_eq!(body(&ListPhase::Loading, false, 999, 0), Body::Loading);
    assert_eq!(body(&ListPhase::Ready, true, 0, 0), Body::Empty);
    assert_eq!(body(&ListPhase::Ready, true, 5, 0), Body::NoMatch);
    assert_eq!(body(&failed, false, 0, 0), Body::Failed);
    assert_eq!(body(&failed, false, 999, 10), Body::Rows);
    assert_eq!(body(&failed, false, 999, 0), Body::NoMatch);
}

#[test]
fn a_complete_list_is_shown_as_before_while_it_is_loaded_again_and_if_that_fails() {
    let failed = ListPhase::Failed(GraphError::without_answer(GraphErrorKind::NoAnswer));
    for phase in [ListPhase::Loading, failed] {
        assert_eq!(body(&phase, true, 0, 0), Body::Empty);
        assert_eq!(body(&phase, true, 5, 0), Body::NoMatch);
    }
}

#[test]
fn a_number_is_shown_only_if_something_is_known_and_as_exact_only_for_a_complete_list() {
    let failed = ListPhase::Failed(GraphError::without_answer(GraphErrorKind::NoAnswer));
    for phase in [ListPhase::Idle, ListPhase::Loading, failed.clone()] {
        assert_eq!(figures(&phase, false, 0), Figures::Unknown);
        assert_eq!(figures(&phase, true, 0), Figures::All);
        assert_eq!(figures(&phase, true, 1_998), Figures::All);
    }
    assert_eq!(figures(&ListPhase::Loading, false, 1_998), Figures::SoFar);
    assert_eq!(figures(&failed, false, 1_998), Figures::AtLeast);
}
