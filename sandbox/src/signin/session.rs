//! A browser's session at the sign-in site: its cookie, who is in it, and how it ends.
//!
//! Knows cookies and hints. Must not know what an app asks for.

use http::StatusCode;
use jiff::Timestamp;
use uuid::Uuid;

use super::sign_in_store::{Session, SignedIn};
use super::{Parameters, authorize, claims, sign_in_pages};
use crate::directory::accounts::ACCOUNTS;
use crate::tenant::{Origins, Tenant};
use crate::web::{self, Request, Response};

/// `/{tenant}/oauth2/v2.0/logout`. Entra returns to the app only when there was a session to end and the address is
/// registered; otherwise the browser stays on its page.
pub(super) fn logout(tenant: &mut Tenant, request: &Request) -> Response {
    let parameters = Parameters::of(request);
    let hint = parameters.get("logout_hint").and_then(|hint| hinted(tenant, hint));
    let hint = hint.or_else(|| {
        let claims = tenant.signins.key.verify(parameters.get("id_token_hint")?)?;
        Uuid::try_parse(claims.get("oid")?.as_str()?).ok()
    });
    let ended = current(tenant, request).map(|(cookie, mut session)| {
        match hint {
            Some(person) => session.people.retain(|other| other.person != person),
            None => session.people.clear(),
        }
        if session.people.is_empty() {
            tenant.signins.sessions.remove(&cookie);
        } else {
            tenant.signins.sessions.insert(cookie, session);
        }
    });
    let target = parameters.get("post_logout_redirect_uri");
    match (ended, target.filter(|uri| tenant.signins.apps.is_redirect(uri, &request.origins))) {
        (Some(()), Some(uri)) => {
            let state = parameters.owned("state").map(|state| ("state", state));
            web::redirect(StatusCode::FOUND, &authorize::with_parameters(uri, '?', state))
        }
        (Some(()) | None, _) => sign_in_pages::signed_out(&request.origins),
    }
}

/// Whom a hint means: a sign-in name, or the value of the `login_hint` claim. Only accounts that can sign in count.
pub(super) fn hinted(tenant: &Tenant, hint: &str) -> Option<Uuid> {
    let mut people = ACCOUNTS.iter().filter_map(|account| tenant.directory.user_by_upn(account.upn));
    people
        .find(|user| user.upn.eq_ignore_ascii_case(hint) || claims::login_hint(user) == hint)
        .map(|user| user.id)
}

pub(super) fn is_account(tenant: &Tenant, person: Uuid) -> bool {
    let upn = tenant.directory.user(person).map(|user| user.upn.as_str());
    ACCOUNTS.iter().any(|account| Some(account.upn) == upn)
}

/// Browsers send cookies of one host to all of its ports, so the name carries the port. A sandbox that answers for the
/// real host names has none in its origins, and one name.
fn cookie_name(origins: &Origins) -> String {
    let port = url::Url::parse(&origins.login).ok().and_then(|login| login.port());
    port.map_or("ESTSAUTH".to_owned(), |port| format!("ESTSAUTH-{port}"))
}

/// Over TLS the cookie goes along in frames of other sites as well, as Entra's does: silent requests come from there.
/// Without it browsers take no such cookie.
fn cookie(origins: &Origins, value: &str) -> String {
    let reach = if origins.login.starts_with("https:") { "Secure; SameSite=None" } else { "SameSite=Lax" };
    format!("{}={value}; Path=/; HttpOnly; {reach}", cookie_name(origins))
}

/// The browser's session under its secret name, if anybody is in it.
pub(super) fn current(tenant: &Tenant, request: &Request) -> Option<(String, Session)> {
    let cookie = request.cookie(&cookie_name(&request.origins))?;
    let session = tenant.signins.sessions.get(cookie)?;
    if session.people.is_empty() { None } else { Some((cookie.to_owned(), session.clone())) }
}

/// This person's sign-in in the browser's session.
pub(super) fn of(tenant: &Tenant, request: &Request, person: Uuid) -> Option<SignedIn> {
    let (_, session) = current(tenant, request)?;
    session.people.into_iter().find(|signed_in| signed_in.person == person)
}

/// Adds a person to the browser's session, or renews the sign-in that is there. The session gets a new name each time,
/// so that nobody can plant one. Gives the cookie to set.
pub(super) fn sign_in(
    tenant: &mut Tenant,
    request: &Request,
    person: Uuid,
    renew: bool,
    now: Timestamp,
) -> (String, SignedIn) {
    let mut session = match current(tenant, request) {
        Some((old, session)) => {
            tenant.signins.sessions.remove(&old);
            session
        }
        None => Session::default(),
    };
    let known = session.people.iter().position(|signed_in| signed_in.person == person);
    let known = known.map(|index| session.people.remove(index));
    let signed_in = match known {
        Some(known) if !renew => known,
        known => SignedIn {
            person,
            sid: known.map_or_else(|| tenant.random.uuid(), |known| known.sid),
            at: now,
            mfa: false,
            contexts: Vec::new(),
        },
    };
    session.people.push(signed_in.clone());
    let name = tenant.random.token();
    let cookie = cookie(&request.origins, &name);
    tenant.signins.sessions.insert(name, session);
    (cookie, signed_in)
}

/// Notes that a person gave a second factor, and for which authentication contexts.
pub(super) fn approve(
    tenant: &mut Tenant,
    request: &Request,
    person: Uuid,
    contexts: &[String],
) -> Option<SignedIn> {
    let (name, _) = current(tenant, request)?;
    let session = tenant.signins.sessions.get_mut(&name)?;
    let signed_in = session.people.iter_mut().find(|signed_in| signed_in.person == person)?;
    signed_in.mfa = true;
    for context in contexts {
        if !signed_in.contexts.contains(context) {
            signed_in.contexts.push(context.clone());
        }
    }
    let signed_in = signed_in.clone();
    tenant.signins.second_factor_due.remove(&person);
    Some(signed_in)
}
