//! The one place that holds the tokens and writes `Authorization`. It runs in the vault: pages see questions, answers and
//! who is signed in, and nothing that they say changes where a token goes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::lock::Mutex;

use crate::auth::claims;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, CodeExchange, Registration, TokenAsk, Tokens};
use crate::auth::session::Signed;
use crate::domain::moment::Moment;
use crate::domain::rights::{READ_GUESTS, USER_READ};
use crate::domain::secret::Secret;
use crate::graph::call::{Ask, Method, Reply, Target};
use crate::graph::error::{GraphError, GraphErrorKind};

use super::ports::{Clock, HttpAsk, HttpReply, Transport, TransportError, Turnstile};
use super::vault::message::Answer;

/// What every sign-in asks for. Inviting is asked for when somebody wants to invite and may not yet.
pub const BASE_SCOPES: [&str; 2] = [USER_READ, READ_GUESTS];

/// An access token is renewed this long before it ends, so that no request meets its end on the way; one that lives
/// shorter than twice this, after half its life.
const RENEW_EARLY_MS: i64 = 120_000;
/// How long a browser app's refresh token and its successors live, where it is not told.
const REFRESH_LIFE_SECONDS: u64 = 24 * 60 * 60;

/// Why a question did not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateError {
    /// No answer from Graph or the sign-in host.
    Transport(TransportError),
    /// The sign-in is over and needs the person.
    SignInEnded(AuthProblem),
    /// An address that is none of Graph's: not asked.
    ForeignLink,
}

/// Tokens, and the way to Graph.
pub struct Gate {
    registration: Registration,
    transport: Rc<dyn Transport>,
    clock: Rc<dyn Clock>,
    turnstile: Rc<dyn Turnstile>,
    /// Held over a renewal, so that many questions at once cause one.
    held: Mutex<Option<Held>>,
    /// Tokens that a renewal brings when nobody is signed in any more are not kept.
    signed: RefCell<Option<Signed>>,
    renewing: Cell<bool>,
    issued: Cell<u32>,
    /// How often everything was forgotten: what was asked before is nobody's afterwards.
    forgotten: Cell<u32>,
    tell: RefCell<Box<dyn Fn(Answer)>>,
}

struct Held {
    tokens: Tokens,
    /// When it is to be renewed.
    good_until: Moment,
    /// Tells one access token from the next without comparing secrets.
    number: u32,
}

impl Gate {
    /// A gate without tokens.
    #[must_use]
    pub fn new(
        registration: Registration,
        transport: Rc<dyn Transport>,
        clock: Rc<dyn Clock>,
        turnstile: Rc<dyn Turnstile>,
    ) -> Self {
        Self {
            registration,
            transport,
            clock,
            turnstile,
            held: Mutex::new(None),
            signed: RefCell::new(None),
            renewing: Cell::new(false),
            issued: Cell::new(0),
            forgotten: Cell::new(0),
            tell: RefCell::new(Box::new(|_| {})),
        }
    }

    /// Tells news of the sign-in to `tell` from now on.
    pub fn on_news(&self, tell: Box<dyn Fn(Answer)>) {
        *self.tell.borrow_mut() = tell;
    }

    /// Who is signed in.
    #[must_use]
    pub fn who(&self) -> Option<Signed> {
        self.signed.borrow().clone()
    }

    /// Whether tokens are being renewed.
    #[must_use]
    pub fn is_renewing(&self) -> bool {
        self.renewing.get()
    }

    /// Redeems a code and keeps the tokens.
    ///
    /// # Errors
    /// Why nobody is signed in now.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<Signed, AuthProblem> {
        let now = self.clock.now().0 / 1_000;
        let before = self.forgotten.get();
        let (ask, nonce) = flow::redeem(&self.registration, exchange);
        let reply = self.ask_token(ask).await.map_err(|_| AuthProblem::own(AuthKind::Unreachable))?;
        let (account, tokens) = flow::redeemed(&self.registration, &nonce, now, reply.status, &reply.body)?;
        let mut held = self.held.lock().await;
        // Somebody signed out meanwhile, in whichever tab: that counts.
        if before != self.forgotten.get() {
            return Err(AuthProblem::own(AuthKind::Expired));
        }
        let ends = self.after(tokens.refresh_expires_in.unwrap_or(REFRESH_LIFE_SECONDS));
        let signed = Signed { account, ends };
        *held = Some(self.hold(tokens));
        self.keep(signed.clone());
        Ok(signed)
    }

    /// Forgets the tokens, also those of a renewal that is under way.
    pub fn forget(&self) {
        self.signed.replace(None);
        self.forgotten.set(self.forgotten.get().wrapping_add(1));
        if let Some(mut held) = self.held.try_lock() {
            *held = None;
        }
        (self.tell.borrow())(Answer::Nobody);
    }

    /// Sends a question of one person with the token. A token that Graph does not take any more is renewed once.
    ///
    /// # Errors
    /// See [`GateError`]. Refusals of the service are answers, not errors.
    pub async fn send(&self, whose: &str, ask: &Ask) -> Result<Reply, GateError> {
        let url = self.url(&ask.target).ok_or(GateError::ForeignLink)?;
        let (reply, used) = self.send_once(whose, ask, &url, None).await?;
        if !is_refused(&reply) {
            return Ok(reply);
        }
        let (reply, _) = self.send_once(whose, ask, &url, Some(used)).await?;
        // A token as new as can be: only the person can help.
        if is_refused(&reply) { Err(self.interrupt(AuthProblem::own(AuthKind::Expired))) } else { Ok(reply) }
    }

    /// Renews the tokens now.
    ///
    /// # Errors
    /// See [`GateError`].
    pub async fn renew(&self) -> Result<Signed, GateError> {
        let signed = self.who().ok_or_else(ended)?;
        let current = self.held.lock().await.as_ref().map(|held| held.number);
        self.authorization(&signed.account.key(), current).await?;
        self.who().ok_or_else(ended)
    }

    /// The address of a target, if it is one of Graph's resources (S-11).
    fn url(&self, target: &Target) -> Option<String> {
        let graph = &self.registration.graph;
        let url = match target {
            Target::Path(path) => format!("{}{path}", graph.as_str()),
            Target::Link(link) => link.clone(),
        };
        let path = url.get(graph.as_str().len()..)?;
        let resource = ["/v1.0/", "/beta/"].iter().any(|version| path.starts_with(version));
        (graph.owns(&url) && resource).then_some(url)
    }

    /// Sends once, with another token than the refused one. Tells which token it used.
    async fn send_once(
        &self,
        whose: &str,
        ask: &Ask,
        url: &str,
        refused: Option<u32>,
    ) -> Result<(Reply, u32), GateError> {
        let (authorization, used) = self.authorization(whose, refused).await?;
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
        let before = self.forgotten.get();
        let reply = self.transport.send(ask).await.map_err(GateError::Transport)?;
        if before != self.forgotten.get() {
            return Err(ended());
        }
        if let Some(claims) = reply.challenge.as_deref().and_then(claims::challenge) {
            return Err(self.interrupt(AuthProblem::challenge(claims)));
        }
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
    async fn authorization(&self, whose: &str, refused: Option<u32>) -> Result<(String, u32), GateError> {
        let mut held = self.held.lock().await;
        let signed = self.who().filter(|signed| signed.account.key() == whose).ok_or_else(ended)?;
        let current = held.as_ref().ok_or_else(ended)?;
        let fresh = current.good_until.0 > self.clock.now().0;
        if !fresh || refused == Some(current.number) {
            self.renewing.set(true);
            let renewed = self.renewed(current, signed).await;
            self.renewing.set(false);
            match renewed {
                _ if self.signed.borrow().is_none() => *held = None,
                Ok((signed, tokens)) => {
                    *held = Some(self.hold(tokens));
                    self.keep(signed);
                }
                // The refresh token is as good as before: the next question may try again.
                Err(problem) if matches!(problem.kind, AuthKind::Unreachable | AuthKind::Temporary) => {
                    return Err(GateError::Transport(TransportError::NoAnswer));
                }
                Err(problem) => {
                    *held = None;
                    self.signed.replace(None);
                    return Err(self.interrupt(problem));
                }
            }
        }
        let current = held.as_ref().ok_or_else(ended)?;
        Ok((format!("Bearer {}", current.tokens.access.expose()), current.number))
    }

    /// What the refresh token brings. Where vaults share no memory, one renews at a time.
    async fn renewed(&self, held: &Held, before: Signed) -> Result<(Signed, Tokens), AuthProblem> {
        let refresh = held.tokens.refresh.as_ref().ok_or_else(|| AuthProblem::own(AuthKind::Expired))?;
        let _turn = self.turnstile.turn().await;
        let ask = flow::renew(&self.registration, refresh, &BASE_SCOPES);
        let reply = self.ask_token(ask).await.map_err(|_| AuthProblem::own(AuthKind::Unreachable))?;
        if reply.status >= 500 || reply.status == 429 {
            return Err(AuthProblem::own(AuthKind::Temporary));
        }
        let refresh = Secret::new(refresh.expose().to_owned());
        let now = self.clock.now().0 / 1_000;
        let (account, tokens) =
            flow::renewed(&self.registration, &before.account, refresh, now, reply.status, &reply.body)?;
        let ends = tokens.refresh_expires_in.map_or(before.ends, |seconds| self.after(seconds));
        Ok((Signed { account, ends }, tokens))
    }

    fn hold(&self, tokens: Tokens) -> Held {
        self.issued.set(self.issued.get().wrapping_add(1));
        let (now, end) = (self.clock.now().0, self.after(tokens.expires_in).0);
        let good_until = Moment((end - RENEW_EARLY_MS).max(now + (end - now) / 2));
        Held { good_until, tokens, number: self.issued.get() }
    }

    fn keep(&self, signed: Signed) {
        self.signed.replace(Some(signed.clone()));
        (self.tell.borrow())(Answer::Signed(Box::new(signed)));
    }

    fn interrupt(&self, problem: AuthProblem) -> GateError {
        let error = GateError::SignInEnded(problem);
        (self.tell.borrow())(Answer::Failed(error.clone()));
        error
    }

    fn after(&self, seconds: u64) -> Moment {
        let life = i64::try_from(seconds).unwrap_or(3_600).saturating_mul(1_000);
        Moment(self.clock.now().0.saturating_add(life))
    }

    async fn ask_token(&self, ask: TokenAsk) -> Result<HttpReply, TransportError> {
        let headers = vec![("Content-Type", "application/x-www-form-urlencoded".to_owned())];
        let body = Some(ask.form.expose().to_owned());
        self.transport.send(HttpAsk { method: "POST", url: ask.url, headers, body }).await
    }
}

/// Whether Graph does not take the token any more.
fn is_refused(reply: &Reply) -> bool {
    reply.status == 401 && GraphError::read(reply).kind == GraphErrorKind::SignInEnded
}

fn ended() -> GateError {
    GateError::SignInEnded(AuthProblem::own(AuthKind::Expired))
}
