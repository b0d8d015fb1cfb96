//! The rows of the list that are sent. Must not send them.

use leptos::prelude::*;

use crate::domain::bulk::run::PlannedRow;
use crate::domain::import::list::ImportList;
use crate::domain::import::to_send::ToSend;

use super::BulkContext;
use super::reading::SLICE;

impl BulkContext {
    /// The rows that will be sent, in slices between which the page can draw. If the list is changed meanwhile, they are made
    /// once more.
    pub async fn planned_rows(self) -> Vec<PlannedRow> {
        loop {
            let version = self.keeping.version.get_value();
            let planned = self.plan_rows().await;
            if self.keeping.version.get_value() == version && !self.rechecking.get_untracked() {
                return planned;
            }
            self.session.portal().timers().sleep(SLICE).await;
        }
    }

    async fn plan_rows(self) -> Vec<PlannedRow> {
        let clock = self.session.portal().timers();
        let rules = untrack(|| self.invite.rules());
        let count = untrack(|| self.with_list(ImportList::len));
        let mut planned = Vec::new();
        let mut begun = clock.monotonic();
        for row in 0..count.unwrap_or_default() {
            let sent = untrack(|| self.with_list(|list| list.sent_as(row)));
            // The list has checked it by the same rules.
            if let Some(ToSend { row: list_row, number: source, draft, again }) = sent.flatten()
                && let Ok(invitation) = draft.check(&rules)
            {
                planned.push(PlannedRow { list_row, source, invitation, again });
            }
            if clock.monotonic().saturating_sub(begun) >= SLICE {
                clock.give_way().await;
                begun = clock.monotonic();
            }
        }
        planned
    }
}
