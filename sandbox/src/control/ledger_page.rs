//! The log of changes as HTML: the newest entries on the index page, and a page with more of them.

use http::StatusCode;
use maud::{Markup, html};

use crate::directory::TENANT_NAME;
use crate::ledger::Entry;
use crate::page::{Layout, Page, timestamp};
use crate::tenant::Tenant;
use crate::web::Response;

/// The number of entries on the page; a longer table takes browsers too long.
const MOST_ROWS: usize = 1_000;

/// The number of entries on the index page.
const LATEST: usize = 5;

/// `GET /_sandbox/ledger.html`.
pub(super) fn page(tenant: &Tenant) -> Response {
    let entries = tenant.ledger.entries();
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Log of changes" }
        p { "Every request to Graph that should change something, with its result, and every invitation that a guest \
            accepted. The newest is first. " a href="/_sandbox" { "Back to the sandbox" } }
        p.quiet { "For programs: " a href="/_sandbox/ledger" { "the log as JSON" }
            ", with the number of invitations for each address." }
        @if entries.is_empty() { p { "Nothing yet. Invite a guest in the portal, and load this page again." } }
        @else { (table(entries, MOST_ROWS)) }
        @if entries.len() > MOST_ROWS {
            p { "The page shows the newest " (MOST_ROWS) " of " (entries.len()) " entries. The JSON has all of them." }
        }
    };
    Page { title: "Log of changes", lang: "en", layout: Layout::Wide, form_action: "", body }
        .response(StatusCode::OK)
}

/// The section "Log of changes" of the index page.
pub(super) fn section(tenant: &Tenant) -> Markup {
    let entries = tenant.ledger.entries();
    html! {
        p { "Requests to Graph that should change something, also refused ones: " (entries.len()) ". "
            a href="/_sandbox/ledger.html" { "Open the log" } }
        @for entry in tenant.ledger.warnings().rev().take(LATEST) {
            p.warning role="note" {
                strong { (entry.warning.unwrap_or_default()) } " "
                (entry.address.as_deref().unwrap_or_default()) ", " (timestamp(entry.time)) ": "
                code { (entry.method) " " (entry.path) }
            }
        }
        @if !entries.is_empty() { (table(entries, LATEST)) }
        p.quiet { "For programs: " a href="/_sandbox/ledger" { "the log as JSON" } "." }
    }
}

fn table(entries: &[Entry], most: usize) -> Markup {
    html! {
        div.scroll role="region" aria-label="Changes" tabindex="0" {
            table.cards.log {
                caption { "Newest changes first" }
                thead { tr { th scope="col" { "Time (UTC)" } th scope="col" { "Method" } th scope="col" { "Path" }
                    th scope="col" { "Status" } th scope="col" { "Who" } th scope="col" { "Result" } } }
                tbody { @for entry in entries.iter().rev().take(most) { (row(entry)) } }
            }
        }
    }
}

fn row(entry: &Entry) -> Markup {
    let utc = entry.time.to_zoned(jiff::tz::TimeZone::UTC);
    html! {
        tr {
            td.time data-label="Time (UTC)" { time datetime=(entry.time) { (utc.strftime("%Y-%m-%d %H:%M:%S")) } }
            td data-label="Method" { code { (entry.method) } }
            td.path data-label="Path" { code { (entry.path) } }
            td data-label="Status" { (entry.status) }
            td data-label="Who" { (entry.caller) }
            td data-label="Result" {
                (result(entry))
                @if let Some(warning) = entry.warning { p.warning { (warning) } }
            }
        }
    }
}

/// What the request has changed.
fn result(entry: &Entry) -> String {
    if entry.fault {
        return "A fault answered; nothing changed".into();
    }
    if !matches!(entry.status, 200..=399) {
        return "Refused; nothing changed".into();
    }
    let path = entry.path.trim_start_matches('/').to_lowercase();
    let segments: Vec<_> = path.split('/').collect();
    let below = match segments.as_slice() {
        ["v1.0" | "beta", below @ ..] => below,
        whole => whole,
    };
    let whom = entry.address.as_deref().unwrap_or("a user");
    match (entry.method.as_str(), below) {
        ("POST", ["invitations"]) => format!("Invited {whom}"),
        ("POST", ["invitations", "redeem"]) => format!("{whom} accepted the invitation"),
        ("POST", [.., "sendmail"]) => "Sent a mail".into(),
        ("POST", ["users", _, "revokesigninsessions"]) => format!("Revoked the sessions of {whom}"),
        ("POST", [.., "restore"]) => format!("Restored {whom}"),
        ("PATCH", ["me" | "users", ..]) => format!("Changed properties of {whom}"),
        ("DELETE", ["users", _]) => format!("Deleted {whom}"),
        ("DELETE", ["directory", "deleteditems", _]) => format!("Deleted {whom} for good"),
        ("POST", ["users", _, "sponsors", "$ref"]) => format!("Added a sponsor of {whom}"),
        ("DELETE", ["users", _, "sponsors", _, "$ref"]) => format!("Removed a sponsor of {whom}"),
        ("PUT", ["users", _, "manager", "$ref"]) => format!("Set the manager of {whom}"),
        ("DELETE", ["users", _, "manager", "$ref"]) => format!("Removed the manager of {whom}"),
        ("POST", ["groups", _, "members", "$ref"]) => "Added a member to a group".into(),
        ("DELETE", ["groups", _, "members", _, "$ref"]) => "Removed a member from a group".into(),
        ("PATCH", ["groups", _]) => "Changed a group".into(),
        ("POST", [.., "approleassignments" | "approleassignedto"]) => "Gave access to an app".into(),
        ("DELETE", [.., "approleassignments" | "approleassignedto", _]) => "Withdrew access to an app".into(),
        ("PATCH", ["policies", ..]) => "Changed a policy".into(),
        (_, [..]) => "Carried out".into(),
    }
}

#[cfg(test)]
mod tests;
