//! The sign-in pages of a guest: with an account elsewhere, or with a passcode. There are no passwords: a button
//! replaces the sign-in.

use maud::{Markup, html};

use super::{button, form, step};
use crate::directory::TENANT_NAME;
use crate::invitations::passcode::CodeCheck;
use crate::redemption::guest_visit::Visit;
use crate::redemption::identity_provider::IdentityProvider;
use crate::web::{Request, Response};

/// The sign-in page of the guest's identity provider.
pub(in crate::redemption) fn sign_in(visit: &Visit, provider: &IdentityProvider) -> Response {
    let (brand, title) = match provider {
        IdentityProvider::Work(organization) => (organization.as_str(), "Sign in with your work account"),
        IdentityProvider::Google => ("Google", "Sign in with Google"),
        IdentityProvider::MicrosoftAccount => ("Microsoft", "Sign in with your Microsoft account"),
        IdentityProvider::Passcode => (TENANT_NAME, "Sign in with a code"),
    };
    let (says, action, label) = match provider {
        IdentityProvider::Work(_) | IdentityProvider::Google | IdentityProvider::MicrosoftAccount => {
            ("This account was invited:", "sign-in", "Sign in")
        }
        IdentityProvider::Passcode => {
            ("We'll email a one-time code to this address:", "send-code", "Send code")
        }
    };
    let body = html! {
        p.brand { (brand) }
        h1 { (title) }
        p { "to continue to " strong { (TENANT_NAME) } }
        p { (says) }
        (guest_line(visit))
        (form(visit, html! {
            div.actions { (button("cancel", false, "Cancel")) (button(action, true, label)) }
        }))
        p.quiet { "This is a sandbox: nobody is asked for a password, and nothing here leaves this machine." }
    };
    step(visit, title, body)
}

/// The page for the passcode; `typed` is the result of a previous attempt.
pub(in crate::redemption) fn code(visit: &Visit, request: &Request, typed: Option<CodeCheck>) -> Response {
    let problem = typed.and_then(|typed| match typed {
        CodeCheck::Right => None,
        CodeCheck::Wrong => Some("That code is not right. Check the latest mail and type it again."),
        CodeCheck::Expired => Some("That code has expired. Send a new one."),
    });
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Enter code" }
        p { "We emailed a code to " strong { (visit.address) } ". It works for 30 minutes." }
        (form(visit, html! {
            label for="code" { "Code" }
            @if let Some(problem) = problem { p.problem id="code-problem" { (problem) } }
            input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code"
                maxlength="20" aria-invalid=[problem.map(|_| "true")]
                aria-describedby=[problem.map(|_| "code-problem")];
            // The Enter key presses the first button of a form.
            div.actions.first-last {
                (button("enter-code", true, "Sign in"))
                (button("send-code", false, "Send a new code"))
                (button("cancel", false, "Cancel"))
            }
        }))
        p.quiet { "This is a sandbox: the mail is in the "
            a href={ (request.origins.control) "/_sandbox/outbox" } target="_blank" rel="noopener" { "outbox" } "." }
    };
    step(visit, "Enter code", body)
}

fn guest_line(visit: &Visit) -> Markup {
    let initials: String =
        visit.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    html! {
        div.account-shown {
            span.face aria-hidden="true" { (initials) }
            span.who { span.name { (visit.name) } " " span.mail { (visit.address) } }
        }
    }
}
