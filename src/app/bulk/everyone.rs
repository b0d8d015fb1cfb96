//! Reads all users of the directory once, and compares them with the addresses of a list here. It is quicker than filters if
//! the list is long and the directory is not much longer. Must not know what follows from a result.

use std::collections::BTreeSet;

use crate::domain::email::GuestEmail;
use crate::domain::http_url::ToAscii;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::holders;

use crate::app::client::Client;

use super::lookup::{Matches, Searched};

/// With fewer addresses, three requests with filters are enough.
const FEWEST_ADDRESSES: usize = 300;
/// A page of 999 users takes about as long as a request with filters for a hundred addresses (docs/performance.md).
const USERS_PER_ADDRESS: usize = 8;

/// Searches for these addresses among all users; `None` if filters are quicker, or if the service does not give all users.
/// `told` is called with the number of users that were read, and of all.
///
/// # Errors
/// The sign-in has ended, or the person has stopped waiting.
pub async fn search(
    client: &Client,
    emails: &[GuestEmail],
    to_ascii: ToAscii,
    told: impl FnMut(usize, usize),
) -> Result<Option<Searched>, GraphError> {
    if emails.len() < FEWEST_ADDRESSES {
        return Ok(None);
    }
    match read_all(client, emails, to_ascii, told).await {
        Err(error) if matches!(error.kind, GraphErrorKind::SignInEnded | GraphErrorKind::Stopped) => {
            Err(error)
        }
        // Filters may work all the same, and otherwise they tell what is wrong.
        Err(_) => Ok(None),
        found => found,
    }
}

async fn read_all(
    client: &Client,
    emails: &[GuestEmail],
    to_ascii: ToAscii,
    mut told: impl FnMut(usize, usize),
) -> Result<Option<Searched>, GraphError> {
    let count = client.call(&holders::count()).await?;
    if count > emails.len() * USERS_PER_ADDRESS {
        return Ok(None);
    }
    let mut matches = Matches::new(emails, to_ascii);
    let (mut read, mut followed) = (0, BTreeSet::new());
    let mut page = client.call(&holders::everyone()).await?;
    loop {
        read += page.items.len();
        told(read, count.max(read));
        matches.add(page.items);
        let Some(next) = page.next else { break };
        // Each page after the first has a user, so more of them are an error of the service.
        if !followed.insert(next.clone()) || followed.len() > count {
            return Ok(None);
        }
        page = client.call(&holders::more_holders(next)).await?;
    }
    // A part of the directory says nothing about who is missing in it.
    Ok((read >= count).then(|| Searched::Found(matches.found())))
}
