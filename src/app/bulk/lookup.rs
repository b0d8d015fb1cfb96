//! Searches the directory for the addresses of a list, a hundred in one request.
//!
//! Must not know what follows from a result.

use std::collections::{BTreeSet, HashMap};

use crate::domain::email::GuestEmail;
use crate::domain::http_url::ToAscii;
use crate::domain::invited::address_key;
use crate::graph::batch::{self, MOST_READS};
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::holders::{self, Holder, MOST_ADDRESSES};
use crate::graph::page::Page;
use crate::graph::retry;
use crate::graph::users::Existing;

use crate::app::client::Client;
use crate::app::invite::may_not_search;

/// The addresses of one request.
pub const ADDRESSES_PER_REQUEST: usize = MOST_READS * MOST_ADDRESSES;

/// How often the throttled reads of a batch are repeated.
const MOST_TRIES: u32 = 6;

/// The next pages that are followed for some addresses. They have a few users, so a longer list is an error of the service.
const MOST_PAGES: usize = 20;

/// What is known about a part of the addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Searched {
    /// The users who have one of the addresses, by [`address_key`]. For all others, there is no user.
    Found(HashMap<String, Existing>),
    /// The person may not search the directory, so nothing is known. Another search would be refused too.
    NotAllowed,
}

/// Searches for these addresses, at most [`ADDRESSES_PER_REQUEST`].
///
/// # Errors
/// Why nothing is known about some of the addresses.
pub async fn search(
    client: &Client,
    emails: &[GuestEmail],
    to_ascii: ToAscii,
) -> Result<Searched, GraphError> {
    let mut calls: Vec<_> = emails.chunks(MOST_ADDRESSES).map(holders::with_addresses).collect();
    let mut found = Matches::new(emails, to_ascii);
    for _ in 0..MOST_TRIES {
        let responses = match client.call(&batch::of(&calls)).await {
            Err(error) if may_not_search(&error.kind) => {
                return one_by_one(client, &calls, found).await;
            }
            answer => answer?,
        };
        let (mut throttled, mut refused, mut wait) = (Vec::new(), Vec::new(), None);
        for (place, call) in calls.into_iter().enumerate() {
            match responses.read(place, &call) {
                Ok(page) => take(&mut found, client, page).await?,
                Err(error) if may_not_search(&error.kind) => return Ok(Searched::NotAllowed),
                // Each read of a batch is throttled by itself. The longest wait is for all that are left.
                Err(error) if error.kind == GraphErrorKind::Throttled => {
                    let asked = responses.response(place).and_then(|one| one.retry_after.as_deref());
                    wait = wait.max(asked.and_then(retry::seconds));
                    throttled.push((call, error));
                }
                Err(error) if error.kind == GraphErrorKind::SignInEnded => refused.push(call),
                Err(error) => return Err(error),
            }
        }
        let mut refused = refused.into_iter();
        // The token was refused for a read of the batch. Only if a single request is refused, it is renewed, or the person is
        // told what Microsoft wants of them.
        if let Some(call) = refused.next() {
            take(&mut found, client, client.call(&call).await?).await?;
        }
        if let Some((_, error)) = throttled.first()
            && !client.wait_as_asked(wait).await
        {
            return Err(error.clone());
        }
        calls = throttled.into_iter().map(|(call, _)| call).chain(refused).collect();
        if calls.is_empty() {
            return Ok(Searched::Found(found.found()));
        }
    }
    Err(GraphError::without_answer(GraphErrorKind::Throttled))
}

/// The same reads as single requests: the service refuses the batch itself, not what is in it.
async fn one_by_one(
    client: &Client,
    calls: &[Call<Page<Holder>>],
    mut found: Matches,
) -> Result<Searched, GraphError> {
    for call in calls {
        match client.call(call).await {
            Ok(page) => take(&mut found, client, page).await?,
            Err(error) if may_not_search(&error.kind) => return Ok(Searched::NotAllowed),
            Err(error) => return Err(error),
        }
    }
    Ok(Searched::Found(found.found()))
}

async fn take(found: &mut Matches, client: &Client, page: Page<Holder>) -> Result<(), GraphError> {
    found.add(page.items);
    found.add(following(client, page.next).await?);
    Ok(())
}

/// What is on the next pages. Without them, a user who exists may seem to be missing.
async fn following(client: &Client, mut next: Option<String>) -> Result<Vec<Holder>, GraphError> {
    let mut found = Vec::new();
    let mut followed = BTreeSet::new();
    while let Some(link) = next {
        if !followed.insert(link.clone()) || followed.len() > MOST_PAGES {
            return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
        }
        let page = client.call(&holders::more_holders(link)).await?;
        found.extend(page.items);
        next = page.next;
    }
    Ok(found)
}

/// The users who have one of some addresses.
pub(super) struct Matches {
    /// The key of each address, by all spellings that the directory may have.
    wanted: HashMap<String, String>,
    found: HashMap<String, Existing>,
}

impl Matches {
    pub(super) fn new(emails: &[GuestEmail], to_ascii: ToAscii) -> Self {
        let mut wanted = HashMap::with_capacity(emails.len());
        for email in emails {
            let key = address_key(email, to_ascii);
            wanted.insert(email.as_str().to_lowercase(), key.clone());
            wanted.insert(key.clone(), key);
        }
        Self { wanted, found: HashMap::new() }
    }

    pub(super) fn add(&mut self, holders: impl IntoIterator<Item = Holder>) {
        for holder in holders {
            for address in &holder.addresses {
                let Some(key) = self.wanted.get(address) else { continue };
                // An internal user counts more than a guest: the service refuses the invitation then.
                if holder.existing.internal || !self.found.contains_key(key) {
                    self.found.insert(key.clone(), holder.existing.clone());
                }
            }
        }
    }

    /// By [`address_key`].
    pub(super) fn found(self) -> HashMap<String, Existing> {
        self.found
    }
}
