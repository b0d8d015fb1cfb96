//! Which addresses are being invited, and which were invited a moment ago, in all tabs.
//!
//! A page claims an address before it searches the directory, and releases it after the outcome. So two tabs cannot invite
//! the same person at the same time, and a tab knows what another one has just sent. Where each tab has its own worker, a
//! lock among all tabs belongs to each claim. Must not know a page or Graph.

use crate::app::ports::LockGuard;
use crate::domain::invited::{Invited, InvitedList};
use crate::domain::moment::Moment;
use crate::graph::http::GraphResponse;

use super::protocol::{ConnectionId, SendError};

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
    /// Whether it was sent.
    posted: bool,
    /// Whether it was in doubt before that if there is an invitation to the address.
    doubted: bool,
    /// Whether it is for a row of a run.
    of_run: bool,
    /// Whether the page has left.
    left: bool,
    /// Keeps the workers of other tabs from claiming the address. `None` until it is acquired.
    lock: Option<Box<dyn LockGuard>>,
}

/// The outcome of a request to invite, as far as its status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Posted {
    Made,
    NotMade,
    /// There is no response, or one of something that may have lost Graph's.
    InDoubt,
}

/// What is known about an address after a request to invite it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum After {
    /// There is an invitation, or there may be one.
    Invited(Invited),
    NotInvited,
    /// Nothing was made, and an earlier request may have made one.
    StillInDoubt,
}

impl Posted {
    pub(super) fn of(outcome: &Result<GraphResponse, SendError>) -> Self {
        let status = match outcome {
            Ok(response) => response.status,
            Err(SendError::SignedOutMeanwhile { status }) => *status,
            Err(SendError::Transport(_)) => return Self::InDoubt,
            Err(
                SendError::NotRenewed(_)
                | SendError::SignInEnded(_)
                | SendError::RefusedForGood
                | SendError::ForeignLink,
            ) => return Self::NotMade,
        };
        match status {
            200..=299 => Self::Made,
            503 => Self::NotMade,
            408 | 500..=599 => Self::InDoubt,
            _ => Self::NotMade,
        }
    }
}

impl Claims {
    /// Claims an address, unless it is claimed already. Returns whether it is claimed for this page now.
    pub(super) fn claim(&mut self, connection: ConnectionId, address: &str) -> bool {
        let free = !self.held.iter().any(|claim| claim.address == address);
        if free {
            let address = address.to_owned();
            let claim = Claim {
                address,
                connection,
                posting: false,
                posted: false,
                doubted: false,
                of_run: false,
                left: false,
                lock: None,
            };
            self.held.push(claim);
        }
        free
    }

    /// The claim of this page is for a row of a run.
    pub(super) fn set_of_run(&mut self, connection: ConnectionId, address: &str) {
        let of_page = |claim: &&mut Claim| claim.address == address && claim.connection == connection;
        if let Some(claim) = self.held.iter_mut().find(of_page) {
            claim.of_run = true;
        }
    }

    fn is_of_run(&self, connection: ConnectionId, address: &str) -> bool {
        let of_page = |claim: &Claim| claim.address == address && claim.connection == connection;
        self.held.iter().any(|claim| of_page(claim) && claim.of_run)
    }

    /// The claim of this page is among all tabs now. Without the claim, because the page has left meanwhile, the lock is
    /// released.
    pub(super) fn keep(&mut self, connection: ConnectionId, address: &str, lock: Box<dyn LockGuard>) {
        let of_page = |claim: &&mut Claim| claim.address == address && claim.connection == connection;
        if let Some(claim) = self.held.iter_mut().find(of_page) {
            claim.lock = Some(lock);
        }
    }

    /// The page has the outcome. Returns whether it has sent something by which nothing was made, so that there is no doubt
    /// any more.
    pub(super) fn release(&mut self, connection: ConnectionId, address: &str, made: bool) -> bool {
        let of_page = |claim: &Claim| claim.address == address && claim.connection == connection;
        let in_vain = !made && self.held.iter().any(|claim| of_page(claim) && claim.posted && !claim.doubted);
        self.held.retain(|claim| !of_page(claim));
        in_vain
    }

    /// The page has left.
    pub(super) fn leave(&mut self, connection: ConnectionId) {
        self.held.retain_mut(|claim| {
            claim.left |= claim.connection == connection;
            claim.posting || !claim.left
        });
    }

    /// The invitation to a claimed address is about to be sent. Returns what all tabs must know before that: if the page or
    /// the worker ends meanwhile, the service may have made it.
    pub(super) fn posting(&mut self, connection: ConnectionId, address: &str, now: Moment) -> Invited {
        let of_page = |claim: &&mut Claim| claim.address == address && claim.connection == connection;
        if let Some(claim) = self.held.iter_mut().find(of_page) {
            claim.posting = true;
            claim.posted = true;
            claim.doubted = self.invited.find(address).is_some_and(|invited| invited.in_doubt);
        }
        let of_run = self.is_of_run(connection, address);
        Invited {
            address: address.to_owned(),
            name: String::new(),
            user: None,
            at: now,
            in_doubt: true,
            of_run,
        }
    }

    /// There is a response, or there will be none. The page tells name and id later, if it still exists.
    pub(super) fn posted(
        &mut self,
        connection: ConnectionId,
        address: &str,
        posted: Posted,
        now: Moment,
    ) -> After {
        let of_page = |claim: &Claim| claim.address == address && claim.connection == connection;
        let doubted = self.held.iter().any(|claim| of_page(claim) && claim.doubted);
        let of_run = self.is_of_run(connection, address);
        self.held.retain_mut(|claim| {
            let ended = of_page(claim);
            claim.posting &= !ended;
            !(ended && claim.left)
        });
        let in_doubt = match posted {
            Posted::Made => false,
            Posted::InDoubt => true,
            Posted::NotMade if doubted => return After::StillInDoubt,
            Posted::NotMade => return After::NotInvited,
        };
        let address = address.to_owned();
        After::Invited(Invited { address, name: String::new(), user: None, at: now, in_doubt, of_run })
    }

    /// What was being sent to this address was not made.
    pub(super) fn remove_doubt(&mut self, address: &str) {
        self.invited.remove_doubt(address);
    }

    /// Adds an invitation, and returns all that is known about it.
    pub(super) fn add(&mut self, invited: Invited) -> Invited {
        let address = invited.address.clone();
        self.invited.add(invited.clone());
        self.invited.find(&address).cloned().unwrap_or(invited)
    }

    /// Adds an invitation that another worker tells; `None` if all of it was known already.
    pub(super) fn learn(&mut self, invited: Invited) -> Option<Invited> {
        let known = self.invited.find(&invited.address).cloned();
        Some(self.add(invited)).filter(|now| known.as_ref() != Some(now))
    }

    pub(super) fn invited(&mut self, now: Moment) -> InvitedList {
        self.invited.drop_old(now);
        self.invited.clone()
    }

    /// After a sign-out. An invitation that is on its way keeps its claim: the same person may sign in again at once.
    pub(super) fn clear(&mut self) {
        self.invited = InvitedList::default();
        self.held.retain_mut(|claim| {
            claim.left = true;
            claim.posting
        });
    }
}

#[cfg(test)]
mod tests;
