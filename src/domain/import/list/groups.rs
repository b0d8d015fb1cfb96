//! Rows with the same address: which of them decides, and what the others give to it.
//!
//! One row stands for all of them: the first of which the list says that it needs no invitation any more, or else the first
//! that can be sent. Every other row that could be sent is a duplicate of it.

use crate::domain::import::address_index::GroupId;
use crate::domain::import::edit::{Decision, RowEdit};
use crate::domain::import::row_check::{Facts, Standing};
use crate::domain::import::table::RowPlace;
use crate::domain::import::verdict::{FileSays, Look};
use crate::domain::invisible::is_blank;
use crate::domain::invitation::InvitationDraft;

use super::{ImportList, Row};

impl ImportList {
    /// Checks a record and adds it as the last row.
    pub(in crate::domain::import) fn push(&mut self, place: RowPlace, edit: RowEdit) {
        let row = self.rows.len();
        let facts = self.checker.check(&self.table, &self.columns, place, &edit);
        self.rows.push(Row {
            place,
            standing: facts.standing,
            warned: facts.warned,
            left_out: edit.decision == Decision::LeftOut,
            group: None,
            mailbox: None,
        });
        if edit != RowEdit::default() {
            self.edits.insert(row, edit);
        }
        self.add_to_groups(row, &facts);
        if let Some(group) = self.group_of(row) {
            let before = self.by_address.deciding(group);
            let decides = match before {
                None => self.is_done(row) || self.can_be_sent(row),
                Some(before) => self.is_done(row) && !self.is_done(before),
            };
            if decides {
                before.into_iter().for_each(|before| self.tally.remove(self.kind(before)));
                self.by_address.decide(group, Some(row));
                before.into_iter().for_each(|before| self.tally.add(self.kind(before)));
            }
        }
        self.tally.add(self.kind(row));
    }

    /// Changes a row and returns what was changed in it before.
    pub(super) fn replace(&mut self, row: usize, edit: RowEdit) -> RowEdit {
        let before = self.edit(row);
        let Some(place) = self.place(row) else { return before };
        let facts = self.checker.check(&self.table, &self.columns, place, &edit);
        let old = self.group_of(row);
        let new = facts.key.as_deref().map(|key| self.by_address.group(key));
        let other = new.filter(|new| Some(*new) != old);
        let mut touched: Vec<usize> =
            old.into_iter().chain(other).flat_map(|group| self.by_address.rows(group)).collect();
        if old.is_none() {
            touched.push(row);
        }
        touched.iter().for_each(|row| self.tally.remove(self.kind(*row)));
        self.remove_from_groups(row);
        if let Some(known) = self.rows.get_mut(row) {
            known.standing = facts.standing;
            known.warned = facts.warned;
            known.left_out = edit.decision == Decision::LeftOut;
        }
        if edit == RowEdit::default() {
            self.edits.remove(&row);
        } else {
            self.edits.insert(row, edit);
        }
        self.add_to_groups(row, &facts);
        old.into_iter().chain(other).for_each(|group| self.decide(group));
        touched.iter().for_each(|row| self.tally.add(self.kind(*row)));
        before
    }

    /// The row that stands for all rows with the address of this one.
    pub(super) fn deciding(&self, row: usize) -> Option<usize> {
        self.by_address.deciding(self.group_of(row)?)
    }

    /// The row from which a row that stands for others has its name: it has none itself.
    pub(super) fn name_from(&self, row: usize, draft: &InvitationDraft) -> Option<usize> {
        let corrected = self.edits.get(&row).is_some_and(|edit| edit.name.is_some());
        if corrected || !is_blank(&draft.name) || self.deciding(row) != Some(row) {
            return None;
        }
        let mut others = self.by_address.rows(self.group_of(row)?).filter(|other| *other != row);
        others.find(|other| !is_blank(&self.own_draft(*other).name))
    }

    /// The name of a duplicate, if it is another one than that of the row that is sent.
    pub(super) fn other_name(&self, row: usize, of: usize) -> Option<String> {
        let name = self.own_draft(row).name;
        (!is_blank(&name) && name.trim() != self.draft(of).name.trim()).then_some(name)
    }

    /// Another row whose address may be the same mailbox.
    pub(super) fn perhaps_same_mailbox(&self, row: usize) -> Option<usize> {
        let known = self.rows.get(row)?;
        let mut others = self.by_mailbox.rows(known.mailbox?);
        others.find(|other| self.group_of(*other) != known.group)
    }

    /// The draft of a row by itself.
    pub(super) fn own_draft(&self, row: usize) -> InvitationDraft {
        match self.place(row) {
            Some(place) => self.checker.draft(&self.table, &self.columns, place, &self.edit(row)),
            None => self.defaults().clone(),
        }
    }

    fn group_of(&self, row: usize) -> Option<GroupId> {
        self.rows.get(row)?.group
    }

    fn decide(&mut self, group: GroupId) {
        let done = self.by_address.rows(group).find(|row| self.is_done(*row));
        let deciding = done.or_else(|| self.by_address.rows(group).find(|row| self.can_be_sent(*row)));
        self.by_address.decide(group, deciding);
    }

    /// Whether an invitation to the row's address exists already, or may exist.
    fn is_done(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| match row.standing {
            Standing::NotNeeded(
                FileSays::Member | FileSays::Pending | FileSays::Accepted | FileSays::Sent,
            ) => true,
            Standing::Look(look) => look == Look::OutcomeUnknown,
            Standing::NotNeeded(FileSays::Group | FileSays::LeftOut)
            | Standing::Sound
            | Standing::OwnOrganization
            | Standing::NotAnAddress(_)
            | Standing::NoAddress
            | Standing::Problems => false,
        })
    }

    fn can_be_sent(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.standing == Standing::Sound && !row.left_out)
    }

    fn add_to_groups(&mut self, row: usize, facts: &Facts) {
        let group = facts.key.as_deref().map(|key| self.by_address.group(key));
        let mailbox = facts.mailbox.as_deref().map(|key| self.by_mailbox.group(key));
        group.into_iter().for_each(|group| self.by_address.insert(group, row));
        mailbox.into_iter().for_each(|mailbox| self.by_mailbox.insert(mailbox, row));
        if let Some(known) = self.rows.get_mut(row) {
            (known.group, known.mailbox) = (group, mailbox);
        }
    }

    fn remove_from_groups(&mut self, row: usize) {
        let Some(known) = self.rows.get_mut(row) else { return };
        let (group, mailbox) = (known.group.take(), known.mailbox.take());
        group.into_iter().for_each(|group| self.by_address.remove(group, row));
        mailbox.into_iter().for_each(|mailbox| self.by_mailbox.remove(mailbox, row));
    }
}
