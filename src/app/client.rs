//! Sends requests to Graph through the worker, repeats them where that is safe, and reads the responses.
//!
//! Must not see a token, nor decide when a request is repeated: `graph::retry` does.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::auth::error::AuthProblem;
use crate::domain::tenant::PersonKey;
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::retry::{self, Next};

use super::ports::{Clock, Random, TransportError};
use super::worker::client::WorkerClient;
use super::worker::protocol::SendError;

/// Events of a request other than its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// The request failed for now. It is sent again after this time.
    Waiting(Duration),
    /// The wait is over.
    Resumed,
    /// Microsoft requires an interaction of the person.
    SignInEnded(AuthProblem),
}

pub struct Client {
    worker: Rc<WorkerClient>,
    clock: Rc<dyn Clock>,
    random: Rc<dyn Random>,
    on_event: Box<dyn Fn(ClientEvent)>,
    /// The signed-in person. Each request names them, so that the worker refuses it after another person has signed in.
    person: RefCell<Option<PersonKey>>,
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
        Self { worker, clock, random, on_event, person: RefCell::default() }
    }

    /// Sends later requests on behalf of this person. A request that is already running keeps its person (S-19).
    pub fn set_person(&self, person: Option<PersonKey>) {
        self.person.replace(person);
    }

    /// Sends a request, and repeats it as [`retry`] decides.
    ///
    /// # Errors
    /// The last error, if repeating did not help or is not safe.
    pub async fn call<T>(&self, call: &Call<T>) -> Result<T, GraphError> {
        let Some(person) = self.person.borrow().clone() else {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        };
        let mut tries = 1;
        loop {
            let sent_at = self.clock.now();
            let wait = match self.worker.send(person.clone(), call.request.clone()).await {
                Ok(response) => match retry::after(&call.request, &response, tries, self.random.byte()) {
                    Next::Take => return call.read(&response),
                    Next::WaitFor(wait) => wait,
                },
                Err(SendError::Transport(error)) => {
                    let wait = retry::after_silence(&call.request, tries, self.random.byte());
                    wait.ok_or_else(|| no_answer(error))?
                }
                Err(SendError::NotRenewed) => {
                    let wait =
                        retry::after_not_sent(self.clock.now().since(sent_at), tries, self.random.byte());
                    wait.ok_or_else(|| GraphError::without_answer(GraphErrorKind::NotRenewed))?
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
            (self.on_event)(ClientEvent::Waiting(wait));
            self.clock.sleep(wait).await;
            (self.on_event)(ClientEvent::Resumed);
            tries += 1;
        }
    }
}

fn no_answer(error: TransportError) -> GraphError {
    GraphError::without_answer(match error {
        TransportError::NoAnswer => GraphErrorKind::NoAnswer,
        TransportError::TimedOut => GraphErrorKind::TimedOut,
    })
}
