//! The mail with a one-time passcode.
//!
//! Sender and wording are the sandbox's own; the documentation shows neither.

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Serialize;
use uuid::Uuid;

use crate::directory::TENANT_NAME;
use crate::page;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PasscodeMail {
    id: Uuid,
    sent_date_time: Timestamp,
    from: &'static str,
    to: String,
    subject: String,
    code: String,
    /// When the code expires.
    expires_date_time: Timestamp,
    organization: &'static str,
}

impl PasscodeMail {
    pub(crate) fn new(id: Uuid, at: Timestamp, to: String, code: String, until: Timestamp) -> Self {
        Self {
            id,
            sent_date_time: at,
            from: "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
            to,
            subject: format!("Your {TENANT_NAME} account verification code"),
            code,
            expires_date_time: until,
            organization: TENANT_NAME,
        }
    }

    pub(super) fn summary(&self) -> (Timestamp, String, &str) {
        (self.sent_date_time, self.to.clone(), &self.subject)
    }

    /// The mail with its header lines, as an `article`.
    pub(super) fn show(&self) -> Markup {
        let heading = format!("mail-{}", self.id);
        html! {
            article.mail-card aria-labelledby=(heading) {
                h2 id=(heading) { (self.subject) }
                dl.facts {
                    dt { "Sent" } dd { (page::timestamp(self.sent_date_time)) }
                    dt { "From" } dd { (self.from) }
                    dt { "To" } dd { (self.to) }
                }
                hr;
                p { "To sign in to " strong { (self.organization) } ", enter this code:" }
                p.code { (self.code) }
                p.quiet { "The code works until " (page::timestamp(self.expires_date_time)) ". If you did not ask for \
                    it, you can ignore this mail." }
            }
        }
    }
}
