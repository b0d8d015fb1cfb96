//! Texts for capabilities and verdicts. Must not decide a verdict.

use crate::domain::capabilities::{Capability, InvitesFrom, Verdict};
use crate::domain::rights::May;
use crate::domain::roles::Role;

use super::{Words, named, say};

impl Words {
    #[must_use]
    pub fn capability(self, capability: Capability) -> String {
        match capability {
            Capability::See => say!(self, access.see),
            Capability::Find => say!(self, access.find),
            Capability::Invite => say!(self, access.invite),
            Capability::InviteMember => say!(self, access.member),
            Capability::Message => say!(self, access.message),
        }
    }

    /// A label of one or two words.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Works | Verdict::WorksUnlessOff => say!(self, access.works),
            Verdict::NeedsConsent(_) => say!(self, access.needs_consent),
            Verdict::NeedsRole(roles) => say!(self, access.needs_role, role = named(&self.least(roles))),
            Verdict::SwitchedOff => say!(self, access.off),
            Verdict::NeedsMailbox => say!(self, access.needs_mailbox),
            Verdict::CannotTell => say!(self, access.cannot_tell),
        }
    }

    /// What the person can do, and whom to ask; empty if nothing is needed. `may_consent` is whether they may grant a
    /// permission themselves.
    #[must_use]
    pub fn verdict_advice(self, verdict: Verdict, may_consent: May) -> String {
        match verdict {
            Verdict::Works => String::new(),
            Verdict::WorksUnlessOff => say!(self, access.unless_off),
            Verdict::NeedsConsent(permission) if may_consent == May::Yes => {
                say!(self, access.consent_own, scope = named(permission.scope()))
            }
            Verdict::NeedsConsent(permission) => {
                say!(self, access.consent_text, scope = named(permission.scope()))
            }
            Verdict::NeedsRole(roles) => say!(self, access.role_text, role = named(&self.least(roles))),
            Verdict::SwitchedOff => say!(self, access.off_text),
            Verdict::NeedsMailbox => say!(self, invite.no_mailbox),
            Verdict::CannotTell => say!(self, access.try_text),
        }
    }

    #[must_use]
    pub fn invites_from(self, from: InvitesFrom) -> String {
        match from {
            InvitesFrom::Nobody => say!(self, access.from_nobody),
            InvitesFrom::Admins => say!(self, access.from_admins),
            InvitesFrom::Members => say!(self, access.from_members),
            InvitesFrom::Everyone => say!(self, access.from_everyone),
            InvitesFrom::Other => say!(self, access.from_unknown),
        }
    }

    /// The first role, which has the fewest rights.
    #[must_use]
    pub fn least(self, roles: &[Role]) -> String {
        self.role(roles.first().map_or("", |role| role.name))
    }

    /// A role with this English name, by the name that Microsoft gives it in the person's language. A role that no text of
    /// the portal names keeps its English name.
    #[must_use]
    pub fn role(self, name: &str) -> String {
        match name {
            "Cloud Application Administrator" => say!(self, role.cloud_application_administrator),
            "Directory Readers" => say!(self, role.directory_readers),
            "Global Administrator" => say!(self, role.global_administrator),
            "Global Reader" => say!(self, role.global_reader),
            "Guest Inviter" => say!(self, role.guest_inviter),
            "User Administrator" => say!(self, role.user_administrator),
            other => other.to_owned(),
        }
    }
}
