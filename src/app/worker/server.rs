//! The worker's end of the connections to pages: answers their requests with the token broker, and sends changes of the
//! sign-in to all pages. Must not see a token, nor know which kind of worker runs it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};

use crate::app::ports::{Clock, Port};
use crate::app::token_broker::TokenBroker;
use crate::auth::session::AccountSession;
use crate::domain::tenant::PersonKey;

use super::protocol::{
    self, Event, Message, Request, RequestId, Response, SendError, ToOtherWorkers, ToPage, ToWorker,
};

/// How long a session stays after its last page is closed. Some browsers keep a shared worker running for a while, and
/// a page that is reloaded in this time needs no new sign-in. In others the worker ends with the page.
const SESSION_WITHOUT_PAGES: Duration = Duration::from_secs(10);

pub type ConnectionId = usize;

pub struct WorkerServer {
    broker: TokenBroker,
    connections: RefCell<Vec<(ConnectionId, Rc<dyn Port>)>>,
    accepted: Cell<ConnectionId>,
    /// The requests that are being answered.
    running: RefCell<Vec<(ConnectionId, RequestId, AbortHandle)>>,
    /// The connection to the workers of other tabs, in browsers where each tab has its own.
    others: Rc<dyn Port>,
    clock: Rc<dyn Clock>,
    /// The last person who signed in here. While the sign-in is interrupted, there are no tokens, but the pages still
    /// show this person's data.
    last: RefCell<Option<PersonKey>>,
}

impl WorkerServer {
    #[must_use]
    pub fn new(broker: TokenBroker, others: Rc<dyn Port>, clock: Rc<dyn Clock>) -> Rc<Self> {
        Rc::new_cyclic(|server: &std::rc::Weak<Self>| {
            let server = server.clone();
            broker.on_event(Box::new(move |event| {
                if let Some(server) = server.upgrade() {
                    server.emit(&event);
                }
            }));
            Self {
                broker,
                connections: RefCell::default(),
                accepted: Cell::new(0),
                running: RefCell::default(),
                others,
                clock,
                last: RefCell::default(),
            }
        })
    }

    /// Adds a connection to a page. The caller must pass its messages with the returned id to [`Self::receive`].
    pub fn accept(&self, page: Rc<dyn Port>) -> ConnectionId {
        // No id is used twice, so that a late response cannot reach another page.
        let connection = self.accepted.replace(self.accepted.get() + 1);
        self.connections.borrow_mut().push((connection, page));
        connection
    }

    /// Handles a message of a page. The caller must run the returned future, which sends the response or does other
    /// work.
    #[must_use]
    pub fn receive(
        self: &Rc<Self>,
        connection: ConnectionId,
        message: &str,
    ) -> Option<LocalBoxFuture<'static, ()>> {
        let (id, request) = match protocol::read(message)? {
            ToWorker::Request { id, request } => (id, request),
            ToWorker::Cancel { id } => {
                // A running renewal serves all requests, and its refresh token can be used only once.
                if !self.broker.is_renewing() {
                    self.end(connection, id);
                }
                return None;
            }
            // The owner of the port handles it.
            ToWorker::Here { .. } => return None,
            ToWorker::Leave => {
                self.connections.borrow_mut().retain(|(known, _)| *known != connection);
                return self.connections.borrow().is_empty().then(|| self.wait_for_pages());
            }
        };
        let server = Rc::clone(self);
        let (work, handle) = abortable(async move {
            let response = server.answer(request).await;
            server.post(connection, protocol::write(&ToPage::Response { id, response }));
            server.end(connection, id);
        });
        self.running.borrow_mut().push((connection, id, handle));
        Some(Box::pin(async move {
            let _ = work.await;
        }))
    }

    /// Drops the session if no page connects in time. A page that connects and leaves meanwhile starts its own wait.
    fn wait_for_pages(self: &Rc<Self>) -> LocalBoxFuture<'static, ()> {
        let (server, accepted) = (Rc::clone(self), self.accepted.get());
        Box::pin(async move {
            server.clock.sleep(SESSION_WITHOUT_PAGES).await;
            if server.accepted.get() == accepted {
                server.broker.forget();
            }
        })
    }

    /// Handles a message of another worker. A sign-out is valid in all tabs. If another person signs in, the present
    /// one is signed out here.
    pub fn receive_from_others(&self, message: &str) {
        match protocol::read(message) {
            Some(ToOtherWorkers::SignedOut) => self.broker.forget(),
            Some(ToOtherWorkers::SignedIn { person })
                if self.last.borrow().as_ref().is_some_and(|last| *last != person) =>
            {
                self.last.replace(None);
                self.broker.forget();
            }
            Some(ToOtherWorkers::SignedIn { .. }) | None => {}
        }
    }

    async fn answer(&self, request: Request) -> Response {
        match request {
            Request::WhoIsSignedIn => self.broker.settled_session().await.map_or(Response::Nobody, signed_in),
            Request::Redeem(exchange) => match self.broker.redeem(exchange).await {
                Ok(session) => {
                    let person = session.account.key();
                    self.last.replace(Some(person.clone()));
                    self.others.post(protocol::write(&ToOtherWorkers::SignedIn { person }));
                    signed_in(session)
                }
                Err(problem) => Response::Failed(SendError::SignInEnded(problem)),
            },
            Request::Graph { person, request } => {
                self.broker.send(&person, &request).await.map_or_else(Response::Failed, Response::Graph)
            }
            Request::Renew => self.broker.renew().await.map_or_else(Response::Failed, signed_in),
            Request::Forget => {
                self.others.post(protocol::write(&ToOtherWorkers::SignedOut));
                self.broker.forget();
                Response::Nobody
            }
        }
    }

    fn emit(&self, event: &Event) {
        let message = protocol::write(&ToPage::Event(event.clone()));
        let connections = self.connections.borrow().clone();
        for (_, page) in connections {
            page.post(message.clone());
        }
    }

    fn post(&self, connection: ConnectionId, message: Message) {
        let page = self.connections.borrow().iter().find(|(known, _)| *known == connection).cloned();
        if let Some((_, page)) = page {
            page.post(message);
        }
    }

    /// Ends the work on a request. It has no effect if the work is already done.
    fn end(&self, connection: ConnectionId, id: RequestId) {
        let mut running = self.running.borrow_mut();
        if let Some(at) = running.iter().position(|(of, asked, _)| *of == connection && *asked == id) {
            running.swap_remove(at).2.abort();
        }
    }
}

fn signed_in(session: AccountSession) -> Response {
    Response::SignedIn(Box::new(session))
}
