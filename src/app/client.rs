//! Sends requests to Graph through the worker, repeats them where that is safe, and reads the responses.
//!
//! Must not see a token, nor decide when a request is repeated: `graph::retry` does.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};

use crate::auth::error::AuthProblem;
use crate::domain::guest::UserId;
use crate::domain::invited::Invited;
use crate::domain::moment::Moment;
use crate::domain::tenant::PersonKey;
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::http::{GraphRequest, GraphResponse};
use crate::graph::retry::{self, Next};

use super::once::{Once, no_answer, not_renewed};
use super::ports::{Clock, Random};
use super::worker::client::WorkerClient;
use super::worker::protocol::{NotRenewed, SendError};

/// After this time without a response, the person is told.
const SLOW: Duration = Duration::from_secs(4);

/// Events of requests other than their responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// What the requests wait for; `None` if no request waits any more.
    Waiting(Option<Wait>),
    /// Microsoft requires an interaction of the person.
    SignInEnded(AuthProblem),
}

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// There is no response yet. A request that changes something cannot be stopped, since it may have taken effect.
    Response { can_stop: bool },
    /// The service has trouble or did not respond. The request is sent again at this time.
    Trouble(Moment),
    /// The service asked for a pause because of many requests. The request is sent again at this time.
    Repeat(Moment),
}

impl Wait {
    #[must_use]
    pub fn can_stop(self) -> bool {
        matches!(self, Self::Trouble(_) | Self::Repeat(_) | Self::Response { can_stop: true })
    }

    /// The time until the request is sent again, rounded to seconds, and 1 at least; `None` for a wait whose end is not
    /// known.
    #[must_use]
    pub fn seconds_left(self, now: Moment) -> Option<u64> {
        match self {
            Self::Response { .. } => None,
            Self::Trouble(end) | Self::Repeat(end) => {
                Some((end.since(now) + Duration::from_millis(500)).as_secs().max(1))
            }
        }
    }
}

pub struct Client {
    worker: Rc<WorkerClient>,
    clock: Rc<dyn Clock>,
    random: Rc<dyn Random>,
    on_event: Box<dyn Fn(ClientEvent)>,
    /// The signed-in person. Each request names them, so that the worker refuses it after another person has signed in.
    person: RefCell<Option<PersonKey>>,
    waits: RefCell<Waits>,
    /// The number of sign-outs.
    sign_outs: Cell<u32>,
}

/// The waits of all requests, each with the sender that stops it.
#[derive(Default)]
struct Waits {
    last: u32,
    running: BTreeMap<u32, (Wait, Option<oneshot::Sender<()>>)>,
}

/// A wait that has begun. Dropping it ends it.
struct Waiting<'a> {
    client: &'a Client,
    number: u32,
    stopped: oneshot::Receiver<()>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.client.waits.borrow_mut().running.remove(&self.number);
        self.client.emit_waits();
    }
}

/// An address that no other tab invites at the same time. Dropping it ends the claim.
pub struct Claim<'a> {
    client: &'a Client,
    address: String,
    /// The invitation to this address that was made a moment ago, in any tab.
    pub invited: Option<Invited>,
    of_run: bool,
    made: Cell<Option<Invited>>,
}

impl Claim<'_> {
    /// Tells all tabs about the invitation that was made. `name` is empty if none was typed.
    pub fn made(self, name: &str, user: Option<UserId>) {
        self.made.set(Some(Invited { user, ..self.invitation(name) }));
    }

    /// Tells all tabs that an invitation may have been made.
    pub fn in_doubt(self, name: &str) {
        self.made.set(Some(Invited { in_doubt: true, ..self.invitation(name) }));
    }

    fn invitation(&self, name: &str) -> Invited {
        let at = self.client.clock.uncorrected();
        let (address, name) = (self.address.clone(), name.to_owned());
        Invited { address, name, user: None, at, in_doubt: false, of_run: self.of_run }
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.client.worker.release(self.address.clone(), self.made.take());
    }
}

impl Client {
    /// Requests fail until [`Self::set_person`] is called.
    #[must_use]
    pub fn new(
        worker: Rc<WorkerClient>,
        clock: Rc<dyn Clock>,
        random: Rc<dyn Random>,
        on_event: Box<dyn Fn(ClientEvent)>,
    ) -> Self {
        let (person, waits, sign_outs) = (RefCell::default(), RefCell::default(), Cell::default());
        Self { worker, clock, random, on_event, person, waits, sign_outs }
    }

    /// Sends later requests on behalf of this person. A request that is already running keeps its person (S-19). Without a
    /// person, no request is repeated any more, also if the same person signs in again.
    pub fn set_person(&self, person: Option<PersonKey>) {
        if person.is_none() {
            self.sign_outs.set(self.sign_outs.get().wrapping_add(1));
            self.stop_waiting();
        }
        self.person.replace(person);
    }

    /// Stops all waits that can be stopped. Their calls end with the last error, or with
    /// [`GraphErrorKind::Stopped`].
    pub fn stop_waiting(&self) {
        let stops: Vec<_> =
            self.waits.borrow_mut().running.values_mut().filter_map(|(_, stop)| stop.take()).collect();
        for stop in stops {
            let _ = stop.send(());
        }
    }

    /// Sends a request, and repeats it as [`retry`] decides.
    ///
    /// # Errors
    /// The last error, if repeating did not help or is not safe.
    pub async fn call<T>(&self, call: &Call<T>) -> Result<T, GraphError> {
        self.call_claimed(call, None).await
    }

    /// Sends an invitation to the address of a claim, as [`Self::call`] does.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub async fn call_for<T>(&self, claim: &Claim<'_>, call: &Call<T>) -> Result<T, GraphError> {
        self.call_claimed(call, Some(claim.address.clone())).await
    }

    /// Sends an invitation to the address of a claim, once.
    pub async fn call_once_for<T>(&self, claim: &Claim<'_>, call: &Call<T>) -> Once<T> {
        let Some(person) = self.person.borrow().clone() else { return Once::signed_out() };
        let request = self.attempt(call);
        let client_id = request.client_id.clone();
        let outcome = self.worker.send(person, request, Some(claim.address.clone())).await;
        if let Err(SendError::SignInEnded(problem)) = &outcome {
            (self.on_event)(ClientEvent::SignInEnded(problem.clone()));
        }
        Once::of(outcome, call, client_id)
    }

    /// Waits as long as the service wants, or some seconds if it does not say. Returns whether the wait has passed: it is
    /// not begun if it is too long, and the person can stop it.
    pub async fn wait_as_asked(&self, asked: Option<Duration>) -> bool {
        match retry::pause(asked, self.random.byte()) {
            Some(time) => self.pause(Wait::Repeat(self.clock.now() + time), time).await.is_some(),
            None => false,
        }
    }

    /// Claims an address before it is invited.
    ///
    /// # Errors
    /// [`GraphErrorKind::InvitedElsewhere`] if another invitation to it is under way; [`GraphErrorKind::Stopped`] if the
    /// worker does not answer and the person stopped waiting.
    pub async fn claim(&self, address: &str) -> Result<Claim<'_>, GraphError> {
        self.claim_as(address, false).await
    }

    /// Claims an address for a row of a run, as [`Self::claim`] does. Tabs do not store its invitation: the run does.
    ///
    /// # Errors
    /// As [`Self::claim`].
    pub async fn claim_for_run(&self, address: &str) -> Result<Claim<'_>, GraphError> {
        self.claim_as(address, true).await
    }

    async fn claim_as(&self, address: &str, of_run: bool) -> Result<Claim<'_>, GraphError> {
        let person = self.person.borrow().clone();
        let Some(person) = person else {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        };
        let claiming = pin!(self.worker.claim(person, address.to_owned(), of_run));
        let claimed = match self.patiently(claiming, true).await {
            Some(claimed) => claimed,
            None => {
                // It may be given later.
                self.worker.release(address.to_owned(), None);
                return Err(GraphError::without_answer(GraphErrorKind::Stopped));
            }
        };
        match claimed {
            Ok(invited) => Ok(Claim {
                client: self,
                address: address.to_owned(),
                invited,
                of_run,
                made: Cell::default(),
            }),
            Err(_) => Err(GraphError::without_answer(GraphErrorKind::InvitedElsewhere)),
        }
    }

    async fn call_claimed<T>(&self, call: &Call<T>, claim: Option<String>) -> Result<T, GraphError> {
        let Some(person) = self.person.borrow().clone() else {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        };
        let (mut tries, sign_outs) = (1, self.sign_outs.get());
        loop {
            let sent_at = self.clock.now();
            let request = self.attempt(call);
            let client_id = request.client_id.clone();
            let Some(outcome) = self.outcome(person.clone(), request, claim.clone()).await else {
                return Err(GraphError::without_answer(GraphErrorKind::Stopped));
            };
            let (failed, wait) = match outcome {
                Ok(response) => match retry::after(&call.request, &response, tries, self.random.byte()) {
                    Next::Take => return call.read(&response),
                    Next::WaitFor(wait) => (call.read(&response), Some(wait)),
                },
                Err(SendError::Transport(error)) => (
                    Err(no_answer(error, client_id)),
                    retry::after_silence(&call.request, tries, self.random.byte()),
                ),
                Err(SendError::NotRenewed(why)) => {
                    let waited = self.clock.now().since(sent_at);
                    let again = |asked| retry::after_not_sent(waited, asked, tries, self.random.byte());
                    let wait = match why {
                        NotRenewed::Busy { retry_after } => again(retry_after),
                        NotRenewed::Unreachable => again(None),
                        // A filter has the same answer for the next request.
                        NotRenewed::Filtered => None,
                    };
                    (Err(GraphError::without_answer(not_renewed(why))), wait)
                }
                Err(SendError::RefusedForGood) => {
                    return Err(GraphError::without_answer(GraphErrorKind::TokenRefused));
                }
                Err(SendError::SignInEnded(problem)) => {
                    (self.on_event)(ClientEvent::SignInEnded(problem));
                    return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
                }
                Err(SendError::SignedOutMeanwhile { status }) => {
                    let error = GraphError::without_answer(GraphErrorKind::SignedOutMeanwhile);
                    return Err(GraphError { status: Some(status), ..error });
                }
                Err(SendError::ForeignLink) => {
                    return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
                }
            };
            let Some(time) = wait.filter(|_| self.sign_outs.get() == sign_outs) else { return failed };
            let busy = |error: &GraphError| {
                matches!(error.kind, GraphErrorKind::Throttled | GraphErrorKind::SignInBusy)
            };
            let end = self.clock.now() + time;
            let wait = if failed.as_ref().is_err_and(busy) { Wait::Repeat(end) } else { Wait::Trouble(end) };
            if self.pause(wait, time).await.is_none() || self.sign_outs.get() != sign_outs {
                return failed;
            }
            tries += 1;
        }
    }

    /// The request of one attempt, with an id of its own.
    fn attempt<T>(&self, call: &Call<T>) -> GraphRequest {
        let id = uuid::Builder::from_random_bytes(std::array::from_fn(|_| self.random.byte())).into_uuid();
        GraphRequest { client_id: Some(id.to_string()), ..call.request.clone() }
    }

    /// The outcome of a request; `None` if the person stopped waiting for it.
    async fn outcome(
        &self,
        person: PersonKey,
        request: GraphRequest,
        claim: Option<String>,
    ) -> Option<Result<GraphResponse, SendError>> {
        let can_stop = request.is_read();
        self.patiently(pin!(self.worker.send(person, request, claim)), can_stop).await
    }

    /// Waits for the worker's answer. After [`SLOW`] the person is told; `None` if they stopped waiting.
    async fn patiently<T>(&self, asking: impl Future<Output = T> + Unpin, can_stop: bool) -> Option<T> {
        let asking = match select(asking, self.clock.deadline(SLOW)).await {
            Either::Left((answer, _)) => return Some(answer),
            Either::Right(((), asking)) => asking,
        };
        let mut waiting = self.wait_for(Wait::Response { can_stop });
        match select(asking, &mut waiting.stopped).await {
            Either::Left((answer, _)) => Some(answer),
            Either::Right((Ok(()), _)) => None,
            // It cannot be stopped.
            Either::Right((Err(_), asking)) => Some(asking.await),
        }
    }

    /// Waits before a repetition; `None` if the person stopped it.
    async fn pause(&self, wait: Wait, time: Duration) -> Option<()> {
        let mut waiting = self.wait_for(wait);
        match select(self.clock.sleep(time), &mut waiting.stopped).await {
            Either::Left(((), _)) => Some(()),
            Either::Right(_) => None,
        }
    }

    fn wait_for(&self, wait: Wait) -> Waiting<'_> {
        let (stop, stopped) = oneshot::channel();
        let number = {
            let mut waits = self.waits.borrow_mut();
            waits.last = waits.last.wrapping_add(1);
            let number = waits.last;
            waits.running.insert(number, (wait, wait.can_stop().then_some(stop)));
            number
        };
        self.emit_waits();
        Waiting { client: self, number, stopped }
    }

    fn emit_waits(&self) {
        let longest = self.waits.borrow().running.values().map(|(wait, _)| *wait).max();
        (self.on_event)(ClientEvent::Waiting(longest));
    }
}
