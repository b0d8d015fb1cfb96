//! The rows of the list that are sent. Must not send them.

use std::time::Duration;

use leptos::prelude::*;

use crate::domain::bulk::run::PlannedRow;

use super::BulkContext;
use super::reading::SLICE;

impl BulkContext {
    /// The rows that will be sent, in slices between which the page can draw.
    pub async fn planned_rows(self) -> Vec<PlannedRow> {
        let clock = self.session.portal().timers();
        let rules = untrack(|| self.invite.rules());
        let rows: Vec<usize> =
            untrack(|| self.with_list(|list| list.to_invite().collect())).unwrap_or_default();
        let mut planned = Vec::with_capacity(rows.len());
        let mut begun = clock.monotonic();
        for list_row in rows {
            let row = untrack(|| self.with_list(|list| Some((list.number(list_row)?, list.draft(list_row)))));
            let Some((source, draft)) = row.flatten() else { break };
            // The list has checked it by the same rules.
            if let Ok(invitation) = draft.check(&rules) {
                planned.push(PlannedRow { list_row, source, invitation, again: false });
            }
            if clock.monotonic().saturating_sub(begun) >= SLICE {
                clock.sleep(Duration::ZERO).await;
                begun = clock.monotonic();
            }
        }
        planned
    }
}
