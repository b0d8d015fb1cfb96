//! The only module that holds the tokens and writes `Authorization`. It runs in the worker.
//!
//! Pages receive responses and the account, never a token. A page must not be able to choose the host that a token is
//! sent to.

mod refused;
mod state;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use futures_util::lock::{Mutex, MutexGuard};
use oauth2::http::Response;
use oauth2::http::header::{ACCEPT, CONTENT_TYPE};
use oauth2::{HttpRequest as TokenRequest, HttpResponse as TokenResponse};
use url::Url;

use crate::auth::claims;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::CodeExchange;
use crate::auth::id_token::Clocks;
use crate::auth::registration::Registration;
use crate::auth::session::{Account, AccountSession};
use crate::auth::tokens::{self, NotSent, Tokens};
use crate::domain::moment::Moment;
use crate::domain::rights::BASE_SCOPES;
use crate::domain::tenant::PersonKey;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::http::{GraphRequest, GraphResponse, Method, Target};
use crate::graph::retry;

use super::ports::{Clock, CrossTabLock, HttpRequest, Transport};
use super::worker::protocol::{Event, NotRenewed, SendError};
use refused::RefusedResources;
use state::{Held, State, TokenVersion};

/// An access token is renewed this long before it expires, so that it does not expire during a request. A token with
/// less than twice this lifetime is renewed after half of it.
const RENEW_EARLY: Duration = Duration::from_secs(120);
/// How long the token endpoint may take. All requests to Graph wait for a renewal, and its response is short.
const TOKEN_LIMIT: Duration = Duration::from_secs(15);
/// The host is asked again after this time, also if it wants a longer wait.
const LONGEST_BUSY: Duration = Duration::from_secs(10 * 60);
/// The common lifetime of a browser app's refresh token and its successors, if the response does not contain it.
const REFRESH_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

pub struct TokenBroker {
    registration: Registration,
    transport: Rc<dyn Transport>,
    clock: Rc<dyn Clock>,
    cross_tab_lock: Rc<dyn CrossTabLock>,
    state: RefCell<State>,
    /// Held during a renewal, so that many requests at the same time cause only one.
    renewal: Mutex<()>,
    /// Held while a code is redeemed.
    redemption: Mutex<()>,
    /// The number of renewals for which the sign-in host did not respond.
    failed_renewals: Cell<u32>,
    /// The error of the last of them.
    not_renewed: Cell<NotRenewed>,
    /// Whether Graph has accepted a token since the last interactive sign-in.
    graph_accepts: Cell<bool>,
    refused: RefusedResources,
    /// Until when the sign-in host wants no further request (`Retry-After`), by the uncorrected clock.
    busy_until: Cell<Option<Moment>>,
    on_event: RefCell<Box<dyn Fn(Event)>>,
}

impl TokenBroker {
    #[must_use]
    pub fn new(
        registration: Registration,
        transport: Rc<dyn Transport>,
        clock: Rc<dyn Clock>,
        cross_tab_lock: Rc<dyn CrossTabLock>,
    ) -> Self {
        Self {
            registration,
            transport,
            clock,
            cross_tab_lock,
            state: RefCell::new(State::SignedOut(TokenVersion::default())),
            renewal: Mutex::new(()),
            redemption: Mutex::new(()),
            failed_renewals: Cell::new(0),
            not_renewed: Cell::new(NotRenewed::Unreachable),
            graph_accepts: Cell::new(false),
            refused: RefusedResources::default(),
            busy_until: Cell::new(None),
            on_event: RefCell::new(Box::new(|_| {})),
        }
    }

    /// Sets the only listener for changes of the sign-in.
    pub fn on_event(&self, listener: Box<dyn Fn(Event)>) {
        *self.on_event.borrow_mut() = listener;
    }

    #[must_use]
    pub fn session(&self) -> Option<AccountSession> {
        self.state.borrow().held().map(|held| self.session_of(held))
    }

    /// The session after a redemption that is under way: a page that is loaded again meanwhile must not offer to sign in.
    pub async fn settled_session(&self) -> Option<AccountSession> {
        let _redemption = self.redemption.lock().await;
        self.session()
    }

    #[must_use]
    pub fn is_renewing(&self) -> bool {
        matches!(*self.state.borrow(), State::Renewing(_))
    }

    /// Redeems a code and keeps the tokens.
    ///
    /// # Errors
    /// Why the sign-in failed.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<AccountSession, AuthProblem> {
        let _redemption = self.redemption.lock().await;
        let sign_outs = self.sign_outs();
        let send = |request| self.send_to_token_endpoint(request);
        let (account, tokens) = tokens::redeem(&self.registration, exchange, self.clocks(), &send).await?;
        let _renewal = self.renewal.lock().await;
        // The person signed out meanwhile, in this or another tab, so the new tokens must not be kept.
        if sign_outs != self.sign_outs() {
            return Err(AuthProblem::own(AuthKind::Expired));
        }
        let expires_at = self.clock.uncorrected() + tokens.refresh_expires_in.unwrap_or(REFRESH_LIFETIME);
        let session = self.session_of(&self.keep((account, expires_at), tokens));
        self.graph_accepts.set(false);
        self.emit(Event::SignedIn(Box::new(session.clone())));
        Ok(session)
    }

    /// Drops the tokens. The result of a running renewal is not kept either.
    pub fn forget(&self) {
        let last = self.state.borrow().version();
        let last = TokenVersion { sign_outs: last.sign_outs.wrapping_add(1), ..last };
        self.refused.clear();
        self.state.replace(State::SignedOut(last));
        self.emit(Event::SignedOut);
    }

    /// Sends a person's request with the token. If Graph no longer accepts the token, it is renewed once and the
    /// request is sent again.
    ///
    /// # Errors
    /// See [`SendError`]. An error response of the service is returned as a response.
    pub async fn send(&self, person: &PersonKey, request: &GraphRequest) -> Result<GraphResponse, SendError> {
        let url = self.url(&request.target).ok_or(SendError::ForeignLink)?;
        let (response, used) = self.send_once(person, request, &url, None).await?;
        if !is_refused(&response) {
            return Ok(self.accepted(&url, response));
        }
        let (response, _) = self.send_once(person, request, &url, Some(used)).await?;
        if !is_refused(&response) {
            return Ok(self.accepted(&url, response));
        }
        // Graph refuses a token that was just issued, so another renewal would not help. A sign-in may help, but not
        // twice: then Graph refuses every token of this app, or this request with any token.
        if !self.graph_accepts.get() {
            return Err(self.interrupt(AuthProblem::own(AuthKind::RefusedByGraph)));
        }
        if !self.refused.add(&url) {
            return Err(SendError::RefusedForGood);
        }
        Err(self.interrupt(AuthProblem::own(AuthKind::Expired)))
    }

    fn accepted(&self, url: &str, response: GraphResponse) -> GraphResponse {
        self.graph_accepts.set(true);
        self.refused.remove(url);
        response
    }

    /// Renews the tokens even if they have not expired.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn renew(&self) -> Result<AccountSession, SendError> {
        // A renewal that is under way may have begun before rights were changed, so that another one follows it.
        let _renewal = self.wait_for_renewal().await?;
        let held = self.state.borrow().held().cloned().ok_or_else(ended)?;
        Ok(self.session_of(&self.renewed(held).await?))
    }

    /// Waits until no renewal is running. If one failed meanwhile, its error is shared: many requests must not wait one
    /// after the other for a host that does not respond.
    async fn wait_for_renewal(&self) -> Result<MutexGuard<'_, ()>, SendError> {
        let failed = self.failed_renewals.get();
        let guard = self.renewal.lock().await;
        if self.failed_renewals.get() == failed {
            Ok(guard)
        } else {
            Err(SendError::NotRenewed(self.not_renewed.get()))
        }
    }

    /// The absolute URL of a target; `None` if it is not a resource of Graph (S-11).
    fn url(&self, target: &Target) -> Option<String> {
        let graph = &self.registration.graph;
        let url = match target {
            Target::Path(path) => format!("{}{path}", graph.as_str()),
            Target::Link(link) => link.clone(),
        };
        // The path as the browser will send it: it removes `..`, also if its dots are encoded, and reads `\` as `/`.
        let read = Url::parse(&url).ok()?;
        let resource = ["/v1.0/", "/beta/"].iter().any(|version| read.path().starts_with(version));
        (graph.owns(&url) && resource).then_some(url)
    }

    /// Sends a request once, with a token other than the refused one. Also returns the version of the used token.
    async fn send_once(
        &self,
        person: &PersonKey,
        request: &GraphRequest,
        url: &str,
        refused: Option<TokenVersion>,
    ) -> Result<(GraphResponse, TokenVersion), SendError> {
        let (authorization, used) = self.authorization(person, refused).await?;
        let json = || ("Content-Type", "application/json".to_owned());
        let eventual = request.is_advanced().then(|| ("ConsistencyLevel", "eventual".to_owned()));
        let id = request.client_id.clone().map(|id| ("client-request-id", id));
        let mut headers = vec![("Authorization", authorization)];
        headers.extend(request.body.as_ref().map(|_| json()).into_iter().chain(eventual).chain(id));
        let is_read = request.is_read();
        let request = HttpRequest {
            method: request.method,
            url: url.to_owned(),
            headers,
            body: request.body.clone(),
            limit: HttpRequest::LIMIT,
        };
        let sign_outs = self.sign_outs();
        let response = self.transport.send(request).await.map_err(SendError::Transport)?;
        if sign_outs != self.sign_outs() {
            return Err(if is_read {
                ended()
            } else {
                SendError::SignedOutMeanwhile { status: response.status }
            });
        }
        // Only a refused request asks for claims.
        let challenge = response.challenge.as_deref().filter(|_| response.status == 401);
        if let Some(claims) = challenge.and_then(claims::challenge) {
            return Err(self.interrupt(AuthProblem::challenge(claims)));
        }
        let response = GraphResponse {
            status: response.status,
            retry_after: response.retry_after,
            request_id: response.request_id,
            body: response.body,
        };
        Ok((response, used))
    }

    /// The value of the header, and the version of its token, which does not expire soon and is not the refused one. If
    /// many requests were refused with the same token, the first renews it for all.
    async fn authorization(
        &self,
        person: &PersonKey,
        refused: Option<TokenVersion>,
    ) -> Result<(String, TokenVersion), SendError> {
        let _renewal = self.wait_for_renewal().await?;
        let held = self.state.borrow().held().cloned();
        let held = held.filter(|held| held.account.key() == *person).ok_or_else(ended)?;
        let fresh = held.renew_at > self.clock.uncorrected();
        let held = if fresh && refused != Some(held.version) { held } else { self.renewed(held).await? };
        Ok((format!("Bearer {}", held.tokens.access.expose()), held.version))
    }

    /// Renews the tokens. The caller must hold the renewal lock.
    async fn renewed(&self, held: Held) -> Result<Held, SendError> {
        self.state.replace(State::Renewing(held.clone()));
        let renewed = self.ask_for_tokens(&held).await;
        // The person signed out meanwhile, so the new tokens must not be kept.
        if self.sign_outs() != held.version.sign_outs {
            return Err(ended());
        }
        match renewed {
            Ok((session, tokens)) => {
                let held = self.keep(session, tokens);
                self.emit(Event::Renewed(Box::new(self.session_of(&held))));
                Ok(held)
            }
            Err(problem) => match NotRenewed::of(problem.kind, self.busy_for()) {
                // The refresh token is still valid, so the next request tries again.
                Some(why) => {
                    self.state.replace(State::SignedIn(held));
                    self.failed_renewals.set(self.failed_renewals.get().wrapping_add(1));
                    self.not_renewed.set(why);
                    Err(SendError::NotRenewed(why))
                }
                None => {
                    self.state.replace(State::SignedOut(held.version));
                    Err(self.interrupt(problem))
                }
            },
        }
    }

    /// Requests new tokens with the refresh token. If each tab has its own worker, only one of them renews at a time.
    async fn ask_for_tokens(&self, held: &Held) -> Result<((Account, Moment), Tokens), AuthProblem> {
        let Held { account, expires_at, .. } = held;
        let refresh = held.tokens.refresh.as_ref().ok_or_else(|| AuthProblem::own(AuthKind::Expired))?;
        if self.busy_until.get().is_some_and(|until| until > self.clock.uncorrected()) {
            return Err(AuthProblem::own(AuthKind::Temporary));
        }
        let _guard = self.cross_tab_lock.acquire().await;
        let send = |request| self.send_to_token_endpoint(request);
        let clocks = self.clocks();
        let renewed = tokens::renew(&self.registration, account, refresh, &BASE_SCOPES, clocks, &send);
        let (account, tokens) = renewed.await?;
        let expires_at =
            tokens.refresh_expires_in.map_or(*expires_at, |lifetime| self.clock.uncorrected() + lifetime);
        Ok(((account, expires_at), tokens))
    }

    /// Stores tokens. The caller must emit the account to all pages.
    fn keep(&self, (account, expires_at): (Account, Moment), tokens: Tokens) -> Held {
        let last = self.state.borrow().version();
        let (now, lifetime) = (self.clock.uncorrected(), tokens.expires_in);
        let held = Held {
            account,
            expires_at,
            renew_at: (now + lifetime - RENEW_EARLY).max(now + lifetime / 2),
            tokens: Rc::new(tokens),
            version: TokenVersion { number: last.number.wrapping_add(1), ..last },
        };
        self.state.replace(State::SignedIn(held.clone()));
        held
    }

    /// How long the sign-in host wants no further request.
    fn busy_for(&self) -> Option<Duration> {
        self.busy_until.get().map(|until| until.since(self.clock.uncorrected()))
    }

    fn session_of(&self, held: &Held) -> AccountSession {
        held.session(self.clock.uncorrected())
    }

    fn clocks(&self) -> Clocks {
        Clocks { host: self.clock.now(), computer: self.clock.uncorrected() }
    }

    fn sign_outs(&self) -> u32 {
        self.state.borrow().version().sign_outs
    }

    fn interrupt(&self, problem: AuthProblem) -> SendError {
        self.emit(Event::Interrupted(problem.clone()));
        SendError::SignInEnded(problem)
    }

    fn emit(&self, event: Event) {
        (self.on_event.borrow())(event);
    }

    /// Sends a request of the crate oauth2 with the portal's transport.
    fn send_to_token_endpoint(
        &self,
        request: TokenRequest,
    ) -> LocalBoxFuture<'_, Result<TokenResponse, NotSent>> {
        Box::pin(async move {
            let header = |name| request.headers().get(&name)?.to_str().ok().map(str::to_owned);
            let named = [("Accept", header(ACCEPT)), ("Content-Type", header(CONTENT_TYPE))];
            let request = HttpRequest {
                method: Method::Post,
                url: request.uri().to_string(),
                headers: named.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
                body: String::from_utf8(request.into_body()).ok(),
                limit: TOKEN_LIMIT,
            };
            let response = self.transport.send(request).await.map_err(|_| NotSent::Unreachable)?;
            let wait = response.retry_after.as_deref().filter(|_| matches!(response.status, 429 | 503));
            let wait = wait.and_then(retry::seconds).map(|wait| wait.min(LONGEST_BUSY));
            self.busy_until.set(wait.map(|wait| self.clock.uncorrected() + wait));
            let mut answer = Response::builder().status(response.status);
            if let Some(content_type) = response.content_type {
                answer = answer.header(CONTENT_TYPE, content_type);
            }
            answer.body(response.body.into_bytes()).map_err(|_| NotSent::Unreadable)
        })
    }
}

/// Whether Graph no longer accepts the token.
fn is_refused(response: &GraphResponse) -> bool {
    response.status == 401 && GraphError::read(response).kind == GraphErrorKind::SignInEnded
}

fn ended() -> SendError {
    SendError::SignInEnded(AuthProblem::own(AuthKind::Expired))
}
