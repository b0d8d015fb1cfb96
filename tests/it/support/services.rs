//! The sign-in host and Graph behind the transport. The token endpoint follows the protocol; Graph returns the queued
//! responses.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::LocalBoxFuture;
use guestlist::app::ports::{Clock, HttpRequest, HttpResponse, Transport, TransportError};
use guestlist::graph::http::Method;
use serde_json::Value;

use super::{CLIENT, FixedClock, TENANT};

pub(crate) type Answer = Result<HttpResponse, TransportError>;

/// Graph, as a function from a request to its response.
pub(crate) type GraphDoes = Box<dyn Fn(&Sent) -> Answer>;

/// A request that the portal sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// A field of a form body.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// How the token endpoint responds to a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renewal {
    Works,
    Refused,
    /// The account is no longer in the tenant.
    OtherTenant,
    /// A policy requires an interaction.
    Interaction,
    Unreachable,
    /// The response is from a proxy or an overloaded host, with this status.
    Odd(u16),
    /// The host wants a pause of so many seconds.
    Busy(&'static str),
}

pub(crate) struct Services {
    clock: Rc<FixedClock>,
    /// The nonce of the pending sign-in.
    pub(crate) nonce: RefCell<String>,
    /// Changes to the claims of the id token.
    pub(crate) claims: RefCell<Vec<(&'static str, Value)>>,
    pub(crate) renewal: Cell<Renewal>,
    /// Whether no request gets a response.
    pub(crate) cut: Cell<bool>,
    /// The lifetime of an access token in seconds.
    pub(crate) token_life: Cell<u64>,
    /// Whether this lifetime is a string in the response.
    pub(crate) life_as_text: Cell<bool>,
    /// The lifetime of a refresh token in seconds, if the response contains it.
    pub(crate) refresh_life: Cell<Option<u64>>,
    /// Graph's next responses. If there are none, it returns an empty list.
    pub(crate) graph: RefCell<VecDeque<Answer>>,
    /// Whether Graph keeps a request that changes something, without a response so far.
    pub(crate) holds: Cell<bool>,
    /// Graph keeps requests whose address contains this text, without a response so far. Empty for none.
    pub(crate) holds_where: Cell<&'static str>,
    /// Runs once, before the next request is answered.
    pub(crate) meanwhile: RefCell<Option<Box<dyn FnOnce()>>>,
    /// Answers in place of the queued responses.
    pub(crate) graph_does: RefCell<Option<GraphDoes>>,
    /// The number of all guests; if it is not set, the service does not say it.
    pub(crate) guests: Cell<Option<usize>>,
    log: RefCell<Vec<Sent>>,
    issued: Cell<u32>,
}

impl Services {
    pub(crate) fn new(clock: Rc<FixedClock>) -> Self {
        Self {
            clock,
            nonce: RefCell::default(),
            claims: RefCell::default(),
            renewal: Cell::new(Renewal::Works),
            cut: Cell::new(false),
            token_life: Cell::new(3_599),
            life_as_text: Cell::new(false),
            refresh_life: Cell::new(None),
            graph: RefCell::default(),
            holds: Cell::default(),
            holds_where: Cell::default(),
            meanwhile: RefCell::default(),
            graph_does: RefCell::default(),
            guests: Cell::default(),
            log: RefCell::default(),
            issued: Cell::new(0),
        }
    }

    /// Queues responses of Graph.
    pub(crate) fn graph_says(&self, answers: impl IntoIterator<Item = Answer>) {
        self.graph.borrow_mut().extend(answers);
    }

    /// All requests so far.
    pub(crate) fn log(&self) -> Vec<Sent> {
        self.log.borrow().clone()
    }

    /// Requests to the token endpoint.
    pub(crate) fn token_requests(&self) -> Vec<Sent> {
        self.log().into_iter().filter(|sent| sent.url.ends_with("/oauth2/v2.0/token")).collect()
    }

    /// All other requests, but for those that count guests.
    pub(crate) fn graph_requests(&self) -> Vec<Sent> {
        let other = |sent: &Sent| !sent.url.ends_with("/oauth2/v2.0/token") && !counts_guests(sent);
        self.log().into_iter().filter(other).collect()
    }

    /// Whether a request gets no response so far.
    fn keeps(&self, sent: &Sent) -> bool {
        let held = self.holds_where.get();
        (self.holds.get() && sent.url.ends_with("/invitations"))
            || (!held.is_empty() && sent.url.contains(held))
    }

    fn answer(&self, sent: &Sent) -> Answer {
        if self.cut.get() {
            return silence();
        }
        if sent.url != format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token") {
            if let Some(does) = &*self.graph_does.borrow() {
                return does(sent);
            }
            if counts_guests(sent) {
                return match self.guests.get() {
                    Some(count) => json(200, &format!(r#"{{"@odata.count":{count},"value":[]}}"#)),
                    None => refusal(400, "Request_UnsupportedQuery", "Unsupported Query."),
                };
            }
            return self.graph.borrow_mut().pop_front().unwrap_or_else(|| json(200, r#"{"value":[]}"#));
        }
        match (sent.field("grant_type").as_deref(), self.renewal.get()) {
            (Some("authorization_code"), _) | (_, Renewal::Works) => Ok(self.tokens()),
            (_, Renewal::Unreachable) => silence(),
            (_, Renewal::Odd(status)) => json(status, "<html>Sign in to this network</html>"),
            (_, Renewal::Busy(seconds)) => with_retry_after(429, seconds),
            (_, Renewal::Interaction) => json(
                400,
                r#"{"error":"invalid_grant","error_description":"AADSTS50076: Due to a configuration change made by your administrator you must use multi-factor authentication.","suberror":"basic_action","claims":"{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"x\"]}}}"}"#,
            ),
            (_, Renewal::OtherTenant) => json(
                400,
                r#"{"error":"invalid_grant","error_description":"AADSTS90072: User account '{EUII Hidden}' does not exist in tenant 'Contoso'."}"#,
            ),
            (_, Renewal::Refused) => json(
                400,
                r#"{"error":"invalid_grant","error_description":"AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime."}"#,
            ),
        }
    }

    fn tokens(&self) -> HttpResponse {
        self.issued.set(self.issued.get() + 1);
        let (count, now) = (self.issued.get(), self.clock.now().unix_seconds());
        let mut claims = serde_json::json!({
            "aud": CLIENT, "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"),
            "iat": now, "nbf": now, "exp": now + 3_600, "nonce": *self.nonce.borrow(),
            "oid": "0b1f9851-1bf0-433f-aec3-cb9272f093dc", "tid": TENANT,
            "name": "Ines Duarte", "preferred_username": "ines@contoso.com", "login_hint": "O.hint",
        });
        for (claim, value) in self.claims.borrow().iter() {
            claims.as_object_mut().unwrap().insert((*claim).to_owned(), value.clone());
        }
        let part = |text: String| URL_SAFE_NO_PAD.encode(text);
        let id_token =
            format!("{}.{}.sig", part(r#"{"typ":"JWT","alg":"RS256"}"#.to_owned()), part(claims.to_string()));
        let mut body = serde_json::json!({
            "token_type": "Bearer", "scope": "openid profile User.Read User.Read.All", "expires_in": self.token_life.get(),
            "access_token": format!("access-{count}"), "refresh_token": format!("refresh-{count}"), "id_token": id_token,
        });
        if self.life_as_text.get() {
            let life = self.token_life.get().to_string();
            body.as_object_mut().unwrap().insert("expires_in".to_owned(), life.into());
        }
        if let Some(seconds) = self.refresh_life.get() {
            body.as_object_mut().unwrap().insert("refresh_token_expires_in".to_owned(), seconds.into());
        }
        json(200, &body.to_string()).unwrap()
    }
}

impl Transport for Services {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Answer> {
        let body = request.body.unwrap_or_default();
        let sent = Sent { method: request.method, url: request.url, headers: request.headers, body };
        Box::pin(async move {
            self.log.borrow_mut().push(sent.clone());
            // Other tasks run before the response arrives, as with a real network.
            futures_util::future::join(take_turns(), take_turns()).await;
            while self.keeps(&sent) {
                take_turns().await;
            }
            if let Some(happens) = self.meanwhile.take() {
                happens();
            }
            self.answer(&sent)
        })
    }
}

/// Is pending once.
pub(crate) fn take_turns() -> impl Future<Output = ()> {
    let mut waited = false;
    std::future::poll_fn(move |context| {
        if waited {
            return std::task::Poll::Ready(());
        }
        waited = true;
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
}

/// A JSON response.
pub(crate) fn json(status: u16, body: &str) -> Answer {
    Ok(HttpResponse {
        status,
        retry_after: None,
        request_id: Some("2978706d-629a-4162-ab9c-98ad11388b69".to_owned()),
        content_type: Some("application/json".to_owned()),
        date: None,
        challenge: None,
        body: body.to_owned(),
    })
}

/// An error response of Graph.
pub(crate) fn refusal(status: u16, code: &str, message: &str) -> Answer {
    json(status, &serde_json::json!({ "error": { "code": code, "message": message } }).to_string())
}

/// An error response with `Retry-After`.
pub(crate) fn with_retry_after(status: u16, seconds: &str) -> Answer {
    let reply = refusal(status, "TooManyRequests", "Please retry again later.")?;
    Ok(HttpResponse { retry_after: Some(seconds.to_owned()), ..reply })
}

/// An error response with a claims challenge.
pub(crate) fn challenge(claims: &str) -> Answer {
    let reply =
        refusal(401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge")?;
    let coded = base64::engine::general_purpose::STANDARD.encode(claims);
    let challenge = format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{coded}\"");
    Ok(HttpResponse { challenge: Some(challenge), ..reply })
}

/// No response.
pub(crate) fn silence() -> Answer {
    Err(TransportError::NoAnswer)
}

/// Whether a request asks for a number of guests and not for guests.
fn counts_guests(sent: &Sent) -> bool {
    sent.url.contains("/users?$count=true&$filter=") && sent.url.ends_with("&$top=1")
}

/// A page of users with these object ids, and optionally a link to the next page.
pub(crate) fn page_of(ids: &[u8], next: Option<&str>) -> Answer {
    let users: Vec<Value> = ids.iter().map(|id| user(*id)).collect();
    let mut page = serde_json::json!({ "value": users });
    if let Some(next) = next {
        page.as_object_mut().unwrap().insert("@odata.nextLink".to_owned(), next.into());
    }
    json(200, &page.to_string())
}

/// A pending guest.
pub(crate) fn user(id: u8) -> Value {
    serde_json::json!({
        "id": format!("264e6d50-eaec-461e-b187-873b1bcf85{id:02x}"), "displayName": format!("Guest {id}"),
        "mail": format!("guest{id}@fabrikam.com"), "userType": "Guest", "externalUserState": "PendingAcceptance",
        "externalUserStateChangeDateTime": "2026-11-19T10:00:00Z", "createdDateTime": "2026-11-19T10:00:00Z",
    })
}
