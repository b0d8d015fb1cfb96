//! Brings a complete guest list up to date by what has changed since it was read. Must not know how the list is stored.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::guest::{Guest, UserId};
use crate::graph::batch;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::guest_delta::{self, DeltaLink, MOST_IDS};

use super::client::Client;

/// More pages of changes mean that reading the list anew is quicker.
const MOST_PAGES: usize = 50;
/// With more changed guests, reading the list anew is quicker.
const MOST_CHANGED: usize = 3_000;

/// What has changed in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestChanges {
    /// Guests who are new or have changed.
    pub guests: Vec<Guest>,
    /// Users who are no guests any more, or were deleted.
    pub gone: Vec<UserId>,
    /// With it, later changes are asked for.
    pub link: String,
}

/// The link with which changes from now on are asked for; `None` if the service does not have it. Ask for it before the list is
/// read: a change in between would be missed.
pub async fn from_now_on(client: &Client) -> Option<String> {
    match client.call(&guest_delta::from_now_on()).await.ok()?.next {
        DeltaLink::Later(link) => Some(link),
        DeltaLink::More(_) | DeltaLink::None => None,
    }
}

/// What has changed since `link` was given. `knows` says whether a user is in the list. `None`: the list must be read anew, because the
/// link is too old, the service refuses it, or too much has changed.
///
/// # Errors
/// The sign-in has ended, or there is no connection: reading the list anew would fail too.
pub async fn since(
    client: &Client,
    link: String,
    knows: impl Fn(UserId) -> bool,
) -> Result<Option<GuestChanges>, GraphError> {
    match changes(client, link, knows).await {
        Err(error) if ends_all(&error.kind) => Err(error),
        Err(_) => Ok(None),
        Ok(changes) => Ok(changes),
    }
}

async fn changes(
    client: &Client,
    link: String,
    knows: impl Fn(UserId) -> bool,
) -> Result<Option<GuestChanges>, GraphError> {
    // The value says whether the entry calls the user a guest.
    let mut changed: BTreeMap<UserId, bool> = BTreeMap::new();
    let mut removed = BTreeSet::new();
    let (mut link, mut pages) = (link, 0);
    let later = loop {
        let part = client.call(&guest_delta::changes(link)).await?;
        for user in part.changed {
            // The same user may come more than once; the last entry counts.
            removed.remove(&user.id);
            if user.is_guest || knows(user.id) {
                changed.insert(user.id, user.is_guest);
            }
        }
        for id in part.removed {
            changed.remove(&id);
            removed.insert(id);
        }
        pages += 1;
        match part.next {
            DeltaLink::Later(later) => break later,
            DeltaLink::More(more) if pages < MOST_PAGES => link = more,
            DeltaLink::More(_) | DeltaLink::None => return Ok(None),
        }
    };
    if changed.len() > MOST_CHANGED {
        return Ok(None);
    }
    let ids: Vec<UserId> = changed.keys().copied().collect();
    let Some(guests) = read(client, &ids).await? else { return Ok(None) };
    let read: BTreeSet<UserId> = guests.iter().map(|guest| guest.id).collect();
    changed.retain(|id, _| !read.contains(id));
    // Where reads do not find a new guest yet, the next changes would not tell of the guest again.
    if changed.iter().any(|(id, is_guest)| *is_guest && !knows(*id)) {
        return Ok(None);
    }
    // A known guest whom reads do not find was deleted meanwhile, of which the next changes tell.
    let members = changed.into_iter().filter(|(_, is_guest)| !is_guest).map(|(id, _)| id);
    let gone = removed.into_iter().filter(|id| knows(*id)).chain(members).collect();
    Ok(Some(GuestChanges { guests, gone, link: later }))
}

/// The guests among these users; `None` if one of them cannot be read, so that it is not known who is missing.
async fn read(client: &Client, ids: &[UserId]) -> Result<Option<Vec<Guest>>, GraphError> {
    let (mut guests, asked) = (Vec::new(), ids.iter().copied().collect::<BTreeSet<UserId>>());
    let calls: Vec<_> = ids.chunks(MOST_IDS).map(guest_delta::guests_with).collect();
    for calls in calls.chunks(batch::MOST_READS) {
        let responses = client.call(&batch::of(calls)).await?;
        for (place, call) in calls.iter().enumerate() {
            let page = responses.read(place, call)?;
            // A user who was not asked for is as wrong as an entry that cannot be read.
            let others = page.items.iter().any(|guest| !asked.contains(&guest.id));
            if others || page.next.is_some() || !page.unreadable.is_empty() {
                return Ok(None);
            }
            guests.extend(page.items);
        }
    }
    Ok(Some(guests))
}

fn ends_all(error: &GraphErrorKind) -> bool {
    matches!(
        error,
        GraphErrorKind::SignInEnded
            | GraphErrorKind::SignedOutMeanwhile
            | GraphErrorKind::Stopped
            | GraphErrorKind::NoAnswer
            | GraphErrorKind::TimedOut
    )
}
