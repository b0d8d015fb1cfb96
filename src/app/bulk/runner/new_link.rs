//! New links for guests whose first one is gone. Must not change the state of a row.

use crate::app::once::Once;
use crate::domain::bulk::run::RowIndex;
use crate::domain::invitation::Invitation;
use crate::domain::invited::address_key;
use crate::graph::error::GraphError;
use crate::graph::invitations;

use super::Runner;

impl Runner {
    /// Makes a new link for a guest whose first one was lost with the response. No mail is sent, and no earlier link works
    /// any more.
    ///
    /// # Errors
    /// The service refuses it, or there is no clear response.
    pub async fn new_link(&self, index: RowIndex) -> Result<(), GraphError> {
        let row = self.progress.borrow().run.rows().get(index).cloned();
        let Some(row) = row else { return Ok(()) };
        let invitation = Invitation { mail: None, ..row.invitation };
        let client = &self.ports.portal.client;
        let claim = client.claim_for_run(&address_key(&invitation.email, self.ports.to_ascii)).await?;
        let sent = match client.call_once_for(&claim, &invitations::invite(&invitation)).await {
            Once::Ended(ended) => ended?,
            Once::NotCarriedOut { error, .. } => return Err(error),
        };
        claim.made(invitation.name.as_deref().unwrap_or_default(), sent.user);
        if let Some(link) = sent.redeem_url {
            self.progress.borrow_mut().links.insert(index, link);
        }
        (self.on_change)(&[index]);
        Ok(())
    }
}
