//! What a guest sees when following a redemption link.

use http::StatusCode;
use maud::{Markup, html};

use super::Invitation;
use crate::directory::{DEFAULT_DOMAIN, TENANT_NAME};
use crate::page::{Look, Page};
use crate::tenant::Tenant;
use crate::web::Answer;

/// The consent page of the host organisation.
pub(super) fn review(tenant: &Tenant, invitation: &Invitation) -> Answer {
    let guest = tenant.directory.user(invitation.guest);
    let address = guest.and_then(|guest| guest.mail.as_deref()).unwrap_or_default();
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (address) }
        h1 { "Review permissions" }
        p { strong { (invitation.inviter) } " of " strong { (TENANT_NAME) } " (" (DEFAULT_DOMAIN) ") invites you \
            to its organization." }
        p { "This resource is not shared by Microsoft. The organization " strong { (TENANT_NAME) } " would like to:" }
        ul.permissions {
            li { "Sign you in" }
            li { "Read your name, email address, and photo" }
        }
        p.quiet { "You should only accept if you trust " (TENANT_NAME) ". " (TENANT_NAME) " has not provided a link \
            to its privacy statement. You can leave the organization at any time." }
        p.quiet { "Afterwards you go to " code { (invitation.redirect_url) } }
        form method="post" action="/invitations/redeem" {
            input type="hidden" name="user" value=(invitation.id);
            input type="hidden" name="ticket" value=(invitation.ticket);
            div.actions {
                button.button type="submit" name="action" value="cancel" { "Cancel" }
                button.button.main type="submit" name="action" value="accept" { "Accept" }
            }
        }
    };
    // Browsers check where a form's answer redirects to, and further hops of that site too.
    let target = url::Url::parse(&invitation.redirect_url).map(|url| url.origin().ascii_serialization());
    let form_action = format!("https: {}", target.unwrap_or_default());
    Page { title: "Review permissions", lang: "en", look: Look::Card, form_action: &form_action, body }
        .answer(StatusCode::OK)
}

/// The ticket is unknown: replaced by a newer invitation, or never ours.
pub(super) fn dead_link() -> Answer {
    message(
        StatusCode::NOT_FOUND,
        "This invitation no longer works",
        html! {
            p { "The link has been replaced by a newer invitation, or it is not complete." }
            p { "Look for the latest invitation in your mail, or ask the person who invited you to send it again." }
        },
    )
}

pub(super) fn not_accepted() -> Answer {
    message(
        StatusCode::OK,
        "Invitation not accepted",
        html! {
            p { "Nothing was shared with " (TENANT_NAME) "." }
            p { "You can still accept later: the link in your invitation stays good." }
        },
    )
}

fn message(status: StatusCode, title: &str, text: Markup) -> Answer {
    let body = html! { p.brand { (TENANT_NAME) } h1 { (title) } (text) };
    Page { title, lang: "en", look: Look::Card, form_action: "", body }.answer(status)
}
