//! The invitations that this session has made, as the worker and the tab remember them. Must not invite.

use crate::app::invited;
use crate::auth::session::Account;
use crate::domain::invited::{Invited, InvitedList};

use super::{Portal, PortalEvent};

impl Portal {
    /// An invitation was made, or may have been made, in this or another tab.
    pub(super) fn invited(&self, invited: Invited) {
        if self.change_invited(|list| list.add(invited.clone())) {
            self.emit(PortalEvent::Invited(invited));
        }
    }

    /// What was being sent to this address was not made.
    pub(super) fn not_invited(&self, address: &str) {
        self.change_invited(|list| list.remove_doubt(address));
    }

    /// Tells the worker the invitations that this tab remembers of an earlier page, and emits those of all tabs.
    pub async fn remember_invited(&self) {
        let Some(person) = self.session().account().map(Account::key) else { return };
        let remembered = invited::read(&*self.ports.store, &person, self.ports.clock.uncorrected());
        let known = self.worker.remember(person, remembered).await;
        self.change_invited(|list| known.iter().for_each(|invited| list.add(invited.clone())));
        for invited in known.iter() {
            self.emit(PortalEvent::Invited(invited.clone()));
        }
    }

    /// Changes the invitations that this tab remembers. Returns `false` if no person is signed in.
    fn change_invited(&self, change: impl FnOnce(&mut InvitedList)) -> bool {
        let Some(person) = self.session().account().map(Account::key) else { return false };
        let (store, now) = (&*self.ports.store, self.ports.clock.uncorrected());
        let mut list = self.invited.borrow_mut().take().unwrap_or_else(|| invited::read(store, &person, now));
        list.drop_old(now);
        change(&mut list);
        invited::save(store, person, &list);
        self.invited.replace(Some(list));
        true
    }
}
