//! The invitations that can be redeemed, with the guests' sessions and passcodes, and the addresses that have blocked
//! mails.
//!
//! Must not know who may invite, or the pages of a redemption.

pub(crate) mod guest_sessions;
pub(crate) mod passcode;

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::directory::TENANT_ID;
use crate::origins::Origins;
use crate::{clouds, web};
use guest_sessions::GuestSessions;
use passcode::Passcodes;

/// An invitation that can be redeemed. No `Debug`: the ticket is a secret.
#[derive(Clone)]
pub(crate) struct Invitation {
    pub(crate) id: Uuid,
    pub(crate) guest: Uuid,
    /// Standard base64.
    pub(crate) ticket: String,
    pub(crate) redirect_url: String,
    pub(crate) inviter: String,
}

impl Invitation {
    /// The link in the service's form: `redeem` at the sign-in site, with the real address as a parameter.
    pub(crate) fn redeem_url(&self, origins: &Origins) -> String {
        let inner = format!("{}?{}", clouds::redemption(origins), self.query());
        format!("{}/redeem?rd={}", origins.login, web::encode_lower(&inner))
    }

    /// The redemption page at the sign-in site.
    pub(crate) fn path(&self) -> String {
        format!("/invitations/redeem/?{}", self.query())
    }

    /// As in the service's links, `user` is the id of the invitation. The ticket is escaped twice here, so three times
    /// inside `rd`: `/` is `%25252f` there [documented] invitation-post.md.
    fn query(&self) -> String {
        let ticket = web::encode_lower(&web::encode_lower(&self.ticket));
        format!("tenant={TENANT_ID}&user={}&ticket={ticket}&ver=2.0", self.id)
    }
}

/// The valid invitations: the newest of each guest. A new one invalidates the older ticket [observed].
#[derive(Default)]
pub(crate) struct Invitations {
    by_ticket: HashMap<String, Invitation>,
    newest: HashMap<Uuid, String>,
    pub(crate) sessions: GuestSessions,
    pub(crate) passcodes: Passcodes,
    /// Addresses that have blocked invitation mails, in lower case.
    pub(crate) unsubscribed: BTreeSet<String>,
}

impl Invitations {
    pub(crate) fn add(&mut self, invitation: Invitation) {
        if let Some(older) = self.newest.insert(invitation.guest, invitation.ticket.clone()) {
            self.by_ticket.remove(&older);
        }
        self.by_ticket.insert(invitation.ticket.clone(), invitation);
    }

    /// Whether the address has blocked invitation mails.
    pub(crate) fn is_unsubscribed(&self, address: &str) -> bool {
        self.unsubscribed.contains(&address.to_lowercase())
    }

    /// Ends the guest's sessions and passcodes, for a reset of the redemption.
    pub(crate) fn forget(&mut self, guest: Uuid) {
        self.sessions.forget(guest);
        self.passcodes.forget(guest);
    }

    /// Invalidates the guest's invitation.
    pub(crate) fn withdraw(&mut self, guest: Uuid) {
        self.forget(guest);
        if let Some(ticket) = self.newest.remove(&guest) {
            self.by_ticket.remove(&ticket);
        }
    }

    /// Ends the sessions and passcodes of all guests.
    pub(crate) fn end_sessions(&mut self) {
        self.sessions = GuestSessions::default();
        self.passcodes = Passcodes::default();
    }

    /// `false` when the address was blocked already.
    pub(crate) fn unsubscribe(&mut self, address: &str) -> bool {
        self.unsubscribed.insert(address.to_lowercase())
    }

    /// `false` when the address was not blocked.
    pub(crate) fn subscribe(&mut self, address: &str) -> bool {
        self.unsubscribed.remove(&address.to_lowercase())
    }

    pub(crate) fn find(&self, ticket: &str, id: &str) -> Option<&Invitation> {
        self.by_ticket.get(ticket).filter(|invitation| invitation.id.to_string() == id)
    }
}

/// The link in a mail to this address.
pub(crate) fn unsubscribe_link(login: &str, address: &str) -> String {
    format!("{login}/unsubscribe?tenant={TENANT_ID}&email={}", web::encode_lower(address))
}
