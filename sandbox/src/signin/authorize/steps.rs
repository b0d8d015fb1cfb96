//! What stands between a sign-in and the code: interruptions first, then consent.

use jiff::Timestamp;
use uuid::Uuid;

use super::back::refuse;
use super::{AuthorizeRequest, Prompt, Stage, account_page, admin, keep};
use crate::audit::sign_ins::App;
use crate::directory::User;
use crate::signin::consent::{Lacking, asked};
use crate::signin::error::Refusal;
use crate::signin::gate::{Gate, Passing, gate};
use crate::signin::permissions::{self, Permission};
use crate::signin::store::{CODE_LIFE, Code, Grant, SignedIn};
use crate::signin::{claims, pages};
use crate::tenant::Tenant;
use crate::web::{Request, Response};

/// Goes on for somebody who has signed in. `consented` if they have just pressed "Accept".
pub(super) fn conclude(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    signed_in: SignedIn,
    consented: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let Some(user) = tenant.directory.user(signed_in.person).cloned() else {
        return refuse(tenant, &authorization, Refusal::NoSession, request, now);
    };
    let silent = authorization.prompt == Prompt::Silent;
    let passing = Passing {
        user: &user,
        signed_in: &signed_in,
        app: &authorization.app.called,
        claims: &authorization.claims,
        silent,
        approval_due: tenant.signins.approval_due.contains(&user.id),
    };
    match gate(&passing, &tenant.settings, now) {
        Gate::Open => {}
        Gate::Approve(refusal) if silent => {
            tenant.signins.approval_due.insert(user.id);
            return refuse(tenant, &authorization, refusal, request, now);
        }
        Gate::SignInAgain(refusal) | Gate::Stop(refusal) if silent => {
            return refuse(tenant, &authorization, refusal, request, now);
        }
        Gate::SignInAgain(_) => return account_page(tenant, authorization, true, request, now),
        Gate::Approve(_) => {
            let asking = keep(tenant, authorization, Stage::Approve(user.id), request, now);
            return pages::interrupt::approve(&asking, &user);
        }
        Gate::Stop(refusal) => return stop(tenant, authorization, &user, refusal, request, now),
    }
    if authorization.way.admin_consent {
        admin::conclude(tenant, authorization, &user, request, now)
    } else {
        consent(tenant, authorization, &user, &signed_in, consented, request, now)
    }
}

/// Tells why it goes no further.
pub(super) fn stop(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    user: &User,
    refusal: Refusal,
    request: &Request,
    now: Timestamp,
) -> Response {
    let asking = keep(tenant, authorization, Stage::Stopped(refusal.clone()), request, now);
    pages::interrupt::stopped(&asking, user, &refusal)
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
    let lacking = tenant.signins.consents.lacking(&app, user, &authorization.scopes);
    match (lacking, authorization.prompt) {
        (Lacking::Nothing, Prompt::Consent) if !consented => {
            let granted = tenant.signins.consents.granted(&app.called.id, user.id);
            let mut shown = asked(&app, &authorization.scopes, &granted);
            if shown.is_empty() {
                shown.extend(permissions::find("User.Read"));
            }
            consent_page(tenant, authorization, user, &shown, request, now)
        }
        (Lacking::Nothing, _) => with_code(tenant, &authorization, user.id, signed_in, request, now),
        (Lacking::Admin(_) | Lacking::Own(_), Prompt::Silent) => {
            refuse(tenant, &authorization, Refusal::ConsentMissing(app.called.clone()), request, now)
        }
        (Lacking::Admin(permissions), _) => {
            let stage = Stage::Stopped(Refusal::AdminApproval(app.called.clone()));
            let asking = keep(tenant, authorization, stage, request, now);
            pages::consent::need_admin_approval(&asking, user, &permissions)
        }
        (Lacking::Own(permissions), _) => {
            consent_page(tenant, authorization, user, &permissions, request, now)
        }
    }
}

pub(super) fn consent_page(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    user: &User,
    permissions: &[&'static Permission],
    request: &Request,
    now: Timestamp,
) -> Response {
    let names = permissions.iter().map(|permission| permission.name).collect();
    let whole = authorization.way.admin_consent;
    let asking = keep(tenant, authorization, Stage::Consent { person: user.id, names }, request, now);
    pages::consent::permissions_requested(&asking, user, permissions, whole)
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
    // Sign-ins without a person at the screen stand in a list of their own, which is not imitated.
    let seen = tenant.directory.user(person).filter(|_| authorization.prompt != Prompt::Silent);
    if let Some(user) = seen {
        let (id, name) = (authorization.app.called.id.clone(), authorization.app.called.name.clone());
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
            redirect_uri: authorization.way.redirect_uri.clone(),
            challenge: authorization.challenge.clone(),
            expires: now.checked_add(CODE_LIFE).unwrap_or(now),
            used: false,
        },
    );
    let mut parameters = vec![("code", code)];
    if authorization.client_info {
        parameters.push(("client_info", claims::client_info(person)));
    }
    if authorization.client_data {
        // account type | error | sub-error | cloud | data boundary: the form is MSAL's, the values are inferred.
        let cloud = request.origins.login.split_once("//").map_or("", |(_, host)| host);
        parameters.push(("clientdata", format!("e|||{cloud}|none")));
    }
    parameters.push(("session_state", signed_in.sid.to_string()));
    authorization.way.go(parameters)
}
