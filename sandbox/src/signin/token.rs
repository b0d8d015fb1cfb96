//! `POST /{tenant}/oauth2/v2.0/token`: codes and refresh tokens become tokens, for a browser on a registered origin only.

use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

use super::consent::{self, Scopes};
use super::error::{Incident, Refusal};
use super::store::{Grant, REFRESH_LIFE};
use super::{Authority, claims, key};
use crate::tenant::{CLIENT_ID, Tenant};
use crate::web::{self, Answer, Ask, Form};

/// Answers preflight and request. Only origins of registered single-page redirect URIs get the headers that let a
/// browser read the answer; errors are readable there too.
pub(super) fn answer(tenant: &mut Tenant, segment: &str, ask: &Ask, now: Timestamp) -> Answer {
    let registered = ask.origin().filter(|origin| *origin == ask.origins.portal).map(str::to_owned);
    let mut answer = if ask.method == Method::OPTIONS {
        let status = if registered.is_some() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        web::empty(status)
    } else if ask.method == Method::POST {
        post(tenant, segment, ask, now)
    } else {
        web::text(StatusCode::METHOD_NOT_ALLOWED, "The token endpoint takes POST.\n")
    };
    web::set(&mut answer, header::VARY, "Origin");
    if let Some(origin) = registered {
        web::set(&mut answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, &origin);
        if ask.method == Method::OPTIONS {
            web::set(&mut answer, header::ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS");
            web::set(&mut answer, header::ACCESS_CONTROL_MAX_AGE, "600");
            if let Some(wanted) = ask.header(header::ACCESS_CONTROL_REQUEST_HEADERS) {
                web::set(&mut answer, header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            }
        }
    }
    answer
}

fn post(tenant: &mut Tenant, segment: &str, ask: &Ask, now: Timestamp) -> Answer {
    let form = ask.form();
    match exchange(tenant, segment, ask, &form, now) {
        Ok(body) => web::json(StatusCode::OK, &body),
        Err(refusal) => {
            let correlation = form.get("client-request-id").or_else(|| ask.header("client-request-id"));
            let status = refusal.status();
            let incident = Incident::new(refusal, correlation, &mut tenant.random, now);
            web::json(status, &incident.body(&ask.origins.login))
        }
    }
}

fn exchange(
    tenant: &mut Tenant,
    segment: &str,
    ask: &Ask,
    form: &Form,
    now: Timestamp,
) -> Result<Value, Refusal> {
    Authority::signing_in(segment)?;
    let needed = |name| form.get(name).ok_or(Refusal::MissingParameter(name));
    let kind = needed("grant_type")?;
    let client = needed("client_id")?;
    if !client.eq_ignore_ascii_case(CLIENT_ID) {
        return Err(Refusal::UnknownClient(client.to_owned()));
    }
    if form.get("client_secret").is_some() || form.get("client_assertion").is_some() {
        return Err(Refusal::SecretFromPublicClient);
    }
    match ask.origin() {
        None => return Err(Refusal::OriginMissing),
        Some(origin) if origin != ask.origins.portal => {
            return Err(Refusal::OriginForeign(origin.to_owned()));
        }
        Some(_) => {}
    }
    let scopes = form.get("scope").unwrap_or_default();
    let scopes = Scopes::read(scopes, &ask.origins).map_err(Refusal::UnknownScope)?;
    let grant = match kind {
        "authorization_code" => redeem_code(tenant, form, now)?,
        "refresh_token" => refresh(tenant, form, now)?,
        other => return Err(Refusal::GrantType(other.to_owned())),
    };
    consented(tenant, &grant, &scopes)?;
    let client_info = form.get("client_info") == Some("1");
    claims::issue(tenant, &ask.origins, &grant, client_info, now).ok_or(Refusal::Malformed)
}

/// A code is good once, for its own redirect URI and verifier. A failed attempt uses it up as well.
fn redeem_code(tenant: &mut Tenant, form: &Form, now: Timestamp) -> Result<Grant, Refusal> {
    let code = form.get("code").ok_or(Refusal::MissingParameter("code"))?;
    let redirect_uri = form.get("redirect_uri").ok_or(Refusal::MissingParameter("redirect_uri"))?;
    let verifier = form.get("code_verifier").ok_or(Refusal::PkceMissing)?;
    let code = tenant.signins.codes.get_mut(code).ok_or(Refusal::Malformed)?;
    if code.used {
        return Err(Refusal::CodeUsed);
    }
    if code.expires <= now {
        return Err(Refusal::CodeExpired);
    }
    if code.redirect_uri != redirect_uri {
        return Err(Refusal::WrongRedirect(redirect_uri.to_owned()));
    }
    code.used = true;
    if key::challenge(verifier) != code.challenge {
        return Err(Refusal::VerifierMismatch);
    }
    Ok(code.grant.clone())
}

/// An old refresh token stays good after it was used, as at Entra; all of a sign-in's tokens die 24 hours after it.
fn refresh(tenant: &Tenant, form: &Form, now: Timestamp) -> Result<Grant, Refusal> {
    let token = form.get("refresh_token").ok_or(Refusal::MissingParameter("refresh_token"))?;
    let refresh = tenant.signins.refreshes.get(token).ok_or(Refusal::Malformed)?;
    let issued = refresh.grant.signed_in;
    let over = issued.checked_add(REFRESH_LIFE).is_ok_and(|end| end <= now);
    if refresh.revoked || over { Err(Refusal::RefreshExpired { issued }) } else { Ok(refresh.grant.clone()) }
}

fn consented(tenant: &Tenant, grant: &Grant, scopes: &Scopes) -> Result<(), Refusal> {
    let person = tenant.directory.user(grant.person).ok_or(Refusal::Malformed)?;
    let own = tenant.signins.consents.get(&person.id).map(Vec::as_slice).unwrap_or_default();
    let granted = consent::granted(person, own);
    let missing = scopes.graph.iter().any(|asked| !granted.contains(&asked.name));
    if missing { Err(Refusal::ConsentMissing) } else { Ok(()) }
}
