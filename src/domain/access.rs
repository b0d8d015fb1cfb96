//! What the portal can do for somebody, and what is in the way: a verdict for each capability, from what is known.
//!
//! Knows the service's documented rules. Must not know how a fact was found, nor how a verdict is worded.

use super::rights::{May, Permission, Rights};
use super::roles::{INVITERS, MEMBER_INVITERS, READERS, Role};

/// Who may invite guests: `authorizationPolicy.allowInvitesFrom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitesFrom {
    /// Nobody, not even an administrator.
    Nobody,
    /// Those with a role for it.
    Admins,
    /// All members too.
    Members,
    /// Guests too.
    Everyone,
    /// A word that is not known yet.
    Other,
}

/// The part of the organization's authorization policy that decides here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Who may invite.
    pub invites: InvitesFrom,
    /// Whether guests see as much of the directory as members.
    pub guests_like_members: bool,
    /// Whether members may read other people.
    pub members_read: bool,
}

/// All that is known about a person. `None` means that nobody has told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Scopes and roles.
    pub rights: Rights,
    /// Whether the person is a guest here.
    pub guest: Option<bool>,
    /// Whether they have a mailbox.
    pub mailbox: Option<bool>,
    /// The organization's policy.
    pub policy: Option<Policy>,
    /// Whether the service has refused to show people.
    pub reading_refused: bool,
}

/// Something that the portal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Shows the guests.
    See,
    /// Looks for an existing guest before inviting.
    Find,
    /// Invites.
    Invite,
    /// Invites somebody as a member.
    InviteMember,
    /// Adds a personal message to the mail.
    Message,
}

/// In the order in which they are told.
pub const CAPABILITIES: [Capability; 5] =
    [Capability::See, Capability::Find, Capability::Invite, Capability::InviteMember, Capability::Message];

/// How a capability stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It works.
    Works,
    /// It works, unless the organization lets nobody invite: its setting is not known.
    WorksUnlessOff,
    /// A permission of the app is missing.
    NeedsConsent(Permission),
    /// The person lacks a role; any of these would do, the first is the least.
    NeedsRole(&'static [Role]),
    /// The organization lets nobody invite.
    SwitchedOff,
    /// The person has no mailbox.
    NeedsMailbox,
    /// Too little is known: trying is allowed.
    CannotTell,
}

/// How a capability stands for this person.
#[must_use]
pub fn verdict(capability: Capability, facts: &Facts) -> Verdict {
    match capability {
        Capability::See | Capability::Find => see(facts),
        Capability::Invite => invite(facts),
        Capability::InviteMember => invite_member(facts),
        Capability::Message => match facts.mailbox {
            Some(true) => Verdict::Works,
            Some(false) => Verdict::NeedsMailbox,
            None => Verdict::CannotTell,
        },
    }
}

/// Whether trying cannot but fail, so that it is not offered: nobody is sent to a consent that is not theirs to give.
#[must_use]
pub fn is_barred(verdict: Verdict, rights: &Rights) -> bool {
    match verdict {
        Verdict::NeedsConsent(_) => rights.may_consent() == May::No,
        Verdict::NeedsRole(_) | Verdict::SwitchedOff => true,
        Verdict::Works | Verdict::WorksUnlessOff | Verdict::NeedsMailbox | Verdict::CannotTell => false,
    }
}

fn see(facts: &Facts) -> Verdict {
    let reader = facts.rights.has_role(READERS);
    let otherwise = || match reader {
        May::Yes => Verdict::Works,
        May::No => Verdict::NeedsRole(READERS),
        May::Unknown => Verdict::CannotTell,
    };
    if !facts.rights.has(Permission::ReadGuests) {
        return Verdict::NeedsConsent(Permission::ReadGuests);
    }
    if facts.reading_refused {
        return Verdict::NeedsRole(READERS);
    }
    match (facts.guest, facts.policy) {
        (Some(false), None) => Verdict::Works,
        (Some(false), Some(policy)) if policy.members_read => Verdict::Works,
        (Some(true), Some(policy)) if policy.guests_like_members => Verdict::Works,
        (Some(_), Some(_)) => otherwise(),
        (Some(true) | None, _) if reader == May::Yes => Verdict::Works,
        (Some(true) | None, _) => Verdict::CannotTell,
    }
}

fn invite(facts: &Facts) -> Verdict {
    if !facts.rights.may_invite() {
        return Verdict::NeedsConsent(Permission::Invite);
    }
    let by_role = match facts.rights.has_role(INVITERS) {
        May::Yes => Verdict::Works,
        May::No => Verdict::NeedsRole(INVITERS),
        May::Unknown => Verdict::CannotTell,
    };
    match facts.policy.map_or(InvitesFrom::Other, |policy| policy.invites) {
        InvitesFrom::Nobody => Verdict::SwitchedOff,
        InvitesFrom::Everyone => Verdict::Works,
        InvitesFrom::Members if facts.guest == Some(false) => Verdict::Works,
        InvitesFrom::Members if facts.guest.is_none() && by_role != Verdict::Works => Verdict::CannotTell,
        InvitesFrom::Admins | InvitesFrom::Members => by_role,
        InvitesFrom::Other if by_role == Verdict::Works => Verdict::WorksUnlessOff,
        InvitesFrom::Other => Verdict::CannotTell,
    }
}

fn invite_member(facts: &Facts) -> Verdict {
    let invite = invite(facts);
    match (invite, facts.rights.may_invite_members()) {
        (Verdict::NeedsConsent(_) | Verdict::SwitchedOff, _) | (_, May::Yes) => invite,
        (_, May::No) => Verdict::NeedsRole(MEMBER_INVITERS),
        (_, May::Unknown) => Verdict::CannotTell,
    }
}

#[cfg(test)]
mod tests;
