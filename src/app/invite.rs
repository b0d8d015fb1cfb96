//! Invites one person: first a duplicate check, then the invitation.
//!
//! For an existing guest, `POST /invitations` also returns 201, sends another mail and invalidates the older link. So
//! the address is searched first, and a second invitation needs a decision by the person. The search also makes it safe
//! to send again after a lost response, as soon as the directory lists the guest. Must not know the form.

use crate::domain::guest::Guest;
use crate::domain::invitation::{Invitation, SentInvitation};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::invitations;
use crate::graph::users::{self, Existing};

use super::client::Client;

/// Whether the directory is searched for an existing guest before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DuplicateCheck {
    /// Search, and send only if no user is found.
    Search {
        /// The guest with this address who was just invited in this portal. The directory may not list them yet.
        invited_here: Option<Guest>,
    },
    /// Send without a search: the person knows about the existing guest and wants another invitation.
    Skip,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InviteOutcome {
    /// The service created an invitation.
    Sent(SentInvitation),
    /// The directory has a user with this address; nothing was sent.
    Found(Existing),
}

/// `sending` is called after the duplicate check. If this function fails before that, nothing was sent.
///
/// # Errors
/// The error of the service, or that there was no response: then the service may have created the invitation.
pub async fn invite(
    client: &Client,
    invitation: &Invitation,
    check: DuplicateCheck,
    sending: impl FnOnce(),
) -> Result<InviteOutcome, GraphError> {
    if let DuplicateCheck::Search { invited_here } = check {
        let known = invited_here.map(|guest| Existing { guest, internal: false, blocked: false });
        if let Some(existing) = find(client, invitation).await?.or(known) {
            // The service would refuse to invite an internal user, so the error is returned without a request.
            return if existing.internal {
                let (id, blocked) = (Some(existing.guest.id), existing.blocked);
                Err(GraphError::without_answer(GraphErrorKind::AlreadyInternal { id, blocked }))
            } else {
                Ok(InviteOutcome::Found(existing))
            };
        }
    }
    sending();
    client.call(&invitations::invite(invitation)).await.map(InviteOutcome::Sent)
}

/// The user who already has the address. If the person may not search the directory, it returns `None`, so that the
/// invitation is sent anyway.
async fn find(client: &Client, invitation: &Invitation) -> Result<Option<Existing>, GraphError> {
    match client.call(&users::with_address(&invitation.email)).await {
        Ok(found) => Ok(found.into_iter().next()),
        Err(error) if may_not_search(&error.kind) => Ok(None),
        Err(error) => Err(error),
    }
}

fn may_not_search(refusal: &GraphErrorKind) -> bool {
    use GraphErrorKind::{Forbidden, MissingScope, NotFound, NotOffered};
    matches!(refusal, Forbidden | NotFound | NotOffered | MissingScope)
}
