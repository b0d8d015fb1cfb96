//! The page's side of the vault: questions go out over a wire, answers come back with the question's number.
//!
//! The tokens are at the other end, in a worker, where `keeper` answers out of the gate. Nothing that comes over the wire
//! is a token, and nothing that goes out can name a host.

pub mod keeper;
pub mod message;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::CodeExchange;
use crate::auth::session::Signed;
use crate::graph::call::{Ask, Reply};

use super::gate::GateError;
use super::ports::{TransportError, Wire};
use message::{Answer, Question};

/// A page's way to the vault.
pub struct Vault {
    wire: Rc<dyn Wire>,
    asked: Cell<u32>,
    waiting: RefCell<Vec<(String, oneshot::Sender<Answer>)>>,
}

/// Tells the vault that nobody waits any more, unless the answer came.
struct Waiting<'a> {
    vault: &'a Vault,
    id: String,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.vault.take_sender(&self.id).is_some() {
            self.vault.wire.post(Question::Cancel.write(&self.id));
        }
    }
}

impl Vault {
    /// A vault at the end of a wire. Whoever owns the wire hands what comes in to [`Self::hear`].
    #[must_use]
    pub fn new(wire: Rc<dyn Wire>) -> Self {
        Self { wire, asked: Cell::new(0), waiting: RefCell::default() }
    }

    /// Takes a message. What is no answer to a question is news for everybody; what is neither is ignored (S-37).
    pub fn hear(&self, message: &[String]) -> Option<Answer> {
        let (id, answer) = Answer::read(message)?;
        if id.is_empty() {
            return Some(answer);
        }
        if let Some(sender) = self.take_sender(id) {
            let _ = sender.send(answer);
        }
        None
    }

    /// Who is signed in, if anybody.
    pub async fn who(&self) -> Option<Signed> {
        signed(self.ask(Question::Who).await).ok()
    }

    /// Redeems a code.
    ///
    /// # Errors
    /// Why nobody is signed in.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<Signed, AuthProblem> {
        signed(self.ask(Question::Redeem(exchange)).await)
    }

    /// Renews the tokens now, and with them what is known of the person's rights.
    ///
    /// # Errors
    /// Why they could not be renewed.
    pub async fn renew(&self) -> Result<Signed, AuthProblem> {
        signed(self.ask(Question::Renew).await)
    }

    /// Asks Graph, on behalf of one person and nobody else (S-19).
    ///
    /// # Errors
    /// See [`GateError`].
    pub async fn send(&self, whose: &str, ask: &Ask) -> Result<Reply, GateError> {
        match self.ask(Question::Send { whose: whose.to_owned(), ask: ask.clone() }).await {
            Answer::Reply(reply) => Ok(reply),
            Answer::Failed(error) => Err(error),
            Answer::Signed(_) | Answer::Nobody => Err(GateError::SignInEnded(nobody())),
        }
    }

    /// The vault is gone: whoever waits has no answer, and cannot know what became of what they asked. Whatever is asked
    /// from now on goes to the next one.
    pub fn lost(&self) {
        for (_, sender) in self.waiting.take() {
            let _ = sender.send(Answer::Failed(GateError::Transport(TransportError::NoAnswer)));
        }
    }

    /// The page goes.
    pub fn leave(&self) {
        self.wire.post(Question::Leave.write(&self.number()));
    }

    /// Forgets the tokens, in all tabs.
    pub fn forget(&self) {
        self.wire.post(Question::Forget.write(&self.number()));
    }

    async fn ask(&self, question: Question) -> Answer {
        let id = self.number();
        let (sender, answer) = oneshot::channel();
        self.waiting.borrow_mut().push((id.clone(), sender));
        let waiting = Waiting { vault: self, id };
        self.wire.post(question.write(&waiting.id));
        answer.await.unwrap_or(Answer::Nobody)
    }

    fn number(&self) -> String {
        self.asked.set(self.asked.get().wrapping_add(1));
        self.asked.get().to_string()
    }

    fn take_sender(&self, id: &str) -> Option<oneshot::Sender<Answer>> {
        let mut waiting = self.waiting.borrow_mut();
        let at = waiting.iter().position(|(waiting, _)| waiting == id)?;
        Some(waiting.swap_remove(at).1)
    }
}

fn signed(answer: Answer) -> Result<Signed, AuthProblem> {
    match answer {
        Answer::Signed(signed) => Ok(*signed),
        Answer::Failed(GateError::SignInEnded(problem)) => Err(problem),
        Answer::Failed(GateError::Transport(_)) => Err(AuthProblem::own(AuthKind::Unreachable)),
        Answer::Failed(GateError::ForeignLink) | Answer::Reply(_) | Answer::Nobody => Err(nobody()),
    }
}

fn nobody() -> AuthProblem {
    AuthProblem::own(AuthKind::Expired)
}
