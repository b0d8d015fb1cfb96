//! The mails that Microsoft would send, kept in an outbox. This file has the invitation mail, `passcode_mail` the one
//! with a passcode, `sent_message` the mails that users send through Graph.
//!
//! Elements and senders of the invitation mail are documented ("invitation email elements"); the sentences are the
//! sandbox's own.

pub(crate) mod passcode_mail;
pub(crate) mod sent_message;

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Serialize;
use uuid::Uuid;

use crate::directory::{DEFAULT_DOMAIN, PRIVACY_STATEMENT, TENANT_NAME};
use crate::page;
use passcode_mail::PasscodeMail;
use sent_message::Message;

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
    /// The sender address of the cloud.
    pub(crate) sender: &'static str,
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
            from: format!("Microsoft Invitations on behalf of {TENANT_NAME} <{}>", draft.sender),
            reply_to: draft.reply_to,
            to: draft.to,
            cc: draft.cc.into_iter().collect(),
            subject: Words::of(&language).subject.replace("{inviter}", &draft.inviter),
            language,
            requested_language: draft.requested_language,
            customized_message_body: draft.message,
            inviter_name: draft.inviter,
            organization: TENANT_NAME,
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
                dt { (words.domain) } dd { (DEFAULT_DOMAIN) }
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

/// The fixed sentences of the mail, in one language.
struct Words {
    lang: &'static str,
    subject: &'static str,
    warning: &'static str,
    sender: &'static str,
    organization: &'static str,
    domain: &'static str,
    message: &'static str,
    target: &'static str,
    accept: &'static str,
    block: &'static str,
    privacy: &'static str,
    unchecked: &'static str,
}

impl Words {
    /// The sentences for a language tag; English if there is no translation.
    fn of(tag: &str) -> &'static Self {
        let primary = tag.split('-').next().unwrap_or_default();
        WORDS.iter().find(|words| words.lang.eq_ignore_ascii_case(primary)).unwrap_or(&ENGLISH)
    }
}

const ENGLISH: Words = Words {
    lang: "en",
    subject: "{inviter} invited you to access applications within their organization",
    warning: "Please only act on this email if you trust the person and the organization shown below. If you did not \
              expect this invitation, proceed with caution: it may be fraudulent.",
    sender: "Sender",
    organization: "Organization",
    domain: "Domain",
    message: "Message from {inviter}:",
    target: "If you accept this invitation, you will be sent to",
    accept: "Accept invitation",
    block: "Block future invitations from this organization",
    privacy: "Privacy statement of {organization}",
    unchecked: "Microsoft facilitated sending this email but did not validate the sender or the message.",
};

const WORDS: &[Words] = &[
    Words {
        lang: "fr",
        subject: "{inviter} vous a invité à accéder aux applications de son organisation",
        warning: "N’agissez sur cet e-mail que si vous faites confiance à la personne et à l’organisation indiquées \
                  ci-dessous. Si vous n’attendiez pas cette invitation, soyez prudent : elle peut être frauduleuse.",
        sender: "Expéditeur",
        organization: "Organisation",
        domain: "Domaine",
        message: "Message de {inviter} :",
        target: "Si vous acceptez cette invitation, vous serez dirigé vers",
        accept: "Accepter l’invitation",
        block: "Bloquer les prochaines invitations de cette organisation",
        privacy: "Déclaration de confidentialité de {organization}",
        unchecked: "Microsoft a facilité l’envoi de cet e-mail mais n’a validé ni l’expéditeur ni le message.",
    },
    Words {
        lang: "de",
        subject: "{inviter} hat Sie zum Zugriff auf Anwendungen der Organisation eingeladen",
        warning: "Reagieren Sie nur auf diese E-Mail, wenn Sie der unten genannten Person und Organisation vertrauen. \
                  Wenn Sie diese Einladung nicht erwartet haben, seien Sie vorsichtig: Sie könnte betrügerisch sein.",
        sender: "Absender",
        organization: "Organisation",
        domain: "Domäne",
        message: "Nachricht von {inviter}:",
        target: "Wenn Sie diese Einladung annehmen, gelangen Sie zu",
        accept: "Einladung annehmen",
        block: "Weitere Einladungen dieser Organisation blockieren",
        privacy: "Datenschutzerklärung von {organization}",
        unchecked: "Microsoft hat den Versand dieser E-Mail ermöglicht, aber weder den Absender noch die Nachricht überprüft.",
    },
    Words {
        lang: "nl",
        subject: "{inviter} heeft u uitgenodigd om toepassingen van de organisatie te gebruiken",
        warning: "Reageer alleen op deze e-mail als u de persoon en de organisatie hieronder vertrouwt. Verwachtte u \
                  deze uitnodiging niet, wees dan voorzichtig: ze kan frauduleus zijn.",
        sender: "Afzender",
        organization: "Organisatie",
        domain: "Domein",
        message: "Bericht van {inviter}:",
        target: "Als u deze uitnodiging accepteert, gaat u naar",
        accept: "Uitnodiging accepteren",
        block: "Toekomstige uitnodigingen van deze organisatie blokkeren",
        privacy: "Privacyverklaring van {organization}",
        unchecked: "Microsoft heeft het verzenden van deze e-mail mogelijk gemaakt, maar de afzender en het bericht niet gecontroleerd.",
    },
];

#[cfg(test)]
mod tests;
