//! The page's end of the connection to the worker: sends requests through a port, and finds the request of each
//! response by its id. Must not know which kind of worker or connection there is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::CodeExchange;
use crate::auth::session::AccountSession;
use crate::domain::invited::{Invited, InvitedList};
use crate::domain::tenant::PersonKey;
use crate::graph::http::{GraphRequest, GraphResponse};

use crate::app::ports::{Port, TransportError};

use super::protocol::{self, Event, NotRenewed, Request, RequestId, Response, SendError, ToPage, ToWorker};

pub struct WorkerClient {
    port: Rc<dyn Port>,
    /// Whether this page has a connection to a worker, which its first request opens.
    connected: Cell<bool>,
    last_id: Cell<RequestId>,
    waiting: RefCell<Vec<Asked>>,
}

/// An invitation to the same address is under way, in this or another tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimedElsewhere;

/// A request that was sent, and has no response so far.
struct Asked {
    id: RequestId,
    /// What the request gets if the worker ends.
    if_lost: SendError,
    sender: oneshot::Sender<Response>,
}

/// A request without a response so far. Dropping it sends a cancellation to the worker.
struct Waiting<'a> {
    client: &'a WorkerClient,
    id: RequestId,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.client.take_sender(self.id).is_some() {
            self.client.post(&ToWorker::Cancel { id: self.id });
        }
    }
}

impl WorkerClient {
    /// The owner of the port must pass each incoming message to [`Self::receive`].
    #[must_use]
    pub fn new(port: Rc<dyn Port>) -> Self {
        let connected = Cell::new(false);
        Self { port, connected, last_id: Cell::new(0), waiting: RefCell::default() }
    }

    /// Handles a message from the worker. Returns it if it is an event. A malformed message is ignored (S-37).
    pub fn receive(&self, message: &str) -> Option<Event> {
        match protocol::read(message)? {
            ToPage::Response { id, response } => {
                if let Some(sender) = self.take_sender(id) {
                    let _ = sender.send(response);
                }
                None
            }
            ToPage::Event(event) => Some(event),
            // The owner of the port handles these.
            ToPage::Alive { .. } | ToPage::Stopped | ToPage::Unconfigured | ToPage::Changed => None,
        }
    }

    /// `None` if no person is signed in.
    pub async fn session(&self) -> Option<AccountSession> {
        session_of(self.request(Request::WhoIsSignedIn).await).ok()
    }

    /// # Errors
    /// Why the sign-in failed.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<AccountSession, AuthProblem> {
        session_of(self.request(Request::Redeem(exchange)).await)
    }

    /// Renews the tokens now; the returned session contains the person's present rights.
    ///
    /// # Errors
    /// Why the tokens could not be renewed.
    pub async fn renew(&self) -> Result<AccountSession, AuthProblem> {
        session_of(self.request(Request::Renew).await)
    }

    /// Sends a request to Graph. The worker refuses it if another person is signed in (S-19).
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn send(
        &self,
        person: PersonKey,
        request: GraphRequest,
        claim: Option<String>,
    ) -> Result<GraphResponse, SendError> {
        match self.request(Request::Graph { person, request, claim }).await {
            Response::Graph(response) => Ok(response),
            Response::Failed(error) => Err(error),
            Response::SignedIn(_)
            | Response::Nobody
            | Response::Claimed(_)
            | Response::ClaimedElsewhere
            | Response::Slept
            | Response::Invited(_) => Err(SendError::SignInEnded(expired())),
        }
    }

    /// Claims an address for an invitation, which may be a row of a run.
    ///
    /// # Errors
    /// Another invitation to the address is under way.
    pub async fn claim(
        &self,
        person: PersonKey,
        address: String,
        of_run: bool,
    ) -> Result<Option<Invited>, ClaimedElsewhere> {
        match self.request(Request::Claim { of_run, person, address }).await {
            Response::Claimed(invited) => Ok(invited),
            Response::ClaimedElsewhere => Err(ClaimedElsewhere),
            // Without a session, the request to Graph tells why.
            Response::SignedIn(_)
            | Response::Nobody
            | Response::Graph(_)
            | Response::Invited(_)
            | Response::Slept
            | Response::Failed(_) => Ok(None),
        }
    }

    /// Releases a claimed address, with the invitation if one was made.
    pub fn release(&self, address: String, invited: Option<Invited>) {
        self.post(&ToWorker::Release { address, invited });
    }

    /// Tells the worker the invitations that this tab remembers, and returns those of all tabs.
    pub async fn remember(&self, person: PersonKey, invited: InvitedList) -> InvitedList {
        match self.request(Request::Remember { person, invited }).await {
            Response::Invited(invited) => invited,
            Response::SignedIn(_)
            | Response::Nobody
            | Response::Graph(_)
            | Response::Claimed(_)
            | Response::ClaimedElsewhere
            | Response::Slept
            | Response::Failed(_) => InvitedList::default(),
        }
    }

    /// Waits in the worker. Returns `false` if the worker has ended meanwhile.
    pub async fn sleep(&self, time: Duration) -> bool {
        matches!(self.request(Request::Sleep(time)).await, Response::Slept)
    }

    /// Call this when the worker has ended. Each waiting request to Graph fails without a response, and a POST among them
    /// may have taken effect; the others fail because the worker is lost. Later requests are sent to the next worker.
    pub fn lost(&self) {
        self.connected.set(false);
        for asked in self.waiting.take() {
            let _ = asked.sender.send(Response::Failed(asked.if_lost));
        }
    }

    /// Call this when the page closes, whether or not a person is signed in: a page that was signed out is still
    /// connected, and the worker would keep a session for it. Without a connection, nothing is sent, so that no worker is
    /// started only to be left.
    pub fn leave(&self) {
        if self.connected.replace(false) {
            self.port.post(protocol::write(&ToWorker::Leave));
        }
    }

    /// Makes the workers of all tabs drop their tokens.
    pub fn forget(&self) {
        let id = self.next_id();
        self.post(&ToWorker::Request { id, request: Request::Forget });
    }

    async fn request(&self, request: Request) -> Response {
        let id = self.next_id();
        let (sender, response) = oneshot::channel();
        let if_lost = match &request {
            Request::Graph { .. } => SendError::Transport(TransportError::NoAnswer),
            Request::WhoIsSignedIn
            | Request::Redeem(_)
            | Request::Renew
            | Request::Sleep(_)
            | Request::Claim { .. }
            | Request::Remember { .. }
            | Request::Forget => SendError::SignInEnded(AuthProblem::own(AuthKind::Lost)),
        };
        self.waiting.borrow_mut().push(Asked { id, if_lost, sender });
        let _waiting = Waiting { client: self, id };
        self.post(&ToWorker::Request { id, request });
        response.await.unwrap_or(Response::Nobody)
    }

    fn post(&self, message: &ToWorker) {
        self.connected.set(true);
        self.port.post(protocol::write(message));
    }

    fn next_id(&self) -> RequestId {
        self.last_id.set(self.last_id.get().wrapping_add(1));
        self.last_id.get()
    }

    fn take_sender(&self, id: RequestId) -> Option<oneshot::Sender<Response>> {
        let mut waiting = self.waiting.borrow_mut();
        let at = waiting.iter().position(|asked| asked.id == id)?;
        Some(waiting.swap_remove(at).sender)
    }
}

fn session_of(response: Response) -> Result<AccountSession, AuthProblem> {
    match response {
        Response::SignedIn(session) => Ok(*session),
        Response::Failed(SendError::SignInEnded(problem)) => Err(problem),
        Response::Failed(SendError::NotRenewed(NotRenewed::Busy { .. })) => {
            Err(AuthProblem::own(AuthKind::Temporary))
        }
        Response::Failed(SendError::NotRenewed(NotRenewed::Filtered)) => {
            Err(AuthProblem::own(AuthKind::Filtered))
        }
        Response::Failed(SendError::Transport(_) | SendError::NotRenewed(NotRenewed::Unreachable)) => {
            Err(AuthProblem::own(AuthKind::Unreachable))
        }
        Response::Failed(
            SendError::ForeignLink | SendError::RefusedForGood | SendError::SignedOutMeanwhile { .. },
        )
        | Response::Graph(_)
        | Response::Claimed(_)
        | Response::ClaimedElsewhere
        | Response::Invited(_)
        | Response::Slept
        | Response::Nobody => Err(expired()),
    }
}

fn expired() -> AuthProblem {
    AuthProblem::own(AuthKind::Expired)
}
