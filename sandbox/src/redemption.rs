//! The guest's side of an invitation: tickets, the pages behind a redemption link, the change to `Accepted`, mails, and
//! blocked mails.
//!
//! Knows tickets and guests. Must not know who may invite.
//!
//! Not simulated: just-in-time redemption by a tenant's own link such as `https://myapps.microsoft.com/?tenantid=…`,
//! and terms of use.

mod guest_visit;
mod identity_provider;
mod redemption_pages;
pub(crate) mod unsubscribe;
mod visit;

use http::{Method, StatusCode};
use jiff::Timestamp;

use crate::clouds;
use crate::directory::TENANT_ID;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};
use guest_visit::Visit;

/// Handles `/redeem` and `/invitations/redeem`. A `/redeem` with a ticket is an older form of the link, on its own
/// host.
pub(crate) fn handle(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    if tenant.is_elsewhere(&request.origins) {
        // Another cloud does not know the invitation [inferred].
        return redemption_pages::dead_link();
    }
    if request.segments.len() == 1 && request.query("ticket").is_none() {
        return unwrap_link(request);
    }
    if request.method == Method::POST {
        let form = request.form();
        let field = |name| form.get(name).unwrap_or_default();
        return match Visit::find(tenant, field("ticket"), field("user")) {
            Some(visit) => visit.submit(tenant, request, field("action"), field("code"), now),
            None => redemption_pages::dead_link(),
        };
    }
    if !request.is_read() {
        return web::text(StatusCode::METHOD_NOT_ALLOWED, "This page takes GET and POST.\n");
    }
    let ours = request.query("tenant").is_some_and(|id| id.eq_ignore_ascii_case(TENANT_ID));
    let ticket = request.query("ticket").filter(|_| ours).and_then(whole_ticket).unwrap_or_default();
    match Visit::find(tenant, &ticket, request.query("user").unwrap_or_default()) {
        Some(visit) => visit.show(tenant, request, now),
        None => redemption_pages::dead_link(),
    }
}

/// The ticket of a link whose query has been decoded: one escape is left. `None` for a ticket that was decoded or
/// encoded once too often, with which the service does not find the invitation [inferred].
fn whole_ticket(escaped: &str) -> Option<String> {
    let ticket = percent_encoding::percent_decode_str(escaped).decode_utf8().ok()?.into_owned();
    (web::encode_lower(&ticket) == escaped).then_some(ticket)
}

/// Redirects `/redeem?rd=…` to the address in it, which must be the sandbox's own: this is no open redirect. The page
/// is on the sign-in host even if the link names another one, so a browser does not need to resolve that.
fn unwrap_link(request: &Request) -> Response {
    let own = clouds::redemption(&request.origins);
    let inner = request.query("rd").and_then(|inner| inner.strip_prefix(&own)?.strip_prefix('?'));
    match inner {
        Some(query) => {
            let page = format!("{}/invitations/redeem/?{query}", request.origins.login);
            web::redirect(StatusCode::FOUND, &page)
        }
        None => redemption_pages::dead_link(),
    }
}
