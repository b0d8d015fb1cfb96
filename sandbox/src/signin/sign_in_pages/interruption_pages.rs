//! Pages that interrupt a sign-in: second factor, an error, and the form of `form_post`.

use http::StatusCode;
use maud::html;

use super::{PageContext, button, card};
use crate::directory::{TENANT_NAME, User};
use crate::sessions::sign_in_error::SignInError;
use crate::web::Response;

/// The page for the second factor. A button replaces the approval on a phone.
pub(in crate::signin) fn approve(context: &PageContext, person: &User) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (person.upn) }
        h1 { "Approve sign in request" }
        p { "Open your Authenticator app and approve the request to sign in to " strong { (context.app.name) } "." }
        (context.form(html! {
            div.actions {
                (button("cancel", false, "Cancel"))
                (button("approve", true, "Approve"))
            }
        }))
        p.quiet { "This is a sandbox: there is no phone, the button stands in for it." }
    };
    context.page("Approve sign in request", body)
}

/// A sign-in that cannot continue. Entra's page has no way back to the app; the button is the sandbox's, so that users
/// can see how the app handles the error.
pub(in crate::signin) fn stopped(context: &PageContext, person: &User, error: &SignInError) -> Response {
    let blocked = *error == SignInError::AccountDisabled;
    let heading = if *error == SignInError::DeviceRequired {
        "Set up your device to get access"
    } else if blocked {
        "Your account has been locked"
    } else {
        "You cannot access this right now"
    };
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (person.upn) }
        h1 { (heading) }
        @if blocked { p { "Contact your support person to unlock it, then try again." } }
        @else {
            p { "Your sign-in was successful but does not meet the criteria to access " strong { (context.app.name) }
                ", as your admin has set them." }
        }
        p.quiet { (error.headline()) }
        (context.form(html! {
            div.actions {
                (button("other", false, "Sign in with a different account"))
                (button("return", true, "Return to the application"))
            }
        }))
    };
    context.page(heading, body)
}

/// `response_mode=form_post`. Entra's page submits the form by script; pages of the sandbox have no script, so the user
/// presses the button.
pub(in crate::signin) fn form_post(to: &str, source: &str, fields: &[(&'static str, String)]) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Continue to the application" }
        form method="post" action=(to) {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            div.actions { button.button.main type="submit" { "Continue" } }
        }
        p.quiet { "Microsoft's page sends this form by itself; the sandbox's pages have no script." }
    };
    card("Working...", source, body).response(StatusCode::OK)
}
