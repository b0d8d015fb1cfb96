//! A page's side of the worker: requests go out by a port, answers come back with the request's id.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::CodeExchange;
use crate::auth::session::Signed;
use crate::graph::call::{Ask, Reply};

use crate::app::ports::{Port, TransportError};
use crate::app::token_broker::SendError;

use super::protocol::{self, Event, Request, RequestId, Response, ToPage, ToWorker};

/// A page's way to the worker.
pub struct WorkerClient {
    port: Rc<dyn Port>,
    asked: Cell<RequestId>,
    waiting: RefCell<Vec<(RequestId, oneshot::Sender<Response>)>>,
}

/// A request without an answer yet. When it is dropped before the answer came, the worker is told to cancel it.
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
    /// A client that sends through a port. The owner of the port passes each message that comes in to [`Self::receive`].
    #[must_use]
    pub fn new(port: Rc<dyn Port>) -> Self {
        Self { port, asked: Cell::new(0), waiting: RefCell::default() }
    }

    /// Takes a message, and gives the event that it tells of. What is no message is ignored (S-37).
    pub fn receive(&self, message: &str) -> Option<Event> {
        match protocol::read(message)? {
            ToPage::Answer { id, response } => {
                if let Some(sender) = self.take_sender(id) {
                    let _ = sender.send(response);
                }
                None
            }
            ToPage::Event(event) => Some(event),
            // The owner of the port handles these.
            ToPage::Alive { .. } | ToPage::Stopped | ToPage::Changed => None,
        }
    }

    /// Who is signed in, if anybody.
    pub async fn who(&self) -> Option<Signed> {
        signed(self.ask(Request::WhoIsSignedIn).await).ok()
    }

    /// Redeems a code.
    ///
    /// # Errors
    /// Why the code brought no sign-in.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<Signed, AuthProblem> {
        signed(self.ask(Request::Redeem(exchange)).await)
    }

    /// Renews the tokens now, and with them what is known of the person's rights.
    ///
    /// # Errors
    /// Why they could not be renewed.
    pub async fn renew(&self) -> Result<Signed, AuthProblem> {
        signed(self.ask(Request::Renew).await)
    }

    /// Asks Graph, on behalf of one person and nobody else (S-19).
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn send(&self, account: &str, ask: &Ask) -> Result<Reply, SendError> {
        match self.ask(Request::Send { account: account.to_owned(), ask: ask.clone() }).await {
            Response::Reply(reply) => Ok(reply),
            Response::Failed(error) => Err(error),
            Response::SignedIn(_) | Response::Nobody => Err(SendError::SignInEnded(nobody())),
        }
    }

    /// The worker has ended. Each request that waits fails without an answer: its effect may or may not have happened.
    /// Requests from now on go to the next worker.
    pub fn lost(&self) {
        for (_, sender) in self.waiting.take() {
            let _ = sender.send(Response::Failed(SendError::Transport(TransportError::NoAnswer)));
        }
    }

    /// The page closes.
    pub fn leave(&self) {
        self.post(&ToWorker::Leave);
    }

    /// Forgets the tokens, in all tabs.
    pub fn forget(&self) {
        let id = self.next_id();
        self.post(&ToWorker::Ask { id, request: Request::Forget });
    }

    async fn ask(&self, request: Request) -> Response {
        let id = self.next_id();
        let (sender, response) = oneshot::channel();
        self.waiting.borrow_mut().push((id, sender));
        let _waiting = Waiting { client: self, id };
        self.post(&ToWorker::Ask { id, request });
        response.await.unwrap_or(Response::Nobody)
    }

    fn post(&self, message: &ToWorker) {
        self.port.post(protocol::write(message));
    }

    fn next_id(&self) -> RequestId {
        self.asked.set(self.asked.get().wrapping_add(1));
        self.asked.get()
    }

    fn take_sender(&self, id: RequestId) -> Option<oneshot::Sender<Response>> {
        let mut waiting = self.waiting.borrow_mut();
        let at = waiting.iter().position(|(waiting, _)| *waiting == id)?;
        Some(waiting.swap_remove(at).1)
    }
}

fn signed(response: Response) -> Result<Signed, AuthProblem> {
    match response {
        Response::SignedIn(signed) => Ok(*signed),
        Response::Failed(SendError::SignInEnded(problem)) => Err(problem),
        Response::Failed(SendError::Transport(_)) => Err(AuthProblem::own(AuthKind::Unreachable)),
        Response::Failed(SendError::ForeignLink) | Response::Reply(_) | Response::Nobody => Err(nobody()),
    }
}

fn nobody() -> AuthProblem {
    AuthProblem::own(AuthKind::Expired)
}
