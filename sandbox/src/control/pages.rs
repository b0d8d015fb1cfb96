//! The pages of the control plane: index, outbox, and the landing page of the demo.

use http::StatusCode;
use maud::{Markup, html};

use crate::directory::TENANT_NAME;
use crate::page::{Look, Page, moment};
use crate::settings::InvitesFrom;
use crate::tenant::Tenant;
use crate::web::{Answer, Ask};

pub(super) fn index(tenant: &Tenant, ask: &Ask) -> Answer {
    let origins = &ask.origins;
    let settings = &tenant.settings;
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Sandbox tenant" }
        p { "A tenant in a box: the portal at " a href=(origins.portal) { (origins.portal) } " signs in at "
            code { (origins.login) } " and calls " code { (origins.graph) } ". Nothing leaves this machine." }
        h2 { "Look" }
        ul {
            li { a href="/_sandbox/outbox" { "Outbox" } ": the mails that Microsoft would have sent ("
                (tenant.outbox.len()) ")" }
            li { a href="/_sandbox/ledger" { "Ledger" } ": every write and its caller, as JSON" }
            li { a href="/_sandbox/settings" { "Settings" } ": as JSON" }
            li { a href="/_sandbox/landing" { "Landing page" } ": where a guest ends after accepting" }
        }
        h2 { "Change" }
        form method="post" action="/_sandbox/settings" {
            label for="allowInvitesFrom" { "Who may invite guests" }
            select id="allowInvitesFrom" name="allowInvitesFrom" {
                @for (value, says, policy) in POLICIES {
                    option value=(value) selected[settings.allow_invites_from == *policy] { (says) }
                }
            }
            label for="latencyMs" { "Latency in milliseconds" }
            input id="latencyMs" name="latencyMs" type="number" min="0" max="60000" value=(settings.latency_ms);
            label for="accessTokenSeconds" { "Life of new access tokens in seconds" }
            input id="accessTokenSeconds" name="accessTokenSeconds" type="number" min="1" max="86400"
                value=(settings.access_token_seconds);
            div.actions { button.button.main type="submit" { "Save settings" } }
        }
        div.actions {
            form method="post" action="/_sandbox/sessions/expire" {
                button.button type="submit" { "End all sessions" }
            }
            form method="post" action="/_sandbox/reset" {
                button.button type="submit" { "Reset the tenant" }
            }
        }
        (super::faults::section(tenant))
        h2 { "Latest writes" }
        (writes(tenant))
    };
    wide("Sandbox tenant", body)
}

const POLICIES: &[(&str, &str, InvitesFrom)] = &[
    ("everyone", "Everyone, guests too", InvitesFrom::Everyone),
    (
        "adminsGuestInvitersAndAllMembers",
        "Administrators, Guest Inviters and members",
        InvitesFrom::AdminsGuestInvitersAndAllMembers,
    ),
    ("adminsAndGuestInviters", "Only administrators and Guest Inviters", InvitesFrom::AdminsAndGuestInviters),
    ("none", "Nobody", InvitesFrom::None),
];

fn writes(tenant: &Tenant) -> Markup {
    let entries = tenant.ledger.entries();
    html! {
        @if entries.is_empty() { p.quiet { "None yet." } }
        @else {
            div.scroll role="region" aria-label="Latest writes" tabindex="0" {
                table {
                    thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" }
                        th scope="col" { "About" } th scope="col" { "Status" } } }
                    tbody {
                        @for entry in entries.iter().rev().take(20) {
                            tr {
                                td { (moment(entry.time)) }
                                td { (entry.caller) }
                                td { code { (entry.method) " " (entry.path) } }
                                td { (entry.address.as_deref().unwrap_or_default()) }
                                td { (entry.status) }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn outbox(tenant: &Tenant) -> Answer {
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
    wide("Outbox", body)
}

/// Where guests land in the demo, since there is no internet behind the redirect URL.
pub(super) fn landing() -> Answer {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "You're in" }
        p { "The invitation was accepted. This page stands in for the application that a guest is sent to: the \
            redirect URL of the invitation." }
        p.quiet { "You can close this page. In the portal the guest is now shown as accepted." }
    };
    Page { title: "You're in", lang: "en", look: Look::Card, form_action: "", body }.answer(StatusCode::OK)
}

fn wide(title: &str, body: Markup) -> Answer {
    Page { title, lang: "en", look: Look::Wide, form_action: "", body }.answer(StatusCode::OK)
}
