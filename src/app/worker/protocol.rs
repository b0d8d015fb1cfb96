//! What a page and the worker say to each other: each message is one text, JSON of one of the types here. What is no
//! such text is no message and is ignored (S-37).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::auth::error::AuthProblem;
use crate::auth::flow::CodeExchange;
use crate::auth::session::Signed;
use crate::graph::call::{Ask, Reply};

use crate::app::token_broker::SendError;

/// A message on its way.
pub type Message = String;

/// Tells one request of a page from another.
pub type RequestId = u32;

/// What a page sends to the worker.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ToWorker {
    /// A request that is answered with the same id.
    Ask {
        /// The page's own number for it.
        id: RequestId,
        /// What is asked.
        request: Request,
    },
    /// Nobody waits for the answer any more.
    Cancel {
        /// To which request.
        id: RequestId,
    },
    /// The page closes: send it nothing more.
    Leave,
}

/// What a page asks.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Request {
    /// Who is signed in?
    WhoIsSignedIn,
    /// Sign in with this code.
    Redeem(CodeExchange),
    /// Ask Graph, if that person is the one who is signed in.
    Send {
        /// The person's key.
        account: String,
        /// What is asked.
        ask: Ask,
    },
    /// Renew the tokens now.
    Renew,
    /// Forget the tokens.
    Forget,
}

/// What the worker sends to a page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ToPage {
    /// The answer to a request.
    Answer {
        /// The request's.
        id: RequestId,
        /// The answer.
        response: Response,
    },
    /// Something happened to the sign-in, for every page.
    Event(Event),
    /// The first message of a shared worker: it holds a Web Lock of this name for as long as it lives.
    Alive {
        /// The lock's name.
        lock: String,
    },
    /// The worker cannot work at all, so trying again does not help. `public/vault.js` sends this one too.
    Stopped,
    /// A part of the worker's program is missing, or is not the one that was published.
    Changed,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Response {
    /// Somebody is signed in.
    SignedIn(Box<Signed>),
    /// Nobody is.
    Nobody,
    /// Graph's answer.
    Reply(Reply),
    /// There is none.
    Failed(SendError),
}

/// What happens to the sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Event {
    /// Somebody signed in, or what is known of them is new.
    SignedIn(Box<Signed>),
    /// Nobody is signed in any more.
    SignedOut,
    /// The sign-in needs the person.
    Interrupted(AuthProblem),
}

/// What workers that share no memory tell each other.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ToOtherWorkers {
    /// Somebody signed out.
    SignedOut,
    /// Somebody signed in.
    SignedIn {
        /// The person's key.
        account: String,
    },
}

/// Writes a message.
#[must_use]
pub fn write(message: &impl Serialize) -> Message {
    // JSON can hold all of these types, so this does not fail. An empty text would be ignored as no message.
    serde_json::to_string(message).unwrap_or_default()
}

/// Reads a message.
#[must_use]
pub fn read<T: DeserializeOwned>(message: &str) -> Option<T> {
    serde_json::from_str(message).ok()
}
