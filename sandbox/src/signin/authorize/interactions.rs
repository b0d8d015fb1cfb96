//! The pages of an open authorization request, and its storage while a page is open.

use std::sync::Arc;

use jiff::Timestamp;

use crate::apps::permissions::Permission;
use crate::directory::User;
use crate::sessions::authorize_request::{AuthorizeRequest, Stage};
use crate::sessions::sign_in_error::{ErrorReport, SignInError};
use crate::sessions::{INTERACTION_LIFETIME, Interaction};
use crate::signin::{session, sign_in_pages};
use crate::tenant::Tenant;
use crate::web::{Request, Response};

pub(super) fn error_page(
    tenant: &mut Tenant,
    error: SignInError,
    correlation: Option<&str>,
    now: Timestamp,
) -> Response {
    let report = ErrorReport::new(error, correlation, &mut tenant.random, now);
    sign_in_pages::error_page(&report)
}

pub(super) fn account_page(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    renew: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let hint = authorization.login_hint.clone();
    let person = hint.as_deref().and_then(|hint| session::hinted(tenant, hint));
    let only = renew && person.is_some();
    let context = store_interaction(tenant, authorization, Stage::Account { renew }, request, now);
    match person.and_then(|id| tenant.directory.user(id)) {
        Some(person) if only => sign_in_pages::account_page::sign_in_as(&context, person),
        hinted => sign_in_pages::account_page::pick(&context, &tenant.directory, hinted, hint.as_deref()),
    }
}

/// Stores a request while its page is open. The page contains the key (`ctx`).
pub(super) fn store_interaction(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    stage: Stage,
    request: &Request,
    now: Timestamp,
) -> sign_in_pages::PageContext {
    let ctx = tenant.random.token();
    let context = sign_in_pages::PageContext {
        origins: Arc::clone(&request.origins),
        ctx: ctx.clone(),
        app: authorization.app.identity.clone(),
        source: authorization.redirect.csp_source(),
    };
    let expires = now.checked_add(INTERACTION_LIFETIME).unwrap_or(now);
    tenant.signins.interactions.retain(|_, open| open.expires > now);
    tenant.signins.interactions.insert(ctx, Interaction { authorization, stage, expires });
    context
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
    let whole = authorization.redirect.admin_consent;
    let context =
        store_interaction(tenant, authorization, Stage::Consent { person: user.id, names }, request, now);
    sign_in_pages::consent_page::permissions_requested(&context, user, permissions, whole)
}
