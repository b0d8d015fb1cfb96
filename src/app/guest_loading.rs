//! Loads the guest list page by page. Must not know how the list is stored or shown.

use std::collections::BTreeSet;

use crate::domain::guest::Guest;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users;

use super::client::Client;

/// No tenant has this many pages. The limit ends the loading if an error of the service makes a list endless.
const MOST_PAGES: usize = 5_000;

/// Loads every guest, and calls `hand_over` with each page: the guests, and the names of the entries that could not be
/// read. A guest can be on two pages, because the directory may change while it is read. Before each page after the first, `go_on` is called: it
/// returns false after the sign-in has ended, and loading stops.
///
/// # Errors
/// The first failure, or that the sign-in ended. The pages before it are valid.
pub async fn load(
    client: &Client,
    mut hand_over: impl FnMut(Vec<Guest>, Vec<String>),
    go_on: impl Fn() -> bool,
) -> Result<(), GraphError> {
    let mut followed: BTreeSet<String> = BTreeSet::new();
    let mut page = client.call(&users::guests()).await?;
    loop {
        let next = page.next.take();
        hand_over(page.items, page.unreadable);
        let Some(next) = next else { return Ok(()) };
        if !go_on() {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        }
        if !followed.insert(next.clone()) || followed.len() > MOST_PAGES {
            return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
        }
        page = client.call(&users::more_guests(next)).await?;
    }
}
