//! The other end of the wires: answers the pages' questions out of the gate, and tells all pages what happens to the
//! sign-in. Runs in the worker.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{AbortHandle, abortable};

use crate::app::gate::{Gate, GateError};
use crate::app::ports::{Later, Wire};

use super::message::{Answer, Message, Question};

/// Words to the vaults of other tabs and of older versions of the portal.
const SIGNED_OUT: &str = "signed-out";
const SIGNED_IN: &str = "signed-in";

/// Keeps the gate and the doors to it.
pub struct Keeper {
    gate: Gate,
    /// The pages, by the number of their door.
    doors: RefCell<Vec<(usize, Rc<dyn Wire>)>>,
    admitted: Cell<usize>,
    /// What is being asked: at which door, under which number.
    running: RefCell<Vec<(usize, String, AbortHandle)>>,
    others: Rc<dyn Wire>,
    /// Who signed in here last. Pages still show what is theirs when the sign-in needs them, and nobody has tokens then.
    last: RefCell<Option<String>>,
}

impl Keeper {
    /// A keeper. `others` reaches the vaults that this one shares no memory with.
    #[must_use]
    pub fn new(gate: Gate, others: Rc<dyn Wire>) -> Rc<Self> {
        Rc::new_cyclic(|keeper: &std::rc::Weak<Self>| {
            let keeper = keeper.clone();
            gate.on_news(Box::new(move |news| {
                if let Some(keeper) = keeper.upgrade() {
                    keeper.tell(&news);
                }
            }));
            Self {
                gate,
                doors: RefCell::default(),
                admitted: Cell::new(0),
                running: RefCell::default(),
                others,
                last: RefCell::default(),
            }
        })
    }

    /// Lets a page in; its messages are to be handed to [`Self::take`] with the number of its door.
    pub fn admit(&self, page: Rc<dyn Wire>) -> usize {
        // No number is given twice: an answer that is late must not come out at somebody else's door.
        let door = self.admitted.replace(self.admitted.get() + 1);
        self.doors.borrow_mut().push((door, page));
        door
    }

    /// Takes a page's message. What is returned answers it, once it is run.
    #[must_use]
    pub fn take(self: &Rc<Self>, door: usize, message: &[String]) -> Option<Later<'static, ()>> {
        let (id, question) = Question::read(message)?;
        match question {
            Question::Cancel => {
                // A renewal that is under way is for everybody, and its refresh token is good once.
                if !self.gate.is_renewing() {
                    self.end(door, id);
                }
                return None;
            }
            Question::Leave => {
                self.doors.borrow_mut().retain(|(number, _)| *number != door);
                return None;
            }
            Question::Who
            | Question::Redeem(_)
            | Question::Send { .. }
            | Question::Renew
            | Question::Forget => {}
        }
        let (keeper, asked) = (Rc::clone(self), id.to_owned());
        let (work, handle) = abortable(async move {
            let answer = keeper.answer(question).await;
            keeper.post(door, answer.write(&asked));
            keeper.end(door, &asked);
        });
        self.running.borrow_mut().push((door, id.to_owned(), handle));
        Some(Box::pin(async move {
            let _ = work.await;
        }))
    }

    /// Takes what another vault says. Whoever signs out leaves all tabs; where somebody else signs in, nobody stays.
    pub fn overhear(&self, message: &[String]) {
        match message.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [SIGNED_OUT] => self.gate.forget(),
            [SIGNED_IN, key] if self.last.borrow().as_ref().is_some_and(|last| last != key) => {
                self.last.replace(None);
                self.gate.forget();
            }
            _ => {}
        }
    }

    async fn answer(&self, question: Question) -> Answer {
        match question {
            Question::Who | Question::Cancel | Question::Leave => {
                self.gate.who().map_or(Answer::Nobody, |signed| Answer::Signed(Box::new(signed)))
            }
            Question::Redeem(exchange) => match self.gate.redeem(exchange).await {
                Ok(signed) => {
                    let key = signed.account.key();
                    self.last.replace(Some(key.clone()));
                    self.others.post(vec![SIGNED_IN.to_owned(), key]);
                    Answer::Signed(Box::new(signed))
                }
                Err(problem) => Answer::Failed(GateError::SignInEnded(problem)),
            },
            Question::Send { whose, ask } => {
                self.gate.send(&whose, &ask).await.map_or_else(Answer::Failed, Answer::Reply)
            }
            Question::Renew => match self.gate.renew().await {
                Ok(signed) => Answer::Signed(Box::new(signed)),
                Err(error) => Answer::Failed(error),
            },
            Question::Forget => {
                self.others.post(vec![SIGNED_OUT.to_owned()]);
                self.gate.forget();
                Answer::Nobody
            }
        }
    }

    /// Tells every page.
    fn tell(&self, news: &Answer) {
        let doors = self.doors.borrow().clone();
        for (_, door) in doors {
            door.post(news.clone().write(""));
        }
    }

    fn post(&self, door: usize, message: Message) {
        let page = self.doors.borrow().iter().find(|(number, _)| *number == door).cloned();
        if let Some((_, page)) = page {
            page.post(message);
        }
    }

    /// Ends the work on a question; harmless once it is done.
    fn end(&self, door: usize, id: &str) {
        let mut running = self.running.borrow_mut();
        if let Some(at) = running.iter().position(|(at, asked, _)| *at == door && asked == id) {
            running.swap_remove(at).2.abort();
        }
    }
}
