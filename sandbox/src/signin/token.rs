//! `POST /{tenant}/oauth2/v2.0/token`: codes, refresh tokens and credentials become tokens.
//!
//! Who may redeem follows from the type of the redirect URI a code was sent to: a page only from its own origin, a server
//! only with its credential and never from a page, a program with neither.

mod client;

use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

use super::apps::{App, RedirectKind, origin_of};
use super::claims_request::ClaimsRequest;
use super::consent::Lacking;
use super::error::{Incident, Refusal};
use super::gate::{Gate, Passing, gate};
use super::scopes::Scopes;
use super::store::{Ended, Grant, REFRESH_LIFE, SPA_REFRESH_LIFE};
use super::{Authority, claims, key};
use crate::tenant::Tenant;
use crate::web::{self, Form, Request, Response};

/// Answers preflight and request. Only origins of registered single-page redirect URIs get the headers that let a
/// browser read the answer; errors are readable there too.
pub(super) fn handle(tenant: &mut Tenant, segment: &str, request: &Request, now: Timestamp) -> Response {
    let registered =
        request.origin().filter(|origin| tenant.signins.apps.is_page_origin(origin, &request.origins));
    let registered = registered.map(str::to_owned);
    let mut response = if request.method == Method::OPTIONS {
        let status = if registered.is_some() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        web::empty(status)
    } else if request.method == Method::POST {
        post(tenant, segment, request, now)
    } else {
        web::text(StatusCode::METHOD_NOT_ALLOWED, "The token endpoint takes POST.\n")
    };
    web::set(&mut response, header::VARY, "Origin");
    if let Some(origin) = registered {
        web::set(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, &origin);
        if request.method == Method::OPTIONS {
            web::set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS");
            web::set(&mut response, header::ACCESS_CONTROL_MAX_AGE, "600");
            if let Some(wanted) = request.header(header::ACCESS_CONTROL_REQUEST_HEADERS) {
                web::set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            }
        }
    }
    response
}

fn post(tenant: &mut Tenant, segment: &str, request: &Request, now: Timestamp) -> Response {
    let form = request.form();
    match exchange(tenant, segment, request, &form, now) {
        Ok(body) => web::json(StatusCode::OK, &body),
        Err(refusal) => {
            let correlation = form.get("client-request-id").or_else(|| request.header("client-request-id"));
            let status = refusal.status();
            let incident = Incident::new(refusal, correlation, &mut tenant.random, now);
            web::json(status, &incident.body(&request.origins.login))
        }
    }
}

fn exchange(
    tenant: &mut Tenant,
    segment: &str,
    request: &Request,
    form: &Form,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let authority = Authority::read(segment)?;
    let kind = form.get("grant_type").ok_or(Refusal::MissingParameter("grant_type"))?;
    let presented = client::Presented::read(request, form)?;
    let app = tenant.signins.apps.get(&presented.id);
    let app = app.ok_or_else(|| Refusal::UnknownClient(presented.id.clone()))?;
    if kind == "client_credentials" && authority == Authority::Shared {
        return Err(Refusal::TenantMissing);
    }
    authority.admits(&app)?;
    let what = form.get("refresh_token").or_else(|| form.get("code")).unwrap_or_default();
    let scope = form.get("scope").unwrap_or_default();
    if tenant.signins.loops.is_loop(key::fold(&[&app.called.id, kind, what, scope]), now) {
        return Err(Refusal::Loop);
    }
    match kind {
        "client_credentials" => {
            let certified = presented.prove(&app, segment, request, now)?;
            client_credentials(tenant, &app, certified, scope, request, now)
        }
        "authorization_code" | "refresh_token" => {
            let scopes = Scopes::read(scope, &request.origins).map_err(Refusal::UnknownScope)?;
            one_resource(&scopes, scope, &app)?;
            let claims = ClaimsRequest::read(form.get("claims")).ok_or(Refusal::Malformed)?;
            if app.is_public() && presented.has_credential() {
                return Err(Refusal::SecretFromPublicClient);
            }
            let redeeming = Redeeming { app: &app, presented: &presented, segment, request, form };
            let mut grant = if kind == "refresh_token" {
                refresh(tenant, &redeeming, now)?
            } else {
                redeem_code(tenant, &redeeming, now)?
            };
            grant.cp1 = grant.cp1 || claims.cp1;
            grant.audience = scopes.audience.clone().or(grant.audience);
            // A code was given to somebody who could be asked; a refresh token asks nobody.
            pass(tenant, &grant, &claims, &scopes, kind == "refresh_token", now)?;
            let client_info = form.get("client_info") == Some("1");
            claims::issue(tenant, &request.origins, &grant, client_info, now).ok_or(Refusal::Malformed)
        }
        other => Err(Refusal::GrantType(other.to_owned())),
    }
}

/// What a code or refresh token is redeemed with.
struct Redeeming<'a> {
    app: &'a App,
    presented: &'a client::Presented,
    segment: &'a str,
    request: &'a Request,
    form: &'a Form,
}

impl Redeeming<'_> {
    fn needed(&self, name: &'static str) -> Result<&str, Refusal> {
        self.form.get(name).ok_or(Refusal::MissingParameter(name))
    }

    /// Whether this client may redeem what was sent to a redirect URI of this type. `home` is the origin of the page.
    fn check(&self, kind: RedirectKind, home: Option<&str>, now: Timestamp) -> Result<(), Refusal> {
        match (kind, self.request.origin()) {
            (RedirectKind::Spa, None) => Err(Refusal::OriginMissing),
            (RedirectKind::Spa, Some(origin)) if home.is_some_and(|home| home != origin) => {
                Err(Refusal::OriginForeign(origin.to_owned()))
            }
            (RedirectKind::Web | RedirectKind::PublicClient, Some(origin)) => {
                Err(Refusal::OriginForeign(origin.to_owned()))
            }
            (RedirectKind::Spa | RedirectKind::PublicClient, _) if self.presented.has_credential() => {
                Err(Refusal::SecretFromPublicClient)
            }
            (RedirectKind::Web, None) => {
                self.presented.prove(self.app, self.segment, self.request, now).map(|_| ())
            }
            (RedirectKind::Spa | RedirectKind::PublicClient, _) => Ok(()),
        }
    }
}

/// One token is for one resource, and this tenant's apps list Graph alone.
fn one_resource(scopes: &Scopes, scope: &str, app: &App) -> Result<(), Refusal> {
    match &scopes.other {
        None => Ok(()),
        Some(_) if scopes.has_graph() => Err(Refusal::SeveralResources(scope.to_owned())),
        Some(resource) => {
            Err(Refusal::UnlistedResource { resource: resource.clone(), app: app.called.clone() })
        }
    }
}

/// A code is good once, for its own app, redirect URI and verifier. A failed attempt uses it up as well.
fn redeem_code(tenant: &mut Tenant, redeeming: &Redeeming, now: Timestamp) -> Result<Grant, Refusal> {
    let code = redeeming.needed("code")?;
    let redirect_uri = redeeming.needed("redirect_uri")?;
    let verifier = redeeming.form.get("code_verifier");
    let code = tenant.signins.codes.get_mut(code).ok_or(Refusal::Malformed)?;
    redeeming.check(code.grant.kind, origin_of(&code.redirect_uri).as_deref(), now)?;
    if code.grant.app.called.id != redeeming.app.called.id {
        return Err(Refusal::GrantOfAnother);
    }
    if code.used {
        return Err(Refusal::CodeUsed);
    }
    if code.expires <= now {
        return Err(Refusal::CodeExpired);
    }
    if code.redirect_uri != redirect_uri {
        let uri = redirect_uri.to_owned();
        return Err(Refusal::WrongRedirect { uri, app: redeeming.app.called.clone() });
    }
    if code.grant.kind == RedirectKind::Spa && verifier.is_none() {
        return Err(Refusal::PkceMissing);
    }
    code.used = true;
    let fits = code.challenge.as_ref().is_none_or(|pkce| pkce.matches(verifier.unwrap_or_default()));
    if fits { Ok(code.grant.clone()) } else { Err(Refusal::VerifierMismatch) }
}

/// An old refresh token stays good after it was used, as at Entra; all tokens of a page's sign-in die 24 hours after it.
fn refresh(tenant: &Tenant, redeeming: &Redeeming, now: Timestamp) -> Result<Grant, Refusal> {
    let token = redeeming.needed("refresh_token")?;
    let refresh = tenant.signins.refreshes.get(token).ok_or(Refusal::Malformed)?;
    let grant = &refresh.grant;
    // Any page origin of the app will do: a refresh names no redirect URI.
    redeeming.check(grant.kind, None, now)?;
    let origins = &redeeming.request.origins;
    let foreign =
        |origin: &&str| grant.kind == RedirectKind::Spa && !grant.app.is_page_origin(origin, origins);
    if let Some(origin) = redeeming.request.origin().filter(foreign) {
        return Err(Refusal::OriginForeign(origin.to_owned()));
    }
    if grant.app.called.id != redeeming.app.called.id {
        return Err(Refusal::GrantOfAnother);
    }
    let over = |begun: Timestamp, life| begun.checked_add(life).is_ok_and(|end| end <= now);
    let spa = grant.kind == RedirectKind::Spa;
    match refresh.ended {
        Some(Ended::Revoked) => Err(Refusal::Revoked { issued: grant.given }),
        Some(Ended::Expired) => Err(Refusal::RefreshExpired { issued: grant.given }),
        None if spa && over(grant.given, SPA_REFRESH_LIFE) => {
            Err(Refusal::RefreshExpired { issued: grant.given })
        }
        None if !spa && over(refresh.issued, REFRESH_LIFE) => {
            Err(Refusal::RefreshInactive { issued: refresh.issued })
        }
        None => Ok(grant.clone()),
    }
}

/// What a person would be asked at `/authorize` cannot be asked here.
fn pass(
    tenant: &mut Tenant,
    grant: &Grant,
    claims: &ClaimsRequest,
    scopes: &Scopes,
    silent: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    let person = grant.signed_in.person;
    let user = tenant.directory.user(person).cloned().ok_or_else(|| {
        // A deleted person still has a name as long as they are in the bin.
        let gone = tenant.directory.any_user(person).map(|user| user.upn.clone());
        Refusal::AccountGone(gone.unwrap_or_else(|| person.to_string()))
    })?;
    let app = &grant.app.called;
    let signed_in = &grant.signed_in;
    let passing = Passing { user: &user, signed_in, app, claims, silent, approval_due: false };
    match gate(&passing, &tenant.settings, now) {
        Gate::Open => {}
        Gate::Approve(refusal) => {
            tenant.signins.approval_due.insert(user.id);
            return Err(refusal);
        }
        Gate::SignInAgain(refusal) | Gate::Stop(refusal) => return Err(refusal),
    }
    match tenant.signins.consents.lacking(&grant.app, &user, scopes) {
        Lacking::Nothing => Ok(()),
        Lacking::Admin(_) | Lacking::Own(_) => Err(Refusal::ConsentMissing(app.clone())),
    }
}

/// An app on its own behalf: no person, no refresh token, all of its application permissions.
fn client_credentials(
    tenant: &mut Tenant,
    app: &App,
    certified: bool,
    scope: &str,
    request: &Request,
    now: Timestamp,
) -> Result<Value, Refusal> {
    if scope.is_empty() {
        return Err(Refusal::MissingParameter("scope"));
    }
    let only_default = || Refusal::OnlyDefault(scope.to_owned());
    let scopes = Scopes::read(scope, &request.origins).map_err(|_| only_default())?;
    one_resource(&scopes, scope, app)?;
    if !scopes.default || !scopes.graph.is_empty() || scopes.open_id != Default::default() {
        return Err(only_default());
    }
    claims::issue_to_app(tenant, &request.origins, app, scopes.audience.as_deref(), certified, now)
        .ok_or(Refusal::Malformed)
}
