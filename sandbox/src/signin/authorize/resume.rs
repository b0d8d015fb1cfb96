//! The buttons of the sign-in pages.

use http::header;
use jiff::Timestamp;
use uuid::Uuid;

use super::back::refuse;
use super::{AuthorizeRequest, Prompt, Stage, account_page, admin, stop_page};
use crate::audit::{Activity, Deed, Initiator};
use crate::signin::consent::{Principal, may_consent_for_all};
use crate::signin::error::Refusal;
use crate::signin::{authorize::steps, session};
use crate::tenant::Tenant;
use crate::web::{self, Answer, Ask};

/// `POST /{tenant}/login`: a button of one of the pages.
pub(in crate::signin) fn resume(tenant: &mut Tenant, ask: &Ask, now: Timestamp) -> Answer {
    let form = ask.form();
    let open = form.get("ctx").and_then(|ctx| tenant.signins.interactions.remove(ctx));
    let Some(open) = open.filter(|open| open.expires > now) else {
        return stop_page(tenant, Refusal::Malformed, None, now);
    };
    let request = open.request;
    match (form.get("action"), open.stage) {
        (Some("cancel"), _) => refuse(tenant, &request, Refusal::Cancelled, ask, now),
        (Some("decline"), _) => refuse(tenant, &request, Refusal::ConsentDeclined, ask, now),
        (Some("without-consent" | "return"), Stage::Stopped(refusal)) => {
            refuse(tenant, &request, refusal, ask, now)
        }
        (Some("approve"), Stage::Approve(person)) => {
            match session::approve(tenant, ask, person, &request.claims.contexts) {
                Some(signed_in) => steps::conclude(tenant, request, signed_in, false, ask, now),
                None => account_page(tenant, request, false, ask, now),
            }
        }
        (Some("consent"), Stage::Consent { person, names }) => {
            let whole = form.get("organization").is_some();
            consent(tenant, request, person, names, whole, ask, now)
        }
        (None, Stage::Account { renew }) => {
            let person = form.get("account").and_then(|id| Uuid::try_parse(id).ok());
            match person.filter(|person| session::is_account(tenant, *person)) {
                Some(person) => sign_in(tenant, request, person, renew, ask, now),
                None => account_page(tenant, request, renew, ask, now),
            }
        }
        // "Use another account": without the hint, which named the one.
        (Some(_) | None, _) => {
            let request = AuthorizeRequest { login_hint: None, ..request };
            let renew = request.prompt == Prompt::Login;
            account_page(tenant, request, renew, ask, now)
        }
    }
}

fn sign_in(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    person: Uuid,
    renew: bool,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let blocked = tenant.directory.user(person).filter(|user| !user.enabled).cloned();
    if let Some(user) = blocked {
        return steps::stop(tenant, request, &user, Refusal::AccountDisabled, ask, now);
    }
    let (cookie, signed_in) = session::sign_in(tenant, ask, person, renew, now);
    let mut answer = steps::conclude(tenant, request, signed_in, false, ask, now);
    web::add(&mut answer, header::SET_COOKIE, &cookie);
    answer
}

fn consent(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    person: Uuid,
    names: Vec<&'static str>,
    whole: bool,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let Some(signed_in) = session::of(tenant, ask, person) else {
        return account_page(tenant, request, false, ask, now);
    };
    let admin = tenant.directory.user(person).is_some_and(may_consent_for_all);
    let whole = admin && (whole || request.way.admin_consent);
    let whom = if whole { Principal::All } else { Principal::One(person) };
    tenant.signins.consents.grant(&request.app.called.id, whom, names.iter().copied());
    if let Some(user) = tenant.directory.user(person) {
        let deed =
            Deed::to_app(Activity::ConsentToApplication, request.app.principal(), &request.app.called.name)
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
        tenant.audit.record(now, &Initiator::user(user), [deed]);
    }
    if request.way.admin_consent {
        admin::granted(&request, &names, ask)
    } else {
        steps::conclude(tenant, request, signed_in, true, ask, now)
    }
}
