//! Browser sessions at the sign-in site: cookie, users, sign-out.
//!
//! Must not know what an app requests.

use http::StatusCode;
use jiff::Timestamp;
use uuid::Uuid;

use super::authorize::redirect::with_parameters;
use super::parameters::Parameters;
use super::{claims, sign_in_pages};
use crate::directory::accounts::ACCOUNTS;
use crate::origins::Origins;
use crate::sessions::{Session, SignedIn};
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// `/{tenant}/oauth2/v2.0/logout`. Like Entra, redirects to the app only if there was a session and the address is
/// registered; otherwise shows a page.
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
            web::redirect(StatusCode::FOUND, &with_parameters(uri, '?', state))
        }
        (Some(()) | None, _) => sign_in_pages::signed_out(&request.origins),
    }
}

/// The account that a hint names: by sign-in name, or by the value of the `login_hint` claim. Only accounts that can
/// sign in.
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

/// Browsers send the cookies of a host to all its ports, so the name contains the port. With the real host names there
/// is no port.
fn cookie_name(origins: &Origins) -> String {
    let port = url::Url::parse(&origins.login).ok().and_then(|login| login.port());
    port.map_or("ESTSAUTH".to_owned(), |port| format!("ESTSAUTH-{port}"))
}

/// With TLS the cookie is also sent in frames of other sites, as Entra's is: silent requests come from there. Browsers
/// reject `SameSite=None` without TLS.
fn cookie(origins: &Origins, value: &str) -> String {
    let reach = if origins.login.starts_with("https:") { "Secure; SameSite=None" } else { "SameSite=Lax" };
    format!("{}={value}; Path=/; HttpOnly; {reach}", cookie_name(origins))
}

/// The browser's session with the value of its cookie, if anybody is signed in.
pub(super) fn current(tenant: &Tenant, request: &Request) -> Option<(String, Session)> {
    let cookie = request.cookie(&cookie_name(&request.origins))?;
    let session = tenant.signins.sessions.get(cookie)?;
    if session.people.is_empty() { None } else { Some((cookie.to_owned(), session.clone())) }
}

/// The sign-in of this user in the browser's session.
pub(super) fn of(tenant: &Tenant, request: &Request, person: Uuid) -> Option<SignedIn> {
    let (_, session) = current(tenant, request)?;
    session.people.into_iter().find(|signed_in| signed_in.person == person)
}

/// Adds a user to the browser's session; with `renew`, replaces an existing sign-in. The cookie gets a new value each
/// time, which prevents session fixation. Returns the `Set-Cookie` header.
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

/// Records a second factor, with the authentication contexts that it satisfies.
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
