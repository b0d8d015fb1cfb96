//! What the list learns between two loads: changes in the directory, invitations of this session, and details that were read.

use leptos::prelude::*;

use crate::app::guest_changes::{self, GuestChanges, Since};
use crate::domain::guest::{Guest, GuestOrigin, GuestState, UserId};
use crate::domain::invited::Invited;
use crate::domain::moment::Moment;

use super::{Asker, GuestListContext, ListPhase};

impl GuestListContext {
    /// Asks for what has changed since the list was read. Returns whether that was enough, or ended in an error that is shown.
    pub(super) async fn is_brought_up_to_date(self, asker: Asker, sign_outs: u32) -> bool {
        let link = self.changes_from.get_value().filter(|_| self.complete_at.with_untracked(Option::is_some));
        let Some(link) = link else { return false };
        let portal = self.session.portal();
        let asked = portal.now();
        let knows = |id| self.table.with_untracked(|table| table.row_of(id).is_some());
        let doubted: Vec<UserId> = self
            .unlisted
            .with_value(|unlisted| unlisted.doubted().into_iter().filter(|id| knows(*id)).collect());
        let changes = guest_changes::since(&portal.client, link, knows, &doubted).await;
        if self.sign_outs.get_value() != sign_outs {
            return true;
        }
        let failed_before = self.changes_failed.try_update_value(std::mem::take).unwrap_or_default();
        match changes {
            Ok(Since::Changes(changes)) => {
                self.apply(changes, asked);
                self.complete_at.set(Some(portal.now()));
                self.phase.set(ListPhase::Ready);
                true
            }
            Ok(Since::ReadAnew) => {
                self.changes_from.set_value(None);
                false
            }
            Ok(Since::NotTold) => {
                self.changes_from.set_value(None);
                self.tells_no_changes.set_value(true);
                // To read a long list anew at each visit of the page would cost too much.
                let enough = asker == Asker::Page;
                if enough {
                    self.phase.set(ListPhase::Ready);
                }
                enough
            }
            Err(error) if guest_changes::may_concern_changes_only(&error.kind) => {
                let reads_anew = failed_before && asker == Asker::Person;
                if !reads_anew {
                    self.changes_failed.set_value(true);
                    self.phase.set(ListPhase::Failed(error));
                }
                !reads_anew
            }
            Err(error) => {
                self.phase.set(ListPhase::Failed(error));
                true
            }
        }
    }

    fn apply(self, changes: GuestChanges, asked: Moment) {
        let GuestChanges { guests, gone, missing, link } = changes;
        let leave = self
            .unlisted
            .try_update_value(|unlisted| unlisted.changed(asked, &guests, gone, missing))
            .unwrap_or_default();
        self.table.update(|table| {
            leave.into_iter().for_each(|id| table.remove(id));
            guests.iter().for_each(|guest| table.put(guest));
        });
        self.changes_from.set_value(Some(link));
        // It was counted before these changes.
        self.total.set(None);
    }

    /// Adds a guest who was just invited, so that they are in the list at once.
    pub(in crate::ui::state) fn add_invited(self, guest: Guest) {
        self.add_invited_at(guest, self.session.portal().now());
    }

    fn add_invited_at(self, guest: Guest, at: Moment) {
        if self.phase.with_untracked(|phase| *phase != ListPhase::Idle) {
            self.table.update(|table| table.put(&guest));
        }
        self.unlisted.update_value(|unlisted| unlisted.invited(guest, at));
    }

    /// Adds a guest who was invited in another tab, or by an earlier page of this one.
    pub(in crate::ui::state) fn add_invited_elsewhere(self, invited: &Invited) {
        let Some(user) = &invited.user else { return };
        if self.unlisted.with_value(|unlisted| unlisted.is_invited(*user))
            || self.find_untracked(user).is_some()
        {
            return;
        }
        let guest = Guest {
            name: invited.shown_name().to_owned(),
            address: invited.address.clone(),
            state: GuestState::Pending,
            origin: GuestOrigin::Invitation,
            invited: Some(invited.at),
            changed: Some(invited.at),
            ..Guest::with_id(*user)
        };
        // The invitation has the time of the uncorrected clock.
        let portal = self.session.portal();
        let age = portal.timers().uncorrected().since(invited.at);
        self.add_invited_at(guest, portal.now() - age);
    }

    /// Call this with a guest of the list who was read again.
    pub fn read_again(self, guest: &Guest) {
        let differs = self.find_untracked(&guest.id).is_some_and(|known| known != *guest);
        if differs {
            self.table.update(|table| table.put(guest));
        }
    }

    /// Call this with a guest of the list whom the service does not find. The guest stays until the list is loaded again without them.
    pub fn not_found(self, guest: UserId) {
        self.unlisted.update_value(|unlisted| unlisted.not_found(guest));
    }
}
