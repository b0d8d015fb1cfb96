//! Handles the buttons of the sign-in pages.

use http::header;
use jiff::Timestamp;
use uuid::Uuid;

use super::interactions::{account_page, error_page};
use super::redirect::{granted, reject};
use crate::apps::consent::{Principal, may_consent_for_all};
use crate::audit::{Activity, Initiator, NewEvent};
use crate::sessions::authorize_request::{AuthorizeRequest, Prompt, Stage};
use crate::sessions::sign_in_error::SignInError;
use crate::signin::authorize::steps;
use crate::signin::session;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// `POST /{tenant}/login`.
pub(in crate::signin) fn resume(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    let form = request.form();
    let open = form.get("ctx").and_then(|ctx| tenant.signins.interactions.remove(ctx));
    let Some(open) = open.filter(|open| open.expires > now) else {
        return error_page(tenant, SignInError::Malformed, None, now);
    };
    let authorization = open.authorization;
    match (form.get("action"), open.stage) {
        (Some("cancel"), _) => reject(tenant, &authorization, SignInError::Cancelled, request, now),
        (Some("decline"), _) => reject(tenant, &authorization, SignInError::ConsentDeclined, request, now),
        (Some("without-consent" | "return"), Stage::Stopped(error)) => {
            reject(tenant, &authorization, error, request, now)
        }
        (Some("approve"), Stage::Approve(person)) => {
            match session::approve(tenant, request, person, &authorization.claims.contexts) {
                Some(signed_in) => steps::conclude(tenant, authorization, signed_in, false, request, now),
                None => account_page(tenant, authorization, false, request, now),
            }
        }
        (Some("consent"), Stage::Consent { person, names }) => {
            let whole = form.get("organization").is_some();
            consent(tenant, authorization, person, names, whole, request, now)
        }
        (None, Stage::Account { renew }) => {
            let person = form.get("account").and_then(|id| Uuid::try_parse(id).ok());
            match person.filter(|person| session::is_account(tenant, *person)) {
                Some(person) => sign_in(tenant, authorization, person, renew, request, now),
                None => account_page(tenant, authorization, renew, request, now),
            }
        }
        // "Use another account": the login hint no longer applies.
        (Some(_) | None, _) => {
            let authorization = AuthorizeRequest { login_hint: None, ..authorization };
            let renew = authorization.prompt == Prompt::Login;
            account_page(tenant, authorization, renew, request, now)
        }
    }
}

fn sign_in(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    person: Uuid,
    renew: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let blocked = tenant.directory.user(person).filter(|user| !user.enabled).cloned();
    if let Some(user) = blocked {
        return steps::stop(tenant, authorization, &user, SignInError::AccountDisabled, request, now);
    }
    let (cookie, signed_in) = session::sign_in(tenant, request, person, renew, now);
    let mut response = steps::conclude(tenant, authorization, signed_in, false, request, now);
    web::add(&mut response, header::SET_COOKIE, &cookie);
    response
}

fn consent(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    person: Uuid,
    names: Vec<&'static str>,
    whole: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let Some(signed_in) = session::of(tenant, request, person) else {
        return account_page(tenant, authorization, false, request, now);
    };
    let admin = tenant.directory.user(person).is_some_and(may_consent_for_all);
    let whole = admin && (whole || authorization.redirect.admin_consent);
    let whom = if whole { Principal::All } else { Principal::One(person) };
    tenant.signins.consents.grant(&authorization.app.identity.id, whom, names.iter().copied());
    if let Some(user) = tenant.directory.user(person) {
        let new_event = NewEvent::to_app(
            Activity::ConsentToApplication,
            authorization.app.principal(),
            &authorization.app.identity.name,
        )
        .changed(
            "ConsentContext.IsAdminConsent",
            None,
            Some(format!("\"{}\"", if admin { "True" } else { "False" })),
        )
        .changed(
            "ConsentContext.OnBehalfOfAll",
            None,
            Some(format!("\"{}\"", if whole { "True" } else { "False" })),
        )
        .changed("ConsentAction.Permissions", None, Some(format!("\"{}\"", names.join(" "))));
        tenant.audit.record(now, &Initiator::user(user), [new_event]);
    }
    if authorization.redirect.admin_consent {
        granted(&authorization, &names, request)
    } else {
        steps::conclude(tenant, authorization, signed_in, true, request, now)
    }
}
