//! Invites one person: first a duplicate check, then the invitation.
//!
//! For an existing guest, `POST /invitations` also returns 201, sends another mail and invalidates the older link. So
//! the address is searched first, and a second invitation needs a decision by the person. The search also makes it safe
//! to send again after a lost response, as soon as the directory lists the guest. Until then, the worker knows whom this
//! session has invited, in all tabs. Must not know the form.

use crate::domain::email::GuestEmail;
use crate::domain::http_url::ToAscii;
use crate::domain::invitation::{Invitation, SentInvitation};
use crate::domain::invited::{Invited, address_key};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::invitations;
use crate::graph::users::{self, Existing};

use super::client::Client;

/// Whether the directory is searched for an existing guest before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuplicateCheck {
    /// Search, and send only if no user is found.
    Search,
    /// Send without a search: the person knows about the existing guest and wants another invitation.
    Skip,
}

/// A person who need not be invited any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownGuest {
    /// The directory has a user with this address.
    Listed(Existing),
    /// The address was, or may have been, invited a moment ago, in this or another tab. The directory does not list the
    /// guest yet.
    InvitedHere(Invited),
}

impl KnownGuest {
    /// The name, or the address of a guest without one.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        match self {
            Self::Listed(existing) => existing.guest.shown_name(),
            Self::InvitedHere(invited) => invited.shown_name(),
        }
    }

    /// Whether it is a user of the organization itself, whom the service refuses to invite.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        matches!(self, Self::Listed(existing) if existing.internal)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InviteOutcome {
    /// The service created an invitation.
    Sent(SentInvitation),
    /// There is a guest with this address; nothing was sent.
    Found(KnownGuest),
    /// The person took it back before it was sent.
    TakenBack,
}

/// `to_ascii` is the browser's conversion of an international host. `may_send` is called after the duplicate check. It returns whether the invitation is sent: the person can take it back.
/// If this function fails before that, nothing was sent.
///
/// # Errors
/// The error of the service, or that there was no response: then the service may have created the invitation.
pub async fn invite(
    client: &Client,
    invitation: &Invitation,
    to_ascii: ToAscii,
    check: DuplicateCheck,
    may_send: impl AsyncFnOnce() -> bool,
) -> Result<InviteOutcome, GraphError> {
    let claim = client.claim(&address_key(&invitation.email, to_ascii)).await?;
    if check == DuplicateCheck::Search {
        match known_guest(client, invitation, claim.invited.as_ref()).await? {
            // The service would refuse to invite an internal user, so the error is returned without a request.
            Some(KnownGuest::Listed(Existing { internal: true, guest, blocked })) => {
                let kind = GraphErrorKind::AlreadyInternal { id: Some(guest.id), blocked };
                return Err(GraphError::without_answer(kind));
            }
            Some(known) => return Ok(InviteOutcome::Found(known)),
            None => {}
        }
    }
    if !may_send().await {
        return Ok(InviteOutcome::TakenBack);
    }
    let name = invitation.name.as_deref().unwrap_or_default();
    match client.call_for(&claim, &invitations::invite(invitation)).await {
        Ok(sent) => {
            claim.made(name, sent.user);
            Ok(InviteOutcome::Sent(sent))
        }
        Err(error) => {
            if error.outcome_unknown() {
                claim.in_doubt(name);
            }
            Err(error)
        }
    }
}

async fn known_guest(
    client: &Client,
    invitation: &Invitation,
    invited: Option<&Invited>,
) -> Result<Option<KnownGuest>, GraphError> {
    let listed = find(client, &invitation.email).await?.map(KnownGuest::Listed);
    Ok(listed.or_else(|| invited.cloned().map(KnownGuest::InvitedHere)))
}

/// The user who already has the address, before anything is to be sent.
///
/// # Errors
/// Why the directory could not be searched.
pub async fn search(client: &Client, email: &GuestEmail) -> Result<Option<KnownGuest>, GraphError> {
    Ok(find(client, email).await?.map(KnownGuest::Listed))
}

/// The user who already has the address. If the person may not search the directory, it returns `None`, so that the
/// invitation is sent anyway.
async fn find(client: &Client, email: &GuestEmail) -> Result<Option<Existing>, GraphError> {
    match client.call(&users::with_address(email)).await {
        Ok(found) => Ok(found.into_iter().next()),
        Err(error) if may_not_search(&error.kind) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn may_not_search(refusal: &GraphErrorKind) -> bool {
    use GraphErrorKind::{Forbidden, MissingScope, NotFound, NotOffered};
    matches!(refusal, Forbidden | NotFound | NotOffered | MissingScope)
}
