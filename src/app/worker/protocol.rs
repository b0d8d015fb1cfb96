//! The messages between a page and the worker. Each is the JSON of one of the types in this module; anything else is
//! ignored (S-37). Must not know how messages are transported.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::ports::TransportError;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::CodeExchange;
use crate::auth::session::AccountSession;
use crate::domain::invited::{Invited, InvitedList};
use crate::domain::tenant::PersonKey;
use crate::graph::http::{GraphRequest, GraphResponse};

/// The JSON of a message.
pub type Message = String;

/// Unique within a page.
pub type RequestId = u32;

/// Identifies a page's connection to the worker.
pub type ConnectionId = usize;

/// A message from a page to the worker.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ToWorker {
    /// The response has the same id.
    Request { id: RequestId, request: Request },
    /// The page no longer needs the response.
    Cancel { id: RequestId },
    /// The page holds a Web Lock with this name as long as it lives, so that the worker can detect the end of a page that
    /// cannot say so, because it crashed.
    Here { lock: String },
    /// The page has the outcome for a claimed address: an invitation, or `None`.
    Release { address: String, invited: Option<Invited> },
    /// The page closes, so the worker must send it nothing more.
    Leave,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Request {
    WhoIsSignedIn,
    /// Redeem this code.
    Redeem(CodeExchange),
    /// Send a request to Graph, if `person` is signed in.
    Graph {
        person: PersonKey,
        request: GraphRequest,
        /// The claimed address, if the request is an invitation.
        claim: Option<String>,
    },
    /// Claim an address, so that no other tab invites it at the same time.
    Claim {
        /// Whether it is for a row of a run.
        #[serde(default)]
        of_run: bool,
        person: PersonKey,
        address: String,
    },
    /// Remember these invitations of an earlier page of this tab.
    Remember {
        person: PersonKey,
        invited: InvitedList,
    },
    Renew,
    Forget,
    /// Respond after this time. Browsers slow down the timers of a hidden page, and not those of a worker.
    Sleep(Duration),
}

/// A message from the worker to a page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ToPage {
    Response {
        id: RequestId,
        response: Response,
    },
    /// A change of the sign-in, which is sent to every page.
    Event(Event),
    /// The first message of a worker. A page sends its requests after it.
    Alive {
        /// [`Registration::name`](crate::auth::registration::Registration::name). After a change of config.json, a
        /// worker of an earlier page may have another one than the page.
        registration: String,
        /// A shared worker holds a Web Lock with this name as long as it runs, so that a page can detect its end.
        lock: Option<String>,
    },
    /// The worker cannot start, and another try would not help. `public/vault.js` sends this message too.
    Stopped,
    /// The worker could not read config.json. Another one may be able to.
    Unconfigured,
    /// A wasm file of the worker's program is missing, or does not match its integrity value.
    Changed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Response {
    SignedIn(Box<AccountSession>),
    /// No person is signed in.
    Nobody,
    Graph(GraphResponse),
    /// The address is claimed. Contains the invitation to it that was made a moment ago.
    Claimed(Option<Invited>),
    /// The address is claimed already, by this or another tab.
    ClaimedElsewhere,
    /// All invitations that were made a moment ago.
    Invited(InvitedList),
    /// The time has passed.
    Slept,
    /// There is no response of Graph or of the sign-in host.
    Failed(SendError),
}

/// Why a request was not sent or has no response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendError {
    /// Graph or the sign-in host did not respond.
    Transport(TransportError),
    /// The token had to be renewed, and that was not possible for now. So the request was not sent.
    NotRenewed(NotRenewed),
    /// The sign-in has ended, and Microsoft requires an interaction.
    SignInEnded(AuthProblem),
    /// Graph refuses this request also with the token of a new sign-in, and accepts the token for others.
    RefusedForGood,
    /// The URL is not a resource of Graph, so nothing was sent.
    ForeignLink,
    /// The person signed out after a POST was sent. Of Graph's response, the page gets to know the status only.
    SignedOutMeanwhile { status: u16 },
}

/// Why the token could not be renewed. Another try may succeed without the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotRenewed {
    /// The sign-in host did not respond.
    Unreachable,
    /// The sign-in host is overloaded, or wants fewer requests.
    Busy {
        /// The time after which it wants the next request, if it told one.
        retry_after: Option<Duration>,
    },
    /// Something between the browser and the sign-in host has answered.
    Filtered,
}

impl NotRenewed {
    /// `None` if another renewal cannot succeed without the person.
    #[must_use]
    pub fn of(kind: AuthKind, retry_after: Option<Duration>) -> Option<Self> {
        let busy = Self::Busy { retry_after };
        let known = [
            (AuthKind::Unreachable, Self::Unreachable),
            (AuthKind::Filtered, Self::Filtered),
            (AuthKind::Temporary, busy),
        ];
        known.into_iter().find(|(known, _)| *known == kind).map(|(_, why)| why)
    }
}

/// A change of the sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Event {
    /// A person signed in.
    SignedIn(Box<AccountSession>),
    /// The tokens were renewed, and the account may have changed.
    Renewed(Box<AccountSession>),
    /// No person is signed in any more.
    SignedOut,
    /// Microsoft requires an interaction.
    Interrupted(AuthProblem),
    /// An invitation was made, or is being sent and may have been made, in this or another tab.
    Invited(Invited),
    /// What was being sent to this address was not made.
    NotInvited { address: String },
}

/// A message between the workers of several tabs, in browsers where each tab has its own.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ToOtherWorkers {
    SignedOut,
    SignedIn { person: PersonKey },
    Invited { person: PersonKey, invited: Invited },
    NotInvited { person: PersonKey, address: String },
}

#[must_use]
pub fn write(message: &impl Serialize) -> Message {
    // This cannot fail, because all these types can be written as JSON. An empty text would be ignored by the receiver.
    serde_json::to_string(message).unwrap_or_default()
}

#[must_use]
pub fn read<T: DeserializeOwned>(message: &str) -> Option<T> {
    serde_json::from_str(message).ok()
}
