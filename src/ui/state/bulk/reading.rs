//! From a text or file to checked rows, in slices between which the page can draw. Must not decide what a row is.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::kept_list::pieces;
use crate::app::decode::decode;
use crate::app::ports::ChosenFile;
use crate::domain::import::edit::RowEdit;
use crate::domain::import::encoding::{Detected, DetectedBy, TextEncoding};
use crate::domain::import::importer::{Importer, Progress};
use crate::domain::import::list::ImportList;
use crate::domain::import::row_check::Checks;
use crate::domain::import::source::{self, check_size};
use crate::domain::import::table::RowPlace;

use crate::ui::state::invite::empty_draft;

use super::{BulkContext, BulkStory, DirectorySearch, Discarded, ListSource, Refusal};

/// After so much work, the page can draw.
pub(super) const SLICE: Duration = Duration::from_millis(12);
/// Told to the browser's timeline when all rows are checked, before they are drawn.
const ROWS_CHECKED: &str = "guestlist: rows checked";
/// The records between two looks at the clock.
const STEP: usize = 100;
/// Rows as people have them, which are read before the person has any. See [`BulkContext::warm_up`].
const SAMPLES: [&str; 3] = [
    "Name\tEmail\tRedirect\nAnn Lee\tann@example.com\t\nBo Ek\tbo@example.org\thttps://example.org/\n",
    "Ann Lee <ann@example.com>;\nBo Ek <bo@example.org>;\n",
    "Vorname;Nachname;E-Mail\nJosé;Müller;jm@example.com\nΝίκος;Παππάς;np@example.org\n",
];
/// So often each sample is repeated: browsers make a function fast after some thousand calls.
const REPEATED: usize = 1_000;
/// Changes that follow each other more closely than this are checked together.
const REST: Duration = Duration::from_millis(250);

type Edits = Vec<(RowPlace, RowEdit)>;

impl BulkContext {
    /// Reads some lists and drops them. Browsers compile a function when it is called for the first time, and make it fast when it
    /// has been called often, so the first list of a person would take twice as long as the next one. Call this when the page is
    /// shown. Gives way to everything else on the page, and ends when the person has a list.
    pub fn warm_up(self) {
        if self.is_warm.get_value() {
            return;
        }
        self.is_warm.set_value(true);
        let (checks, defaults) = (self.checks(), self.defaults.get_untracked());
        let (clock, number) = (self.session.portal().timers(), self.number.get_value());
        spawn_local(async move {
            clock.sleep(REST).await;
            for sample in SAMPLES {
                let mut importer = Importer::new(sample.repeat(REPEATED), checks.clone(), defaults.clone());
                while self.is_current(number) && importer.advance(STEP) {
                    clock.give_way().await;
                }
            }
        });
    }

    /// Reads a text that was pasted or typed. It replaces the list.
    pub fn read_text(self, text: String) {
        let number = self.begin(ListSource::default());
        spawn_local(async move { self.import(number, text, Vec::new()).await });
    }

    /// Reads the file that was chosen in the control with this id, if there is one. It replaces the list.
    pub fn read_chosen_file(self, control: &str) {
        let Some(file) = self.session.page().chosen_files.take(control) else { return };
        let number = self.begin(ListSource { file: Some(file.name()), detected: None });
        spawn_local(async move {
            match self.load(number, file).await {
                Ok(detected) => self.decode(number, detected, Vec::new()).await,
                Err(refusal) => self.refuse(number, refusal),
            }
        });
    }

    /// Reads the file once more, in an encoding that the person has chosen.
    pub fn read_in(self, encoding: TextEncoding) {
        let (source, choices) = (self.source.get_untracked(), self.choices.get_untracked());
        let edits = self.story.with_untracked(|story| {
            let list = story.list()?;
            Some(list.edits().map(|(place, edit)| (place, edit.clone())).collect())
        });
        let bytes = self.bytes.try_update_value(std::mem::take).unwrap_or_default();
        let number = self.begin(source);
        self.bytes.set_value(bytes);
        self.choices.set(choices);
        // The person has said so: it is no assumption any more.
        let detected = Detected { encoding, by: DetectedBy::Bytes };
        spawn_local(async move { self.decode(number, detected, edits.unwrap_or_default()).await });
    }

    /// Removes the list. It can be brought back until another one is there.
    pub fn discard(self) {
        let story = self.story.try_update(std::mem::take).unwrap_or_default();
        let bytes = self.bytes.try_update_value(std::mem::take).unwrap_or_default();
        let (source, choices) = (self.source.get_untracked(), self.choices.get_untracked());
        let (text, defaults) = (self.keeping.text(), self.defaults.get_untracked());
        self.forget_list();
        self.reset_defaults();
        if let BulkStory::Checked(list) = story {
            self.discarded.set(Some(Box::new(Discarded { list, source, bytes, choices, defaults, text })));
        }
    }

    /// Removes the list of a run for good, because the run is removed. If another tab has sent it, and this one has a list of
    /// its own, that stays.
    pub fn discard_sent(self) {
        if self.is_of_run().get_untracked() {
            self.forget_list();
            self.reset_defaults();
        } else {
            self.forget_sent_elsewhere();
        }
    }

    /// What counts for all rows belongs to the list: the message of one list must not go to the guests of the next.
    fn reset_defaults(self) {
        self.defaults.set(empty_draft(self.session));
    }

    /// Brings back the list that was discarded last.
    pub fn bring_back(self) {
        if let Some(discarded) = self.discarded.try_update(Option::take).flatten() {
            let Discarded { list, source, bytes, choices, defaults, text } = *discarded;
            self.forget_list();
            self.keeping.set_text(text);
            self.source.set(source);
            self.bytes.set_value(bytes);
            self.choices.set(choices);
            self.defaults.set(defaults);
            self.queue.update_value(|queue| queue.begin_list());
            self.story.set(BulkStory::Checked(list));
            // The defaults may have changed meanwhile.
            self.check_again();
        }
    }

    /// Checks the rows again, because the columns, defaults or rules have changed. The rows that are shown stay until
    /// then.
    pub fn check_again(self) {
        self.check_after(Duration::ZERO);
    }

    /// The same, a moment later: more changes may follow at once.
    pub(super) fn check_soon(self) {
        self.check_after(REST);
    }

    fn check_after(self, rest: Duration) {
        if self.story.with_untracked(|story| story.list().is_none()) {
            return;
        }
        let number = self.next_number();
        self.rechecking.set(true);
        self.keep_head();
        spawn_local(async move {
            if !rest.is_zero() {
                self.session.portal().timers().sleep(rest).await;
            }
            if !self.is_current(number) {
                return;
            }
            let list = self.story.with_untracked(|story| story.list().cloned());
            let Some(list) = list else { return };
            let importer = Importer::again(
                list,
                self.choices.get_untracked(),
                self.checks(),
                self.defaults.get_untracked(),
            );
            if let Some(importer) = self.drive(number, importer, |_| ()).await {
                self.finish(importer);
            }
        });
    }

    pub(in crate::ui::state) fn checks(self) -> Checks {
        Checks { rules: untrack(|| self.invite.rules()), fold: self.fold }
    }

    pub(super) fn begin(self, source: ListSource) -> u32 {
        self.forget_list();
        self.source.set(source);
        self.story.set(BulkStory::Reading(0));
        self.number.get_value()
    }

    fn next_number(self) -> u32 {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        self.number.get_value()
    }

    pub(super) fn is_current(self, number: u32) -> bool {
        self.number.get_value() == number
    }

    /// Keeps the bytes of a file, and says how they are encoded.
    async fn load(self, number: u32, file: Rc<dyn ChosenFile>) -> Result<Detected, Refusal> {
        check_size(file.size()).map_err(Refusal::Source)?;
        let bytes = file.read().await.ok_or(Refusal::Unreadable)?;
        let detected = source::inspect(&bytes).map_err(Refusal::Source)?;
        if self.is_current(number) {
            self.bytes.set_value(bytes);
        }
        Ok(detected)
    }

    async fn decode(self, number: u32, detected: Detected, edits: Edits) {
        if !self.is_current(number) {
            return;
        }
        self.source.update(|source| source.detected = Some(detected));
        let (files, clock) = (self.session.page().chosen_files, self.session.portal().timers());
        let bytes = self.bytes.get_value();
        match decode(&*files, &*clock, &bytes, detected.encoding.label()).await {
            Some(text) => self.import(number, text, edits).await,
            None => self.refuse(number, Refusal::Unreadable),
        }
    }

    /// `edits` are what the person has changed in these rows before.
    async fn import(self, number: u32, text: String, edits: Edits) {
        if !self.is_current(number) {
            return;
        }
        self.keeping.set_text(Arc::new(pieces(&text)));
        let importer = Importer::new(text, self.checks(), self.defaults.get_untracked())
            .with_changes(self.choices.get_untracked(), edits);
        self.import_all(number, importer).await;
    }

    /// Reads and checks a list while the page shows how far it is.
    pub(super) async fn import_all(self, number: u32, importer: Importer) {
        let tell = move |done| self.story.set(BulkStory::Reading(done));
        if let Some(importer) = self.drive(number, importer, tell).await {
            self.finish(importer);
        }
    }

    /// Reads and checks all; `None` if this text or check does not count any more.
    async fn drive(self, number: u32, mut importer: Importer, tell: impl Fn(usize)) -> Option<Importer> {
        let clock = self.session.portal().timers();
        let mut begun = clock.monotonic();
        while importer.advance(STEP) {
            if clock.monotonic().saturating_sub(begun) >= SLICE {
                tell(percent(importer.progress()));
                clock.give_way().await;
                if !self.is_current(number) {
                    return None;
                }
                begun = clock.monotonic();
            }
        }
        Some(importer)
    }

    fn finish(self, importer: Importer) {
        self.session.portal().timers().mark(ROWS_CHECKED);
        self.rechecking.set(false);
        match importer.finish() {
            Ok(list) => self.show(list),
            Err(problem) => {
                self.forget_kept();
                self.story.set(BulkStory::Refused(Refusal::Source(problem)));
            }
        }
    }

    fn show(self, list: ImportList) {
        self.kept.update(BTreeSet::clear);
        self.queue.update_value(|queue| queue.begin_list());
        self.discarded.set(None);
        if self.source.with_untracked(|source| source.file.is_none()) {
            self.typed.set_value(String::new());
        }
        self.story.set(BulkStory::Checked(Box::new(list)));
        self.keep_list();
        if self.directory.get_untracked() == DirectorySearch::NotAllowed {
            // The right may have been given meanwhile, or the refusal was a mistake of the service.
            self.directory.set(DirectorySearch::Idle);
        }
        self.search_directory();
    }

    fn refuse(self, number: u32, refusal: Refusal) {
        if self.is_current(number) {
            self.story.set(BulkStory::Refused(refusal));
        }
    }
}

/// How much is done. Reading and checking take about as long as each other.
fn percent(progress: Progress) -> usize {
    let half = |done: usize, of: usize| done.saturating_mul(50) / of.max(1);
    match progress {
        Progress::Reading(done, of) => half(done, of),
        Progress::Checking(done, of) => 50 + half(done, of),
        Progress::Done => 100,
    }
}

#[cfg(test)]
mod tests;
