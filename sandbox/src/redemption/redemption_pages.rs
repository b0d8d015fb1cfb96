//! The pages of a redemption link.

pub(super) mod identity_pages;

use http::StatusCode;
use maud::{Markup, html};

use super::guest_visit::{BlockReason, Visit};
use super::identity_provider;
use crate::directory::{DEFAULT_DOMAIN, PRIVACY_STATEMENT, TENANT_NAME};
use crate::page::{Layout, Page};
use crate::web::Response;

/// The consent page of the inviting organization.
pub(super) fn review(visit: &Visit) -> Response {
    let invitation = &visit.invitation;
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (visit.address) }
        h1 { "Review permissions" }
        p { strong { (invitation.inviter) } " of " strong { (TENANT_NAME) } " (" (DEFAULT_DOMAIN) ") invites you \
            to its organization." }
        p { "This resource is not shared by Microsoft. The organization " strong { (TENANT_NAME) } " would like to:" }
        ul.permissions {
            li { "Sign you in" }
            li { "Read your name, email address, and photo" }
        }
        p.quiet { "You should only accept if you trust " (TENANT_NAME) ". Read its "
            a href=(PRIVACY_STATEMENT) target="_blank" rel="noopener noreferrer" { "privacy statement" }
            ". You can leave the organization at any time." }
        p.quiet { "Afterwards you go to " code { (invitation.redirect_url) } }
        (form(visit, html! {
            div.actions {
                (button("cancel", false, "Cancel"))
                (button("accept", true, "Accept"))
            }
        }))
    };
    step(visit, "Review permissions", body)
}

/// A page of a redemption. Browsers check the redirects after a form against `form-action`, so it contains the
/// invitation's target and, for redirects of that site, all https addresses.
fn step(visit: &Visit, title: &str, body: Markup) -> Response {
    let target = url::Url::parse(&visit.invitation.redirect_url);
    let form_action =
        format!("https: {}", target.map(|url| url.origin().ascii_serialization()).unwrap_or_default());
    Page { title, lang: "en", layout: Layout::Card, form_action: &form_action, body }.response(StatusCode::OK)
}

fn form(visit: &Visit, fields: Markup) -> Markup {
    html! {
        form method="post" action="/invitations/redeem" {
            input type="hidden" name="user" value=(visit.invitation.id);
            input type="hidden" name="ticket" value=(visit.invitation.ticket);
            (fields)
        }
    }
}

fn button(action: &str, main: bool, label: &str) -> Markup {
    html! { button.button.main[main] type="submit" name="action" value=(action) { (label) } }
}

/// The ticket is unknown: a newer invitation replaced it, or it is invalid.
pub(super) fn dead_link() -> Response {
    message(
        StatusCode::NOT_FOUND,
        "This invitation no longer works",
        html! {
            p { "The link has been replaced by a newer invitation, or it is not complete." }
            p { "Look for the latest invitation in your mail, or ask the person who invited you to send it again." }
        },
    )
}

/// Why the guest cannot sign in. Numbers and messages of the errors are [inferred]; that the domain lists have none is
/// inferred.
pub(super) fn stopped(block_reason: BlockReason, address: &str) -> Response {
    let domain = identity_provider::domain(address);
    let text = match block_reason {
        BlockReason::Disabled => html! { p { "AADSTS50057: The user account is disabled." } },
        BlockReason::Domain => html! {
            p { (TENANT_NAME) " does not let guests of " strong { (domain) } " in." }
        },
        BlockReason::CrossTenant => html! {
            p { "AADSTS500213: The resource tenant's cross-tenant access policy doesn't allow this user to access this \
                tenant." }
        },
    };
    let help =
        html! { (text) p { "Ask the person who invited you, or an administrator of " (TENANT_NAME) "." } };
    message(StatusCode::FORBIDDEN, "You can't get in", help)
}

pub(super) fn not_accepted() -> Response {
    message(
        StatusCode::OK,
        "Invitation not accepted",
        html! {
            p { "Nothing was shared with " (TENANT_NAME) "." }
            p { "You can still accept later: the link in your invitation stays good." }
        },
    )
}

pub(super) fn message(status: StatusCode, title: &str, text: Markup) -> Response {
    let body = html! { p.brand { (TENANT_NAME) } h1 { (title) } (text) };
    Page { title, lang: "en", layout: Layout::Card, form_action: "", body }.response(status)
}
