//! The pages of the control plane: index, outbox, and the landing page of the demo.

use http::StatusCode;
use maud::{Markup, html};

use super::answers::Refusal;
use super::draft::Draft;
use super::part::{PARTS, Part};
use super::{account_settings, fault_rules, ledger_page, reset, settings_form};
use crate::directory::TENANT_NAME;
use crate::page::{Layout, Page, timestamp};
use crate::tenant::Tenant;
use crate::web::{Request, Response};

/// The result of the last form, shown in its section.
enum Outcome<'a> {
    None,
    Done(&'a str),
    Failed(&'a str),
    Refused(&'a Draft),
}

/// The page. After a form, which redirects here, it says once what was done.
pub(super) fn index(tenant: &mut Tenant, request: &Request) -> Response {
    let asked = request.query("done");
    let notice = tenant.notice.take_if(|notice| asked == Some(notice.section));
    let notice = notice.as_ref();
    let part = PARTS.iter().copied().find(|part| notice.is_some_and(|notice| notice.section == part.id()));
    match (part, notice) {
        (Some(part), Some(notice)) => {
            show(tenant, request, part, &Outcome::Done(&notice.says), StatusCode::OK)
        }
        (Some(_) | None, _) => show(tenant, request, Part::Settings, &Outcome::None, StatusCode::OK),
    }
}

/// The page after a form with errors; it keeps what was typed.
pub(super) fn refused(tenant: &Tenant, request: &Request, refusal: Refusal) -> Response {
    let outcome = match &refusal {
        Refusal::Controls(draft) => Outcome::Refused(draft),
        Refusal::Failed(problem) => Outcome::Failed(problem),
    };
    show(tenant, request, Part::of(request), &outcome, StatusCode::BAD_REQUEST)
}

fn show(tenant: &Tenant, request: &Request, part: Part, outcome: &Outcome, status: StatusCode) -> Response {
    let origins = &request.origins;
    let none = Outcome::None;
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Sandbox tenant" }
        p { "An imitation of the Microsoft Entra organization " (TENANT_NAME) ", for trying out the portal at "
            a href=(origins.portal) { (origins.portal) } ". The portal signs in at " code { (origins.login) }
            " and calls Microsoft Graph at " code { (origins.graph) } "; both are this program. Nothing leaves this \
            machine, and a reset under " a href="#directory" { "Directory" } " undoes everything." }
        div.console {
            nav aria-label="On this page" {
                ul {
                    @for part in PARTS { li { a href={ "#" (part.id()) } { (part.title()) } } }
                }
            }
            div.parts {
                @for one in PARTS {
                    (section(tenant, request, *one, if *one == part { outcome } else { &none }))
                }
            }
        }
    };
    Page { title: "Sandbox tenant", lang: "en", layout: Layout::Wide, form_action: "", body }.response(status)
}

fn section(tenant: &Tenant, request: &Request, part: Part, outcome: &Outcome) -> Markup {
    let heading = format!("{}-heading", part.id());
    let draft = match outcome {
        Outcome::Refused(draft) => Some(*draft),
        Outcome::None | Outcome::Done(_) | Outcome::Failed(_) => None,
    };
    html! {
        section id=(part.id()) aria-labelledby=(heading) {
            h2 id=(heading) { (part.title()) }
            @match outcome {
                Outcome::None => {},
                Outcome::Done(says) => { p.done role="status" { (says) } },
                Outcome::Failed(problem) => { div.alert role="alert" tabindex="-1" autofocus { p { (problem) } } },
                Outcome::Refused(draft) => (draft.summary()),
            }
            @match part {
                Part::Settings => (settings_form::section(tenant, draft)),
                Part::Faults => (fault_rules::section(tenant, draft)),
                Part::Accounts => (account_settings::section(tenant, draft)),
                Part::Apps => (super::app_registrations::section(tenant, request)),
                Part::Directory => (reset::section(tenant, draft)),
                Part::Outbox => (mails(tenant)),
                Part::Ledger => (ledger_page::section(tenant)),
                Part::Sessions => (sessions()),
            }
        }
    }
}

fn mails(tenant: &Tenant) -> Markup {
    let count = tenant.outbox.len();
    html! {
        p { "Mails that Microsoft would have sent: " (count) ". A guest accepts an invitation with the link in the mail. "
            a href="/_sandbox/outbox" { "Open the outbox" } }
        p.quiet { "For programs: " a href="/_sandbox/outbox.json" { "outbox as JSON" } "." }
        @if count > 0 {
            ul {
                @for mail in tenant.outbox.iter().rev().take(3) {
                    @let (at, to, subject) = mail.summary();
                    li { (subject) ", to " (to) ", " (timestamp(at)) }
                }
            }
        }
        p { "After accepting, a guest comes to the " a href="/_sandbox/landing" { "landing page" } "." }
    }
}

fn sessions() -> Markup {
    html! {
        p { "“End” makes every sign-in session and every token expire at once. “Revoke” does what an administrator can do: \
            tokens cannot be renewed without a new sign-in. An access token stays valid until it expires, except in an \
            app that handles claims challenges, such as the portal." }
        div.actions {
            form method="post" action="/_sandbox/sessions/expire" {
                button.button type="submit" { "End all sessions" }
            }
            form method="post" action="/_sandbox/sessions/revoke" {
                button.button type="submit" { "Revoke all sessions" }
            }
        }
    }
}

pub(super) fn outbox(tenant: &Tenant) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Outbox" }
        p { "What Microsoft would have sent, newest first. Nothing was really sent. "
            a href="/_sandbox" { "Back to the sandbox" } }
        @if tenant.outbox.is_empty() {
            p { "No mail yet. Invite somebody with “Send Microsoft’s invitation email” switched on." }
        }
        @for mail in tenant.outbox.iter().rev() { (mail.show()) }
    };
    Page { title: "Outbox", lang: "en", layout: Layout::Wide, form_action: "", body }.response(StatusCode::OK)
}

/// The target of redemptions in the demo, where no real application exists.
pub(super) fn landing() -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "You're in" }
        p { "The invitation was accepted. This page stands in for the application that a guest is sent to: the \
            redirect URL of the invitation." }
        p.quiet { "You can close this page. In the portal the guest is now shown as accepted." }
    };
    Page { title: "You're in", lang: "en", layout: Layout::Card, form_action: "", body }
        .response(StatusCode::OK)
}
