//! The steps between sign-in and code: interruptions, then consent.

use jiff::Timestamp;
use uuid::Uuid;

use super::interactions::{account_page, consent_page, store_interaction};
use super::redirect::reject;
use crate::apps::consent::{MissingConsent, asked, may_consent_for_all};
use crate::apps::permissions;
use crate::audit::sign_ins::App;
use crate::directory::User;
use crate::sessions::authorize_request::{AuthorizeRequest, Prompt, Stage};
use crate::sessions::sign_in_error::SignInError;
use crate::sessions::{CODE_LIFETIME, Code, Grant, SignedIn};
use crate::signin::access_check::{AccessCheck, SignInAttempt, check_access};
use crate::signin::{claims, sign_in_pages};
use crate::tenant::Tenant;
use crate::web::{Request, Response};

/// Continues after a sign-in. `consented` is true right after the user pressed "Accept".
pub(super) fn conclude(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    signed_in: SignedIn,
    consented: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let Some(user) = tenant.directory.user(signed_in.person).cloned() else {
        return reject(tenant, &authorization, SignInError::NoSession, request, now);
    };
    let silent = authorization.prompt == Prompt::Silent;
    let attempt = SignInAttempt {
        user: &user,
        signed_in: &signed_in,
        app: &authorization.app.identity,
        claims: &authorization.claims,
        silent,
        second_factor_due: tenant.signins.second_factor_due.contains(&user.id),
    };
    match check_access(&attempt, &tenant.settings, now) {
        AccessCheck::Passed => {}
        AccessCheck::SecondFactorNeeded(error) if silent => {
            tenant.signins.second_factor_due.insert(user.id);
            return reject(tenant, &authorization, error, request, now);
        }
        AccessCheck::NewSignInNeeded(error) | AccessCheck::Denied(error) if silent => {
            return reject(tenant, &authorization, error, request, now);
        }
        AccessCheck::NewSignInNeeded(_) => return account_page(tenant, authorization, true, request, now),
        AccessCheck::SecondFactorNeeded(_) => {
            let context = store_interaction(tenant, authorization, Stage::Approve(user.id), request, now);
            return sign_in_pages::interruption_pages::approve(&context, &user);
        }
        AccessCheck::Denied(error) => return stop(tenant, authorization, &user, error, request, now),
    }
    if authorization.redirect.admin_consent {
        conclude_admin_consent(tenant, authorization, &user, request, now)
    } else {
        consent(tenant, authorization, &user, &signed_in, consented, request, now)
    }
}

/// Shows the permissions to an administrator, and "Need admin approval" to other users.
fn conclude_admin_consent(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    user: &User,
    request: &Request,
    now: Timestamp,
) -> Response {
    let mut asked = authorization.scopes.graph.clone();
    if authorization.scopes.default {
        asked.extend(authorization.app.delegated.iter().filter_map(|name| permissions::find(name)));
    }
    if may_consent_for_all(user) {
        consent_page(tenant, authorization, user, &asked, request, now)
    } else {
        let stage = Stage::Stopped(SignInError::AdminApproval(authorization.app.identity.clone()));
        let context = store_interaction(tenant, authorization, stage, request, now);
        sign_in_pages::consent_page::need_admin_approval(&context, user, &asked)
    }
}

/// Shows an error page.
pub(super) fn stop(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    user: &User,
    error: SignInError,
    request: &Request,
    now: Timestamp,
) -> Response {
    let context = store_interaction(tenant, authorization, Stage::Stopped(error.clone()), request, now);
    sign_in_pages::interruption_pages::stopped(&context, user, &error)
}

fn consent(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    user: &User,
    signed_in: &SignedIn,
    consented: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let app = authorization.app.clone();
    let missing = tenant.signins.consents.missing(&app, user, &authorization.scopes);
    match (missing, authorization.prompt) {
        (MissingConsent::None, Prompt::Consent) if !consented => {
            let granted = tenant.signins.consents.granted(&app.identity.id, user.id);
            let mut shown = asked(&app, &authorization.scopes, &granted);
            if shown.is_empty() {
                shown.extend(permissions::find("User.Read"));
            }
            consent_page(tenant, authorization, user, &shown, request, now)
        }
        (MissingConsent::None, _) => with_code(tenant, &authorization, user.id, signed_in, request, now),
        (MissingConsent::Admin(_) | MissingConsent::User(_), Prompt::Silent) => {
            reject(tenant, &authorization, SignInError::ConsentMissing(app.identity.clone()), request, now)
        }
        (MissingConsent::Admin(permissions), _) => {
            let stage = Stage::Stopped(SignInError::AdminApproval(app.identity.clone()));
            let context = store_interaction(tenant, authorization, stage, request, now);
            sign_in_pages::consent_page::need_admin_approval(&context, user, &permissions)
        }
        (MissingConsent::User(permissions), _) => {
            consent_page(tenant, authorization, user, &permissions, request, now)
        }
    }
}

fn with_code(
    tenant: &mut Tenant,
    authorization: &AuthorizeRequest,
    person: Uuid,
    signed_in: &SignedIn,
    request: &Request,
    now: Timestamp,
) -> Response {
    let code = format!("1.{}", tenant.random.token());
    // The service logs silent sign-ins in another list, which is not simulated.
    let seen = tenant.directory.user(person).filter(|_| authorization.prompt != Prompt::Silent);
    if let Some(user) = seen {
        let (id, name) = (authorization.app.identity.id.clone(), authorization.app.identity.name.clone());
        tenant.audit.signed_in(now, user, App::Registered { id, name });
        tenant.directory.signed_in(person, now);
    }
    let grant = Grant {
        app: authorization.app.clone(),
        kind: authorization.kind,
        signed_in: signed_in.clone(),
        open_id: authorization.scopes.open_id,
        nonce: authorization.nonce.clone(),
        audience: authorization.scopes.audience.clone(),
        cp1: authorization.claims.cp1,
        given: now,
    };
    tenant.signins.codes.retain(|_, code| code.expires > now);
    tenant.signins.codes.insert(
        code.clone(),
        Code {
            grant,
            redirect_uri: authorization.redirect.redirect_uri.clone(),
            challenge: authorization.challenge.clone(),
            expires: now.checked_add(CODE_LIFETIME).unwrap_or(now),
            used: false,
        },
    );
    let mut parameters = vec![("code", code)];
    if authorization.client_info {
        parameters.push(("client_info", claims::client_info(person)));
    }
    if authorization.client_data {
        // account type | error | sub-error | cloud | data boundary: the form is MSAL's, the values are [inferred].
        let cloud = request.origins.login.split_once("//").map_or("", |(_, host)| host);
        parameters.push(("clientdata", format!("e|||{cloud}|none")));
    }
    parameters.push(("session_state", signed_in.sid.to_string()));
    authorization.redirect.respond(parameters)
}
