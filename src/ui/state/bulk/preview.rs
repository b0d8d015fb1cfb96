//! What will be sent for a row, to look at. Must not send.

use crate::graph::invitations::readable_body;

use super::BulkContext;

impl BulkContext {
    /// The body of the request for a row; `None` if it is not sent.
    #[must_use]
    pub fn body_of(self, row: usize) -> Option<String> {
        let sent = self.with_list(|list| list.sent_as(row)).flatten()?;
        let invitation = sent.draft.check(&self.invite.rules()).ok()?;
        Some(readable_body(&invitation))
    }
}
