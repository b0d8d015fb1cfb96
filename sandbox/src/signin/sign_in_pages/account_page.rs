//! The account page.

use maud::{Markup, html};

use super::{PageContext, button};
use crate::directory::accounts::ACCOUNTS;
use crate::directory::{Directory, TENANT_NAME, User};
use crate::web::Response;

/// One button for each account, with name, address and role; the hinted one is first.
pub(in crate::signin) fn pick(
    context: &PageContext,
    directory: &Directory,
    hinted: Option<&User>,
    hint: Option<&str>,
) -> Response {
    let mut people: Vec<_> = ACCOUNTS
        .iter()
        .filter_map(|account| Some((directory.user_by_upn(account.upn)?, account.kind.label())))
        .collect();
    people.sort_by_key(|(person, _)| Some(person.id) != hinted.map(|hinted| hinted.id));
    let unknown = hint.filter(|hint| hinted.is_none() && hint.contains('@'));
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Pick an account" }
        p { "to continue to " strong { (context.app.name) } }
        @if let Some(hint) = unknown { p.warning { (no_account(directory, hint)) } }
        (context.form(html! {
            ul.accounts {
                @for (person, role) in people { li { (account_button(person, role)) } }
            }
            div.actions { (button("cancel", false, "Cancel")) }
        }))
        p.quiet {
            "This is a sandbox: nobody is asked for a password, and nothing here reaches Microsoft. The mail that \
             Microsoft would send lands in the "
            a href={ (context.origins.control) "/_sandbox/outbox" } target="_blank" rel="noopener" { "outbox" } "."
        }
    };
    context.page("Sign in to your account", body)
}

/// Entra shows this after the name was typed, with one number for the tenant's own domains and another for all others.
fn no_account(directory: &Directory, hint: &str) -> String {
    let domain = hint.rsplit('@').next().unwrap_or_default();
    if directory.is_verified_domain(domain) {
        format!(
            "AADSTS50034: The user account {hint} does not exist in {TENANT_NAME} or cannot sign in. Pick another."
        )
    } else {
        format!(
            "AADSTS50020: User account '{hint}' does not exist in tenant '{TENANT_NAME}'. It needs to be added as an \
             external user in the tenant first. Pick another."
        )
    }
}

/// The page for a new sign-in of one user. There are no passwords: a button replaces the sign-in.
pub(in crate::signin) fn sign_in_as(context: &PageContext, person: &User) -> Response {
    let role = ACCOUNTS.iter().find(|account| account.upn == person.upn);
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Sign in again" }
        p { "to continue to " strong { (context.app.name) } }
        (context.form(html! {
            ul.accounts { li { (account_button(person, role.map_or("", |account| account.kind.label()))) } }
            div.actions {
                (button("other", false, "Use another account"))
                (button("cancel", false, "Cancel"))
            }
        }))
    };
    context.page("Sign in to your account", body)
}

fn account_button(person: &User, role: &str) -> Markup {
    html! {
        button.account type="submit" name="account" value=(person.id) {
            span.face aria-hidden="true" { (initials(&person.display_name)) }
            // The spaces are part of the button's accessible name.
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
