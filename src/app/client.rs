//! Asks Graph: through the worker, patiently, and with answers in the portal's own words.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::auth::error::AuthProblem;
use crate::auth::session::Session;
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::retry::{self, Next};

use super::ports::{Clock, TransportError};
use super::token_broker::SendError;
use super::worker::client::WorkerClient;

/// What happens beside the answers, for whoever shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Microsoft asked to wait; the same question goes out again afterwards.
    Waiting(Duration),
    /// The wait is over.
    GoingOn,
    /// The session has come to another stage.
    Session(Box<Session>),
    /// Somebody else has signed in in another tab: this page must not go on.
    Elsewhere,
}

/// Whom a client tells of a wait, and of a sign-in that ended.
pub struct Ears {
    /// Hears news.
    pub news: Box<dyn Fn(News)>,
    /// Hears that the sign-in needs the person.
    pub ended: Box<dyn Fn(AuthProblem)>,
}

/// Asks Graph.
pub struct Client {
    worker: Rc<WorkerClient>,
    clock: Rc<dyn Clock>,
    ears: Ears,
    /// The key of whoever is signed in.
    whose: RefCell<String>,
}

impl Client {
    /// A client for nobody yet.
    #[must_use]
    pub fn new(worker: Rc<WorkerClient>, clock: Rc<dyn Clock>, ears: Ears) -> Self {
        Self { worker, clock, ears, whose: RefCell::default() }
    }

    /// Asks for this person from now on. What is being asked for somebody else stays theirs (S-19).
    pub fn ask_for(&self, key: String) {
        self.whose.replace(key);
    }

    fn chance(&self) -> u8 {
        let mut byte = [0];
        self.clock.random(&mut byte);
        byte.into_iter().next().unwrap_or_default()
    }

    /// Asks, waiting as long as the service wants, and again as often as is safe.
    ///
    /// # Errors
    /// What went wrong, when asking again did not help or was not safe.
    pub async fn call<T>(&self, call: &Call<T>) -> Result<T, GraphError> {
        let whose = self.whose.borrow().clone();
        let mut tries = 1;
        loop {
            let wait = match self.worker.send(&whose, &call.ask).await {
                Ok(reply) => match retry::after(&call.ask, &reply, tries, self.chance()) {
                    Next::Take => return call.read(&reply),
                    Next::WaitFor(wait) => wait,
                },
                Err(SendError::Transport(error)) => {
                    let wait = retry::after_silence(&call.ask, tries, self.chance());
                    wait.ok_or_else(|| silent(error))?
                }
                Err(SendError::SignInEnded(problem)) => {
                    (self.ears.ended)(problem);
                    return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
                }
                Err(SendError::ForeignLink) => {
                    return Err(GraphError::without_answer(GraphErrorKind::LedAstray));
                }
            };
            (self.ears.news)(News::Waiting(wait));
            self.clock.sleep(wait).await;
            (self.ears.news)(News::GoingOn);
            tries += 1;
        }
    }
}

fn silent(error: TransportError) -> GraphError {
    GraphError::without_answer(match error {
        TransportError::NoAnswer => GraphErrorKind::NoAnswer,
        TransportError::TimedOut => GraphErrorKind::TimedOut,
    })
}
