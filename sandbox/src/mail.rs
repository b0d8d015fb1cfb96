//! The mails that Microsoft would send, kept in an outbox. This file has the invitation mail with its `sender` and its
//! `words`, `passcode_mail` the one with a passcode, `sent_message` the mails that users send through Graph.
//!
//! Elements and senders of the invitation mail are [documented] ("invitation email elements").

pub(crate) mod passcode_mail;
mod sender;
pub(crate) mod sent_message;
mod words;

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Serialize;
use uuid::Uuid;

use crate::directory::{PRIVACY_STATEMENT, TENANT_NAME};
use crate::page;
use passcode_mail::PasscodeMail;
pub(crate) use sender::Sender;
use sent_message::Message;
use words::Words;

/// A sent mail, as `/_sandbox/outbox.json` shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Mail {
    Invitation(InvitationMail),
    Message(Message),
    Passcode(PasscodeMail),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvitationMail {
    id: Uuid,
    sent_date_time: Timestamp,
    from: String,
    /// The inviter's mailbox, if any.
    reply_to: Option<String>,
    to: String,
    cc: Vec<String>,
    subject: String,
    /// The language of the fixed sentences.
    language: String,
    /// `messageLanguage` of the request. It is ignored with a customized message.
    requested_language: Option<String>,
    customized_message_body: Option<String>,
    inviter_name: String,
    organization: &'static str,
    primary_domain: &'static str,
    privacy_statement: &'static str,
    accept_url: String,
    /// Where the guest can block further invitations.
    block_url: String,
    redirect_url: String,
}

/// The input for an invitation mail.
pub(crate) struct Draft {
    pub(crate) id: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) to: String,
    pub(crate) cc: Option<String>,
    pub(crate) sender: Sender,
    pub(crate) inviter: String,
    pub(crate) reply_to: Option<String>,
    /// `messageLanguage`, else the guest's language; `None` means en-US, the tenant's notification language.
    pub(crate) language: Option<String>,
    pub(crate) requested_language: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) accept_url: String,
    pub(crate) block_url: String,
    pub(crate) redirect_url: String,
}

impl Mail {
    pub(crate) fn invitation(draft: Draft) -> Self {
        let language = draft.language.unwrap_or_else(|| "en-US".to_owned());
        Self::Invitation(InvitationMail {
            id: draft.id,
            sent_date_time: draft.at,
            from: draft.sender.from(),
            reply_to: draft.reply_to,
            to: draft.to,
            cc: draft.cc.into_iter().collect(),
            subject: draft.sender.subject(Words::of(&language), &draft.inviter),
            language,
            requested_language: draft.requested_language,
            customized_message_body: draft.message,
            inviter_name: draft.inviter,
            organization: TENANT_NAME,
            primary_domain: draft.sender.primary_domain,
            privacy_statement: PRIVACY_STATEMENT,
            accept_url: draft.accept_url,
            block_url: draft.block_url,
            redirect_url: draft.redirect_url,
        })
    }

    /// Time, recipients and subject.
    pub(crate) fn summary(&self) -> (Timestamp, String, &str) {
        match self {
            Self::Invitation(mail) => (mail.sent_date_time, mail.to.clone(), &mail.subject),
            Self::Message(message) => (message.sent_date_time, message.to.join(", "), &message.subject),
            Self::Passcode(mail) => mail.summary(),
        }
    }

    /// The mail with its header lines, as an `article`.
    pub(crate) fn show(&self) -> Markup {
        match self {
            Self::Invitation(mail) => mail.show(),
            Self::Message(message) => message.show(),
            Self::Passcode(mail) => mail.show(),
        }
    }
}

impl InvitationMail {
    fn show(&self) -> Markup {
        let words = Words::of(&self.language);
        let heading = format!("mail-{}", self.id);
        html! {
            article.mail-card aria-labelledby=(heading) {
                h2 id=(heading) lang=(words.lang) { (self.subject) }
                dl.facts {
                    dt { "Sent" } dd { (page::timestamp(self.sent_date_time)) }
                    dt { "From" } dd { (self.from) }
                    @if let Some(reply_to) = &self.reply_to { dt { "Reply to" } dd { (reply_to) } }
                    dt { "To" } dd { (self.to) }
                    @if !self.cc.is_empty() { dt { "Cc" } dd { (self.cc.join(", ")) } }
                    dt { "Language" }
                    dd {
                        code { (self.language) }
                        @if let Some(asked) = self.requested_language.as_ref().filter(|asked| **asked != self.language) {
                            " (asked for: " code { (asked) } ", which does not count beside a personal message)"
                        }
                    }
                }
                hr;
                div lang=(words.lang) { (self.letter(words)) }
            }
        }
    }

    fn letter(&self, words: &Words) -> Markup {
        html! {
            p.warning { (words.warning) }
            dl.facts {
                dt { (words.sender) }
                dd {
                    (self.inviter_name)
                    @if let Some(reply_to) = &self.reply_to { " (" (reply_to) ")" }
                }
                dt { (words.organization) } dd { (self.organization) }
                dt { (words.domain) } dd { (self.primary_domain) }
            }
            @if let Some(message) = &self.customized_message_body {
                p { (words.message.replace("{inviter}", &self.inviter_name)) }
                blockquote.message { (message) }
            }
            p { (words.target) " " code { (self.redirect_url) } }
            div.actions { a.button.main href=(self.accept_url) { (words.accept) } }
            hr;
            p.quiet { a href=(self.block_url) { (words.block) } }
            p.quiet {
                a href=(self.privacy_statement) rel="noopener noreferrer" {
                    (words.privacy.replace("{organization}", self.organization))
                }
            }
            p.quiet { (words.unchecked) }
        }
    }
}

#[cfg(test)]
mod tests;
