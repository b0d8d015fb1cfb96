//! The members of Contoso: five accounts that can sign in, and colleagues for special cases.
//!
//! All of them are [invented].

use std::borrow::Cow;

use jiff::{Timestamp, ToSpan as _};

use super::directory_store::Directory;
use super::organization::DEFAULT_DOMAIN;
use super::role::Role;
use super::user::{Identity, User, UserType};
use crate::random::Random;

/// The role or right that an account of the sign-in page stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountKind {
    UserAdministrator,
    GuestInviter,
    Member,
    /// May read users. `User.Invite.All` is not consented to for this account.
    Reader,
    /// May consent for the organization; `User.Invite.All` is not consented to at the start.
    GlobalAdministrator,
}

impl AccountKind {
    /// The label on the account page.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::UserAdministrator => "User Administrator",
            Self::GuestInviter => "Guest Inviter",
            Self::Member => "Member",
            Self::Reader => "Reader without rights",
            Self::GlobalAdministrator => "Global Administrator",
        }
    }

    /// Whether `User.Invite.All` is consented to for this account at the start.
    pub(crate) fn may_invite(self) -> bool {
        match self {
            Self::UserAdministrator | Self::GuestInviter | Self::Member => true,
            Self::Reader | Self::GlobalAdministrator => false,
        }
    }

    fn roles(self) -> Vec<Role> {
        match self {
            Self::UserAdministrator => vec![Role::UserAdministrator],
            Self::GuestInviter => vec![Role::GuestInviter],
            Self::GlobalAdministrator => vec![Role::GlobalAdministrator],
            Self::Member | Self::Reader => Vec::new(),
        }
    }
}

/// An account of the sign-in page. Its user is in the directory.
pub(crate) struct Account {
    pub(crate) upn: &'static str,
    pub(crate) kind: AccountKind,
}

pub(crate) const ACCOUNTS: &[Account] = &[
    Account { upn: "ada@contoso.com", kind: AccountKind::UserAdministrator },
    Account { upn: "ines@contoso.com", kind: AccountKind::GuestInviter },
    Account { upn: "mira@contoso.com", kind: AccountKind::Member },
    Account { upn: "rune@contoso.com", kind: AccountKind::Reader },
    Account { upn: "gael@contoso.com", kind: AccountKind::GlobalAdministrator },
];

/// Given name, surname, job title, special case.
const PEOPLE: &[(&str, &str, &str, Special)] = &[
    ("Ada", "Berg", "IT Administrator", Special::Nothing),
    ("Ines", "Duarte", "Partner Manager", Special::Nothing),
    ("Mira", "Falk", "Project Manager", Special::Nothing),
    ("Rune", "Okafor", "Auditor", Special::Nothing),
    ("Lena", "Sandoval", "Designer", Special::Nothing),
    ("Priya", "Wren", "Counsel", Special::Nothing),
    ("Samir", "Hadley", "Engineer", Special::Nothing),
    ("Tove", "Marchetti", "Consultant", Special::MailElsewhere("tove.marchetti@adatum.com")),
    ("Otto", "Lindqvist", "Accountant", Special::Blocked),
    ("Noor", "Castellan", "Sales", Special::Nothing),
    ("Gael", "Hinde", "Head of IT", Special::Nothing),
];

enum Special {
    Nothing,
    /// A member whose mail address is at another company. Inviting it answers "already exists".
    MailElsewhere(&'static str),
    /// A member who may not sign in. Inviting it answers that the account is blocked.
    Blocked,
}

pub(super) fn add_to(directory: &mut Directory, random: &mut Random, anchor: Timestamp) {
    let mut manager = None;
    for (given, surname, title, special) in PEOPLE {
        let upn = format!("{}@{DEFAULT_DOMAIN}", given.to_lowercase());
        let kind = ACCOUNTS.iter().find(|account| account.upn == upn).map(|account| account.kind);
        let (mail, enabled) = match special {
            Special::Nothing => (upn.clone(), true),
            Special::MailElsewhere(mail) => ((*mail).to_owned(), true),
            Special::Blocked => (upn.clone(), false),
        };
        let age = (24 * (900 + i64::from(random.below(700)))).hours();
        let display_name = format!("{given} {surname}");
        let user = User {
            given_name: Some((*given).to_owned()),
            surname: Some((*surname).to_owned()),
            proxy_addresses: vec![format!("SMTP:{mail}")],
            identities: vec![Identity::host(super::INITIAL_DOMAIN, &upn)],
            mail: Some(mail),
            job_title: Some(Cow::Borrowed(title)),
            preferred_language: Some(Cow::Borrowed("en-US")),
            enabled,
            created: anchor.checked_sub(age).ok(),
            roles: kind.map(AccountKind::roles).unwrap_or_default(),
            manager,
            ..User::new(random.uuid(), UserType::Member, display_name, upn)
        };
        // Everybody else reports to the first user.
        manager = manager.or(Some(user.id));
        directory.add(user);
    }
}
