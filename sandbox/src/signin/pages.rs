//! What a person sees while signing in.

use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;

use super::consent::Permission;
use super::error::Incident;
use crate::directory::members::ACCOUNTS;
use crate::directory::{Directory, TENANT_NAME, User};
use crate::page::{Look, Page};
use crate::tenant::{APP_NAME, Origins, TENANT_ID};
use crate::web::Answer;

/// The account page: one button for each account, named by person, address and role.
pub(super) fn pick_account(
    origins: &Origins,
    directory: &Directory,
    ctx: &str,
    hint: Option<Uuid>,
) -> Answer {
    let mut people: Vec<_> = ACCOUNTS
        .iter()
        .filter_map(|account| Some((directory.user_by_upn(account.upn)?, account.standing.label())))
        .collect();
    people.sort_by_key(|(person, _)| Some(person.id) != hint);
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Pick an account" }
        p { "to continue to " strong { (APP_NAME) } }
        (form(ctx, html! {
            ul.accounts {
                @for (person, role) in people { li { (account_button(person, role)) } }
            }
            div.actions {
                button.button type="submit" name="action" value="cancel" { "Cancel" }
            }
        }))
        p.quiet {
            "This is a sandbox: nobody is asked for a password, and nothing here reaches Microsoft. The mail that \
             Microsoft would send lands in the "
            a href={ (origins.control) "/_sandbox/outbox" } target="_blank" rel="noopener" { "outbox" } "."
        }
    };
    page(origins, "Sign in to your account", StatusCode::OK, body)
}

fn account_button(person: &User, role: &str) -> Markup {
    html! {
        button.account type="submit" name="account" value=(person.id) {
            span.face aria-hidden="true" { (initials(&person.display_name)) }
            // The spaces between the parts belong to the button's name.
            span.who {
                span.name { (person.display_name) } " "
                span.mail { (person.upn) } " "
                span.role { (role) }
            }
        }
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}

/// Shown when a permission is missing that nobody present may grant.
pub(super) fn need_admin_approval(
    origins: &Origins,
    ctx: &str,
    person: &User,
    permissions: &[&Permission],
) -> Answer {
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (person.upn) }
        h1 { "Need admin approval" }
        p { strong { (APP_NAME) } " needs permission to access resources in your organization that only an admin \
            can grant. Please ask an admin to grant permission to this app before you can use it." }
        (permission_list(permissions))
        (form(ctx, html! {
            div.actions {
                button.button.main type="submit" name="action" value="without-consent" {
                    "Return to the application without granting consent"
                }
            }
        }))
    };
    page(origins, "Need admin approval", StatusCode::OK, body)
}

/// Shown when the person may grant what is missing.
pub(super) fn permissions_requested(
    origins: &Origins,
    ctx: &str,
    person: &User,
    permissions: &[&Permission],
) -> Answer {
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (person.upn) }
        h1 { "Permissions requested" }
        p { strong { (APP_NAME) } " would like to:" }
        (permission_list(permissions))
        p.quiet { "Accepting means that you allow this app to use your data as it says in its terms." }
        (form(ctx, html! {
            input type="hidden" name="account" value=(person.id);
            div.actions {
                button.button type="submit" name="action" value="decline" { "Cancel" }
                button.button.main type="submit" name="action" value="consent" { "Accept" }
            }
        }))
    };
    page(origins, "Permissions requested", StatusCode::OK, body)
}

fn permission_list(permissions: &[&Permission]) -> Markup {
    html! {
        ul.permissions {
            @for permission in permissions {
                li { (permission.says) " " code { (permission.name) } }
            }
        }
    }
}

/// A request that cannot be answered with a redirect ends here.
pub(super) fn trouble(incident: &Incident) -> Answer {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Sign in" }
        p { "Sorry, but we’re having trouble signing you in." }
        p { (incident.headline()) }
        dl.facts {
            dt { "Trace ID" } dd { (incident.trace) }
            dt { "Correlation ID" } dd { (incident.correlation) }
            dt { "Timestamp" } dd { (incident.timestamp) }
        }
    };
    Page { title: "Sign in to your account", lang: "en", look: Look::Card, form_action: "", body }
        .answer(StatusCode::BAD_REQUEST)
}

pub(super) fn signed_out(origins: &Origins) -> Answer {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "You signed out of your account" }
        p { "It’s a good idea to close all browser windows." }
    };
    page(origins, "Sign out", StatusCode::OK, body)
}

fn form(ctx: &str, fields: Markup) -> Markup {
    html! {
        form method="post" action={ "/" (TENANT_ID) "/login" } {
            input type="hidden" name="ctx" value=(ctx);
            (fields)
        }
    }
}

fn page(origins: &Origins, title: &str, status: StatusCode, body: Markup) -> Answer {
    Page { title, lang: "en", look: Look::Card, form_action: &origins.portal, body }.answer(status)
}
