//! The invitations that this session has made, as the worker and the tab remember them. Must not invite.

use crate::app::invited;
use crate::auth::session::Account;
use crate::domain::invited::Invited;

use super::{Portal, PortalEvent};

impl Portal {
    /// An invitation was made, or may have been made, in this or another tab.
    pub(super) fn invited(&self, invited: Invited) {
        if let Some(account) = self.session().account() {
            let (store, now) = (&*self.ports.store, self.ports.clock.uncorrected());
            let mut list = invited::read(store, &account.key(), now);
            list.add(invited.clone());
            invited::save(store, account.key(), list);
            self.emit(PortalEvent::Invited(invited));
        }
    }

    /// What was being sent to this address was not made.
    pub(super) fn not_invited(&self, address: &str) {
        if let Some(account) = self.session().account() {
            let (store, now) = (&*self.ports.store, self.ports.clock.uncorrected());
            let mut list = invited::read(store, &account.key(), now);
            list.remove_doubt(address);
            invited::save(store, account.key(), list);
        }
    }

    /// Tells the worker the invitations that this tab remembers of an earlier page, and emits those of all tabs.
    pub async fn remember_invited(&self) {
        let Some(person) = self.session().account().map(Account::key) else { return };
        let (store, now) = (&*self.ports.store, self.ports.clock.uncorrected());
        let list = self.worker.remember(person.clone(), invited::read(store, &person, now)).await;
        for invited in list.iter() {
            self.invited(invited.clone());
        }
    }
}
