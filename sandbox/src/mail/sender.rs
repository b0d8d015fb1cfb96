//! Who sends the invitation mail, and under which subject.

use super::words::Words;
use crate::clouds::Cloud;
use crate::directory::{DEFAULT_DOMAIN, Directory, TENANT_NAME};
use crate::settings::{InvitationSender, Settings};

pub(crate) struct Sender {
    kind: InvitationSender,
    cloud: Cloud,
    initial_domain: &'static str,
    pub(super) primary_domain: &'static str,
    /// Whether the tenant has mail (an Exchange Online licence).
    has_mail: bool,
}

impl Sender {
    /// The sender by the tenant's settings. A tenant whose inviters have no mailbox counts as one without mail
    /// [invented].
    pub(crate) fn of(settings: &Settings, directory: &Directory, primary_domain: &'static str) -> Self {
        Self {
            kind: settings.invitation_sender,
            cloud: directory.cloud(),
            initial_domain: directory.initial_domain(),
            primary_domain,
            has_mail: settings.inviters_have_mailbox,
        }
    }

    /// The `From` header.
    pub(super) fn from(&self) -> String {
        // The older mails named the organization instead of its domain [inferred].
        let on_behalf = match self.kind {
            InvitationSender::Tenant | InvitationSender::CustomDomain => self.primary_domain,
            InvitationSender::Microsoft => TENANT_NAME,
        };
        format!("Microsoft Invitations on behalf of {on_behalf} <{}>", self.address())
    }

    fn address(&self) -> String {
        match self.kind {
            // [documented]
            InvitationSender::Tenant => format!("invites@{}", self.initial_domain),
            // That the tenant must have mail is [documented] entra-docs#1994, the part before the @ is [inferred].
            InvitationSender::CustomDomain if self.has_mail => format!("invites@{DEFAULT_DOMAIN}"),
            // Without mail it is an address at microsoft.com [documented]; that a national cloud has its older sender
            // then is [inferred].
            InvitationSender::CustomDomain | InvitationSender::Microsoft => {
                self.cloud.microsoft_sender().to_owned()
            }
        }
    }

    pub(super) fn subject(&self, words: &Words, inviter: &str) -> String {
        let subject = match self.kind {
            InvitationSender::Tenant | InvitationSender::CustomDomain => words.subject,
            InvitationSender::Microsoft => words.former_subject,
        };
        // The name comes last, so that a name with braces stays as it is.
        subject.replace("{domain}", self.primary_domain).replace("{inviter}", inviter)
    }
}

#[cfg(test)]
pub(super) mod tests;
