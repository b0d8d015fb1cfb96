//! A user of the directory: member or guest.
//!
//! Must not know queries or JSON.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::profile::Profile;
use super::role::Role;

/// `userType`. It does not say where the user authenticates: external members and internal guests exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserType {
    Member,
    Guest,
}

/// `creationType`; null for users created in the tenant itself. `LocalAccount` does not occur: it is for B2C tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CreationType {
    Invitation,
    /// Through a user flow, by a guest.
    SelfServiceSignUp,
    /// Through self-service sign-up with a verified address, by an internal user.
    EmailVerified,
}

/// `externalUserState`; null for users who were not invited.
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

/// Whether the user exists, is soft-deleted, or is deleted for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeletionState {
    Present,
    /// Since when. Can be restored for 30 days.
    Deleted(Timestamp),
    /// Keeps its index in the list of users, for paging and delta.
    Purged,
}

/// Properties that most users lack, by their Graph names: job and address details.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Details(BTreeMap<&'static str, String>);

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    /// `None` for some users from before the property existed.
    pub(crate) user_type: Option<UserType>,
    pub(crate) display_name: String,
    pub(crate) given_name: Option<String>,
    pub(crate) surname: Option<String>,
    pub(crate) upn: String,
    pub(crate) mail: Option<String>,
    pub(crate) other_mails: Vec<String>,
    /// `SMTP:` precedes the primary address, `smtp:` the others.
    pub(crate) proxy_addresses: Vec<String>,
    pub(crate) identities: Vec<Identity>,
    pub(crate) company: Option<Cow<'static, str>>,
    pub(crate) job_title: Option<Cow<'static, str>>,
    pub(crate) preferred_language: Option<Cow<'static, str>>,
    pub(crate) details: Details,
    pub(crate) profile: Profile,
    pub(crate) enabled: bool,
    /// `None` for some old users.
    pub(crate) created: Option<Timestamp>,
    pub(crate) creation_type: Option<CreationType>,
    pub(crate) state: Option<GuestState>,
    pub(crate) state_changed: Option<Timestamp>,
    /// The last synchronization from on-premises; `None` for cloud users.
    pub(crate) synced: Option<Timestamp>,
    /// The last successful sign-in; `None` if there was none.
    pub(crate) last_sign_in: Option<Timestamp>,
    /// The last revocation of the sessions; `None` if there was none.
    pub(crate) sessions_valid_from: Option<Timestamp>,
    pub(crate) roles: Vec<Role>,
    /// Ids of users and groups; five at most.
    pub(crate) sponsors: Vec<Uuid>,
    pub(crate) manager: Option<Uuid>,
    pub(crate) deletion_state: DeletionState,
    /// Reads do not find the user before this moment: the simulated replication delay.
    pub(crate) visible_from: Option<Timestamp>,
    /// Writes do not find the user before this moment, even if reads do.
    pub(crate) writable_from: Option<Timestamp>,
    /// The value of the directory's change counter at the last change of this user.
    pub(crate) changed: u64,
    /// Properties that had a value once and have none now, by their Graph names.
    pub(crate) emptied: BTreeSet<&'static str>,
}

impl UserType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }

    /// Ignores case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Member, Self::Guest].into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

impl CreationType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Invitation => "Invitation",
            Self::SelfServiceSignUp => "SelfServiceSignUp",
            Self::EmailVerified => "EmailVerified",
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
    /// An identity of this tenant: for members, and for guests before redemption.
    pub(crate) fn host(domain: &'static str, upn: &str) -> Self {
        Self {
            sign_in_type: "userPrincipalName",
            issuer: Cow::Borrowed(domain),
            issuer_assigned_id: upn.to_owned(),
        }
    }

    /// An identity after redemption. The issuer is `mail` for one-time passcodes and `ExternalAzureAD` for another
    /// Entra tenant; the latter has no assigned id.
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
    /// A user with names only.
    pub(crate) fn new(id: Uuid, user_type: UserType, display_name: String, upn: String) -> Self {
        Self {
            id,
            user_type: Some(user_type),
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
            profile: Profile::default(),
            enabled: true,
            created: None,
            creation_type: None,
            state: None,
            state_changed: None,
            synced: None,
            last_sign_in: None,
            sessions_valid_from: None,
            roles: Vec::new(),
            sponsors: Vec::new(),
            manager: None,
            deletion_state: DeletionState::Present,
            visible_from: None,
            writable_from: None,
            changed: 0,
            emptied: BTreeSet::new(),
        }
    }

    /// The properties with a value, among those that can be emptied, by their Graph names.
    fn filled(&self) -> BTreeSet<&'static str> {
        let texts = [
            ("givenName", self.given_name.is_some()),
            ("surname", self.surname.is_some()),
            ("mail", self.mail.is_some()),
            ("companyName", self.company.is_some()),
            ("jobTitle", self.job_title.is_some()),
            ("preferredLanguage", self.preferred_language.is_some()),
            ("creationType", self.creation_type.is_some()),
            ("externalUserState", self.state.is_some()),
            ("externalUserStateChangeDateTime", self.state_changed.is_some()),
        ];
        let texts = texts.into_iter().filter(|(_, filled)| *filled).map(|(name, _)| name);
        texts.chain(self.details.0.keys().copied()).collect()
    }

    /// Changes the user, and keeps `emptied` up to date.
    pub(super) fn change<T>(&mut self, how: impl FnOnce(&mut Self) -> T) -> T {
        let (before, emptied) = (self.filled(), std::mem::take(&mut self.emptied));
        let done = how(self);
        let after = self.filled();
        self.emptied = emptied.into_iter().chain(before).filter(|name| !after.contains(name)).collect();
        done
    }

    /// All mail addresses of the user, without the `smtp:` prefixes.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        let proxies = self.proxy_addresses.iter().map(|proxy| proxy.split_once(':').map_or("", |(_, at)| at));
        self.mail.as_deref().into_iter().chain(self.other_mails.iter().map(String::as_str)).chain(proxies)
    }

    /// Sets `mail` and the primary proxy address.
    pub(crate) fn set_mail(&mut self, mail: Option<String>) {
        self.proxy_addresses.retain(|proxy| !proxy.starts_with("SMTP:"));
        if let Some(mail) = &mail {
            self.proxy_addresses.insert(0, format!("SMTP:{mail}"));
        }
        self.mail = mail;
    }

    /// Whether the invitation service treats the user as a guest: the account is in another tenant. Of a user without
    /// a `userType`, the sign-in name tells it [inferred].
    pub(crate) fn is_external(&self) -> bool {
        self.user_type == Some(UserType::Guest)
            || self.creation_type == Some(CreationType::Invitation)
            || (self.user_type.is_none() && self.upn.contains("#EXT#"))
    }

    /// Whether reads find the user at this moment.
    pub(crate) fn is_visible(&self, now: Timestamp) -> bool {
        self.deletion_state == DeletionState::Present && self.visible_from.is_none_or(|from| from <= now)
    }

    /// Whether writes find the user at this moment.
    pub(crate) fn is_writable(&self, now: Timestamp) -> bool {
        self.is_visible(now) && self.writable_from.is_none_or(|from| from <= now)
    }

    /// When the user was deleted.
    pub(crate) fn deleted(&self) -> Option<Timestamp> {
        match self.deletion_state {
            DeletionState::Deleted(at) => Some(at),
            DeletionState::Present | DeletionState::Purged => None,
        }
    }
}
