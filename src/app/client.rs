//! Asks Graph: through the gate, patiently, and with answers in the portal's own words.

use std::rc::Rc;
use std::time::Duration;

use crate::auth::error::AuthProblem;
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::retry::{self, Next};

use super::gate::{Gate, GateError};
use super::ports::{Clock, TransportError};

/// What happens beside the answers, for whoever shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Microsoft asked to wait; the same question goes out again afterwards.
    Waiting(Duration),
    /// The wait is over.
    GoingOn,
    /// The sign-in is over.
    SignInEnded(AuthProblem),
}

/// Asks Graph.
pub struct Client {
    gate: Rc<Gate>,
    clock: Rc<dyn Clock>,
    tell: Box<dyn Fn(News)>,
}

impl Client {
    /// A client that tells its news to `tell`.
    #[must_use]
    pub fn new(gate: Rc<Gate>, clock: Rc<dyn Clock>, tell: Box<dyn Fn(News)>) -> Self {
        Self { gate, clock, tell }
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
        let mut tries = 1;
        loop {
            let wait = match self.gate.send(&call.ask).await {
                Ok(reply) => match retry::after(&call.ask, &reply, tries, self.chance()) {
                    Next::Take => return call.read(&reply),
                    Next::WaitFor(wait) => wait,
                },
                Err(GateError::Transport(error)) => {
                    let wait = retry::after_silence(&call.ask, tries, self.chance());
                    wait.ok_or_else(|| silent(error))?
                }
                Err(GateError::SignInEnded(problem)) => {
                    (self.tell)(News::SignInEnded(problem));
                    return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
                }
                Err(GateError::ForeignLink) => {
                    return Err(GraphError::without_answer(GraphErrorKind::LedAstray));
                }
            };
            (self.tell)(News::Waiting(wait));
            self.clock.sleep(wait).await;
            (self.tell)(News::GoingOn);
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
