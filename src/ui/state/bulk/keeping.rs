//! Keeps the list in the browser while it is on the page, and restores it on a later page of the same person.
//!
//! A list that another tab has stays there: each tab has a place of its own. Must not know how a list is stored:
//! `app::bulk::kept_list` does.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::journal::Owner;
use crate::app::bulk::kept_list::{Found, KeptList, ListHead, Place, sheet};
use crate::auth::session::Account;
use crate::domain::import::edit::RowEdit;
use crate::domain::import::importer::Importer;
use crate::domain::import::list::ImportList;
use crate::domain::import::table::RowPlace;
use crate::domain::invisible::is_blank;
use crate::domain::moment::Moment;

use super::kept::{Changes, KeptNotice};
use super::{BulkContext, BulkStory, ListSource};

/// Changes that follow each other more closely than this are written together.
const REST: Duration = Duration::from_millis(150);
/// How often a place is looked for, and how long to wait in between. The place of the list before may just be emptied.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(200);

impl BulkContext {
    /// Whether the browser does not keep the list: a reload would lose it.
    #[must_use]
    pub fn not_kept(self) -> ReadSignal<bool> {
        self.keeping.not_kept()
    }

    #[must_use]
    pub fn kept_notice(self) -> ReadSignal<Option<KeptNotice>> {
        self.keeping.notice()
    }

    /// Whether the list was sent with a run, on this or an earlier page.
    #[must_use]
    pub fn is_of_run(self) -> ReadSignal<bool> {
        self.keeping.with_run()
    }

    /// Call this when the run with the list was confirmed. The list is kept as long as the run, for its result, and is not
    /// told to be unsent on a later page. Call [`Self::forget_kept`] when the run is removed.
    pub fn keep_with_run(self) {
        self.keeping.set_with_run(true);
        self.keeping.set_notice(None);
        self.keeping.begun.set_value(Some(self.clock_now()));
        self.keep_head();
    }

    /// Removes the list from the browser. On the page it stays; if it is changed there, it is kept again.
    pub fn forget_kept(self) {
        let text = self.keeping.text();
        let place = self.keeping.release();
        self.keeping.set_text(text);
        if let Some(place) = place {
            spawn_local(async move {
                // If the browser does not answer, it does not give the list to a later page either.
                let _ = place.purge().await;
            });
        }
    }

    /// Removes what the browser keeps of the list that a tab has sent which has ended.
    pub(super) fn forget_sent_elsewhere(self) {
        let (lists, now) = (self.session.kept_lists(), self.clock_now());
        if let Some(owner) = self.owner() {
            spawn_local(async move { lists.purge_of_run(&owner, now).await });
        }
    }

    /// Whether the list, or what was typed for one, would be lost if the page were left now.
    pub(in crate::ui::state) fn would_be_lost(self) -> bool {
        let pending = !self.keeping.changes.with_value(Changes::is_empty) || self.keeping.writes.get_value();
        let not_kept = pending || self.keeping.not_kept().get_untracked();
        self.story.with_untracked(|story| match story {
            BulkStory::Reading(_) => true,
            BulkStory::Checked(_) => not_kept || self.types.get_value(),
            BulkStory::Empty | BulkStory::Refused(_) => self.typed.with_value(|typed| !is_blank(typed)),
        })
    }

    /// The session ends. After a sign-out nothing is kept, neither of this tab nor of another.
    pub(in crate::ui::state) fn end_keeping(self, is_sign_out: bool) {
        drop(self.keeping.release());
        self.keeping.looked.set_value(false);
        if is_sign_out {
            let lists = self.session.kept_lists();
            spawn_local(async move { lists.purge().await });
        }
    }

    /// Restores the list of an earlier page of this person, if there is none on this page. A second call has no effect until
    /// the next sign-in.
    pub fn restore_kept(self) {
        let is_empty = self.story.with_untracked(|story| matches!(story, BulkStory::Empty));
        let Some(owner) = self.owner().filter(|_| is_empty && !self.keeping.looked.get_value()) else {
            return;
        };
        self.keeping.looked.set_value(true);
        let (lists, number) = (self.session.kept_lists(), self.keeping.number.get_value());
        spawn_local(async move {
            let found = lists.restore(&owner, self.clock_now()).await;
            // If there is a list by now, the other one waits for a later page.
            if self.keeping.number.get_value() != number {
                return;
            }
            match found {
                Found::Nothing => {}
                Found::Changed => self.keeping.set_notice(Some(KeptNotice::Changed)),
                Found::List(list, place) => self.read_kept(*list, place).await,
            }
        });
    }

    async fn read_kept(self, list: KeptList, place: Rc<Place>) {
        let KeptList { head, text, edits } = list;
        // The bytes of the file are gone, so it cannot be decoded again.
        let number = self.begin(ListSource { file: head.file, detected: None });
        let keeping = self.keeping;
        keeping.place.set_value(Some(place));
        keeping.begun.set_value(Some(head.begun));
        keeping.set_with_run(head.with_run);
        keeping.sheets.set_value(edits.iter().map(|(place, _)| sheet(*place)).collect());
        keeping.set_notice((!head.with_run).then_some(KeptNotice::Restored(head.begun)));
        self.choices.set(head.choices.clone());
        self.defaults.set(head.defaults.clone());
        let whole = text.concat();
        keeping.set_text(Arc::new(text));
        let importer = Importer::new(whole, self.checks(), head.defaults).with_changes(head.choices, edits);
        self.import_all(number, importer).await;
        if self.is_current(number) {
            self.story.update(|story| {
                if let BulkStory::Checked(list) = story {
                    list.set_guest_choices(head.guests);
                }
            });
        }
    }

    /// The rows were read or checked again. What the person has changed may be elsewhere since.
    pub(super) fn keep_list(self) {
        let now = self.with_sheets(|sheets| sheets.keys().copied().collect::<BTreeSet<_>>());
        let before = self.keeping.sheets.get_value();
        self.keeping.changes.update_value(|changes| {
            changes.head = true;
            changes.sheets.extend(now.into_iter().chain(before));
        });
        self.save_soon();
    }

    /// The columns, or what each row begins with, have changed.
    pub(super) fn keep_head(self) {
        self.keeping.changes.update_value(|changes| changes.head = true);
        self.save_soon();
    }

    /// The person has changed these rows.
    pub(super) fn keep_rows(self, rows: &[usize]) {
        let sheets = self.story.with_untracked(|story| {
            let place = |row: &usize| story.list().and_then(|list| list.place(*row)).map(sheet);
            rows.iter().filter_map(place).collect::<Vec<_>>()
        });
        self.keeping.changes.update_value(|changes| changes.sheets.extend(sheets));
        self.save_soon();
    }

    fn save_soon(self) {
        let keeping = self.keeping;
        keeping.version.update_value(|version| *version = version.wrapping_add(1));
        if keeping.saves.get_value() || keeping.not_kept().get_untracked() {
            return;
        }
        keeping.saves.set_value(true);
        spawn_local(async move {
            let timers = self.session.portal().timers();
            loop {
                timers.sleep(REST).await;
                if !self.save().await {
                    break;
                }
            }
            keeping.saves.set_value(false);
        });
    }

    /// Writes what has changed. Returns whether there was something to write, or is again.
    async fn save(self) -> bool {
        let keeping = self.keeping;
        let changes = keeping.changes.try_update_value(std::mem::take).unwrap_or_default();
        let has_list = self.story.with_untracked(|story| story.list().is_some());
        let wants = has_list && !changes.is_empty() && !keeping.not_kept().get_untracked();
        let Some(owner) = self.owner().filter(|_| wants) else { return false };
        keeping.writes.set_value(true);
        let number = keeping.number.get_value();
        let own = keeping.place.with_value(Clone::clone);
        let is_new = own.is_none() || changes.all;
        let place = match own {
            Some(place) => Some(place),
            None => self.find_place().await,
        };
        if keeping.number.get_value() != number {
            return true;
        }
        let Some(place) = place else {
            self.cannot_keep();
            return false;
        };
        keeping.place.set_value(Some(Rc::clone(&place)));
        let text = keeping.text();
        let head = self.head(owner, text.len());
        let edits = self.edits_of(if is_new { None } else { Some(&changes.sheets) });
        keeping.sheets.update_value(|sheets| sheets.extend(edits.keys().copied()));
        let written = if is_new {
            place.begin(&head, &text, &edits).await
        } else {
            place.change(changes.head.then_some(&head), &edits).await
        };
        if !keeping.is_at(&place) {
            return true;
        }
        keeping.writes.set_value(false);
        match written {
            Ok(()) => {}
            Err(_) if is_new => self.cannot_keep(),
            // Perhaps it was removed from the browser meanwhile.
            Err(_) => keeping.changes.update_value(|changes| changes.all = true),
        }
        true
    }

    async fn find_place(self) -> Option<Rc<Place>> {
        let (lists, timers) = (self.session.kept_lists(), self.session.portal().timers());
        for _ in 0..TRIES {
            let place = lists.free_place(self.clock_now()).await;
            if place.is_some() {
                return place;
            }
            timers.sleep(PAUSE).await;
        }
        None
    }

    fn cannot_keep(self) {
        let (text, with_run) = (self.keeping.text(), self.keeping.with_run().get_untracked());
        self.forget_kept();
        self.keeping.set_text(text);
        self.keeping.set_with_run(with_run);
        self.keeping.set_not_kept();
    }

    fn head(self, owner: Owner, pieces: usize) -> ListHead {
        let begun = self.keeping.begun.get_value().unwrap_or_else(|| self.clock_now());
        self.keeping.begun.set_value(Some(begun));
        ListHead {
            owner,
            begun,
            file: self.source.with_untracked(|source| source.file.clone()),
            choices: self.choices.get_untracked(),
            defaults: self.defaults.get_untracked(),
            guests: untrack(|| self.with_list(ImportList::guest_choices)).unwrap_or_default(),
            pieces,
            with_run: self.keeping.with_run().get_untracked(),
        }
    }

    /// The changes of some sheets; `None` for those of all. A sheet without changes is empty.
    fn edits_of(self, sheets: Option<&BTreeSet<usize>>) -> BTreeMap<usize, Vec<(RowPlace, RowEdit)>> {
        let mut edits = self.with_sheets(std::mem::take);
        if let Some(sheets) = sheets {
            edits.retain(|number, _| sheets.contains(number));
            for number in sheets {
                edits.entry(*number).or_default();
            }
        }
        edits
    }

    fn with_sheets<T>(self, read: impl FnOnce(&mut BTreeMap<usize, Vec<(RowPlace, RowEdit)>>) -> T) -> T {
        let mut sheets: BTreeMap<usize, Vec<(RowPlace, RowEdit)>> = BTreeMap::new();
        self.story.with_untracked(|story| {
            for (place, edit) in story.list().into_iter().flat_map(|list| list.edits()) {
                sheets.entry(sheet(place)).or_default().push((place, edit.clone()));
            }
        });
        read(&mut sheets)
    }

    fn owner(self) -> Option<Owner> {
        let person = self.session.account_untracked().as_ref().map(Account::key)?;
        Some(Owner { person, registration: self.session.portal().registration_name() })
    }

    fn clock_now(self) -> Moment {
        self.session.portal().timers().uncorrected()
    }
}
