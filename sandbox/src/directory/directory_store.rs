//! Stores users, groups and contacts; finds, changes, deletes and restores them.
//!
//! Users stay in the order of their creation and keep their index, so paging tokens can rely on it.

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::app::Apps;
use super::group::{Contact, Group};
use super::organization::{self, DEFAULT_DOMAIN};
use super::user::{DeletionState, User};
use crate::clouds::Cloud;

/// An object that can be a member, a sponsor or the target of a reference.
pub(crate) enum Object<'a> {
    User(&'a User),
    Group(&'a Group),
}

#[derive(Default)]
pub(crate) struct Directory {
    users: Vec<User>,
    by_id: HashMap<Uuid, usize>,
    by_upn: HashMap<String, usize>,
    by_address: HashMap<String, usize>,
    pub(crate) groups: Vec<Group>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) apps: Apps,
    /// The users that a person has created since the start, by the person's id.
    created: HashMap<Uuid, Vec<Uuid>>,
    cloud: Cloud,
    /// A counter of changes. Delta tokens hold its values.
    changes: u64,
}

impl Directory {
    /// Moves the generated directory, which is written for the global cloud, to another one: sign-in names and the
    /// tenant's own identities get the initial domain of that cloud.
    pub(crate) fn move_to(&mut self, cloud: Cloud) {
        let (old, new) = (self.initial_domain(), organization::initial_domain(cloud));
        self.cloud = cloud;
        if old == new {
            return;
        }
        let moved =
            |name: &str| name.strip_suffix(old)?.strip_suffix('@').map(|name| format!("{name}@{new}"));
        for user in &mut self.users {
            user.upn = moved(&user.upn).unwrap_or_else(|| user.upn.clone());
            for identity in user.identities.iter_mut().filter(|identity| identity.issuer == old) {
                identity.issuer = new.into();
                let assigned = moved(&identity.issuer_assigned_id);
                identity.issuer_assigned_id = assigned.unwrap_or_else(|| identity.issuer_assigned_id.clone());
            }
        }
        let present = |(_, user): &(usize, &User)| user.deletion_state == DeletionState::Present;
        let named = self.users.iter().enumerate().filter(present);
        self.by_upn = named.map(|(index, user)| (user.upn.to_lowercase(), index)).collect();
    }

    pub(crate) fn cloud(&self) -> Cloud {
        self.cloud
    }

    /// The tenant's first domain.
    pub(crate) fn initial_domain(&self) -> &'static str {
        organization::initial_domain(self.cloud)
    }

    /// Whether this is a domain of the tenant, in any letter case.
    pub(crate) fn is_verified_domain(&self, domain: &str) -> bool {
        [DEFAULT_DOMAIN, self.initial_domain()].iter().any(|own| own.eq_ignore_ascii_case(domain))
    }

    pub(crate) fn reserve(&mut self, more: usize) {
        self.users.reserve(more);
        self.by_id.reserve(more);
        self.by_upn.reserve(more);
        self.by_address.reserve(more);
    }

    /// All users, also deleted and purged ones.
    pub(crate) fn users(&self) -> &[User] {
        &self.users
    }

    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    pub(crate) fn add(&mut self, user: User) {
        let index = self.users.len();
        self.by_id.insert(user.id, index);
        self.users.push(user);
        self.add_to_indexes(index);
        self.count_change(index);
    }

    /// Adds a user whom a person creates.
    pub(crate) fn add_by(&mut self, creator: Uuid, user: User) {
        self.created.entry(creator).or_default().push(user.id);
        self.add(user);
    }

    /// The users that a person has created, in any deletion state.
    pub(crate) fn created_by(&self, creator: Uuid) -> impl Iterator<Item = &User> {
        self.created.get(&creator).into_iter().flatten().filter_map(|id| self.any_user(*id))
    }

    /// A user who is not deleted. New guests are found here before reads see them.
    pub(crate) fn user(&self, id: Uuid) -> Option<&User> {
        self.any_user(id).filter(|user| user.deletion_state == DeletionState::Present)
    }

    /// A user in any deletion state.
    pub(crate) fn any_user(&self, id: Uuid) -> Option<&User> {
        self.users.get(*self.by_id.get(&id)?)
    }

    pub(crate) fn position(&self, id: Uuid) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn user_by_upn(&self, upn: &str) -> Option<&User> {
        self.users.get(*self.by_upn.get(&upn.to_lowercase())?)
    }

    /// The user with this mail, other mail or proxy address.
    pub(crate) fn user_by_address(&self, address: &str) -> Option<&User> {
        self.users.get(*self.by_address.get(&address.to_lowercase())?)
    }

    pub(crate) fn group(&self, id: Uuid) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    pub(crate) fn group_mut(&mut self, id: Uuid) -> Option<&mut Group> {
        self.groups.iter_mut().find(|group| group.id == id)
    }

    pub(crate) fn object(&self, id: Uuid) -> Option<Object<'_>> {
        self.user(id).map(Object::User).or_else(|| self.group(id).map(Object::Group))
    }

    /// Whether reads find this user or group.
    pub(crate) fn is_found(&self, id: Uuid, now: Timestamp) -> bool {
        match self.object(id) {
            Some(Object::User(user)) => user.is_visible(now),
            Some(Object::Group(_)) => true,
            None => false,
        }
    }

    /// The sponsors of a user whom reads find.
    pub(crate) fn sponsors_of(&self, user: &User, now: Timestamp) -> Vec<Uuid> {
        user.sponsors.iter().copied().filter(|id| self.is_found(*id, now)).collect()
    }

    pub(crate) fn is_group_address(&self, address: &str) -> bool {
        let mails = self.groups.iter().filter_map(|group| group.mail.as_deref());
        mails.into_iter().any(|mail| mail.eq_ignore_ascii_case(address))
    }

    pub(crate) fn is_contact(&self, address: &str) -> bool {
        self.contacts.iter().any(|contact| contact.mail.eq_ignore_ascii_case(address))
    }

    /// Changes a user who is not deleted, and updates the indexes.
    pub(crate) fn change<T>(&mut self, id: Uuid, how: impl FnOnce(&mut User) -> T) -> Option<T> {
        let index = self.position(id)?;
        self.users.get(index).filter(|user| user.deletion_state == DeletionState::Present)?;
        self.remove_from_indexes(index);
        let done = self.users.get_mut(index).map(|user| user.change(how));
        self.add_to_indexes(index);
        self.count_change(index);
        done
    }

    /// Sets the time of the last sign-in. This does not count as a change, because at the service sign-in activity is
    /// not part of the user object and delta does not report it.
    pub(crate) fn signed_in(&mut self, id: Uuid, now: Timestamp) {
        let index = self.position(id);
        if let Some(user) = index.and_then(|index| self.users.get_mut(index)) {
            user.last_sign_in = Some(now);
        }
    }

    /// Moves a user to the deleted items. `false` when there is no such user.
    pub(crate) fn delete(&mut self, id: Uuid, now: Timestamp) -> bool {
        self.set_deletion_state(id, DeletionState::Present, DeletionState::Deleted(now))
    }

    /// Restores a deleted user.
    pub(crate) fn restore(&mut self, id: Uuid) -> bool {
        let Some(at) = self.any_user(id).and_then(User::deleted) else { return false };
        self.set_deletion_state(id, DeletionState::Deleted(at), DeletionState::Present)
    }

    /// Deletes a deleted user for good, with memberships, sponsorships and app roles.
    pub(crate) fn purge(&mut self, id: Uuid) -> bool {
        let Some(at) = self.any_user(id).and_then(User::deleted) else { return false };
        for group in &mut self.groups {
            group.members.retain(|member| *member != id);
        }
        for user in self.users.iter_mut().filter(|user| user.sponsors.contains(&id)) {
            user.sponsors.retain(|sponsor| *sponsor != id);
        }
        self.apps.forget(id);
        self.set_deletion_state(id, DeletionState::Deleted(at), DeletionState::Purged)
    }

    fn set_deletion_state(&mut self, id: Uuid, from: DeletionState, to: DeletionState) -> bool {
        let Some(index) = self.position(id) else { return false };
        let Some(user) = self.users.get_mut(index).filter(|user| user.deletion_state == from) else {
            return false;
        };
        user.deletion_state = to;
        match to {
            DeletionState::Present => self.add_to_indexes(index),
            DeletionState::Deleted(_) | DeletionState::Purged => self.remove_from_indexes(index),
        }
        self.count_change(index);
        true
    }

    fn count_change(&mut self, index: usize) {
        self.changes += 1;
        if let Some(user) = self.users.get_mut(index) {
            user.changed = self.changes;
        }
    }

    fn add_to_indexes(&mut self, index: usize) {
        let Some(user) = self.users.get(index) else { return };
        self.by_upn.insert(user.upn.to_lowercase(), index);
        for address in user.addresses() {
            self.by_address.entry(address.to_lowercase()).or_insert(index);
        }
    }

    fn remove_from_indexes(&mut self, index: usize) {
        let Some(user) = self.users.get(index) else { return };
        self.by_upn.remove(&user.upn.to_lowercase());
        for address in user.addresses() {
            let address = address.to_lowercase();
            if self.by_address.get(&address) == Some(&index) {
                self.by_address.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests;
