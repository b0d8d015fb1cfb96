//! The table of a run's rows, and the filter above it. Must not know what a row shows.

use leptos::prelude::*;

use crate::domain::bulk::run::Tally;
use crate::domain::redeem_link::RedeemLink;
use crate::graph::error::GraphError;
use crate::ui::parts::{FilterTabs, VisibleRows};
use crate::ui::state::{RunContext, expect_run, expect_session};
use crate::ui::words::{expect_words, text};

use super::filter::RunFilter;
use super::row::RunLine;
use crate::ui::pages::bulk::table::{ROW, RowsTable};

/// The links that are known to be Microsoft's, each behind its address.
pub(super) fn links(run: RunContext) -> Vec<String> {
    let portal = expect_session().portal();
    let links = run.with_runner(|runner| {
        let link = |index: usize| match RedeemLink::read(&runner.link(index)?, &portal.config.cloud)? {
            RedeemLink::Known(link) => Some(link),
            RedeemLink::UnknownHost(_) => None,
        };
        runner.with_run(|run| {
            let line = |(index, row): (usize, &crate::domain::bulk::run::RunRow<GraphError>)| {
                Some(format!("{}\t{}", row.invitation.email, link(index)?))
            };
            run.rows().iter().enumerate().filter_map(line).collect()
        })
    });
    links.unwrap_or_default()
}

#[component]
pub(super) fn Rows() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let tally = run.tally();
    let filter = RwSignal::new(RunFilter::All);
    let shown = Memo::new(move |_| {
        let filter = filter.get();
        let total = tally.with(Tally::total);
        if filter == RunFilter::All {
            return (0..total).collect::<Vec<_>>();
        }
        let rows = run.with_runner(|runner| {
            runner.with_run(|run| {
                let rows = run.rows().iter().enumerate();
                rows.filter(|(_, row)| RunFilter::of(&row.state) == filter).map(|(index, _)| index).collect()
            })
        });
        rows.unwrap_or_default()
    });
    let seen = VisibleRows::new(Signal::derive(move || shown.read().len()), ROW);
    let choose = move |to: RunFilter| {
        filter.set(to);
        seen.to_top();
    };
    let columns = [
        text!(words, bulk.number),
        text!(words, bulk.address),
        text!(words, bulk.name),
        text!(words, run.outcome),
        text!(words, run.link),
    ];
    view! {
        <div class="bulk__filters">
            <FilterTabs
                all=&RunFilter::ALL
                label=text!(words, bulk.filters)
                chosen=filter
                choose
                name=|words, filter: RunFilter| filter.name(words)
                count=move |filter: RunFilter| filter.count(&tally.read())
            />
        </div>
        <RowsTable shown seen scroll_label=text!(words, run.scroll) label=text!(words, run.table) columns let(index, shown)>
            <RunLine index shown />
        </RowsTable>
    }
}
