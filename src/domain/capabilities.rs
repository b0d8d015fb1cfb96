//! What the portal can do for the signed-in person, or what prevents it: one verdict for each capability.
//!
//! Knows the service's documented rules. Must not know where the inputs come from, nor how a verdict is worded.

use super::rights::{May, Permission, Rights};
use super::roles::{INVITERS, MEMBER_INVITERS, READERS, Role};

/// Who may invite guests: `authorizationPolicy.allowInvitesFrom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitesFrom {
    /// `none`: no person may invite, not even an administrator.
    Nobody,
    /// `adminsAndGuestInviters`: people with a role that allows it.
    Admins,
    /// `adminsGuestInvitersAndAllMembers`: all members as well.
    Members,
    /// `everyone`: guests as well.
    Everyone,
    /// A value that this portal does not know, such as one that is added later.
    Other,
}

/// The part of the organization's authorization policy that these rules use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    pub invites: InvitesFrom,
    /// Whether guests may read as much of the directory as members.
    pub guests_like_members: bool,
    /// Whether members may read other people.
    pub members_read: bool,
}

/// The kind of a user of the directory (`userType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserType {
    /// One of the organization's own people.
    Member,
    Guest,
}

/// Whether a person has a mail address in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailbox {
    Present,
    /// Without a mailbox, the service leaves out the personal message of an invitation.
    Missing,
}

/// All that is known about the signed-in person. `None` means that it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessInputs {
    pub rights: Rights,
    /// Member or guest of this organization.
    pub user_type: Option<UserType>,
    pub mailbox: Option<Mailbox>,
    pub policy: Option<Policy>,
    /// Whether the service has refused to list users. This counts more than what roles and policy suggest.
    pub reading_refused: bool,
}

/// A feature of the portal that depends on rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Shows the guests.
    See,
    /// Looks for an existing guest before inviting.
    Find,
    Invite,
    /// Invites a person as a member.
    InviteMember,
    /// Adds a personal message to the mail.
    Message,
}

/// In the order in which the page Your access lists them.
pub const CAPABILITIES: [Capability; 5] =
    [Capability::See, Capability::Find, Capability::Invite, Capability::InviteMember, Capability::Message];

/// Whether a capability works, or why it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Works,
    /// It works, unless the organization has switched off all invitations. Its setting is not known.
    WorksUnlessOff,
    /// A permission of the app is missing.
    NeedsConsent(Permission),
    /// The person lacks a role. Any of these is enough; the first has the fewest rights.
    NeedsRole(&'static [Role]),
    /// The organization has switched off all invitations.
    SwitchedOff,
    /// The person has no mailbox.
    NeedsMailbox,
    /// Too little is known to decide. The portal lets the person try.
    CannotTell,
}

#[must_use]
pub fn verdict(capability: Capability, inputs: &AccessInputs) -> Verdict {
    match capability {
        Capability::See | Capability::Find => see(inputs),
        Capability::Invite => invite(inputs),
        Capability::InviteMember => invite_member(inputs),
        Capability::Message => match inputs.mailbox {
            Some(Mailbox::Present) => Verdict::Works,
            Some(Mailbox::Missing) => Verdict::NeedsMailbox,
            None => Verdict::CannotTell,
        },
    }
}

/// Whether an invitation is certain to fail, so that it is not offered. Missing consent is such a case only for a
/// person who may not consent: the consent page could not help them.
#[must_use]
pub fn is_barred(verdict: Verdict, rights: &Rights) -> bool {
    match verdict {
        Verdict::NeedsConsent(_) => rights.may_consent() == May::No,
        Verdict::NeedsRole(_) | Verdict::SwitchedOff => true,
        Verdict::Works | Verdict::WorksUnlessOff | Verdict::NeedsMailbox | Verdict::CannotTell => false,
    }
}

fn see(inputs: &AccessInputs) -> Verdict {
    let reader = inputs.rights.has_role(READERS);
    let otherwise = || match reader {
        May::Yes => Verdict::Works,
        May::No => Verdict::NeedsRole(READERS),
        May::Unknown => Verdict::CannotTell,
    };
    if !inputs.rights.has(Permission::ReadGuests) {
        return Verdict::NeedsConsent(Permission::ReadGuests);
    }
    if inputs.reading_refused {
        return Verdict::NeedsRole(READERS);
    }
    match (inputs.user_type, inputs.policy) {
        (Some(UserType::Member), None) => Verdict::Works,
        (Some(UserType::Member), Some(policy)) if policy.members_read => Verdict::Works,
        (Some(UserType::Guest), Some(policy)) if policy.guests_like_members => Verdict::Works,
        (Some(_), Some(_)) => otherwise(),
        (Some(UserType::Guest) | None, _) if reader == May::Yes => Verdict::Works,
        (Some(UserType::Guest) | None, _) => Verdict::CannotTell,
    }
}

fn invite(inputs: &AccessInputs) -> Verdict {
    if !inputs.rights.may_invite() {
        return Verdict::NeedsConsent(Permission::Invite);
    }
    let by_role = match inputs.rights.has_role(INVITERS) {
        May::Yes => Verdict::Works,
        May::No => Verdict::NeedsRole(INVITERS),
        May::Unknown => Verdict::CannotTell,
    };
    match inputs.policy.map_or(InvitesFrom::Other, |policy| policy.invites) {
        InvitesFrom::Nobody => Verdict::SwitchedOff,
        InvitesFrom::Everyone => Verdict::Works,
        InvitesFrom::Members if inputs.user_type == Some(UserType::Member) => Verdict::Works,
        InvitesFrom::Members if inputs.user_type.is_none() && by_role != Verdict::Works => {
            Verdict::CannotTell
        }
        InvitesFrom::Admins | InvitesFrom::Members => by_role,
        InvitesFrom::Other if by_role == Verdict::Works => Verdict::WorksUnlessOff,
        InvitesFrom::Other => Verdict::CannotTell,
    }
}

fn invite_member(inputs: &AccessInputs) -> Verdict {
    let invite = invite(inputs);
    match (invite, inputs.rights.may_invite_members()) {
        (Verdict::NeedsConsent(_) | Verdict::SwitchedOff, _) | (_, May::Yes) => invite,
        (_, May::No) => Verdict::NeedsRole(MEMBER_INVITERS),
        (_, May::Unknown) => Verdict::CannotTell,
    }
}

#[cfg(test)]
mod tests;
