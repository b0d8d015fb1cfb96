//! A row as it is sent. Must not send it.

use crate::domain::invitation::InvitationDraft;

/// An invitation that will be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSend {
    /// The place of the row in the list, from 0. No other row has it.
    pub row: usize,
    /// The number that a spreadsheet shows. Rows of one line with several guests share it.
    pub number: u32,
    pub draft: InvitationDraft,
    /// Whether the person knows that a guest has the address already, and wants another invitation.
    pub again: bool,
}
