//! What the error of one request says about its row, and about the others. Must not decide what follows.

use crate::graph::error::{GraphError, GraphErrorKind};

/// Whether it is not certain that the service has refused the request.
pub(super) fn is_lost(error: &GraphError) -> bool {
    error.outcome_unknown() || error.kind == GraphErrorKind::SignedOutMeanwhile
}

/// Whether the service would refuse each other invitation for the same reason.
pub(super) fn concerns_all(kind: &GraphErrorKind) -> bool {
    use GraphErrorKind::{AppUnknown, DirectoryFull, Forbidden, InvitesNotAllowed, MissingScope, NotOffered};
    matches!(kind, AppUnknown | DirectoryFull | Forbidden | InvitesNotAllowed | MissingScope | NotOffered)
}

/// Whether something between the browser and the service has failed, or the service as a whole.
pub(super) fn is_lost_or_of_transport(error: &GraphError) -> bool {
    use GraphErrorKind::{Filtered, NoAnswer, NotRenewed, ServiceDown, SignInFiltered, TimedOut};
    let kinds =
        matches!(error.kind, NoAnswer | TimedOut | Filtered | ServiceDown | NotRenewed | SignInFiltered);
    kinds || error.outcome_unknown()
}
