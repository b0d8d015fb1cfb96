//! The token endpoint: `POST /{tenant}/oauth2/v2.0/token`.
//!
//! Who may redeem a code depends on the platform of its redirect URI: a single-page app only from its own origin, a
//! server only with its credential and never from a page, a mobile or desktop app without either.

mod client;

use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

use super::access_check::{AccessCheck, SignInAttempt, check_access};
use super::authority::Authority;
use super::claims;
use crate::apps::consent::MissingConsent;
use crate::apps::scopes::Scopes;
use crate::apps::{App, RedirectKind, origin_of};
use crate::keys::key;
use crate::sessions::authorize_request::PKCE_LENGTH;
use crate::sessions::claims_request::ClaimsRequest;
use crate::sessions::sign_in_error::{ErrorReport, SignInError};
use crate::sessions::{Ended, Grant, REFRESH_LIFETIME, SPA_REFRESH_LIFETIME};
use crate::tenant::Tenant;
use crate::web::{self, Form, Request, Response};

/// Handles preflight and request. Only origins of single-page apps get the CORS headers, also on errors.
pub(super) fn handle(tenant: &mut Tenant, segment: &str, request: &Request, now: Timestamp) -> Response {
    let mut response = if request.method == Method::OPTIONS {
        let registered = registered_origin(tenant, request).is_some();
        web::empty(if registered { StatusCode::OK } else { StatusCode::BAD_REQUEST })
    } else if request.method == Method::POST {
        post(tenant, segment, request, now)
    } else {
        web::text(StatusCode::METHOD_NOT_ALLOWED, "The token endpoint takes POST.\n")
    };
    open_to_pages(tenant, request, &mut response);
    response
}

/// Adds the CORS headers, for an origin of a single-page app.
pub(super) fn open_to_pages(tenant: &Tenant, request: &Request, response: &mut Response) {
    web::set(response, header::VARY, "Origin");
    let Some(origin) = registered_origin(tenant, request) else { return };
    web::set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if request.method == Method::OPTIONS {
        web::set(response, header::ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS");
        web::set(response, header::ACCESS_CONTROL_MAX_AGE, "600");
        if let Some(wanted) = request.header(header::ACCESS_CONTROL_REQUEST_HEADERS) {
            web::set(response, header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
        }
    }
}

fn registered_origin<'a>(tenant: &Tenant, request: &'a Request) -> Option<&'a str> {
    request.origin().filter(|origin| tenant.signins.apps.is_page_origin(origin, &request.origins))
}

fn post(tenant: &mut Tenant, segment: &str, request: &Request, now: Timestamp) -> Response {
    // Another media type is not read as a form [observed] for JSON microsoft-graph-docs#20272, [inferred] for others.
    let form = request.declared_form();
    match exchange(tenant, segment, request, &form, now) {
        Ok(body) => web::json(StatusCode::OK, &body),
        Err(error) => {
            let correlation = form.get("client-request-id").or_else(|| request.header("client-request-id"));
            let status = error.status();
            let report = ErrorReport::new(error, correlation, &mut tenant.random, now);
            web::json(status, &report.body(&request.origins.login))
        }
    }
}

fn exchange(
    tenant: &mut Tenant,
    segment: &str,
    request: &Request,
    form: &Form,
    now: Timestamp,
) -> Result<Value, SignInError> {
    let authority = Authority::read(tenant, segment, &request.origins)?;
    if let Some(name) = form.repeated() {
        return Err(SignInError::Repeated(name.to_owned()));
    }
    let kind = form.get("grant_type").ok_or(SignInError::MissingParameter("grant_type"))?;
    let client_auth = client::ClientAuthentication::read(request, form)?;
    let app = tenant.signins.apps.get(&client_auth.id);
    let app = app.ok_or_else(|| SignInError::UnknownClient(client_auth.id.clone()))?;
    if kind == "client_credentials" && authority == Authority::Shared {
        return Err(SignInError::TenantMissing);
    }
    authority.admits(&app)?;
    let what = form.get("refresh_token").or_else(|| form.get("code")).unwrap_or_default();
    let scope = form.get("scope").unwrap_or_default();
    if tenant.signins.loops.is_loop(key::hash_id(&[&app.identity.id, kind, what, scope]), now) {
        return Err(SignInError::Loop);
    }
    match kind {
        "client_credentials" => {
            let certified = client_auth.authenticate(&app, segment, request, now)?;
            client_credentials(tenant, &app, certified, scope, request, now)
        }
        "authorization_code" | "refresh_token" => {
            let scopes = Scopes::read(scope, &request.origins).map_err(SignInError::UnknownScope)?;
            one_resource(&scopes, scope, &app)?;
            let claims = ClaimsRequest::read(form.get("claims")).ok_or(SignInError::Malformed)?;
            if app.is_public() && client_auth.has_credential() {
                return Err(SignInError::SecretFromPublicClient);
            }
            let token_request = TokenRequest { app: &app, client_auth: &client_auth, segment, request, form };
            let mut grant = if kind == "refresh_token" {
                refresh(tenant, &token_request, now)?
            } else {
                redeem_code(tenant, &token_request, now)?
            };
            grant.cp1 = grant.cp1 || claims.cp1;
            grant.audience = scopes.audience.clone().or(grant.audience);
            // The sign-in page has asked the user before it issued the code. A refresh token is used without the user.
            check_grant(tenant, &grant, &claims, &scopes, kind == "refresh_token", now)?;
            let client_info = form.get("client_info") == Some("1");
            claims::issue(tenant, &request.origins, &grant, client_info, now).ok_or(SignInError::Malformed)
        }
        other => Err(SignInError::GrantType(other.to_owned())),
    }
}

/// A request with a code or a refresh token.
struct TokenRequest<'a> {
    app: &'a App,
    client_auth: &'a client::ClientAuthentication,
    segment: &'a str,
    request: &'a Request,
    form: &'a Form,
}

impl TokenRequest<'_> {
    fn needed(&self, name: &'static str) -> Result<&str, SignInError> {
        self.form.get(name).ok_or(SignInError::MissingParameter(name))
    }

    /// Whether this client may redeem a code or token for a redirect URI of this platform. `home` is the origin of the
    /// redirect URI.
    fn check(&self, kind: RedirectKind, home: Option<&str>, now: Timestamp) -> Result<(), SignInError> {
        match (kind, self.request.origin()) {
            (RedirectKind::Spa, None) => Err(SignInError::OriginMissing),
            (RedirectKind::Spa, Some(origin)) if home.is_some_and(|home| home != origin) => {
                Err(SignInError::OriginForeign(origin.to_owned()))
            }
            (RedirectKind::Web | RedirectKind::PublicClient, Some(origin)) => {
                Err(SignInError::OriginForeign(origin.to_owned()))
            }
            (RedirectKind::Spa | RedirectKind::PublicClient, _) if self.client_auth.has_credential() => {
                Err(SignInError::SecretFromPublicClient)
            }
            (RedirectKind::Web, None) => {
                self.client_auth.authenticate(self.app, self.segment, self.request, now).map(|_| ())
            }
            (RedirectKind::Spa | RedirectKind::PublicClient, _) => Ok(()),
        }
    }
}

/// A token is for one resource, and the apps of this tenant may use Graph only.
fn one_resource(scopes: &Scopes, scope: &str, app: &App) -> Result<(), SignInError> {
    match &scopes.other {
        None => Ok(()),
        Some(_) if scopes.has_graph() => Err(SignInError::SeveralResources(scope.to_owned())),
        Some(resource) => {
            Err(SignInError::UnlistedResource { resource: resource.clone(), app: app.identity.clone() })
        }
    }
}

/// A code is valid once, for its app, redirect URI and verifier. A failed attempt uses it up too.
fn redeem_code(
    tenant: &mut Tenant,
    token_request: &TokenRequest,
    now: Timestamp,
) -> Result<Grant, SignInError> {
    let code = token_request.needed("code")?;
    let redirect_uri = token_request.needed("redirect_uri")?;
    let verifier = token_request.form.get("code_verifier");
    let code = tenant.signins.codes.get_mut(code).ok_or(SignInError::Malformed)?;
    token_request.check(code.grant.kind, origin_of(&code.redirect_uri).as_deref(), now)?;
    if code.grant.app.identity.id != token_request.app.identity.id {
        return Err(SignInError::GrantOfAnother);
    }
    if code.used {
        return Err(SignInError::CodeUsed);
    }
    if code.expires <= now {
        return Err(SignInError::CodeExpired);
    }
    if code.redirect_uri != redirect_uri {
        let uri = redirect_uri.to_owned();
        return Err(SignInError::WrongRedirect { uri, app: token_request.app.identity.clone() });
    }
    if code.grant.kind == RedirectKind::Spa && verifier.is_none() {
        return Err(SignInError::PkceMissing);
    }
    code.used = true;
    let fits = verifier.is_none_or(|verifier| PKCE_LENGTH.contains(&verifier.len()))
        && code.challenge.as_ref().is_none_or(|pkce| pkce.matches(verifier.unwrap_or_default()));
    if fits { Ok(code.grant.clone()) } else { Err(SignInError::VerifierMismatch) }
}

/// A used refresh token stays valid, as at Entra. All refresh tokens of a single-page app expire 24 hours after the
/// sign-in.
fn refresh(tenant: &Tenant, token_request: &TokenRequest, now: Timestamp) -> Result<Grant, SignInError> {
    let token = token_request.needed("refresh_token")?;
    let refresh = tenant.signins.refreshes.get(token).ok_or(SignInError::Malformed)?;
    let grant = &refresh.grant;
    // A refresh request has no redirect URI, so any page origin of the app is accepted.
    token_request.check(grant.kind, None, now)?;
    let origins = &token_request.request.origins;
    let foreign =
        |origin: &&str| grant.kind == RedirectKind::Spa && !grant.app.is_page_origin(origin, origins);
    if let Some(origin) = token_request.request.origin().filter(foreign) {
        return Err(SignInError::OriginForeign(origin.to_owned()));
    }
    if grant.app.identity.id != token_request.app.identity.id {
        return Err(SignInError::GrantOfAnother);
    }
    let over = |begun: Timestamp, life| begun.checked_add(life).is_ok_and(|end| end <= now);
    let spa = grant.kind == RedirectKind::Spa;
    match refresh.ended {
        Some(Ended::Revoked) => Err(SignInError::Revoked { issued: grant.given }),
        Some(Ended::Expired) => Err(SignInError::RefreshExpired { issued: grant.given }),
        None if spa && over(grant.given, SPA_REFRESH_LIFETIME) => {
            Err(SignInError::RefreshExpired { issued: grant.given })
        }
        None if !spa && over(refresh.issued, REFRESH_LIFETIME) => {
            Err(SignInError::RefreshInactive { issued: refresh.issued })
        }
        None => Ok(grant.clone()),
    }
}

/// Checks what `/authorize` would ask the user for. Here it is an error.
fn check_grant(
    tenant: &mut Tenant,
    grant: &Grant,
    claims: &ClaimsRequest,
    scopes: &Scopes,
    silent: bool,
    now: Timestamp,
) -> Result<(), SignInError> {
    let person = grant.signed_in.person;
    let user = tenant.directory.user(person).cloned().ok_or_else(|| {
        // A soft-deleted user still has a name.
        let gone = tenant.directory.any_user(person).map(|user| user.upn.clone());
        SignInError::AccountGone(gone.unwrap_or_else(|| person.to_string()))
    })?;
    let app = &grant.app.identity;
    let signed_in = &grant.signed_in;
    let attempt = SignInAttempt { user: &user, signed_in, app, claims, silent, second_factor_due: false };
    match check_access(&attempt, &tenant.settings, now) {
        AccessCheck::Passed => {}
        AccessCheck::SecondFactorNeeded(error) => {
            tenant.signins.second_factor_due.insert(user.id);
            return Err(error);
        }
        AccessCheck::NewSignInNeeded(error) | AccessCheck::Denied(error) => return Err(error),
    }
    match tenant.signins.consents.missing(&grant.app, &user, scopes) {
        MissingConsent::None => Ok(()),
        MissingConsent::Admin(_) | MissingConsent::User(_) => Err(SignInError::ConsentMissing(app.clone())),
    }
}

/// Client credentials: no user, no refresh token, all application permissions of the app.
fn client_credentials(
    tenant: &mut Tenant,
    app: &App,
    certified: bool,
    scope: &str,
    request: &Request,
    now: Timestamp,
) -> Result<Value, SignInError> {
    if scope.is_empty() {
        return Err(SignInError::MissingParameter("scope"));
    }
    let only_default = || SignInError::OnlyDefault(scope.to_owned());
    let scopes = Scopes::read(scope, &request.origins).map_err(|_| only_default())?;
    one_resource(&scopes, scope, app)?;
    if !scopes.default || !scopes.graph.is_empty() || scopes.open_id != Default::default() {
        return Err(only_default());
    }
    claims::issue_to_app(tenant, &request.origins, app, scopes.audience.as_deref(), certified, now)
        .ok_or(SignInError::Malformed)
}
