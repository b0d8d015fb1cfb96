//! The sites whose responses a fault can change.

use serde::{Deserialize, Serialize};

use super::fault::Fault;

/// Where a rule applies. The control plane and CORS preflights have no faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FaultSite {
    #[default]
    Graph,
    /// The sign-in site: authorize, token, logout, discovery documents, forms, and the redemption pages.
    Login,
    /// The portal's `config.json`. Its other files have no faults.
    Portal,
}

impl FaultSite {
    /// The error for a fault that needs something that only Graph has: its error codes, lists or batches.
    pub(super) fn check(self, fault: &Fault) -> Result<(), String> {
        match fault {
            Fault::Throttle { .. }
            | Fault::Unauthorized {}
            | Fault::NextLink { .. }
            | Fault::LinkTo { .. }
            | Fault::BatchItems { .. }
                if self != Self::Graph =>
            {
                Err("only Graph has this fault; 'reply' gives any site any response".into())
            }
            Fault::Throttle { .. }
            | Fault::Unauthorized {}
            | Fault::NextLink { .. }
            | Fault::LinkTo { .. }
            | Fault::BatchItems { .. }
            | Fault::Status { .. }
            | Fault::Hold { .. }
            | Fault::HangUp { .. }
            | Fault::Malformed { .. }
            | Fault::Redirect { .. }
            | Fault::Reply(_) => Ok(()),
        }
    }
}
