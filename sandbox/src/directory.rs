//! The directory: who and what exists in the tenant, found by id, sign-in name or mail address.
//!
//! Knows users, groups and domains as data. Must not know HTTP, tokens, OData or JSON.

pub(crate) mod members;
mod names;
pub(crate) mod seed;
pub(crate) mod user;

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

pub(crate) use user::{CreationType, GuestState, Identity, Role, User, UserType};

pub(crate) const TENANT_NAME: &str = "Contoso";
/// The domain that new users get.
pub(crate) const DEFAULT_DOMAIN: &str = "contoso.com";
/// The tenant's first domain, on which guests' sign-in names always end.
pub(crate) const INITIAL_DOMAIN: &str = "contoso.onmicrosoft.com";
/// An address of a distribution list: it cannot be invited.
const GROUP_ADDRESSES: &[&str] = &["projects@contoso.com", "projects@contoso.onmicrosoft.com"];

/// Users in the order of their creation, with the three indexes that the services need. Nothing is ever removed, so a
/// position stays good for paging.
pub(crate) struct Directory {
    users: Vec<User>,
    by_id: HashMap<Uuid, usize>,
    by_upn: HashMap<String, usize>,
    by_address: HashMap<String, usize>,
}

impl Directory {
    pub(crate) fn new() -> Self {
        Self { users: Vec::new(), by_id: HashMap::new(), by_upn: HashMap::new(), by_address: HashMap::new() }
    }

    pub(crate) fn reserve(&mut self, more: usize) {
        self.users.reserve(more);
        self.by_id.reserve(more);
        self.by_upn.reserve(more);
        self.by_address.reserve(more);
    }

    pub(crate) fn users(&self) -> &[User] {
        &self.users
    }

    pub(crate) fn add(&mut self, user: User) {
        let index = self.users.len();
        self.by_id.insert(user.id, index);
        self.by_upn.insert(user.upn.to_lowercase(), index);
        for address in user.addresses() {
            self.by_address.entry(address.to_lowercase()).or_insert(index);
        }
        self.users.push(user);
    }

    pub(crate) fn user(&self, id: Uuid) -> Option<&User> {
        self.users.get(*self.by_id.get(&id)?)
    }

    /// For changes that touch neither id, sign-in name nor addresses: the indexes would not follow.
    pub(crate) fn user_mut(&mut self, id: Uuid) -> Option<&mut User> {
        self.users.get_mut(*self.by_id.get(&id)?)
    }

    pub(crate) fn position(&self, id: Uuid) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn user_by_upn(&self, upn: &str) -> Option<&User> {
        self.users.get(*self.by_upn.get(&upn.to_lowercase())?)
    }

    /// Whoever uses this address: as mail, other mail or proxy address.
    pub(crate) fn user_by_address(&self, address: &str) -> Option<&User> {
        self.users.get(*self.by_address.get(&address.to_lowercase())?)
    }

    pub(crate) fn is_group_address(address: &str) -> bool {
        GROUP_ADDRESSES.iter().any(|group| group.eq_ignore_ascii_case(address))
    }

    pub(crate) fn is_verified_domain(domain: &str) -> bool {
        [DEFAULT_DOMAIN, INITIAL_DOMAIN].iter().any(|own| own.eq_ignore_ascii_case(domain))
    }
}

/// What is known of a guest at the moment of the invitation.
pub(crate) struct NewGuest<'a> {
    pub(crate) id: Uuid,
    pub(crate) address: &'a str,
    pub(crate) display_name: Option<&'a str>,
    pub(crate) user_type: UserType,
    pub(crate) at: Timestamp,
}

/// The user that an invitation creates: [obs] `creationType` Invitation, state PendingAcceptance, enabled, a sign-in
/// name on the initial domain, and, until redemption, an identity issued by the host tenant itself.
pub(crate) fn invited(new: &NewGuest) -> User {
    let upn = guest_upn(new.address);
    let local = new.address.split('@').next().unwrap_or(new.address);
    User {
        id: new.id,
        user_type: new.user_type,
        // Without a display name the service shows the address' local part [K].
        display_name: new.display_name.unwrap_or(local).to_owned(),
        identities: vec![Identity::host(INITIAL_DOMAIN, &upn)],
        upn,
        given_name: None,
        surname: None,
        mail: Some(new.address.to_owned()),
        other_mails: vec![new.address.to_owned()],
        proxy_addresses: vec![format!("SMTP:{}", new.address)],
        company: None,
        job_title: None,
        preferred_language: None,
        enabled: true,
        created: Some(new.at),
        creation_type: Some(CreationType::Invitation),
        state: Some(GuestState::PendingAcceptance),
        state_changed: Some(new.at),
        roles: Vec::new(),
    }
}

/// `name_domain.tld#EXT#@{initial domain}`: the `@` of the address becomes `_` [obs].
pub(crate) fn guest_upn(address: &str) -> String {
    format!("{}#EXT#@{INITIAL_DOMAIN}", address.replace('@', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_signs_in_under_the_initial_domain() {
        assert_eq!(guest_upn("ada_b@fabrikam.com"), "ada_b_fabrikam.com#EXT#@contoso.onmicrosoft.com");
    }

    #[test]
    fn own_domains_and_group_addresses_are_known_in_any_case() {
        assert!(Directory::is_verified_domain("Contoso.COM"));
        assert!(!Directory::is_verified_domain("sub.contoso.com"));
        assert!(Directory::is_group_address("Projects@contoso.com"));
    }
}
