//! One user of the directory: member or guest.
//!
//! Knows Entra's vocabulary. Must not know how a user is asked for or shown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::role::Role;

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

/// One of `identities`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) sign_in_type: &'static str,
    pub(crate) issuer: Cow<'static, str>,
    pub(crate) issuer_assigned_id: String,
}

/// Whether the user is in the directory, in its bin, or in neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeletionState {
    Present,
    /// Soft-deleted; restorable for 30 days.
    Deleted(Timestamp),
    /// Only its place in the order remains.
    Purged,
}

/// The properties that most users lack: job and address details by their Graph names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Details(BTreeMap<&'static str, String>);

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
    pub(crate) job_title: Option<Cow<'static, str>>,
    pub(crate) preferred_language: Option<Cow<'static, str>>,
    pub(crate) details: Details,
    pub(crate) enabled: bool,
    /// Null for some old users.
    pub(crate) created: Option<Timestamp>,
    pub(crate) creation_type: Option<CreationType>,
    pub(crate) state: Option<GuestState>,
    pub(crate) state_changed: Option<Timestamp>,
    /// Mastered on-premises since then.
    pub(crate) synced: Option<Timestamp>,
    /// The last successful sign-in; `None` for somebody who never came.
    pub(crate) last_sign_in: Option<Timestamp>,
    pub(crate) roles: Vec<Role>,
    /// Users and groups who answer for a guest; five at most.
    pub(crate) sponsors: Vec<Uuid>,
    pub(crate) manager: Option<Uuid>,
    pub(crate) deletion_state: DeletionState,
    /// Reads do not see the user before: replication takes its time.
    pub(crate) visible_from: Option<Timestamp>,
    /// The directory's count of changes when this user last changed.
    pub(crate) changed: u64,
}

impl UserType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }

    /// The type of that name, in any case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Member, Self::Guest].into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
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

impl Details {
    pub(crate) fn get(&self, name: &'static str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn set(&mut self, name: &'static str, value: Option<String>) {
        match value {
            Some(value) => self.0.insert(name, value),
            None => self.0.remove(name),
        };
    }
}

impl User {
    /// A user of whom nothing is known but the names.
    pub(crate) fn new(id: Uuid, user_type: UserType, display_name: String, upn: String) -> Self {
        Self {
            id,
            user_type,
            display_name,
            given_name: None,
            surname: None,
            upn,
            mail: None,
            other_mails: Vec::new(),
            proxy_addresses: Vec::new(),
            identities: Vec::new(),
            company: None,
            job_title: None,
            preferred_language: None,
            details: Details::default(),
            enabled: true,
            created: None,
            creation_type: None,
            state: None,
            state_changed: None,
            synced: None,
            last_sign_in: None,
            roles: Vec::new(),
            sponsors: Vec::new(),
            manager: None,
            deletion_state: DeletionState::Present,
            visible_from: None,
            changed: 0,
        }
    }

    /// Every mail address that finds this user, without the `smtp:` marks.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        let proxies = self.proxy_addresses.iter().map(|proxy| proxy.split_once(':').map_or("", |(_, at)| at));
        self.mail.as_deref().into_iter().chain(self.other_mails.iter().map(String::as_str)).chain(proxies)
    }

    /// Sets `mail`; the primary address is a proxy address too.
    pub(crate) fn set_mail(&mut self, mail: Option<String>) {
        self.proxy_addresses.retain(|proxy| !proxy.starts_with("SMTP:"));
        if let Some(mail) = &mail {
            self.proxy_addresses.insert(0, format!("SMTP:{mail}"));
        }
        self.mail = mail;
    }

    /// A guest in the eyes of the invitation service: someone whose account lives elsewhere.
    pub(crate) fn is_external(&self) -> bool {
        self.user_type == UserType::Guest || self.creation_type == Some(CreationType::Invitation)
    }

    /// Whether reads at this moment see the user.
    pub(crate) fn is_visible(&self, now: Timestamp) -> bool {
        self.deletion_state == DeletionState::Present && self.visible_from.is_none_or(|from| from <= now)
    }

    /// When the user went to the bin.
    pub(crate) fn deleted(&self) -> Option<Timestamp> {
        match self.deletion_state {
            DeletionState::Deleted(at) => Some(at),
            DeletionState::Present | DeletionState::Purged => None,
        }
    }
}
