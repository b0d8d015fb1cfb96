//! The invitations that were made a moment ago, as all tabs of a session know them. The directory may list their guests
//! only after some minutes. Must not know where they are stored.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::guest::UserId;
use super::moment::Moment;

/// How long an invitation is kept. The directory lists a new guest much earlier.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// An invitation that was made in this session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invited {
    /// The invited address, see [`address_key`].
    pub address: String,
    /// The name that the person typed; empty if there is none.
    pub name: String,
    /// The guest's object id, if the response was read.
    pub user: Option<UserId>,
    /// When the response arrived, by the uncorrected clock.
    pub at: Moment,
}

impl Invited {
    /// The name, or the address of a guest without one.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.address } else { &self.name }
    }
}

/// The form in which addresses are compared.
#[must_use]
pub fn address_key(address: &str) -> String {
    address.to_lowercase()
}

/// Invitations, at most one for each address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitedList(Vec<Invited>);

impl InvitedList {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Invited> {
        self.0.iter()
    }

    #[must_use]
    pub fn find(&self, address: &str) -> Option<&Invited> {
        let key = address_key(address);
        self.0.iter().find(|invited| invited.address == key)
    }

    /// Adds an invitation. A later one to the same address replaces an earlier one, and what is known only of the earlier
    /// one is kept.
    pub fn add(&mut self, invited: Invited) {
        let earlier = self.0.iter().position(|known| known.address == invited.address);
        let earlier = earlier.map(|at| self.0.remove(at));
        let (later, earlier) = match earlier {
            Some(earlier) if earlier.at > invited.at => (earlier, Some(invited)),
            earlier => (invited, earlier),
        };
        let name = if later.name.is_empty() {
            earlier.as_ref().map(|earlier| earlier.name.clone()).unwrap_or_default()
        } else {
            later.name
        };
        let user = later.user.or_else(|| earlier.and_then(|earlier| earlier.user));
        self.0.push(Invited { name, user, ..later });
    }

    /// Removes the invitations that the directory lists by now.
    pub fn drop_old(&mut self, now: Moment) {
        self.0.retain(|invited| now.since(invited.at) < KEPT);
    }
}

#[cfg(test)]
mod tests;
