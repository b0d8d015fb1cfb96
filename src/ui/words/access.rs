//! What the portal can do for somebody, in words.

use crate::domain::access::{Capability, InvitesFrom, Verdict};
use crate::domain::roles::Role;

use super::{Words, say};

impl Words {
    /// What a capability is called.
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

    /// How it stands, in a word or two.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Works | Verdict::WorksUnlessOff => say!(self, access.works),
            Verdict::NeedsConsent(_) => say!(self, access.needs_consent),
            Verdict::NeedsRole(roles) => say!(self, access.needs_role, role = least(roles)),
            Verdict::SwitchedOff => say!(self, access.off),
            Verdict::NeedsMailbox => say!(self, access.needs_mailbox),
            Verdict::CannotTell => say!(self, access.cannot_tell),
        }
    }

    /// What to do about it, and whom to ask; nothing where there is nothing to do.
    #[must_use]
    pub fn verdict_advice(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Works => String::new(),
            Verdict::WorksUnlessOff => say!(self, access.unless_off),
            Verdict::NeedsConsent(permission) => say!(self, access.consent_text, scope = permission.scope()),
            Verdict::NeedsRole(roles) => say!(self, access.role_text, role = least(roles)),
            Verdict::SwitchedOff => say!(self, access.off_text),
            Verdict::NeedsMailbox => say!(self, invite.no_mailbox),
            Verdict::CannotTell => say!(self, access.try_text),
        }
    }

    /// The organization's setting.
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
}

/// The first is the least that does.
fn least(roles: &[Role]) -> &'static str {
    roles.first().map_or("", |role| role.name)
}
