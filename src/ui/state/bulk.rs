//! The list of a bulk invitation: what was pasted, what becomes of each row, and what the person changes. It outlives the
//! page. Must not know how it is shown, nor decide about a row: `domain::import` does.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::bulk::directory_queue::DirectoryQueue;
use crate::domain::import::columns::ColumnChoices;
use crate::domain::import::encoding::Detected;
use crate::domain::import::list::ImportList;
use crate::domain::import::source::SourceProblem;
use crate::domain::invitation::InvitationDraft;
use crate::domain::search_form::Fold;
use crate::graph::error::GraphError;

use super::invite::{InviteContext, empty_draft};
use super::session::SessionContext;
use kept::Keeping;

mod directory;
mod editing;
mod filter;
mod keeping;
mod kept;
mod preview;
mod reading;
mod sending;

pub use filter::RowFilter;
pub use kept::KeptNotice;

/// What there is of a list.
#[derive(Clone, Debug, Default)]
pub enum BulkStory {
    /// Nothing was pasted.
    #[default]
    Empty,
    /// A text is being read; the number is the part that is done, in percent.
    Reading(usize),
    Checked(Box<ImportList>),
    Refused(Refusal),
}

impl BulkStory {
    /// The checked list.
    #[must_use]
    pub fn list(&self) -> Option<&ImportList> {
        match self {
            Self::Checked(list) => Some(list),
            Self::Empty | Self::Reading(_) | Self::Refused(_) => None,
        }
    }
}

/// Why there is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Source(SourceProblem),
    /// The browser could not read the file.
    Unreadable,
}

/// Where a list is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListSource {
    /// The name of the file; `None` for a text that was pasted or typed.
    pub file: Option<String>,
    /// How the file is decoded.
    pub detected: Option<Detected>,
}

/// The search for the addresses of the list in the directory.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum DirectorySearch {
    #[default]
    Idle,
    /// So many rows were looked at.
    Running(usize),
    /// All rows were searched.
    Done,
    /// The person may not search the directory.
    NotAllowed,
    Failed(GraphError),
}

/// A list that the person has discarded, with what belongs to it.
#[derive(Clone, Debug)]
struct Discarded {
    list: Box<ImportList>,
    source: ListSource,
    bytes: Vec<u8>,
    choices: ColumnChoices,
    defaults: InvitationDraft,
    /// See [`Keeping::text`].
    text: Arc<Vec<String>>,
}

#[derive(Clone, Copy)]
pub struct BulkContext {
    session: SessionContext,
    invite: InviteContext,
    fold: Fold,
    story: RwSignal<BulkStory>,
    source: RwSignal<ListSource>,
    /// The bytes of the file, to decode them in another encoding; empty for a text.
    bytes: StoredValue<Vec<u8>>,
    /// What each row begins with.
    defaults: RwSignal<InvitationDraft>,
    /// What the person has decided about the columns.
    choices: RwSignal<ColumnChoices>,
    /// Whether the rows are being checked again, under other columns, defaults or rules.
    rechecking: RwSignal<bool>,
    filter: RwSignal<RowFilter>,
    /// Rows that stay in view although they no longer match the filter: the person is working on them.
    kept: RwSignal<BTreeSet<usize>>,
    discarded: RwSignal<Option<Box<Discarded>>>,
    directory: RwSignal<DirectorySearch>,
    queue: StoredValue<DirectoryQueue>,
    keeping: Keeping,
    /// What is in the textbox, as long as no list has come of it.
    typed: StoredValue<String>,
    /// Whether a cell has a text that is not taken over yet.
    types: StoredValue<bool>,
    /// A text from another page, which the page "Bulk invite" reads as soon as it has no other list.
    handed_over: RwSignal<Option<String>>,
    /// See [`Self::warm_up`].
    is_warm: StoredValue<bool>,
    /// The number of the text or of the check that counts. An older one that is still running ends without a result.
    number: StoredValue<u32>,
    /// The number of sign-outs. A search from before one ends without a result.
    sign_outs: StoredValue<u32>,
}

impl BulkContext {
    pub(super) fn new(session: SessionContext, invite: InviteContext, fold: Fold) -> Self {
        Self {
            session,
            invite,
            fold,
            story: RwSignal::default(),
            source: RwSignal::default(),
            bytes: StoredValue::default(),
            defaults: RwSignal::new(empty_draft(session)),
            choices: RwSignal::default(),
            rechecking: RwSignal::new(false),
            filter: RwSignal::default(),
            kept: RwSignal::default(),
            discarded: RwSignal::default(),
            directory: RwSignal::default(),
            queue: StoredValue::default(),
            keeping: Keeping::default(),
            typed: StoredValue::default(),
            types: StoredValue::new(false),
            handed_over: RwSignal::new(None),
            is_warm: StoredValue::new(false),
            number: StoredValue::default(),
            sign_outs: StoredValue::default(),
        }
    }

    #[must_use]
    pub fn story(self) -> ReadSignal<BulkStory> {
        self.story.read_only()
    }

    #[must_use]
    pub fn source(self) -> ReadSignal<ListSource> {
        self.source.read_only()
    }

    /// What each row begins with, without address and name.
    #[must_use]
    pub fn defaults(self) -> ReadSignal<InvitationDraft> {
        self.defaults.read_only()
    }

    /// What the person has decided about the columns.
    #[must_use]
    pub fn choices(self) -> ReadSignal<ColumnChoices> {
        self.choices.read_only()
    }

    /// Whether what is shown will change in a moment, because the rows are being checked again.
    #[must_use]
    pub fn rechecking(self) -> ReadSignal<bool> {
        self.rechecking.read_only()
    }

    #[must_use]
    pub fn filter(self) -> ReadSignal<RowFilter> {
        self.filter.read_only()
    }

    #[must_use]
    pub fn directory(self) -> ReadSignal<DirectorySearch> {
        self.directory.read_only()
    }

    /// Whether there is a list that the person has discarded and can bring back.
    #[must_use]
    pub fn has_discarded(self) -> bool {
        self.discarded.with(Option::is_some)
    }

    /// A value of the checked list; `None` if there is none.
    pub fn with_list<T>(self, read: impl FnOnce(&ImportList) -> T) -> Option<T> {
        self.story.with(|story| story.list().map(read))
    }

    /// The number of rows of a list of this page that is not sent; `None` if there is none.
    #[must_use]
    pub fn unsent_rows(self) -> Option<usize> {
        if self.keeping.with_run().get_untracked() {
            return None;
        }
        self.story.with_untracked(|story| story.list().map(ImportList::len).filter(|rows| *rows > 0))
    }

    /// The rows that the filter shows, in the order of the list.
    #[must_use]
    pub fn shown_rows(self) -> Vec<usize> {
        let (filter, kept) = (self.filter.get(), self.kept.read());
        self.with_list(|list| filter.rows(list, &kept)).unwrap_or_default()
    }

    /// Changes to another filter.
    pub fn show_only(self, filter: RowFilter) {
        self.kept.update(BTreeSet::clear);
        self.filter.set(filter);
    }

    /// Keeps a row in view, since the person is working on it.
    pub fn keep(self, row: usize) {
        let is_all = self.filter.get_untracked() == RowFilter::All;
        if !is_all && self.kept.with_untracked(|kept| !kept.contains(&row)) {
            self.kept.update(|kept| {
                kept.insert(row);
            });
        }
    }

    /// What is in the textbox, as long as no list has come of it.
    #[must_use]
    pub fn typed(self) -> String {
        self.typed.get_value()
    }

    pub fn set_typed(self, text: String) {
        self.typed.set_value(text);
    }

    /// Tells whether a cell has a text that is not taken over yet.
    pub fn set_types(self, types: bool) {
        self.types.set_value(types);
    }

    /// Leaves a text for the page "Bulk invite".
    pub fn hand_over(self, text: String) {
        self.handed_over.set(Some(text));
    }

    /// Whether another page has left a text that waits for the list before it.
    #[must_use]
    pub fn has_handed_over(self) -> bool {
        self.handed_over.with(Option::is_some)
    }

    /// What another page has left. A second call returns nothing.
    #[must_use]
    pub fn take_handed_over(self) -> Option<String> {
        self.handed_over.try_update(Option::take).flatten()
    }

    pub(super) fn clear(self) {
        self.handed_over.set(None);
        self.typed.set_value(String::new());
        self.types.set_value(false);
        self.sign_outs.update_value(|number| *number = number.wrapping_add(1));
        self.forget_list();
        self.discarded.set(None);
        self.defaults.set(empty_draft(self.session));
        self.directory.set(DirectorySearch::Idle);
        self.queue.set_value(DirectoryQueue::default());
    }

    /// Removes the list and what belongs to it.
    fn forget_list(self) {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        self.forget_kept();
        self.keeping.set_text(Arc::default());
        self.story.set(BulkStory::Empty);
        self.source.set(ListSource::default());
        self.bytes.set_value(Vec::new());
        self.choices.set(ColumnChoices::default());
        self.rechecking.set(false);
        self.filter.set(RowFilter::default());
        self.kept.update(BTreeSet::clear);
    }
}
