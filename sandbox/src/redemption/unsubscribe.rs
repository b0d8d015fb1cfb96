//! "Block future invitations": the address gets no more invitation mails of this organization. Invitations still create
//! the guest.
//!
//! The service's links contain a secret and ask for a sign-in; their form is not documented. Here the link contains the
//! address, and `/unsubscribe/manage` lists all blocked addresses.

use http::{Method, StatusCode};
use jiff::Timestamp;
use maud::{Markup, html};

use super::redemption_pages::message;
use crate::audit::{Activity, Initiator, NewEvent};
use crate::directory::TENANT_NAME;
use crate::page::{Layout, Page};
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// The action of the form.
enum Choice {
    Block,
    Allow,
}

/// Handles `/unsubscribe` and `/unsubscribe/manage`.
pub(crate) fn handle(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    let manage = request.segments.len() > 1;
    if request.method == Method::POST {
        // Without this check a page of another site could post the form and stop the mails (CSRF).
        if request.is_foreign(&request.origins.login) {
            return web::text(StatusCode::FORBIDDEN, "This page takes no requests of other origins.\n");
        }
        let form = request.form();
        let Some(address) = form.get("email").filter(|address| address.contains('@')) else {
            return incomplete_link();
        };
        return match (manage, form.get("action")) {
            (false, Some("block")) => apply(tenant, &Choice::Block, address, now),
            (true, Some("allow")) => apply(tenant, &Choice::Allow, address, now),
            (_, _) => message(
                StatusCode::OK,
                "Nothing has changed",
                html! { p { "Invitations of " (TENANT_NAME) " still reach you." } },
            ),
        };
    }
    if !request.is_read() {
        return web::text(StatusCode::METHOD_NOT_ALLOWED, "This page takes GET and POST.\n");
    }
    match request.query("email").filter(|address| address.contains('@')) {
        _ if manage => list(tenant),
        None => incomplete_link(),
        Some(address) => confirm(address),
    }
}

fn apply(tenant: &mut Tenant, choice: &Choice, address: &str, now: Timestamp) -> Response {
    match choice {
        Choice::Block => {
            if tenant.invitations.unsubscribe(address) {
                record(tenant, Activity::EmailUnsubscribed, address, now);
            }
            let text = html! {
                p { strong { (address) } " gets no more invitations from " strong { (TENANT_NAME) } " by mail." }
                p { a href="/unsubscribe/manage" { "Manage blocked invitations" } }
            };
            message(StatusCode::OK, "Invitations are blocked", text)
        }
        Choice::Allow => {
            if tenant.invitations.subscribe(address) {
                record(tenant, Activity::EmailSubscribed, address, now);
            }
            web::redirect(StatusCode::SEE_OTHER, "/unsubscribe/manage")
        }
    }
}

fn record(tenant: &mut Tenant, activity: Activity, address: &str, now: Timestamp) {
    let guest = tenant.directory.user_by_address(address);
    let new_event = guest
        .map_or_else(|| NewEvent::to_address(activity, address), |guest| NewEvent::to_user(activity, guest));
    tenant.audit.record(now, &Initiator::Address(address.to_owned()), [new_event]);
}

fn confirm(address: &str) -> Response {
    let title = format!("Block future invitations from {TENANT_NAME}?");
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { (title) }
        p { "Microsoft will send no more invitations of this organization to " strong { (address) } ". The invitation \
            that you have stays good." }
        form method="post" action="/unsubscribe" {
            input type="hidden" name="email" value=(address);
            div.actions {
                button.button type="submit" name="action" value="cancel" { "Cancel" }
                button.button.main type="submit" name="action" value="block" { "Block invitations" }
            }
        }
    };
    Page { title: &title, lang: "en", layout: Layout::Card, form_action: "", body }.response(StatusCode::OK)
}

fn list(tenant: &Tenant) -> Response {
    let blocked = &tenant.invitations.unsubscribed;
    let text = html! {
        @if blocked.is_empty() { p { "Nobody has blocked invitations from " (TENANT_NAME) "." } }
        @else {
            p { "These addresses get no more invitations from " strong { (TENANT_NAME) } " by mail:" }
            ul.blocked { @for address in blocked { li { (allow(address)) } } }
        }
    };
    message(StatusCode::OK, "Blocked invitations", text)
}

fn allow(address: &str) -> Markup {
    html! {
        form method="post" action="/unsubscribe/manage" {
            input type="hidden" name="email" value=(address);
            span { (address) } " "
            button.button type="submit" name="action" value="allow" {
                "Allow again" span.unseen { " for " (address) }
            }
        }
    }
}

fn incomplete_link() -> Response {
    message(
        StatusCode::BAD_REQUEST,
        "This link is not complete",
        html! { p { "Use the link in your invitation to block further ones." } },
    )
}
