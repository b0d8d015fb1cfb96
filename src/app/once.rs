//! The outcome of a request that is sent once: the caller decides whether and when it is sent again. Must not send.

use std::time::Duration;

use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::http::GraphResponse;
use crate::graph::retry;

use super::ports::TransportError;
use super::worker::protocol::{NotRenewed, SendError};

/// The outcome of a request that changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once<T> {
    /// There is a response, or it is not certain whether the service has carried out the request.
    Ended(Result<T, GraphError>),
    /// The service has not carried it out, so it can be sent again: it was throttled, or there was no token for it.
    NotCarriedOut {
        error: GraphError,
        /// The wait that the service wants, if it said one that can be understood.
        retry_after: Option<Duration>,
    },
}

impl<T> Once<T> {
    /// No person is signed in.
    #[must_use]
    pub fn signed_out() -> Self {
        Self::not_sent(GraphErrorKind::SignInEnded, None)
    }

    #[must_use]
    pub fn of(outcome: Result<GraphResponse, SendError>, call: &Call<T>, client_id: Option<String>) -> Self {
        match outcome {
            Ok(response) => {
                let retry_after = response.retry_after.as_deref().and_then(retry::seconds);
                // As in `graph::retry`: these are not carried out.
                let not_carried_out =
                    response.status == 429 || (response.status == 503 && retry_after.is_some());
                match call.read(&response) {
                    Err(error) if not_carried_out => Self::NotCarriedOut { error, retry_after },
                    read => Self::Ended(read),
                }
            }
            Err(SendError::Transport(error)) => Self::Ended(Err(no_answer(error, client_id))),
            Err(SendError::NotRenewed(why)) => {
                let retry_after = match why {
                    NotRenewed::Busy { retry_after } => retry_after,
                    NotRenewed::Unreachable | NotRenewed::Filtered => None,
                };
                Self::not_sent(not_renewed(why), retry_after)
            }
            Err(SendError::RefusedForGood) => Self::not_sent(GraphErrorKind::TokenRefused, None),
            Err(SendError::SignInEnded(_)) => Self::signed_out(),
            Err(SendError::SignedOutMeanwhile { status }) => {
                let error = GraphError::without_answer(GraphErrorKind::SignedOutMeanwhile);
                Self::Ended(Err(GraphError { status: Some(status), ..error }))
            }
            Err(SendError::ForeignLink) => {
                Self::Ended(Err(GraphError::without_answer(GraphErrorKind::BadNextLink)))
            }
        }
    }

    fn not_sent(kind: GraphErrorKind, retry_after: Option<Duration>) -> Self {
        Self::NotCarriedOut { error: GraphError::without_answer(kind), retry_after }
    }
}

/// The kind of error if there was no token for a request.
pub(super) fn not_renewed(why: NotRenewed) -> GraphErrorKind {
    match why {
        NotRenewed::Unreachable => GraphErrorKind::NotRenewed,
        NotRenewed::Busy { .. } => GraphErrorKind::SignInBusy,
        NotRenewed::Filtered => GraphErrorKind::SignInFiltered,
    }
}

/// The error if there is no response. The id of the attempt takes the place of the one that the service would have given.
pub(super) fn no_answer(error: TransportError, client_id: Option<String>) -> GraphError {
    let kind = match error {
        TransportError::NoAnswer => GraphErrorKind::NoAnswer,
        TransportError::TimedOut => GraphErrorKind::TimedOut,
    };
    GraphError { request_id: client_id, ..GraphError::without_answer(kind) }
}
