//! The invitations that were made a moment ago, as all tabs of a session know them. The directory may list their guests
//! only after some minutes. Must not know where they are stored.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::email::GuestEmail;
use super::guest::UserId;
use super::http_url::ToAscii;
use super::moment::Moment;

/// How long an invitation is kept. The directory lists a new guest much earlier.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// How long a doubt is kept. After that, the directory lists the guest if there is one.
const DOUBT_KEPT: Duration = Duration::from_secs(60);

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
    /// Whether the response was lost, so that the service may have made the invitation or not.
    pub in_doubt: bool,
    /// Whether a run of a bulk invitation knows it too. Then it need not be stored elsewhere.
    #[serde(default)]
    pub of_run: bool,
}

impl Invited {
    /// The name, or the address of a guest without one.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.address } else { &self.name }
    }
}

/// The form in which addresses are compared: in lower case, and the domain in ASCII.
#[must_use]
pub fn address_key(email: &GuestEmail, to_ascii: ToAscii) -> String {
    let lower = email.as_str().to_lowercase();
    let local = lower.rsplit_once('@').map_or(lower.as_str(), |(local, _)| local);
    email.ascii_domain(to_ascii).map_or_else(|| lower.clone(), |domain| format!("{local}@{domain}"))
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

    /// What a tab stores: without the invitations of a run, which has its own records.
    #[must_use]
    pub fn without_runs(&self) -> Self {
        Self(self.0.iter().filter(|invited| !invited.of_run).cloned().collect())
    }

    #[must_use]
    pub fn find(&self, address: &str) -> Option<&Invited> {
        self.0.iter().find(|invited| invited.address == address)
    }

    /// Removes the doubt about this address: there is a response, or nothing was sent.
    pub fn remove_doubt(&mut self, address: &str) {
        self.0.retain(|invited| !invited.in_doubt || invited.address != address);
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
        let earlier_of_run = earlier.as_ref().is_none_or(|earlier| earlier.of_run);
        // Whether or not another invitation was made, there is one.
        let in_doubt = later.in_doubt && earlier.as_ref().is_none_or(|earlier| earlier.in_doubt);
        let user = later.user.or_else(|| earlier.and_then(|earlier| earlier.user));
        let of_run = later.of_run && earlier_of_run;
        self.0.push(Invited { name, user, in_doubt, of_run, ..later });
    }

    /// Removes the invitations that the directory lists by now.
    pub fn drop_old(&mut self, now: Moment) {
        let kept = |invited: &Invited| if invited.in_doubt { DOUBT_KEPT } else { KEPT };
        self.0.retain(|invited| now.since(invited.at) < kept(invited));
    }
}

#[cfg(test)]
mod tests;
