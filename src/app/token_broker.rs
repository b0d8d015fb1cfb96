//! The one place that holds the tokens and writes `Authorization`. It runs in the worker: pages see requests, answers and
//! who is signed in, and nothing that they say changes where a token goes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::lock::Mutex;
use oauth2::http::Response;
use oauth2::http::header::{ACCEPT, CONTENT_TYPE};
use oauth2::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use crate::auth::claims;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{CodeExchange, Registration};
use crate::auth::session::Signed;
use crate::auth::tokens::{self, NotSent, Tokens};
use crate::domain::moment::Moment;
use crate::domain::rights::{READ_GUESTS, USER_READ};
use crate::graph::call::{Ask, Method, Reply, Target};
use crate::graph::error::{GraphError, GraphErrorKind};

use super::ports::{Clock, CrossTabLock, HttpAsk, Later, Transport, TransportError};
use super::worker::protocol::Event;

/// What every sign-in asks for. Inviting is asked for when somebody wants to invite and may not yet.
pub const BASE_SCOPES: [&str; 2] = [USER_READ, READ_GUESTS];

/// An access token is renewed this long before it ends, so that no request meets its end on the way; one that lives
/// shorter than twice this, after half its life.
const RENEW_EARLY_MS: i64 = 120_000;
/// How long a browser app's refresh token and its successors live, where it is not told.
const REFRESH_LIFE_SECONDS: u64 = 24 * 60 * 60;

/// Why a request was not sent, or has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendError {
    /// No answer from Graph or the sign-in host.
    Transport(TransportError),
    /// The sign-in is over and needs the person.
    SignInEnded(AuthProblem),
    /// An address that is none of Graph's: not asked.
    ForeignLink,
}

/// Tokens, and the way to Graph.
pub struct TokenBroker {
    registration: Registration,
    transport: Rc<dyn Transport>,
    clock: Rc<dyn Clock>,
    lock: Rc<dyn CrossTabLock>,
    /// Held over a renewal, so that many questions at once cause one.
    held: Mutex<Option<Held>>,
    /// Tokens that a renewal brings when nobody is signed in any more are not kept.
    signed: RefCell<Option<Signed>>,
    renewing: Cell<bool>,
    issued: Cell<u32>,
    /// How often everything was forgotten: what was asked before is nobody's afterwards.
    forgotten: Cell<u32>,
    on_event: RefCell<Box<dyn Fn(Event)>>,
}

struct Held {
    tokens: Tokens,
    /// When it is to be renewed.
    good_until: Moment,
    /// Tells one access token from the next without comparing secrets.
    number: u32,
}

impl TokenBroker {
    /// A broker without tokens.
    #[must_use]
    pub fn new(
        registration: Registration,
        transport: Rc<dyn Transport>,
        clock: Rc<dyn Clock>,
        lock: Rc<dyn CrossTabLock>,
    ) -> Self {
        Self {
            registration,
            transport,
            clock,
            lock,
            held: Mutex::new(None),
            signed: RefCell::new(None),
            renewing: Cell::new(false),
            issued: Cell::new(0),
            forgotten: Cell::new(0),
            on_event: RefCell::new(Box::new(|_| {})),
        }
    }

    /// Calls `listener` from now on whenever something happens to the sign-in.
    pub fn on_event(&self, listener: Box<dyn Fn(Event)>) {
        *self.on_event.borrow_mut() = listener;
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
        let send = |request| self.send_to_token_endpoint(request);
        let (account, tokens) = tokens::redeem(&self.registration, exchange, now, &send).await?;
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
        self.emit(Event::SignedOut);
    }

    /// Sends a question of one person with the token. A token that Graph does not take any more is renewed once.
    ///
    /// # Errors
    /// See [`SendError`]. Refusals of the service are answers, not errors.
    pub async fn send(&self, whose: &str, ask: &Ask) -> Result<Reply, SendError> {
        let url = self.url(&ask.target).ok_or(SendError::ForeignLink)?;
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
    /// See [`SendError`].
    pub async fn renew(&self) -> Result<Signed, SendError> {
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
    ) -> Result<(Reply, u32), SendError> {
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
        let reply = self.transport.send(ask).await.map_err(SendError::Transport)?;
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
    async fn authorization(&self, whose: &str, refused: Option<u32>) -> Result<(String, u32), SendError> {
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
                    return Err(SendError::Transport(TransportError::NoAnswer));
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

    /// What the refresh token brings. Where workers share no memory, one renews at a time.
    async fn renewed(&self, held: &Held, before: Signed) -> Result<(Signed, Tokens), AuthProblem> {
        let refresh = held.tokens.refresh.as_ref().ok_or_else(|| AuthProblem::own(AuthKind::Expired))?;
        let _held = self.lock.acquire().await;
        let now = self.clock.now().0 / 1_000;
        let send = |request| self.send_to_token_endpoint(request);
        let renewed = tokens::renew(&self.registration, &before.account, refresh, &BASE_SCOPES, now, &send);
        let (account, tokens) = renewed.await?;
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
        self.emit(Event::SignedIn(Box::new(signed)));
    }

    fn interrupt(&self, problem: AuthProblem) -> SendError {
        self.emit(Event::Interrupted(problem.clone()));
        SendError::SignInEnded(problem)
    }

    fn after(&self, seconds: u64) -> Moment {
        let life = i64::try_from(seconds).unwrap_or(3_600).saturating_mul(1_000);
        Moment(self.clock.now().0.saturating_add(life))
    }

    fn emit(&self, event: Event) {
        (self.on_event.borrow())(event);
    }

    /// Sends what the crate oauth2 asks over our own transport.
    fn send_to_token_endpoint(&self, request: HttpRequest) -> Later<'_, Result<HttpResponse, NotSent>> {
        Box::pin(async move {
            let header = |name| request.headers().get(&name)?.to_str().ok().map(str::to_owned);
            let named = [("Accept", header(ACCEPT)), ("Content-Type", header(CONTENT_TYPE))];
            let ask = HttpAsk {
                method: "POST",
                url: request.uri().to_string(),
                headers: named.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
                body: String::from_utf8(request.into_body()).ok(),
            };
            let reply = self.transport.send(ask).await.map_err(|_| NotSent::Unreachable)?;
            let mut response = Response::builder().status(reply.status);
            if let Some(content_type) = reply.content_type {
                response = response.header(CONTENT_TYPE, content_type);
            }
            response.body(reply.body.into_bytes()).map_err(|_| NotSent::Unreadable)
        })
    }
}

/// Whether Graph does not take the token any more.
fn is_refused(reply: &Reply) -> bool {
    reply.status == 401 && GraphError::read(reply).kind == GraphErrorKind::SignInEnded
}

fn ended() -> SendError {
    SendError::SignInEnded(AuthProblem::own(AuthKind::Expired))
}
