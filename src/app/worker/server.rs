//! The worker's side: answers the pages' requests out of the token broker, and tells all pages what happens to the sign-in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{AbortHandle, abortable};

use crate::app::ports::{Clock, Later, Port};
use crate::app::token_broker::{SendError, TokenBroker};

use super::protocol::{self, Event, Message, Request, RequestId, Response, ToOtherWorkers, ToPage, ToWorker};

/// How long a session outlives its last page. In a browser that lets a shared worker live on for a while, a page that is
/// loaded again finds its session as it was; else the worker ends with the page.
const SESSION_WITHOUT_PAGES: Duration = Duration::from_secs(10);

/// A page's connection.
pub type ConnectionId = usize;

/// Serves the pages that are connected.
pub struct WorkerServer {
    broker: TokenBroker,
    connections: RefCell<Vec<(ConnectionId, Rc<dyn Port>)>>,
    accepted: Cell<ConnectionId>,
    /// What is being answered: for which connection, and to which request.
    running: RefCell<Vec<(ConnectionId, RequestId, AbortHandle)>>,
    /// The workers that this one shares no memory with.
    others: Rc<dyn Port>,
    clock: Rc<dyn Clock>,
    /// The key of the person who signed in here last. Pages keep showing this person's data while the sign-in is interrupted,
    /// although there are no tokens then.
    last: RefCell<Option<String>>,
}

impl WorkerServer {
    /// A server without connections.
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

    /// Connects a page; its messages are to be handed to [`Self::receive`] with the id of its connection.
    pub fn accept(&self, page: Rc<dyn Port>) -> ConnectionId {
        // No id is used twice: a late answer must not reach another page.
        let connection = self.accepted.replace(self.accepted.get() + 1);
        self.connections.borrow_mut().push((connection, page));
        connection
    }

    /// Takes a page's message. What is returned answers it or does what follows from it, once it is run.
    #[must_use]
    pub fn receive(self: &Rc<Self>, connection: ConnectionId, message: &str) -> Option<Later<'static, ()>> {
        let (id, request) = match protocol::read(message)? {
            ToWorker::Ask { id, request } => (id, request),
            ToWorker::Cancel { id } => {
                // A renewal that is under way is for everybody, and its refresh token is good once.
                if !self.broker.is_renewing() {
                    self.end(connection, id);
                }
                return None;
            }
            ToWorker::Leave => {
                self.connections.borrow_mut().retain(|(known, _)| *known != connection);
                return self.connections.borrow().is_empty().then(|| self.wait_for_pages());
            }
        };
        let server = Rc::clone(self);
        let (work, handle) = abortable(async move {
            let response = server.answer(request).await;
            server.post(connection, protocol::write(&ToPage::Answer { id, response }));
            server.end(connection, id);
        });
        self.running.borrow_mut().push((connection, id, handle));
        Some(Box::pin(async move {
            let _ = work.await;
        }))
    }

    /// Forgets the session unless a page comes in time. Another page that leaves meanwhile starts a wait of its own.
    fn wait_for_pages(self: &Rc<Self>) -> Later<'static, ()> {
        let (server, accepted) = (Rc::clone(self), self.accepted.get());
        Box::pin(async move {
            server.clock.sleep(SESSION_WITHOUT_PAGES).await;
            if server.accepted.get() == accepted {
                server.broker.forget();
            }
        })
    }

    /// Takes a message of another worker. Signing out counts in all tabs, and when another person signs in, the former
    /// person is signed out.
    pub fn receive_from_others(&self, message: &str) {
        match protocol::read(message) {
            Some(ToOtherWorkers::SignedOut) => self.broker.forget(),
            Some(ToOtherWorkers::SignedIn { account })
                if self.last.borrow().as_ref().is_some_and(|last| *last != account) =>
            {
                self.last.replace(None);
                self.broker.forget();
            }
            Some(ToOtherWorkers::SignedIn { .. }) | None => {}
        }
    }

    async fn answer(&self, request: Request) -> Response {
        match request {
            Request::WhoIsSignedIn => self.broker.who().map_or(Response::Nobody, signed_in),
            Request::Redeem(exchange) => match self.broker.redeem(exchange).await {
                Ok(signed) => {
                    let account = signed.account.key();
                    self.last.replace(Some(account.clone()));
                    self.others.post(protocol::write(&ToOtherWorkers::SignedIn { account }));
                    signed_in(signed)
                }
                Err(problem) => Response::Failed(SendError::SignInEnded(problem)),
            },
            Request::Send { account, ask } => {
                self.broker.send(&account, &ask).await.map_or_else(Response::Failed, Response::Reply)
            }
            Request::Renew => self.broker.renew().await.map_or_else(Response::Failed, signed_in),
            Request::Forget => {
                self.others.post(protocol::write(&ToOtherWorkers::SignedOut));
                self.broker.forget();
                Response::Nobody
            }
        }
    }

    /// Tells every page.
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

    /// Ends the work on a request; harmless once it is done.
    fn end(&self, connection: ConnectionId, id: RequestId) {
        let mut running = self.running.borrow_mut();
        if let Some(at) = running.iter().position(|(of, asked, _)| *of == connection && *asked == id) {
            running.swap_remove(at).2.abort();
        }
    }
}

fn signed_in(signed: crate::auth::session::Signed) -> Response {
    Response::SignedIn(Box::new(signed))
}
