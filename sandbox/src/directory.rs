//! The directory: users, groups, contacts and apps, found by id, sign-in name or mail address.
//!
//! Must not know HTTP, tokens, OData or JSON.

pub(crate) mod accounts;
pub(crate) mod app;
mod directory_store;
mod group;
mod organization;
mod profile;
pub(crate) mod role;
pub(crate) mod seed;
pub(crate) mod seed_apps;
mod seed_groups;
mod seed_names;
mod seed_untidy;
mod seed_untidy_names;
pub(crate) mod user;

use jiff::Timestamp;
use uuid::Uuid;

pub(crate) use directory_store::{Directory, Object};
pub(crate) use group::{Contact, Group, GroupKind, Locked};
pub use organization::TENANT_ID;
pub(crate) use organization::{DEFAULT_DOMAIN, INITIAL_DOMAIN, PRIVACY_STATEMENT, TENANT_NAME, guest_upn};
pub(crate) use profile::Detail;
pub(crate) use role::Role;
pub(crate) use user::{CreationType, DeletionState, GuestState, Identity, User, UserType};

/// The properties of a guest at the time of the invitation.
pub(crate) struct NewGuest<'a> {
    pub(crate) id: Uuid,
    pub(crate) address: &'a str,
    pub(crate) display_name: Option<&'a str>,
    pub(crate) user_type: UserType,
    /// Ids of users and groups. The inviter, when the request names none.
    pub(crate) sponsors: &'a [Uuid],
    /// Whether a contact has this address.
    pub(crate) is_contact: bool,
    /// The tenant's initial domain. The sign-in names of guests always end with it.
    pub(crate) initial_domain: &'static str,
    pub(crate) at: Timestamp,
    /// When reads find the guest; `None` means at once.
    pub(crate) visible_from: Option<Timestamp>,
    /// When writes find the guest; `None` means at once.
    pub(crate) writable_from: Option<Timestamp>,
}

/// The user that an invitation creates [observed]: `creationType` Invitation, state PendingAcceptance, enabled, a
/// sign-in name on the initial domain and, until redemption, an identity issued by the host tenant. If a contact has
/// the address, the guest gets it in `otherMails` only, not in `mail` or the proxy addresses.
pub(crate) fn invited(new: &NewGuest) -> User {
    let upn = guest_upn(new.address, new.initial_domain);
    let local = new.address.split('@').next().unwrap_or(new.address);
    // Without a display name the service shows the address' local part [inferred].
    let display_name = new.display_name.unwrap_or(local).to_owned();
    let identity = Identity::host(new.initial_domain, &upn);
    let free = !new.is_contact;
    User {
        identities: vec![identity],
        mail: free.then(|| new.address.to_owned()),
        other_mails: vec![new.address.to_owned()],
        proxy_addresses: free.then(|| format!("SMTP:{}", new.address)).into_iter().collect(),
        created: Some(new.at),
        creation_type: Some(CreationType::Invitation),
        state: Some(GuestState::PendingAcceptance),
        state_changed: Some(new.at),
        sponsors: new.sponsors.to_vec(),
        visible_from: new.visible_from,
        writable_from: new.writable_from,
        ..User::new(new.id, new.user_type, display_name, upn)
    }
}

#[cfg(test)]
mod tests;
