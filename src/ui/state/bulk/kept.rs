//! What is known of the list that the browser keeps. Must not write it: `keeping` does.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::bulk::kept_list::Place;
use crate::domain::moment::Moment;

/// What the page says about a kept list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptNotice {
    /// The list is that of an earlier page, which read it at this time by the uncorrected clock.
    Restored(Moment),
    /// The list of an earlier page was changed from outside, so it was removed.
    Changed,
}

/// What was changed since the list was written last.
#[derive(Default)]
pub(super) struct Changes {
    /// Nothing of the list was written so far.
    pub(super) all: bool,
    pub(super) head: bool,
    /// See [`crate::app::bulk::kept_list::sheet`].
    pub(super) sheets: BTreeSet<usize>,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        !self.all && !self.head && self.sheets.is_empty()
    }
}

#[derive(Clone, Copy)]
pub(super) struct Keeping {
    /// Where the list is kept. `None` if nothing of it was written.
    pub(super) place: StoredValue<Option<Rc<Place>>, LocalStorage>,
    /// The text of the list, as it was decoded.
    pub(super) text: StoredValue<Arc<Vec<String>>>,
    pub(super) changes: StoredValue<Changes>,
    /// Changes with each change of the list.
    pub(super) version: StoredValue<u32>,
    /// The sheets that were written.
    pub(super) sheets: StoredValue<BTreeSet<usize>>,
    /// When the list was written first, or when its run was confirmed.
    pub(super) begun: StoredValue<Option<Moment>>,
    with_run: RwSignal<bool>,
    /// Whether changes are written until none is left.
    pub(super) saves: StoredValue<bool>,
    /// Whether something is being written.
    pub(super) writes: StoredValue<bool>,
    not_kept: RwSignal<bool>,
    notice: RwSignal<Option<KeptNotice>>,
    /// Whether the list of an earlier page was looked for.
    pub(super) looked: StoredValue<bool>,
    /// The number of the list. What was begun for an earlier one ends without a result.
    pub(super) number: StoredValue<u32>,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            place: StoredValue::new_local(None),
            text: StoredValue::default(),
            changes: StoredValue::default(),
            version: StoredValue::default(),
            sheets: StoredValue::default(),
            begun: StoredValue::default(),
            with_run: RwSignal::new(false),
            saves: StoredValue::default(),
            writes: StoredValue::default(),
            not_kept: RwSignal::new(false),
            notice: RwSignal::new(None),
            looked: StoredValue::default(),
            number: StoredValue::default(),
        }
    }
}

impl Keeping {
    pub(super) fn text(self) -> Arc<Vec<String>> {
        self.text.get_value()
    }

    pub(super) fn set_text(self, text: Arc<Vec<String>>) {
        self.text.set_value(text);
    }

    pub(super) fn with_run(self) -> ReadSignal<bool> {
        self.with_run.read_only()
    }

    pub(super) fn set_with_run(self, with_run: bool) {
        self.with_run.set(with_run);
    }

    pub(super) fn not_kept(self) -> ReadSignal<bool> {
        self.not_kept.read_only()
    }

    pub(super) fn set_not_kept(self) {
        self.not_kept.set(true);
    }

    pub(super) fn notice(self) -> ReadSignal<Option<KeptNotice>> {
        self.notice.read_only()
    }

    pub(super) fn set_notice(self, notice: Option<KeptNotice>) {
        self.notice.set(notice);
    }

    /// Returns the place, which is not used any more.
    pub(super) fn release(self) -> Option<Rc<Place>> {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        self.text.set_value(Arc::default());
        self.changes.set_value(Changes::default());
        self.sheets.set_value(BTreeSet::new());
        self.begun.set_value(None);
        self.with_run.set(false);
        self.writes.set_value(false);
        self.not_kept.set(false);
        self.notice.set(None);
        self.place.try_update_value(Option::take).flatten()
    }

    pub(super) fn is_at(self, place: &Rc<Place>) -> bool {
        self.place.with_value(|own| own.as_ref().is_some_and(|own| Rc::ptr_eq(own, place)))
    }
}
