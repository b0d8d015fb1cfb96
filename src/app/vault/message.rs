//! What page and vault say to each other: lists of texts. Each list begins with the number of a question (empty for news
//! that nobody asked for) and a word; what has another word or another length is no message and is ignored (S-37).

use crate::auth::error::AuthProblem;
use crate::auth::flow::CodeExchange;
use crate::auth::session::Signed;
use crate::graph::call::{Ask, Method, Reply, Target};

use crate::app::gate::GateError;
use crate::app::ports::TransportError;

/// A message on its way.
pub type Message = Vec<String>;

/// What a page asks.
pub enum Question {
    /// Who is signed in?
    Who,
    /// Sign in with this code.
    Redeem(CodeExchange),
    /// Ask Graph, if that person is the one who is signed in.
    Send {
        /// The person's key.
        whose: String,
        /// What is asked.
        ask: Ask,
    },
    /// Renew the tokens now.
    Renew,
    /// Forget the tokens.
    Forget,
    /// Nobody waits for the answer to the question of this number.
    Cancel,
    /// The page goes: tell it nothing more.
    Leave,
}

/// What the vault says.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Somebody is signed in.
    Signed(Box<Signed>),
    /// Nobody is.
    Nobody,
    /// Graph's answer.
    Reply(Reply),
    /// There is none.
    Failed(GateError),
}

impl Question {
    /// Writes it down, under a number.
    #[must_use]
    pub fn write(self, id: &str) -> Message {
        match self {
            Self::Who => message(id, "who", []),
            Self::Redeem(exchange) => message(id, "redeem", exchange.pack()),
            Self::Send { whose, ask } => {
                let method = match ask.method {
                    Method::Get => "GET",
                    Method::Post => "POST",
                };
                let (kind, target) = match ask.target {
                    Target::Path(path) => ("path", path),
                    Target::Link(link) => ("link", link),
                };
                let body = ask.body.unwrap_or_default();
                message(id, "send", [whose, method.to_owned(), kind.to_owned(), target, body])
            }
            Self::Renew => message(id, "renew", []),
            Self::Forget => message(id, "forget", []),
            Self::Cancel => message(id, "cancel", []),
            Self::Leave => message(id, "leave", []),
        }
    }

    /// Reads a message, with its number.
    #[must_use]
    pub fn read(message: &[String]) -> Option<(&str, Self)> {
        let [id, word, rest @ ..] = message else { return None };
        let question = match (word.as_str(), rest) {
            ("who", []) => Self::Who,
            ("redeem", rest) => Self::Redeem(CodeExchange::unpack(rest)?),
            ("send", [whose, method, kind, target, body]) => {
                let method = match method.as_str() {
                    "GET" => Method::Get,
                    "POST" => Method::Post,
                    _ => return None,
                };
                let target = match kind.as_str() {
                    "path" => Target::Path(target.clone()),
                    "link" => Target::Link(target.clone()),
                    _ => return None,
                };
                Self::Send { whose: whose.clone(), ask: Ask { method, target, body: given(body) } }
            }
            ("renew", []) => Self::Renew,
            ("forget", []) => Self::Forget,
            ("cancel", []) => Self::Cancel,
            ("leave", []) => Self::Leave,
            _ => return None,
        };
        is_number(id).then_some((id, question))
    }
}

impl Answer {
    /// Writes it down, under the number of its question, or under none.
    #[must_use]
    pub fn write(self, id: &str) -> Message {
        match self {
            Self::Signed(signed) => message(id, "signed", signed.pack()),
            Self::Nobody => message(id, "nobody", []),
            Self::Reply(Reply { status, retry_after, request_id, body }) => {
                let texts = [status.to_string(), text(retry_after), text(request_id), body];
                message(id, "reply", texts)
            }
            Self::Failed(GateError::Transport(TransportError::NoAnswer)) => message(id, "silence", []),
            Self::Failed(GateError::Transport(TransportError::TimedOut)) => message(id, "late", []),
            Self::Failed(GateError::ForeignLink) => message(id, "astray", []),
            Self::Failed(GateError::SignInEnded(problem)) => message(id, "ended", problem.pack()),
        }
    }

    /// Reads a message, with its number.
    #[must_use]
    pub fn read(message: &[String]) -> Option<(&str, Self)> {
        let [id, word, rest @ ..] = message else { return None };
        let answer = match (word.as_str(), rest) {
            ("signed", rest) => Self::Signed(Box::new(Signed::unpack(rest)?)),
            ("nobody", []) => Self::Nobody,
            ("reply", [status, retry_after, request_id, body]) => Self::Reply(Reply {
                status: status.parse().ok()?,
                retry_after: given(retry_after),
                request_id: given(request_id),
                body: body.clone(),
            }),
            ("silence", []) => Self::Failed(GateError::Transport(TransportError::NoAnswer)),
            ("late", []) => Self::Failed(GateError::Transport(TransportError::TimedOut)),
            ("astray", []) => Self::Failed(GateError::ForeignLink),
            ("ended", rest) => Self::Failed(GateError::SignInEnded(AuthProblem::unpack(rest)?)),
            _ => return None,
        };
        (id.is_empty() || is_number(id)).then_some((id, answer))
    }
}

fn message<const N: usize>(id: &str, word: &str, texts: [String; N]) -> Message {
    let mut message = vec![id.to_owned(), word.to_owned()];
    message.extend(texts);
    message
}

/// An empty text stands for one that is missing.
fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn text(given: Option<String>) -> String {
    given.unwrap_or_default()
}

fn is_number(id: &str) -> bool {
    id.parse::<u32>().is_ok()
}
