//! What this portal has changed in the directory, for the log of the session. Must not change anything.

use super::moment::Moment;

/// One change, or the attempt at one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When its outcome was known, by the uncorrected clock.
    pub at: Moment,
    /// The user name of the person.
    pub actor: String,
    pub action: Action,
    /// The address of the guest.
    pub target: String,
    pub outcome: Outcome,
    /// The id of the request, for Microsoft's support.
    pub request_id: Option<String>,
}

/// What was to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// An invitation with the service's mail.
    Invite,
    /// An invitation without a mail.
    InviteWithoutMail,
}

/// What has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Refused,
    /// There is no clear response.
    Unknown,
    /// The response was lost, and the directory has the guest.
    Found,
}
