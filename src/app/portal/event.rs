//! The events of a tab's state. Must not know views.

use crate::app::client::Wait;
use crate::auth::session::Session;
use crate::domain::invited::Invited;

/// An event for the views.
#[derive(Clone, Debug, PartialEq)]
pub enum PortalEvent {
    /// What the requests to Graph wait for; `None` if none waits any more.
    Waiting(Option<Wait>),
    SessionChanged(Box<Session>),
    /// Whether the sign-in expires soon.
    ExpiresSoon(bool),
    /// The browser could not store the form for the next page.
    DraftNotSaved,
    /// An invitation was made, in this or another tab.
    Invited(Invited),
    /// Microsoft's page did not open for a person who is signed in and was to go there.
    DidNotLeave,
    /// Another person has signed in in another tab, so this page must stop.
    OtherAccount,
}
