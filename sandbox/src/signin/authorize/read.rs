//! Parses and checks an authorization request.

use std::sync::Arc;

use uuid::Uuid;

use crate::apps::scopes::Scopes;
use crate::apps::{App, RedirectKind};
use crate::origins::Origins;
use crate::sessions::authorize_request::{AuthorizeRequest, Pkce, Prompt, RedirectTarget, ResponseMode};
use crate::sessions::claims_request::ClaimsRequest;
use crate::sessions::sign_in_error::SignInError;
use crate::signin::authority::Authority;
use crate::signin::parameters::Parameters;
use crate::tenant::Tenant;

/// How a rejected request ends.
pub(super) enum Failure {
    /// On a page, because there is no valid redirect URI.
    Page(SignInError),
    /// With a redirect to the app, with its state.
    Redirect(Box<RedirectTarget>, SignInError),
}

pub(super) fn read(
    tenant: &Tenant,
    segment: &str,
    parameters: &Parameters,
    origins: &Origins,
) -> Result<AuthorizeRequest, Failure> {
    // On a page of this site: it is not known which of two redirect URIs is meant.
    if let Some(name) = parameters.repeated() {
        return Err(Failure::Page(SignInError::Repeated(name.to_owned())));
    }
    let (app, kind, redirect_uri) = client(tenant, segment, parameters, origins)?;
    let (mode, mode_problem) = match parameters.get("response_mode") {
        None | Some("query") => (ResponseMode::Query, None),
        Some("fragment") => (ResponseMode::Fragment, None),
        // A single-page app cannot read a posted form, so it gets an error here; Entra would post the form.
        Some("form_post") if kind != RedirectKind::Spa => (ResponseMode::FormPost, None),
        Some(other) => (ResponseMode::Query, Some(SignInError::ResponseMode(other.to_owned()))),
    };
    let redirect =
        RedirectTarget { redirect_uri, mode, state: parameters.owned("state"), admin_consent: false };
    let refused = |error| Failure::Redirect(Box::new(redirect.clone()), error);
    if let Some(error) = mode_problem {
        return Err(refused(error));
    }
    match parameters.get("response_type") {
        Some("code") => {}
        Some(other) => return Err(refused(SignInError::ResponseType(other.to_owned()))),
        None => return Err(refused(SignInError::MissingParameter("response_type"))),
    }
    let scope = parameters.get("scope").ok_or_else(|| refused(SignInError::MissingParameter("scope")))?;
    let scopes = Scopes::read(scope, origins).map_err(|scope| refused(SignInError::UnknownScope(scope)))?;
    if let Some(resource) = scopes.other.clone() {
        return Err(refused(SignInError::UnlistedResource { resource, app: app.identity.clone() }));
    }
    let challenge = challenge(parameters, kind).map_err(refused)?;
    let claims =
        ClaimsRequest::read(parameters.get("claims")).ok_or_else(|| refused(SignInError::Malformed))?;
    let prompt = match parameters.get("prompt") {
        Some("none") => Prompt::Silent,
        Some("login") => Prompt::Login,
        Some("consent") => Prompt::Consent,
        Some("select_account") => Prompt::SelectAccount,
        // For signing up, which this tenant does not offer; so it is ignored [invented].
        Some("create") | None => Prompt::Absent,
        Some(_) => return Err(refused(SignInError::UnknownPrompt)),
    };
    Ok(AuthorizeRequest {
        app,
        kind,
        nonce: parameters.owned("nonce"),
        challenge,
        scopes,
        prompt,
        login_hint: parameters.owned("login_hint"),
        sid: parameters.get("sid").map(|sid| Uuid::try_parse(sid).unwrap_or_default()),
        claims,
        client_info: parameters.get("client_info") == Some("1"),
        client_data: parameters.get("clidata") == Some("1"),
        correlation: parameters.owned("client-request-id"),
        redirect,
    })
}

/// The app, its redirect URI and the platform. An error here shows a page.
pub(super) fn client(
    tenant: &Tenant,
    segment: &str,
    parameters: &Parameters,
    origins: &Origins,
) -> Result<(Arc<App>, RedirectKind, String), Failure> {
    let needed = |name| parameters.get(name).ok_or(Failure::Page(SignInError::MissingParameter(name)));
    let authority = Authority::read(tenant, segment, origins).map_err(Failure::Page)?;
    let client = needed("client_id")?;
    let app = tenant.signins.apps.get(client);
    let app = app.ok_or_else(|| Failure::Page(SignInError::UnknownClient(client.to_owned())))?;
    authority.admits(&app).map_err(Failure::Page)?;
    let uri = needed("redirect_uri")?.to_owned();
    match app.redirect(&uri, origins) {
        Some(kind) => Ok((app, kind, uri)),
        None => Err(Failure::Page(SignInError::WrongRedirect { uri, app: app.identity.clone() })),
    }
}

/// PKCE is mandatory for single-page apps.
fn challenge(parameters: &Parameters, kind: RedirectKind) -> Result<Option<Pkce>, SignInError> {
    let challenge = method(parameters, kind)?;
    if challenge.as_ref().is_none_or(Pkce::is_sized) { Ok(challenge) } else { Err(SignInError::PkceSize) }
}

fn method(parameters: &Parameters, kind: RedirectKind) -> Result<Option<Pkce>, SignInError> {
    match (parameters.owned("code_challenge"), parameters.get("code_challenge_method")) {
        (Some(challenge), Some("S256")) => Ok(Some(Pkce::S256(challenge))),
        (Some(challenge), Some("plain") | None) => Ok(Some(Pkce::Plain(challenge))),
        (Some(_), Some(other)) => Err(SignInError::PkceMethod(other.to_owned())),
        (None, _) if kind == RedirectKind::Spa => Err(SignInError::PkceMissing),
        (None, _) => Ok(None),
    }
}
