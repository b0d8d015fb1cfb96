//! What the person has changed in a row.

use serde::{Deserialize, Serialize};

/// Corrections of a row, and whether it takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowEdit {
    /// In place of the address in the list.
    pub address: Option<String>,
    /// In place of the name in the list.
    pub name: Option<String>,
    pub decision: Decision,
}

/// Whether a row takes part in the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// As the checks say.
    #[default]
    AsFound,
    /// The person has left it out.
    LeftOut,
    /// The person wants it although the list says that it is not needed, or although something about it is not known for
    /// sure. A row that cannot be sent stays so.
    TakenIn,
    /// The person knows that a guest has the address already, and wants another invitation. It counts as
    /// [`Decision::TakenIn`], too.
    InvitedAgain,
}
