//! The pages of the control plane: index, outbox, and the landing page of the demo.

use http::StatusCode;
use maud::{Markup, html};

use super::answers::Refusal;
use super::draft::Draft;
use super::part::{PARTS, Part};
use super::{account_settings, fault_rules, reset, settings_form};
use crate::directory::TENANT_NAME;
use crate::page::{Layout, Page, timestamp};
use crate::tenant::Tenant;
use crate::web::{Request, Response};

/// The result of the last form, shown in its section.
enum Outcome<'a> {
    None,
    Done,
    Failed(&'a str),
    Refused(&'a Draft),
}

pub(super) fn index(tenant: &Tenant, request: &Request) -> Response {
    let done = PARTS.iter().copied().find(|part| request.query("done") == Some(part.id()));
    match done {
        Some(part) => show(tenant, request, part, &Outcome::Done, StatusCode::OK),
        None => show(tenant, request, Part::Settings, &Outcome::None, StatusCode::OK),
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
        p { "A tenant in a box: the portal at " a href=(origins.portal) { (origins.portal) } " signs in at "
            code { (origins.login) } " and calls " code { (origins.graph) } ". Nothing leaves this machine." }
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
        Outcome::None | Outcome::Done | Outcome::Failed(_) => None,
    };
    html! {
        section id=(part.id()) aria-labelledby=(heading) {
            h2 id=(heading) { (part.title()) }
            @match outcome {
                Outcome::None => {},
                Outcome::Done => { p.done role="status" { "Done." } },
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
                Part::Ledger => (writes(tenant)),
                Part::Sessions => (sessions()),
            }
        }
    }
}

fn mails(tenant: &Tenant) -> Markup {
    let count = tenant.outbox.len();
    html! {
        p { "The mails that Microsoft would have sent: " (count) ". "
            a href="/_sandbox/outbox" { "Open the outbox" } ", or read it as "
            a href="/_sandbox/outbox.json" { "JSON" } "." }
        @if count > 0 {
            ul {
                @for mail in tenant.outbox.iter().rev().take(3) {
                    @let (at, to, subject) = mail.summary();
                    li { (subject) ", to " (to) ", " (timestamp(at)) }
                }
            }
        }
        p { "Where a guest ends after accepting in the demo: " a href="/_sandbox/landing" { "landing page" } "." }
    }
}

fn sessions() -> Markup {
    html! {
        p { "Ending stops every sign-in session and every token at once, as if their time were over. Revoking asks for a \
            new sign-in and refuses refresh tokens; access tokens live on, but for clients that handle claims \
            challenges." }
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

fn writes(tenant: &Tenant) -> Markup {
    let entries = tenant.ledger.entries();
    html! {
        p { "Every write that the tenant saw: " (entries.len()) ". As JSON, with the number of invitations for each \
            address: " a href="/_sandbox/ledger" { "ledger" } "." }
        @for entry in tenant.ledger.warnings().rev().take(5) {
            p.warning role="note" {
                strong { (entry.warning.unwrap_or_default()) } " "
                (entry.address.as_deref().unwrap_or_default()) ", " (timestamp(entry.time)) ": "
                code { (entry.method) " " (entry.path) }
            }
        }
        @if !entries.is_empty() {
            div.scroll role="region" aria-label="Latest writes" tabindex="0" {
                table {
                    caption { "Latest writes, newest first" }
                    thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" }
                        th scope="col" { "About" } th scope="col" { "Status" } } }
                    tbody {
                        @for entry in entries.iter().rev().take(20) {
                            tr {
                                td { (timestamp(entry.time)) }
                                td { (entry.caller) }
                                td { code { (entry.method) " " (entry.path) } }
                                td { (entry.address.as_deref().unwrap_or_default()) }
                                td {
                                    (entry.status)
                                    @if let Some(warning) = entry.warning { p.warning { (warning) } }
                                }
                            }
                        }
                    }
                }
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
