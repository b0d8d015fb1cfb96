//! A browser's session at the sign-in site: its cookie, who is in it, and how it ends.
//!
//! Knows cookies and hints. Must not know what an app asks for.

use http::StatusCode;
use uuid::Uuid;

use super::store::Session;
use super::{authorize, claims, pages};
use crate::directory::members::ACCOUNTS;
use crate::tenant::{Origins, Tenant};
use crate::web::{self, Answer, Ask};

/// `GET /{tenant}/oauth2/v2.0/logout`. Entra returns to the app only when there was a session to end and the address is
/// registered; otherwise the browser stays on its page.
pub(super) fn logout(tenant: &mut Tenant, ask: &Ask) -> Answer {
    let hint = ask.query("logout_hint").and_then(|hint| hinted(tenant, hint));
    let hint = hint.or_else(|| {
        let claims = tenant.signins.key.verify(ask.query("id_token_hint")?)?;
        Uuid::try_parse(claims.get("oid")?.as_str()?).ok()
    });
    let ended = current(tenant, ask).map(|(cookie, mut session)| {
        match hint {
            Some(person) => session.people.retain(|other| *other != person),
            None => session.people.clear(),
        }
        if session.people.is_empty() {
            tenant.signins.sessions.remove(&cookie);
        } else {
            tenant.signins.sessions.insert(cookie, session);
        }
    });
    let target = ask.query("post_logout_redirect_uri").filter(|uri| *uri == ask.origins.redirect_uri());
    match (ended, target) {
        (Some(()), Some(uri)) => {
            let state = ask.query("state").map(|state| ("state", state.to_owned()));
            web::redirect(StatusCode::FOUND, &authorize::with_parameters(uri, '?', state))
        }
        (Some(()) | None, _) => pages::signed_out(&ask.origins),
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

/// Browsers send cookies of one host to all of its ports, so the name carries the port.
fn cookie_name(origins: &Origins) -> String {
    let port = origins.login.rsplit(':').next().unwrap_or_default();
    format!("ESTSAUTH-{port}")
}

pub(super) fn current(tenant: &Tenant, ask: &Ask) -> Option<(String, Session)> {
    let cookie = ask.cookie(&cookie_name(&ask.origins))?;
    tenant.signins.sessions.get(cookie).map(|session| (cookie.to_owned(), session.clone()))
}

/// Adds a person to the browser's session. The session gets a new name each time, so that nobody can plant one.
pub(super) fn sign_in(tenant: &mut Tenant, ask: &Ask, person: Uuid) -> (String, Uuid) {
    let mut session = match current(tenant, ask) {
        Some((old, session)) => {
            tenant.signins.sessions.remove(&old);
            session
        }
        None => Session { sid: tenant.random.uuid(), people: Vec::new() },
    };
    session.people.retain(|other| *other != person);
    session.people.push(person);
    let sid = session.sid;
    let name = tenant.random.token();
    let cookie = format!("{}={name}; Path=/; HttpOnly; SameSite=Lax", cookie_name(&ask.origins));
    tenant.signins.sessions.insert(name, session);
    (cookie, sid)
}
