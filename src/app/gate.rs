//! The one place that holds the tokens and writes `Authorization`. Everything else sees questions and answers, so
//! the whole of this file can move into a worker one day.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::lock::Mutex;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, CodeExchange, Registration, TokenAsk, Tokens};
use crate::auth::session::Account;
use crate::domain::moment::Moment;
use crate::domain::rights::{READ_GUESTS, USER_READ};
use crate::domain::secret::Secret;
use crate::graph::call::{Ask, Method, Reply, Target};
use crate::graph::error::{GraphError, GraphErrorKind};

use super::ports::{Clock, HttpAsk, HttpReply, Transport, TransportError};

/// What every sign-in asks for. Inviting is asked for when somebody wants to invite and may not yet.
pub const BASE_SCOPES: [&str; 2] = [USER_READ, READ_GUESTS];

/// An access token is renewed this long before it ends, so that no request meets its end on the way.
const RENEW_EARLY_MS: i64 = 120_000;

/// Why a question did not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateError {
    /// No answer from Graph or the sign-in host.
    Transport(TransportError),
    /// The sign-in is over and needs the person.
    SignInEnded(AuthProblem),
    /// A link that leads away from Graph: not followed.
    ForeignLink,
}

/// Tokens, and the way to Graph.
pub struct Gate {
    registration: Registration,
    transport: Rc<dyn Transport>,
    clock: Rc<dyn Clock>,
    /// Held over a renewal, so that many questions at once cause one.
    held: Mutex<Option<Held>>,
    /// Tokens that a renewal brings after this are not kept.
    forgotten: Cell<bool>,
    issued: Cell<u32>,
}

struct Held {
    tokens: Tokens,
    good_until: Moment,
    /// Tells one access token from the next without comparing secrets.
    number: u32,
}

impl Gate {
    /// A gate without tokens.
    #[must_use]
    pub fn new(registration: Registration, transport: Rc<dyn Transport>, clock: Rc<dyn Clock>) -> Self {
        Self {
            registration,
            transport,
            clock,
            held: Mutex::new(None),
            forgotten: Cell::new(false),
            issued: Cell::new(0),
        }
    }

    /// The app and its hosts.
    #[must_use]
    pub fn registration(&self) -> &Registration {
        &self.registration
    }

    /// Redeems a code and keeps the tokens.
    ///
    /// # Errors
    /// Why nobody is signed in now.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<Account, AuthProblem> {
        let now = self.clock.now().0 / 1_000;
        let (ask, nonce) = flow::redeem(&self.registration, exchange);
        let reply = self.ask_token(ask).await.map_err(|_| AuthProblem::own(AuthKind::Unreachable))?;
        let (account, tokens) = flow::redeemed(&self.registration, &nonce, now, reply.status, &reply.body)?;
        *self.held.lock().await = Some(self.hold(tokens));
        self.forgotten.set(false);
        Ok(account)
    }

    /// Forgets the tokens, also those of a renewal that is under way.
    pub fn forget(&self) {
        self.forgotten.set(true);
        if let Some(mut held) = self.held.try_lock() {
            *held = None;
        }
    }

    /// Sends a question with the token. A token that Graph does not take any more is renewed once.
    ///
    /// # Errors
    /// See [`GateError`]. Refusals of the service are answers, not errors.
    pub async fn send(&self, ask: &Ask) -> Result<Reply, GateError> {
        let url = match &ask.target {
            Target::Path(path) => format!("{}{path}", self.registration.graph.as_str()),
            Target::Link(link) if self.registration.graph.owns(link) => link.clone(),
            Target::Link(_) => return Err(GateError::ForeignLink),
        };
        let (reply, used) = self.send_once(ask, &url, None).await?;
        if reply.status == 401 && GraphError::read(&reply).kind == GraphErrorKind::SignInEnded {
            return Ok(self.send_once(ask, &url, Some(used)).await?.0);
        }
        Ok(reply)
    }

    /// Sends once, with another token than the refused one. Tells which token it used.
    async fn send_once(&self, ask: &Ask, url: &str, refused: Option<u32>) -> Result<(Reply, u32), GateError> {
        let (authorization, used) = self.authorization(refused).await?;
        let mut headers = vec![("Authorization", authorization)];
        if ask.body.is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        if ask.is_advanced() {
            headers.push(("ConsistencyLevel", "eventual".to_owned()));
        }
        let method = match ask.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let ask = HttpAsk { method, url: url.to_owned(), headers, body: ask.body.clone() };
        let reply = self.transport.send(ask).await.map_err(GateError::Transport)?;
        let reply = Reply {
            status: reply.status,
            retry_after: reply.retry_after,
            request_id: reply.request_id,
            body: reply.body,
        };
        Ok((reply, used))
    }

    /// The header's value and its token's number, of a token that is good for a while yet and not the refused one.
    /// Of many that were refused the same token, the first renews it for all.
    async fn authorization(&self, refused: Option<u32>) -> Result<(String, u32), GateError> {
        let mut held = self.held.lock().await;
        let ended = || GateError::SignInEnded(AuthProblem::own(AuthKind::Expired));
        let current = held.as_ref().ok_or_else(ended)?;
        let fresh = current.good_until.0 - RENEW_EARLY_MS > self.clock.now().0;
        if !fresh || refused == Some(current.number) {
            let refresh = held.as_mut().and_then(|held| held.tokens.refresh.take()).ok_or_else(ended)?;
            let again = Secret::new(refresh.expose().to_owned());
            let renewed = match self.ask_token(flow::renew(&self.registration, &refresh, &BASE_SCOPES)).await
            {
                Ok(reply) if reply.status < 500 && reply.status != 429 => {
                    flow::renewed(refresh, reply.status, &reply.body)
                }
                Ok(_) => Err(AuthProblem::own(AuthKind::Temporary)),
                Err(_) => Err(AuthProblem::own(AuthKind::Unreachable)),
            };
            match renewed {
                _ if self.forgotten.get() => *held = None,
                Ok(tokens) => *held = Some(self.hold(tokens)),
                Err(problem) if matches!(problem.kind, AuthKind::Unreachable | AuthKind::Temporary) => {
                    // The refresh token is as good as before: the next question may try again.
                    if let Some(held) = held.as_mut() {
                        held.tokens.refresh = Some(again);
                    }
                    return Err(GateError::Transport(TransportError::NoAnswer));
                }
                Err(problem) => {
                    *held = None;
                    return Err(GateError::SignInEnded(problem));
                }
            }
        }
        let current = held.as_ref().ok_or_else(ended)?;
        Ok((format!("Bearer {}", current.tokens.access.expose()), current.number))
    }

    fn hold(&self, tokens: Tokens) -> Held {
        let life = i64::try_from(tokens.expires_in).unwrap_or(3_600).saturating_mul(1_000);
        self.issued.set(self.issued.get().wrapping_add(1));
        Held {
            good_until: Moment(self.clock.now().0.saturating_add(life)),
            tokens,
            number: self.issued.get(),
        }
    }

    async fn ask_token(&self, ask: TokenAsk) -> Result<HttpReply, TransportError> {
        let headers = vec![("Content-Type", "application/x-www-form-urlencoded".to_owned())];
        let body = Some(ask.form.expose().to_owned());
        self.transport.send(HttpAsk { method: "POST", url: ask.url, headers, body }).await
    }
}
