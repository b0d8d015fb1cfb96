//! The events of a tab's state. Must not know views.

use std::time::Duration;

use crate::auth::session::Session;

/// An event for the views.
#[derive(Clone, Debug, PartialEq)]
pub enum PortalEvent {
    /// A request failed for now. It is sent again after this time.
    Waiting(Duration),
    /// The wait is over.
    Resumed,
    SessionChanged(Box<Session>),
    /// Whether the sign-in expires soon.
    ExpiresSoon(bool),
    /// Another person has signed in in another tab, so this page must stop.
    OtherAccount,
}
