//! The result of a run as a file. Must not know its form: `domain::import::result` does.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::runner::Runner;
use crate::domain::bulk::run::{RowState, RunRow};
use crate::domain::import::importer::Importer;
use crate::domain::import::list::ImportList;
use crate::domain::import::result::{ResultFormat, RowResult};
use crate::domain::invitation::{InvitationDraft, InviteAs};
use crate::graph::error::GraphError;
use crate::ui::words::Words;
use crate::ui::words::bulk_result::plain;

use super::super::bulk::BulkContext;
use super::{ResultOf, RunContext};

/// The rows of a result between which the page can draw.
const ROWS_AT_ONCE: usize = 200;
/// The columns of a list that is made of the run itself.
const HEADER: &str = "Email\tDisplay name\tRedirect URL\tMessage\tLanguage\tCc\tUser type\tSend mail\n";

impl RunContext {
    /// Lets the browser save the result. If the list is not on this page any more, its own columns are missing.
    pub fn save_result(self, of: ResultOf, words: Words) {
        let Some(runner) = self.runner() else { return };
        spawn_local(async move {
            let pieces = self.result(&runner, of, words).await;
            let day = self.session.portal().now().to_iso();
            let day = day.get(..10).unwrap_or_default().to_owned();
            let name = match of {
                ResultOf::All => "result",
                ResultOf::Left => "left",
            };
            self.session.page().downloads.save(&format!("guestlist-{name}-{day}.csv"), pieces);
            if of == ResultOf::All {
                self.links_are_saved();
            }
        });
    }

    async fn result(self, runner: &Rc<Runner>, of: ResultOf, words: Words) -> Vec<String> {
        let clock = self.session.portal().timers();
        let own = untrack(|| self.bulk.with_list(|list| !is_list_of(list, runner))).unwrap_or(true);
        let made = own.then(|| made_list(self.bulk, runner)).flatten();
        let read = |read: &dyn Fn(&ImportList) -> String| match &made {
            Some(list) => Some(read(list)),
            None => untrack(|| self.bulk.with_list(|list| read(list))),
        };
        // The place of each row of the list in the run.
        let places: BTreeMap<usize, usize> = runner.with_run(|run| {
            let rows = run.rows().iter().enumerate();
            rows.map(|(index, row)| (if own { index } else { row.list_row }, index)).collect()
        });
        let config = &self.session.portal().config;
        let result = |list: &ImportList, row: usize| {
            match places.get(&row) {
                Some(index) => {
                    let link = runner.link(*index);
                    let of_run = |row: &RunRow<GraphError>| words.run_result(row, link, config);
                    runner.with_run(|run| run.rows().get(*index).map(of_run))
                }
                None => None,
            }
            .unwrap_or_else(|| {
                RowResult::without_run(list, row, plain(&words.row_verdict(list, &list.verdict(row))))
            })
        };
        let is_wanted = |row: usize| {
            of == ResultOf::All
                || places.get(&row).is_some_and(|index| {
                    runner.with_run(|run| run.rows().get(*index).is_some_and(|row| is_left(&row.state)))
                })
        };
        let count = match &made {
            Some(list) => list.len(),
            None => untrack(|| self.bulk.with_list(ImportList::len)).unwrap_or_default(),
        };
        let mut pieces = Vec::new();
        pieces.extend(read(&|list| ResultFormat::of(list).header(list, &words)));
        for from in (0..count).step_by(ROWS_AT_ONCE) {
            let rows = from..count.min(from + ROWS_AT_ONCE);
            pieces.extend(read(&|list| {
                let format = ResultFormat::of(list);
                let each = |row: usize| format.rows(list, row..row + 1, |row| result(list, row));
                rows.clone().filter(|row| is_wanted(*row)).map(each).collect()
            }));
            clock.give_way().await;
        }
        pieces
    }
}

fn is_left(state: &RowState<GraphError>) -> bool {
    match state {
        RowState::Planned | RowState::Sending { .. } | RowState::Failed(_) | RowState::Unknown { .. } => true,
        RowState::Sent(_) | RowState::Skipped(_) => false,
    }
}

/// Whether a list is the one of the run. Another tab may have begun the run with a list of its own.
fn is_list_of(list: &ImportList, runner: &Runner) -> bool {
    let is_same = |row: &RunRow<GraphError>| {
        list.number(row.list_row) == Some(row.source)
            && list.draft(row.list_row).email.trim().eq_ignore_ascii_case(row.invitation.email.as_str())
    };
    runner.with_run(|run| run.rows().iter().take(ROWS_AT_ONCE).all(is_same))
}

/// A list with the rows of the run.
fn made_list(bulk: BulkContext, runner: &Runner) -> Option<ImportList> {
    let line = |row: &RunRow<GraphError>| {
        let draft = InvitationDraft::from(&row.invitation);
        let kind = match draft.invite_as {
            InviteAs::Guest => "Guest",
            InviteAs::Member => "Member",
        };
        let mail = if draft.send_mail { "yes" } else { "no" };
        let cells = [
            draft.email.as_str(),
            &draft.name,
            &draft.redirect,
            &draft.message,
            &draft.language,
            &draft.cc,
            kind,
            mail,
        ];
        cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join("\t")
    };
    let text = runner.with_run(|run| run.rows().iter().map(line).collect::<Vec<_>>().join("\n"));
    let mut importer =
        Importer::new(format!("{HEADER}{text}"), bulk.checks(), bulk.defaults().get_untracked());
    while importer.advance(usize::MAX) {}
    importer.finish().ok()
}
