//! Reads all that the portal shows of one guest. Must not know the list.

use crate::domain::guest::UserId;
use crate::domain::guest_details::GuestDetails;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::guest_details;

use super::client::Client;

/// The details of a guest.
///
/// # Errors
/// The service's error, or [`GraphErrorKind::Unreadable`] if the response is about another user: then nothing in it says something about
/// this one.
pub async fn details(client: &Client, guest: UserId) -> Result<GuestDetails, GraphError> {
    let (named, details) = client.call(&guest_details::of_guest(guest)).await?;
    if named == guest { Ok(details) } else { Err(GraphError::without_answer(GraphErrorKind::Unreadable)) }
}
