//! Which addresses are being invited, and which were invited a moment ago, in all tabs.
//!
//! A page claims an address before it searches the directory, and releases it after the outcome. So two tabs cannot invite
//! the same person at the same time, and a tab knows what another one has just sent. Must not know a page or Graph.

use crate::domain::invited::{Invited, InvitedList, address_key};
use crate::domain::moment::Moment;

use super::protocol::ConnectionId;

#[derive(Default)]
pub(super) struct Claims {
    held: Vec<Claim>,
    invited: InvitedList,
}

struct Claim {
    address: String,
    connection: ConnectionId,
    /// Whether the invitation is being sent. Then the claim stays until there is a response, also if the page leaves.
    posting: bool,
    /// Whether the page has left.
    left: bool,
}

impl Claims {
    /// Claims an address, unless it is claimed already. Returns whether it is claimed for this page now.
    pub(super) fn claim(&mut self, connection: ConnectionId, address: &str) -> bool {
        let address = address_key(address);
        let free = !self.held.iter().any(|claim| claim.address == address);
        if free {
            self.held.push(Claim { address, connection, posting: false, left: false });
        }
        free
    }

    pub(super) fn release(&mut self, connection: ConnectionId, address: &str) {
        let address = address_key(address);
        self.held.retain(|claim| claim.address != address || claim.connection != connection);
    }

    /// The page has left.
    pub(super) fn leave(&mut self, connection: ConnectionId) {
        self.held.retain_mut(|claim| {
            claim.left |= claim.connection == connection;
            claim.posting || !claim.left
        });
    }

    /// The invitation to a claimed address is sent.
    pub(super) fn posting(&mut self, connection: ConnectionId, address: &str) {
        let address = address_key(address);
        let of_page = |claim: &&mut Claim| claim.address == address && claim.connection == connection;
        if let Some(claim) = self.held.iter_mut().find(of_page) {
            claim.posting = true;
        }
    }

    /// There is a response, or there will be none. `made` is whether the invitation was made. The page tells name and id
    /// later, if it still exists. Returns the invitation.
    pub(super) fn posted(
        &mut self,
        connection: ConnectionId,
        address: &str,
        made: bool,
        now: Moment,
    ) -> Option<Invited> {
        let address = address_key(address);
        let of_page = |claim: &Claim| claim.address == address && claim.connection == connection;
        // After a sign-out there are no claims, and nothing is remembered.
        let known = self.held.iter().any(of_page);
        self.held.retain_mut(|claim| {
            let ended = of_page(claim);
            claim.posting &= !ended;
            !(ended && claim.left)
        });
        let invited = Invited { address: address.clone(), name: String::new(), user: None, at: now };
        (known && made).then(|| self.add(invited))
    }

    /// Adds an invitation, and returns all that is known about it.
    pub(super) fn add(&mut self, invited: Invited) -> Invited {
        let address = invited.address.clone();
        self.invited.add(invited.clone());
        self.invited.find(&address).cloned().unwrap_or(invited)
    }

    pub(super) fn invited(&mut self, now: Moment) -> InvitedList {
        self.invited.drop_old(now);
        self.invited.clone()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
