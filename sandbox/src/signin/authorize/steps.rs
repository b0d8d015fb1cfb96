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
use crate::web::{Answer, Ask};

/// Goes on for somebody who has signed in. `consented` if they have just pressed "Accept".
pub(super) fn conclude(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    signed_in: SignedIn,
    consented: bool,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let Some(user) = tenant.directory.user(signed_in.person).cloned() else {
        return refuse(tenant, &request, Refusal::NoSession, ask, now);
    };
    let silent = request.prompt == Prompt::Silent;
    let passing = Passing {
        user: &user,
        signed_in: &signed_in,
        app: &request.app.called,
        claims: &request.claims,
        silent,
        approval_due: tenant.signins.approval_due.contains(&user.id),
    };
    match gate(&passing, &tenant.settings, now) {
        Gate::Open => {}
        Gate::Approve(refusal) if silent => {
            tenant.signins.approval_due.insert(user.id);
            return refuse(tenant, &request, refusal, ask, now);
        }
        Gate::SignInAgain(refusal) | Gate::Stop(refusal) if silent => {
            return refuse(tenant, &request, refusal, ask, now);
        }
        Gate::SignInAgain(_) => return account_page(tenant, request, true, ask, now),
        Gate::Approve(_) => {
            let asking = keep(tenant, request, Stage::Approve(user.id), ask, now);
            return pages::interrupt::approve(&asking, &user);
        }
        Gate::Stop(refusal) => return stop(tenant, request, &user, refusal, ask, now),
    }
    if request.way.admin_consent {
        admin::conclude(tenant, request, &user, ask, now)
    } else {
        consent(tenant, request, &user, &signed_in, consented, ask, now)
    }
}

/// Tells why it goes no further.
pub(super) fn stop(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    user: &User,
    refusal: Refusal,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let asking = keep(tenant, request, Stage::Stopped(refusal.clone()), ask, now);
    pages::interrupt::stopped(&asking, user, &refusal)
}

fn consent(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    user: &User,
    signed_in: &SignedIn,
    consented: bool,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let app = request.app.clone();
    let lacking = tenant.signins.consents.lacking(&app, user, &request.scopes);
    match (lacking, request.prompt) {
        (Lacking::Nothing, Prompt::Consent) if !consented => {
            let granted = tenant.signins.consents.granted(&app.called.id, user.id);
            let mut shown = asked(&app, &request.scopes, &granted);
            if shown.is_empty() {
                shown.extend(permissions::find("User.Read"));
            }
            consent_page(tenant, request, user, &shown, ask, now)
        }
        (Lacking::Nothing, _) => with_code(tenant, &request, user.id, signed_in, ask, now),
        (Lacking::Admin(_) | Lacking::Own(_), Prompt::Silent) => {
            refuse(tenant, &request, Refusal::ConsentMissing(app.called.clone()), ask, now)
        }
        (Lacking::Admin(permissions), _) => {
            let stage = Stage::Stopped(Refusal::AdminApproval(app.called.clone()));
            let asking = keep(tenant, request, stage, ask, now);
            pages::consent::need_admin_approval(&asking, user, &permissions)
        }
        (Lacking::Own(permissions), _) => consent_page(tenant, request, user, &permissions, ask, now),
    }
}

pub(super) fn consent_page(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    user: &User,
    permissions: &[&'static Permission],
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let names = permissions.iter().map(|permission| permission.name).collect();
    let whole = request.way.admin_consent;
    let asking = keep(tenant, request, Stage::Consent { person: user.id, names }, ask, now);
    pages::consent::permissions_requested(&asking, user, permissions, whole)
}

fn with_code(
    tenant: &mut Tenant,
    request: &AuthorizeRequest,
    person: Uuid,
    signed_in: &SignedIn,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let code = format!("1.{}", tenant.random.token());
    // Sign-ins without a person at the screen stand in a list of their own, which is not imitated.
    let seen = tenant.directory.user(person).filter(|_| request.prompt != Prompt::Silent);
    if let Some(user) = seen {
        let (id, name) = (request.app.called.id.clone(), request.app.called.name.clone());
        tenant.audit.signed_in(now, user, App::Registered { id, name });
        tenant.directory.signed_in(person, now);
    }
    let grant = Grant {
        app: request.app.clone(),
        kind: request.kind,
        signed_in: signed_in.clone(),
        open_id: request.scopes.open_id,
        nonce: request.nonce.clone(),
        audience: request.scopes.audience.clone(),
        cp1: request.claims.cp1,
        given: now,
    };
    tenant.signins.codes.retain(|_, code| code.expires > now);
    tenant.signins.codes.insert(
        code.clone(),
        Code {
            grant,
            redirect_uri: request.way.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            expires: now.checked_add(CODE_LIFE).unwrap_or(now),
            used: false,
        },
    );
    let mut parameters = vec![("code", code)];
    if request.client_info {
        parameters.push(("client_info", claims::client_info(person)));
    }
    if request.client_data {
        // account type | error | sub-error | cloud | data boundary: the form is MSAL's, the values are inferred.
        let cloud = ask.origins.login.split_once("//").map_or("", |(_, host)| host);
        parameters.push(("clientdata", format!("e|||{cloud}|none")));
    }
    parameters.push(("session_state", signed_in.sid.to_string()));
    request.way.go(parameters)
}
