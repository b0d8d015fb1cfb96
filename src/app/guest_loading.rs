//! Loads the guest list page by page. Must not know how the list is stored or shown.

use std::collections::BTreeSet;

use crate::domain::guest::Guest;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users;

use super::client::Client;

/// No tenant has this many pages. The limit ends the loading if an error of the service makes a list endless.
const MOST_PAGES: usize = 5_000;

/// What has arrived of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// A page. A guest can be on two pages, because the directory may change while it is read.
    Page {
        guests: Vec<Guest>,
        /// The names of the entries that could not be read.
        unreadable: Vec<String>,
    },
    /// The service no longer knows the link to the next page, so the list is read again from its first page. The pages
    /// before belong to no complete list.
    StartsOver,
}

/// Loads every guest, and calls `hand_over` with each page. Before each page after the first, `go_on` is called: it
/// returns false after the sign-in has ended, and loading stops. If the service refuses the link to a page, the list is
/// read again from its first page, but only once.
///
/// # Errors
/// The first failure, or that the sign-in ended. The pages before it are valid.
pub async fn load(
    client: &Client,
    mut hand_over: impl FnMut(Arrived),
    go_on: impl Fn() -> bool,
) -> Result<(), GraphError> {
    let mut followed: BTreeSet<String> = BTreeSet::new();
    let mut has_started_over = false;
    let mut call = users::guests();
    loop {
        let page = match client.call(&call).await {
            Ok(page) => page,
            Err(error) if refuses_the_link(&error.kind) && !followed.is_empty() && !has_started_over => {
                has_started_over = true;
                followed.clear();
                call = users::guests();
                hand_over(Arrived::StartsOver);
                continue;
            }
            Err(error) => return Err(error),
        };
        hand_over(Arrived::Page { guests: page.items, unreadable: page.unreadable });
        let Some(next) = page.next else { return Ok(()) };
        if !go_on() {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        }
        if !followed.insert(next.clone()) || followed.len() > MOST_PAGES {
            return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
        }
        call = users::more_guests(next);
    }
}

/// Whether the error of a next page is about its link. The service wrote that link itself, so a request that it calls
/// wrong has a link that is no longer valid, even if the code does not say so.
fn refuses_the_link(error: &GraphErrorKind) -> bool {
    matches!(error, GraphErrorKind::PageExpired | GraphErrorKind::BadRequest)
}
