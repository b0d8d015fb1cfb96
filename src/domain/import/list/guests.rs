//! Rows whose address the directory has already, and what is sent in the end.

use crate::domain::import::edit::Decision;
use crate::domain::import::guest_choices::{GuestChoice, GuestChoices, GuestClass};
use crate::domain::import::verdict::{InDirectory, ListedGuest, Verdict, VerdictKind};

use super::{ImportList, ToSend};

impl ImportList {
    /// What the person wants for guests whom the directory has already.
    #[must_use]
    pub fn guest_choices(&self) -> GuestChoices {
        self.guest_choices
    }

    /// Decides about all rows whose address a guest has already, but for those about which the person has decided by
    /// themselves.
    pub fn set_guest_choices(&mut self, choices: GuestChoices) {
        if self.guest_choices == choices {
            return;
        }
        let rows: Vec<usize> =
            self.in_directory.keys().filter_map(|group| self.by_address.deciding(*group)).collect();
        rows.iter().for_each(|row| self.tally.remove(self.kind(*row)));
        self.guest_choices = choices;
        rows.iter().for_each(|row| self.tally.add(self.kind(*row)));
    }

    /// The number of addresses in the list that guests of this class have, but for rows that are left out.
    #[must_use]
    pub fn guests_of(&self, class: GuestClass) -> usize {
        let is_of = |found: &InDirectory| match found {
            InDirectory::Guest(guest) => GuestClass::of(&guest.state) == class,
            InDirectory::Internal => false,
        };
        let groups = self.in_directory.iter().filter(|(_, found)| is_of(found)).map(|(group, _)| group);
        let rows = groups.filter_map(|group| self.by_address.deciding(*group));
        rows.filter(|row| self.listed_guest(*row).is_some()).count()
    }

    /// The guest whom the directory has with the address of a row that is sent or skipped for this reason.
    #[must_use]
    pub fn listed_guest(&self, row: usize) -> Option<&ListedGuest> {
        let by_directory = match self.kind(row) {
            VerdictKind::AlreadyGuest | VerdictKind::InviteAgain | VerdictKind::NewLink => true,
            VerdictKind::WillInvite
            | VerdictKind::InternalUser
            | VerdictKind::Duplicate
            | VerdictKind::OwnOrganization
            | VerdictKind::NotAnAddress
            | VerdictKind::NoAddress
            | VerdictKind::Problems
            | VerdictKind::NeedsALook
            | VerdictKind::NotNeeded
            | VerdictKind::Unanswered
            | VerdictKind::LeftOut => false,
        };
        match self.in_directory(row).filter(|_| by_directory)? {
            InDirectory::Guest(guest) => Some(guest),
            InDirectory::Internal => None,
        }
    }

    /// Everything that will be sent, in the order of the list.
    pub fn to_send(&self) -> impl Iterator<Item = ToSend> {
        (0..self.len()).filter_map(|row| self.sent_as(row))
    }

    /// What will be sent for a row; `None` if nothing is.
    #[must_use]
    pub fn sent_as(&self, row: usize) -> Option<ToSend> {
        let kind = self.kind(row);
        if !kind.is_sent() {
            return None;
        }
        let mut draft = self.draft(row);
        if kind == VerdictKind::NewLink {
            draft.send_mail = false;
        }
        Some(ToSend { row, number: self.number(row)?, draft, again: kind != VerdictKind::WillInvite })
    }

    /// Notes that the directory has the address of a row.
    pub fn found_in_directory(&mut self, row: usize, found: InDirectory) {
        let Some(group) = self.rows.get(row).and_then(|row| row.group) else { return };
        let deciding = self.deciding(row);
        deciding.into_iter().for_each(|row| self.tally.remove(self.kind(row)));
        self.in_directory.insert(group, found);
        deciding.into_iter().for_each(|row| self.tally.add(self.kind(row)));
    }

    /// What the directory says about the address of a row.
    pub(super) fn in_directory(&self, row: usize) -> Option<&InDirectory> {
        self.in_directory.get(&self.rows.get(row)?.group?)
    }

    /// The verdict on a row whose address a guest has already.
    pub(super) fn verdict_on_guest(&self, row: usize, kind: VerdictKind) -> Verdict {
        match (self.listed_guest(row).cloned(), kind) {
            (None, _) => Verdict::WillInvite,
            (Some(guest), VerdictKind::InviteAgain) => Verdict::InviteAgain(guest),
            (Some(guest), VerdictKind::NewLink) => Verdict::NewLink(guest),
            (Some(guest), _) => Verdict::AlreadyGuest(guest),
        }
    }

    /// The kind of a row whose address a guest has already.
    pub(super) fn kind_of_guest(&self, row: usize, guest: &ListedGuest) -> VerdictKind {
        let of_class = self.guest_choices.of(GuestClass::of(&guest.state));
        let again = self.edits.get(&row).is_some_and(|edit| edit.decision == Decision::InvitedAgain);
        match of_class {
            GuestChoice::Skip if !again => VerdictKind::AlreadyGuest,
            GuestChoice::Skip | GuestChoice::Resend => VerdictKind::InviteAgain,
            GuestChoice::NewLink => VerdictKind::NewLink,
        }
    }
}

#[cfg(test)]
mod tests;
