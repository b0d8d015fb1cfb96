//! Loading the guest list, page by page.

use std::collections::BTreeSet;

use crate::domain::guest::Guest;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users;

use super::client::Client;

/// No tenant has more pages; a list that does not end is a fault of the service.
const MOST_PAGES: usize = 5_000;

/// Loads every guest and hands them over page by page. `go_on` is asked before each page after the first: a list is not
/// loaded to its end once the sign-in is over.
///
/// # Errors
/// The first failure, or that the sign-in ended; what was handed over before is sound.
pub async fn load(
    client: &Client,
    mut hand_over: impl FnMut(Vec<Guest>),
    go_on: impl Fn() -> bool,
) -> Result<(), GraphError> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut followed: BTreeSet<String> = BTreeSet::new();
    let mut page = client.call(&users::guests()).await?;
    loop {
        let next = page.next.take();
        // Directories shift while one reads them: a guest may come twice.
        hand_over(page.items.into_iter().filter(|guest| seen.insert(guest.id.as_str().to_owned())).collect());
        let Some(next) = next else { return Ok(()) };
        if !go_on() {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        }
        if !followed.insert(next.clone()) || followed.len() > MOST_PAGES {
            return Err(GraphError::without_answer(GraphErrorKind::LedAstray));
        }
        page = client.call(&users::more_guests(next)).await?;
    }
}
