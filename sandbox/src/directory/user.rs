//! One user of the directory: member or guest.
//!
//! Knows Entra's vocabulary. Must not know how a user is asked for or shown.

use std::borrow::Cow;

use jiff::Timestamp;
use uuid::Uuid;

/// `userType`. Independent of where the person authenticates: external members and internal guests exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserType {
    Member,
    Guest,
}

/// `creationType`; `None` on a user means created in the tenant itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CreationType {
    Invitation,
}

/// `externalUserState`; `None` on a user means not invited through the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuestState {
    PendingAcceptance,
    Accepted,
}

/// A directory role that matters to invitations or to consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// May consent for the whole organization, and does whatever the other roles may.
    GlobalAdministrator,
    UserAdministrator,
    GuestInviter,
}

/// One of `identities`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) sign_in_type: &'static str,
    pub(crate) issuer: Cow<'static, str>,
    pub(crate) issuer_assigned_id: String,
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    pub(crate) user_type: UserType,
    pub(crate) display_name: String,
    pub(crate) given_name: Option<String>,
    pub(crate) surname: Option<String>,
    pub(crate) upn: String,
    pub(crate) mail: Option<String>,
    pub(crate) other_mails: Vec<String>,
    /// `SMTP:` before the primary address, `smtp:` before others.
    pub(crate) proxy_addresses: Vec<String>,
    pub(crate) identities: Vec<Identity>,
    pub(crate) company: Option<Cow<'static, str>>,
    pub(crate) job_title: Option<&'static str>,
    pub(crate) preferred_language: Option<&'static str>,
    pub(crate) enabled: bool,
    /// Null for some old users.
    pub(crate) created: Option<Timestamp>,
    pub(crate) creation_type: Option<CreationType>,
    pub(crate) state: Option<GuestState>,
    pub(crate) state_changed: Option<Timestamp>,
    pub(crate) roles: Vec<Role>,
}

impl UserType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

impl CreationType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Invitation => "Invitation",
        }
    }
}

impl GuestState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PendingAcceptance => "PendingAcceptance",
            Self::Accepted => "Accepted",
        }
    }
}

impl Role {
    /// The role's template id, the same in every tenant and the value of the `wids` claim.
    pub(crate) fn template_id(self) -> &'static str {
        match self {
            // [K]
            Self::GlobalAdministrator => "62e90394-69f5-4237-9190-012177145e10",
            Self::UserAdministrator => "fe930be7-5e62-47db-91af-98c3a49a38b1",
            Self::GuestInviter => "95e79109-95c0-4d8e-aee3-d01accf2d47b",
        }
    }
}

impl Identity {
    /// An identity of the tenant itself: members, and guests before redemption.
    pub(crate) fn host(domain: &'static str, upn: &str) -> Self {
        Self {
            sign_in_type: "userPrincipalName",
            issuer: Cow::Borrowed(domain),
            issuer_assigned_id: upn.to_owned(),
        }
    }

    /// An identity from elsewhere, after redemption. Issuer `mail` stands for the e-mail one-time passcode;
    /// `ExternalAzureAD` for another Entra tenant, which names no assigned id.
    pub(crate) fn external(issuer: &'static str, assigned: &str) -> Self {
        Self {
            sign_in_type: "federated",
            issuer: Cow::Borrowed(issuer),
            issuer_assigned_id: assigned.to_owned(),
        }
    }
}

impl User {
    /// Every mail address that finds this user, without the `smtp:` marks.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        let proxies = self.proxy_addresses.iter().map(|proxy| proxy.split_once(':').map_or("", |(_, at)| at));
        self.mail.as_deref().into_iter().chain(self.other_mails.iter().map(String::as_str)).chain(proxies)
    }

    /// A guest in the eyes of the invitation service: someone whose account lives elsewhere.
    pub(crate) fn is_external(&self) -> bool {
        self.user_type == UserType::Guest || self.creation_type == Some(CreationType::Invitation)
    }
}
