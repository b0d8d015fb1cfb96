//! Inviting one person: look first, then send.
//!
//! `POST /invitations` answers 201 for an existing guest too, mails them again and ends their older link. So the
//! address is looked up first, and only a decision by the person makes a second invitation. That also makes
//! sending again after a lost answer safe, once the directory shows the guest.

use crate::domain::guest::Guest;
use crate::domain::invitation::{Invitation, SentInvitation};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::invitations;
use crate::graph::users::{self, Existing};

use super::client::Client;

/// Whether to look for an existing guest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Look, and come back with who is there; or with the guest who was invited from here a moment ago, whom the
    /// directory may not show yet.
    First(Option<Guest>),
    /// The person has decided: send.
    Decided,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InviteOutcome {
    /// The service made an invitation.
    Sent(SentInvitation),
    /// Somebody with this address is in the directory; nothing was sent.
    Found(Existing),
}

/// Invites. `sending` is called when the looking is over: what fails before has sent nothing.
///
/// # Errors
/// The service's refusal, or that there was no answer: then the invitation may have been made all the same.
pub async fn invite(
    client: &Client,
    invitation: &Invitation,
    look: Look,
    sending: impl FnOnce(),
) -> Result<InviteOutcome, GraphError> {
    if let Look::First(known) = look {
        let known = known.map(|guest| Existing { guest, internal: false, blocked: false });
        if let Some(existing) = find(client, invitation).await?.or(known) {
            return Ok(InviteOutcome::Found(existing));
        }
    }
    sending();
    client.call(&invitations::invite(invitation)).await.map(InviteOutcome::Sent)
}

/// Who has the address already. Where this person may not look, inviting goes on without.
async fn find(client: &Client, invitation: &Invitation) -> Result<Option<Existing>, GraphError> {
    match client.call(&users::with_address(&invitation.email)).await {
        Ok(found) => Ok(found.into_iter().next()),
        Err(error) if may_not_look(&error.kind) => Ok(None),
        Err(error) => Err(error),
    }
}

fn may_not_look(refusal: &GraphErrorKind) -> bool {
    use GraphErrorKind::{Forbidden, MissingScope, NotFound, NotOffered};
    matches!(refusal, Forbidden | NotFound | NotOffered | MissingScope)
}
