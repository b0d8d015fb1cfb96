//! Groups and contacts.

use jiff::Timestamp;
use uuid::Uuid;

/// How the members of a group come about, and where the group is managed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupKind {
    /// A security group with assigned members.
    Security,
    /// A Microsoft 365 group with assigned members.
    Unified,
    /// A security group whose members follow from a rule.
    Dynamic,
    /// A security group managed on-premises.
    Synced,
    /// A security group with a mailbox, managed in Exchange.
    MailSecurity,
    /// A distribution list, managed in Exchange.
    Distribution,
}

/// Why Graph cannot change the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Locked {
    Dynamic,
    OnPremises,
    Exchange,
}

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: Uuid,
    pub(crate) kind: GroupKind,
    pub(crate) display_name: String,
    pub(crate) description: Option<String>,
    pub(crate) nickname: String,
    pub(crate) mail: Option<String>,
    /// Whether directory roles can be assigned to it. Changing the members of such a group takes an extra permission.
    pub(crate) role_assignable: bool,
    /// Ids of users and groups.
    pub(crate) members: Vec<Uuid>,
    pub(crate) created: Timestamp,
}

impl Group {
    pub(crate) fn group_types(&self) -> &'static [&'static str] {
        match self.kind {
            GroupKind::Unified => &["Unified"],
            GroupKind::Dynamic => &["DynamicMembership"],
            GroupKind::Security | GroupKind::Synced | GroupKind::MailSecurity | GroupKind::Distribution => {
                &[]
            }
        }
    }

    pub(crate) fn mail_enabled(&self) -> bool {
        matches!(self.kind, GroupKind::Unified | GroupKind::MailSecurity | GroupKind::Distribution)
    }

    pub(crate) fn security_enabled(&self) -> bool {
        !matches!(self.kind, GroupKind::Unified | GroupKind::Distribution)
    }

    pub(crate) fn membership_rule(&self) -> Option<&'static str> {
        (self.kind == GroupKind::Dynamic)
            .then_some("(user.userType -eq \"Guest\") and (user.accountEnabled -eq true)")
    }

    pub(crate) fn locked(&self) -> Option<Locked> {
        match self.kind {
            GroupKind::Security | GroupKind::Unified => None,
            GroupKind::Dynamic => Some(Locked::Dynamic),
            GroupKind::Synced => Some(Locked::OnPremises),
            GroupKind::MailSecurity | GroupKind::Distribution => Some(Locked::Exchange),
        }
    }
}

/// An organizational contact, not a user. A guest with the same address gets no proxy addresses.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) id: Uuid,
    pub(crate) display_name: String,
    pub(crate) mail: String,
    pub(crate) company: &'static str,
}
