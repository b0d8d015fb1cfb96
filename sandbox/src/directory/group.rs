//! Groups: who belongs together, and by whose hand.

use jiff::Timestamp;
use uuid::Uuid;

/// What makes a group's members, and where it is mastered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupKind {
    /// A security group with assigned members.
    Security,
    /// A Microsoft 365 group with assigned members.
    Unified,
    /// A security group whose members a rule decides.
    Dynamic,
    /// A security group mastered on-premises.
    Synced,
    /// A security group with a mailbox, managed in Exchange.
    MailSecurity,
    /// A distribution list, managed in Exchange.
    Distribution,
}

/// Why members cannot be added or removed here.
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
    /// May be given directory roles; changing its members takes a permission of its own.
    pub(crate) role_assignable: bool,
    /// Users and groups.
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

/// Somebody in the address book who is no user: inviting that address makes a guest without proxy addresses.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) id: Uuid,
    pub(crate) display_name: String,
    pub(crate) mail: String,
    pub(crate) company: &'static str,
}
