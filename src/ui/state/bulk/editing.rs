//! Changes of the list by the person. Must not check a row: the list does.

use leptos::prelude::*;

use crate::domain::import::columns::{ColumnRole, Question};
use crate::domain::import::edit::{Decision, RowEdit};
use crate::domain::import::guest_choices::{GuestChoice, GuestClass};
use crate::domain::import::list::ImportList;
use crate::domain::invitation::InvitationDraft;

use super::{BulkContext, BulkStory, DirectorySearch};

impl BulkContext {
    /// Replaces the address of a row.
    pub fn correct_address(self, row: usize, address: String) {
        self.change_row(row, |list, edit| {
            if list.draft(row).email != address {
                edit.address = Some(address);
            }
        });
    }

    /// Replaces the name of a row.
    pub fn correct_name(self, row: usize, name: String) {
        self.change_row(row, |list, edit| {
            if list.draft(row).name != name {
                edit.name = Some(name);
            }
        });
    }

    /// Leaves a row out, takes it in although the list says otherwise, or returns to what the checks say.
    pub fn decide(self, row: usize, decision: Decision) {
        self.change_row(row, |_, edit| edit.decision = decision);
    }

    /// Whether there is a change of rows that can be undone.
    #[must_use]
    pub fn can_undo(self) -> bool {
        self.with_list(ImportList::can_undo).unwrap_or(false)
    }

    /// Takes back the last change of rows.
    pub fn undo(self) {
        self.change_list(|list| list.undo());
    }

    /// Changes what each row begins with.
    pub fn change_defaults(self, change: impl FnOnce(&mut InvitationDraft)) {
        let before = self.defaults.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.defaults.set(after);
            self.check_soon();
        }
    }

    /// Gives a column a role, or none.
    pub fn choose_role(self, column: usize, role: Option<ColumnRole>) {
        self.choices.update(|choices| {
            choices.roles.insert(column, role);
        });
        self.check_again();
    }

    /// Says whether the first row is a header.
    pub fn choose_header(self, header: bool) {
        self.choices.update(|choices| choices.header = Some(header));
        self.check_again();
    }

    /// Answers which columns hold the guests.
    pub fn answer_which_address(self, guests: &[usize]) {
        let asked = untrack(|| {
            self.with_list(|list| {
                list.columns().question().map(|Question::WhichAddress(columns)| columns.clone())
            })
        });
        if let Some(asked) = asked.flatten() {
            self.choices.update(|choices| choices.answer_which_address(&asked, guests));
            self.check_again();
        }
    }

    /// Decides about all guests of a class whom the directory has already.
    pub fn choose_for_guests(self, class: GuestClass, choice: GuestChoice) {
        self.change_list(|list| {
            list.set_guest_choices(list.guest_choices().with(class, choice));
            Vec::new()
        });
        self.keep_head();
    }

    fn change_row(self, row: usize, change: impl FnOnce(&ImportList, &mut RowEdit)) {
        let edit = untrack(|| {
            self.with_list(|list| {
                let mut edit = list.edit(row);
                change(list, &mut edit);
                (edit != list.edit(row)).then_some(edit)
            })
        });
        if let Some(edit) = edit.flatten() {
            self.change_list(|list| {
                list.change([(row, edit)]);
                vec![row]
            });
        }
    }

    /// `change` returns the rows that it has changed.
    fn change_list(self, change: impl FnOnce(&mut ImportList) -> Vec<usize>) {
        let mut rows = Vec::new();
        self.story.update(|story| {
            if let BulkStory::Checked(list) = story {
                rows = change(list);
            }
        });
        self.kept.update(|kept| kept.extend(rows.iter().copied()));
        self.keep_rows(&rows);
        self.queue.update_value(|queue| queue.add_changed(rows));
        if self.rechecking.get_untracked() {
            // The check that is running does not know the change.
            self.check_again();
        } else if self.directory.with_untracked(|search| !matches!(search, DirectorySearch::Failed(_))) {
            self.search_directory();
        }
    }
}
