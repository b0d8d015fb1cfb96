//! One call of Graph from its token to its answer: authenticated, made, written down. A plain request is one call, a
//! batch is up to twenty.
//!
//! Knows the order of these steps and the headers that come of them. Must not know what any path means.

use http::{HeaderName, Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::error::Refusal;
use super::limits::{self, cost};
use super::{Caller, call, strike};
use crate::control::ledger::Entry;
use crate::signin::BearerProblem;
use crate::tenant::Tenant;
use crate::web::{self, Answer, Ask};

/// What all answers to one request share: its ids, and the moment.
pub(super) struct Trace {
    pub(super) request_id: String,
    /// The client's own id, or the request's where it sent none.
    pub(super) client_id: String,
    pub(super) now: Timestamp,
}

impl Trace {
    pub(super) fn new(tenant: &mut Tenant, ask: &Ask, now: Timestamp) -> Self {
        let request_id = tenant.random.uuid().to_string();
        let client_id = ask.header("client-request-id").map_or_else(|| request_id.clone(), str::to_owned);
        Self { request_id, client_id, now }
    }

    /// The headers that name the request.
    pub(super) fn stamp(&self, answer: &mut Answer) {
        web::set(answer, HeaderName::from_static("request-id"), &self.request_id);
        web::set(answer, HeaderName::from_static("client-request-id"), &self.client_id);
        web::set(answer, header::DATE, &web::http_date(self.now));
    }
}

/// Whose token it is. The address is the mailbox's: without one, `/me` shows none either.
pub(super) fn authenticate(tenant: &mut Tenant, ask: &Ask, now: Timestamp) -> Result<Caller, Refusal> {
    let bearer = tenant.signins.bearer(ask, &tenant.directory, now).map_err(Refusal::Token)?;
    if let Some(claims) = bearer.challenge(&tenant.settings) {
        return Err(Refusal::Claims(claims));
    }
    let mut person = match bearer.person {
        Some(id) => {
            let person = tenant.directory.user(id).cloned();
            Some(person.ok_or(Refusal::Token(BearerProblem::Stranger))?)
        }
        None => None,
    };
    if let Some(person) = person.as_mut().filter(|_| !tenant.settings.inviters_have_mailbox) {
        person.mail = None;
    }
    Ok(Caller { bearer, person })
}

/// Refuses a request before any call is made.
pub(super) fn refuse(tenant: &mut Tenant, ask: &Ask, refusal: &Refusal, trace: &Trace) -> Answer {
    let answer = refusal.answer(trace, &ask.origins.login);
    let subject = subject(tenant, ask);
    record(tenant, ask, None, subject, answer.status(), trace);
    answer
}

/// One call by somebody whose token is in force.
pub(super) fn one(tenant: &mut Tenant, ask: &Ask, caller: &Caller, trace: &Trace) -> Answer {
    // Asked for beforehand: afterwards the user may be gone.
    let subject = subject(tenant, ask);
    let app = caller.bearer.app_id.as_str();
    let cost = cost::of(ask);
    let settings = tenant.settings.limits;
    let charged = tenant.limits.charge(cost, app, tenant.directory.users().len(), &settings, trace.now);
    // What was really done, whatever a fault makes of its answer.
    let mut done = None;
    let (mut answer, used) = match charged {
        Ok(used) => {
            let fate = strike::fate(tenant, ask, subject.as_deref());
            let make = |tenant: &mut Tenant| {
                let answer = make(tenant, ask, caller, trace);
                done = Some(answer.status());
                answer
            };
            (strike::under(fate, tenant, ask, trace, make), used)
        }
        Err(refusal) => (limits::answer::throttled(&refusal, settings.retry_after, app, trace), refusal.used),
    };
    limits::answer::tell(&mut answer, cost.units, used);
    record(tenant, ask, Some(caller), subject, done.unwrap_or(answer.status()), trace);
    web::set(&mut answer, header::CACHE_CONTROL, "no-cache");
    answer
}

fn make(tenant: &mut Tenant, ask: &Ask, caller: &Caller, trace: &Trace) -> Answer {
    match call(tenant, ask, caller, trace.now) {
        Ok(reply) => reply.answer(),
        Err(refusal) => refusal.answer(trace, &ask.origins.login),
    }
}

/// Writes a change into the ledger, whatever came of it.
pub(super) fn record(
    tenant: &mut Tenant,
    ask: &Ask,
    caller: Option<&Caller>,
    address: Option<String>,
    status: StatusCode,
    trace: &Trace,
) {
    if cost::of(ask).writes == 0 {
        return;
    }
    let caller = caller.map_or_else(|| "unknown".to_owned(), |caller| caller.name().to_owned());
    let (method, status) = (ask.method.to_string(), status.as_u16());
    tenant.ledger.write(Entry { time: trace.now, caller, method, path: ask.path.clone(), address, status });
}

pub(crate) fn is_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// Whom a change is about: the invited address, or the address of the user in the path.
fn subject(tenant: &Tenant, ask: &Ask) -> Option<String> {
    match ask.parts().as_slice() {
        [_, "invitations"] => {
            let body = serde_json::from_slice::<Value>(&ask.body).ok()?;
            Some(body.get("invitedUserEmailAddress")?.as_str()?.to_owned())
        }
        [_, "users", id, ..] => {
            let user = tenant.directory.user(Uuid::try_parse(id).ok()?)?;
            Some(user.mail.clone().unwrap_or_else(|| user.upn.clone()))
        }
        _ => None,
    }
}
