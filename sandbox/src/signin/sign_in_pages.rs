//! The pages of a sign-in.

pub(super) mod account_page;
pub(super) mod consent_page;
pub(super) mod interruption_pages;

use std::sync::Arc;

use http::StatusCode;
use maud::{Markup, html};

use crate::apps::AppIdentity;
use crate::directory::{TENANT_ID, TENANT_NAME};
use crate::origins::Origins;
use crate::page::{Layout, Page};
use crate::sessions::sign_in_error::ErrorReport;
use crate::web::Response;

/// The data that all pages of an open sign-in need.
pub(super) struct PageContext {
    pub(super) origins: Arc<Origins>,
    /// The key of the stored interaction.
    pub(super) ctx: String,
    pub(super) app: AppIdentity,
    /// The app's origin, for the page's Content-Security-Policy.
    pub(super) source: String,
}

impl PageContext {
    /// The page's form. Its buttons have the name `action` or `account`.
    fn form(&self, fields: Markup) -> Markup {
        html! {
            form method="post" action={ "/" (TENANT_ID) "/login" } {
                input type="hidden" name="ctx" value=(self.ctx);
                (fields)
            }
        }
    }

    fn page(&self, title: &str, body: Markup) -> Response {
        card(title, &self.source, body).response(StatusCode::OK)
    }
}

/// The page for errors that cannot be sent to the app.
pub(super) fn error_page(report: &ErrorReport) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "Sign in" }
        p { "Sorry, but we’re having trouble signing you in." }
        p { (report.error.headline()) }
        dl.facts {
            dt { "Trace ID" } dd { (report.trace) }
            dt { "Correlation ID" } dd { (report.correlation) }
            dt { "Timestamp" } dd { (report.timestamp) }
        }
    };
    card("Sign in to your account", "", body).response(StatusCode::BAD_REQUEST)
}

pub(super) fn signed_out(origins: &Origins) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        h1 { "You signed out of your account" }
        p { "It’s a good idea to close all browser windows." }
    };
    card("Sign out", &origins.portal, body).response(StatusCode::OK)
}

fn card<'a>(title: &'a str, form_action: &'a str, body: Markup) -> Page<'a> {
    Page { title, lang: "en", layout: Layout::Card, form_action, body }
}

fn button(action: &str, main: bool, label: &str) -> Markup {
    html! { button.button.main[main] type="submit" name="action" value=(action) { (label) } }
}
