//! The worker's end of the connections to pages: answers their requests with the token broker, and sends changes of the
//! sign-in to all pages. Must not see a token, nor know which kind of worker runs it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};

use crate::app::ports::{Clock, NamedLocks, Port};
use crate::app::token_broker::TokenBroker;
use crate::auth::session::AccountSession;
use crate::domain::invited::Invited;
use crate::domain::tenant::PersonKey;

use super::claims::{After, Claims, Posted};
use super::protocol::{
    self, ConnectionId, Event, Message, Request, RequestId, Response, SendError, ToOtherWorkers, ToPage,
    ToWorker,
};

/// How long a session stays after its last page is closed. Some browsers keep a shared worker running for a while, and
/// a page that is reloaded in this time needs no new sign-in. In others the worker ends with the page.
const SESSION_WITHOUT_PAGES: Duration = Duration::from_secs(10);

pub struct WorkerServer {
    broker: TokenBroker,
    connections: RefCell<Vec<(ConnectionId, Rc<dyn Port>)>>,
    accepted: Cell<ConnectionId>,
    /// The requests that are being answered.
    running: RefCell<Vec<(ConnectionId, RequestId, AbortHandle)>>,
    /// The connection to the workers of other tabs, in browsers where each tab has its own.
    others: Rc<dyn Port>,
    /// Locks on the addresses that are being invited, among all workers.
    locks: Rc<dyn NamedLocks>,
    clock: Rc<dyn Clock>,
    /// The last person who signed in here. While the sign-in is interrupted, there are no tokens, but the pages still
    /// show this person's data.
    last: RefCell<Option<PersonKey>>,
    claims: RefCell<Claims>,
}

impl WorkerServer {
    #[must_use]
    pub fn new(
        broker: TokenBroker,
        others: Rc<dyn Port>,
        locks: Rc<dyn NamedLocks>,
        clock: Rc<dyn Clock>,
    ) -> Rc<Self> {
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
                locks,
                clock,
                last: RefCell::default(),
                claims: RefCell::default(),
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
            ToWorker::Release { address, invited } => {
                let in_vain = self.claims.borrow_mut().release(connection, &address, invited.is_some());
                let person = self.last.borrow().clone()?;
                match invited {
                    Some(invited) => self.tell_invited(&person, invited),
                    None if in_vain => self.tell_not_invited(&person, &address),
                    None => {}
                }
                return None;
            }
            ToWorker::Leave => {
                self.claims.borrow_mut().leave(connection);
                self.connections.borrow_mut().retain(|(known, _)| *known != connection);
                return self.connections.borrow().is_empty().then(|| self.wait_for_pages());
            }
        };
        let server = Rc::clone(self);
        let (work, handle) = abortable(async move {
            let response = server.answer(connection, request).await;
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
            Some(ToOtherWorkers::Invited { person, invited }) if self.is_last(&person) => {
                let news = self.claims.borrow_mut().learn(invited);
                if let Some(invited) = news {
                    self.emit(&Event::Invited(invited));
                }
            }
            Some(ToOtherWorkers::NotInvited { person, address }) if self.is_last(&person) => {
                self.claims.borrow_mut().remove_doubt(&address);
                self.emit(&Event::NotInvited { address });
            }
            // The new tab does not know yet what this one has sent.
            Some(ToOtherWorkers::SignedIn { person }) if self.is_last(&person) => {
                let all = self.claims.borrow_mut().invited(self.clock.uncorrected());
                for invited in all.iter().cloned() {
                    let person = person.clone();
                    self.others.post(protocol::write(&ToOtherWorkers::Invited { person, invited }));
                }
            }
            Some(
                ToOtherWorkers::SignedIn { .. }
                | ToOtherWorkers::Invited { .. }
                | ToOtherWorkers::NotInvited { .. },
            )
            | None => {}
        }
    }

    async fn answer(&self, connection: ConnectionId, request: Request) -> Response {
        match request {
            Request::WhoIsSignedIn => self.broker.settled_session().await.map_or(Response::Nobody, signed_in),
            Request::Redeem(exchange) => match self.broker.redeem(exchange).await {
                Ok(session) => {
                    let person = session.account.key();
                    if !self.is_last(&person) {
                        self.claims.borrow_mut().clear();
                    }
                    self.last.replace(Some(person.clone()));
                    self.others.post(protocol::write(&ToOtherWorkers::SignedIn { person }));
                    signed_in(session)
                }
                Err(problem) => Response::Failed(SendError::SignInEnded(problem)),
            },
            Request::Graph { person, request, claim } => {
                if let Some(address) = &claim {
                    let now = self.clock.uncorrected();
                    let doubt = self.claims.borrow_mut().posting(connection, address, now);
                    self.tell_invited(&person, doubt);
                }
                let outcome = self.broker.send(&person, &request).await;
                if let Some(address) = &claim {
                    let (posted, now) = (Posted::of(&outcome), self.clock.uncorrected());
                    let after = self.claims.borrow_mut().posted(connection, address, posted, now);
                    match after {
                        After::Invited(invited) => self.tell_invited(&person, invited),
                        After::NotInvited => self.tell_not_invited(&person, address),
                        After::StillInDoubt => {}
                    }
                }
                outcome.map_or_else(Response::Failed, Response::Graph)
            }
            Request::Claim { of_run, person, address } if self.is_last(&person) => {
                self.claim(connection, &address, of_run).await
            }
            Request::Remember { person, invited } if self.is_last(&person) => {
                let mut claims = self.claims.borrow_mut();
                for invited in invited.iter() {
                    claims.add(invited.clone());
                }
                Response::Invited(claims.invited(self.clock.uncorrected()))
            }
            Request::Claim { .. } | Request::Remember { .. } => Response::Nobody,
            Request::Renew => self.broker.renew().await.map_or_else(Response::Failed, signed_in),
            Request::Sleep(time) => {
                self.clock.sleep(time).await;
                Response::Slept
            }
            Request::Forget => {
                self.others.post(protocol::write(&ToOtherWorkers::SignedOut));
                self.broker.forget();
                Response::Nobody
            }
        }
    }

    async fn claim(&self, connection: ConnectionId, address: &str, of_run: bool) -> Response {
        if !self.claims.borrow_mut().claim(connection, address) {
            return Response::ClaimedElsewhere;
        }
        let lock = self.locks.try_acquire(address).await;
        let mut claims = self.claims.borrow_mut();
        match lock {
            Some(lock) => {
                claims.keep(connection, address, lock);
                if of_run {
                    claims.set_of_run(connection, address);
                }
                Response::Claimed(claims.invited(self.clock.uncorrected()).find(address).cloned())
            }
            None => {
                claims.release(connection, address, false);
                Response::ClaimedElsewhere
            }
        }
    }

    fn is_last(&self, person: &PersonKey) -> bool {
        self.last.borrow().as_ref() == Some(person)
    }

    /// Remembers an invitation, here and in the workers of other tabs, and tells all pages. If the person has signed out
    /// here meanwhile, they may be signed in again in another tab.
    fn tell_invited(&self, person: &PersonKey, invited: Invited) {
        let here = self.is_last(person);
        let invited = if here { self.claims.borrow_mut().add(invited) } else { invited };
        let (person, told) = (person.clone(), invited.clone());
        self.others.post(protocol::write(&ToOtherWorkers::Invited { person, invited: told }));
        if here {
            self.emit(&Event::Invited(invited));
        }
    }

    /// What was being sent to this address was not made.
    fn tell_not_invited(&self, person: &PersonKey, address: &str) {
        let (person, address) = (person.clone(), address.to_owned());
        if self.is_last(&person) {
            self.claims.borrow_mut().remove_doubt(&address);
            self.emit(&Event::NotInvited { address: address.clone() });
        }
        self.others.post(protocol::write(&ToOtherWorkers::NotInvited { person, address }));
    }

    fn emit(&self, event: &Event) {
        if matches!(event, Event::SignedOut) {
            self.claims.borrow_mut().clear();
            self.last.replace(None);
        }
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
