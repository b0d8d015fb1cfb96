//! The licence of the tenant.

use serde::{Deserialize, Serialize};

/// The tenant's licence. It decides about sign-in reports, `signInActivity` and how far reports reach back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Licence {
    /// Entra ID Free.
    #[serde(rename = "free")]
    Free,
    P1,
    P2,
}

impl Licence {
    /// P1 is enough for every premium feature of the sandbox.
    pub(crate) fn is_premium(self) -> bool {
        match self {
            Self::Free => false,
            Self::P1 | Self::P2 => true,
        }
    }

    /// How many days reports reach back: 7 without a premium licence, 30 with one.
    pub(crate) fn retention_days(self) -> i64 {
        if self.is_premium() { 30 } else { 7 }
    }
}
