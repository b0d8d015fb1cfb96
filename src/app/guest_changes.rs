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
    /// Those of the doubted users whom the service does not find among the guests.
    pub missing: Vec<UserId>,
    /// With it, later changes are asked for.
    pub link: String,
}

/// What the service answers to the question for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    Changes(GuestChanges),
    /// The list must be read anew, because the link is too old, the answer is not as documented, or too much has changed.
    ReadAnew,
    /// The service does not tell this person changes. Do not ask it again.
    NotTold,
}

/// The link with which changes from now on are asked for; `None` if the service gives none. Ask for it before the list is read: a change
/// in between would be missed.
///
/// # Errors
/// See [`tells_no_changes`] for what that means.
pub async fn from_now_on(client: &Client) -> Result<Option<String>, GraphError> {
    match client.call(&guest_delta::from_now_on()).await?.next {
        DeltaLink::Later(link) => Ok(Some(link)),
        DeltaLink::More(_) | DeltaLink::None => Ok(None),
    }
}

/// What has changed since `link` was given. `knows` says whether a user is in the list. `doubted` are users of the list whom the service may
/// not have: they are looked for, too.
///
/// # Errors
/// Reading the list anew would fail too, or would burden a service that is overloaded.
pub async fn since(
    client: &Client,
    link: String,
    knows: impl Fn(UserId) -> bool,
    doubted: &[UserId],
) -> Result<Since, GraphError> {
    let told = match told(client, link, &knows).await {
        Err(error) if keeps_the_list(&error.kind) => return Err(error),
        Err(error) if tells_no_changes(&error) => return Ok(Since::NotTold),
        Err(_) | Ok(None) => return Ok(Since::ReadAnew),
        Ok(Some(told)) => told,
    };
    match with_guests(client, told, knows, doubted).await {
        Err(error) if keeps_the_list(&error.kind) => Err(error),
        Err(_) | Ok(None) => Ok(Since::ReadAnew),
        Ok(Some(changes)) => Ok(Since::Changes(changes)),
    }
}

/// Whom the service has named.
struct Told {
    /// The value says whether the entry calls the user a guest.
    changed: BTreeMap<UserId, bool>,
    removed: BTreeSet<UserId>,
    later: String,
}

/// `None` if they are too many, or there is no link to later changes.
async fn told(
    client: &Client,
    link: String,
    knows: impl Fn(UserId) -> bool,
) -> Result<Option<Told>, GraphError> {
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
    Ok(Some(Told { changed, removed, later }))
}

/// The changes with the guests as they are now; `None` if it cannot be told who is missing, or too much has changed.
async fn with_guests(
    client: &Client,
    told: Told,
    knows: impl Fn(UserId) -> bool,
    doubted: &[UserId],
) -> Result<Option<GuestChanges>, GraphError> {
    let Told { mut changed, removed, later } = told;
    let doubted: Vec<UserId> = doubted.iter().copied().filter(|id| !removed.contains(id)).collect();
    let ids: BTreeSet<UserId> = changed.keys().chain(&doubted).copied().collect();
    if ids.len() > MOST_CHANGED {
        return Ok(None);
    }
    let ids: Vec<UserId> = ids.into_iter().collect();
    let Some(guests) = read(client, &ids).await? else { return Ok(None) };
    let read: BTreeSet<UserId> = guests.iter().map(|guest| guest.id).collect();
    changed.retain(|id, _| !read.contains(id));
    // Where reads do not find a new guest yet, the next changes would not tell of the guest again.
    if changed.iter().any(|(id, is_guest)| *is_guest && !knows(*id)) {
        return Ok(None);
    }
    // A known guest whom reads do not find was deleted meanwhile, of which the next changes tell.
    let missing = doubted.into_iter().filter(|id| !read.contains(id)).collect();
    let members = changed.into_iter().filter(|(_, is_guest)| !is_guest).map(|(id, _)| id);
    let gone = removed.into_iter().filter(|id| knows(*id)).chain(members).collect();
    Ok(Some(GuestChanges { guests, gone, missing, link: later }))
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

/// Whether the service does not offer changes, or not to this person. What it says of a link that it does not know any more is another
/// thing, which it may say with 404.
#[must_use]
pub fn tells_no_changes(error: &GraphError) -> bool {
    let refused = matches!(
        error.kind,
        GraphErrorKind::Forbidden
            | GraphErrorKind::MissingScope
            | GraphErrorKind::NotFound
            | GraphErrorKind::NotOffered
            | GraphErrorKind::TokenRefused
    );
    refused && !error.code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case("syncStateNotFound"))
}

/// Whether the service has trouble that may be with changes only. If it lasts, the person may want the list to be read anew.
#[must_use]
pub const fn may_concern_changes_only(error: &GraphErrorKind) -> bool {
    matches!(error, GraphErrorKind::ServiceDown | GraphErrorKind::Filtered)
}

fn keeps_the_list(error: &GraphErrorKind) -> bool {
    may_concern_changes_only(error)
        || matches!(
            error,
            GraphErrorKind::SignInEnded
                | GraphErrorKind::SignedOutMeanwhile
                | GraphErrorKind::Stopped
                | GraphErrorKind::NoAnswer
                | GraphErrorKind::TimedOut
                | GraphErrorKind::Throttled
                | GraphErrorKind::NotRenewed
                | GraphErrorKind::SignInBusy
                | GraphErrorKind::SignInFiltered
                | GraphErrorKind::AppUnknown
        )
}
