//! The table of a run's rows, of which only the visible ones are in the document, and the filter above it. Must not know
//! what a row shows.

use leptos::prelude::*;

use crate::domain::bulk::run::Tally;
use crate::domain::redeem_link::RedeemLink;
use crate::graph::error::GraphError;
use crate::ui::parts::VisibleRows;
use crate::ui::state::{RunContext, expect_run, expect_session};
use crate::ui::words::{expect_words, text};

use super::filter::RunFilter;
use super::row::RunLine;

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
    let seen = VisibleRows::new(Signal::derive(move || shown.read().len()));
    let drawn = move || shown.read().get(seen.range.get()).map(<[usize]>::to_vec).unwrap_or_default();
    let choose = move |to: RunFilter| {
        filter.set(to);
        seen.to_top();
    };
    view! {
        <div class="bulk__filters">
            <div class="tabs" role="group" aria-label=text!(words, bulk.filters)>
                {RunFilter::ALL
                    .map(|tab| view! {
                        <button
                            type="button"
                            class="tabs__tab"
                            aria-pressed=move || (filter.get() == tab).to_string()
                            on:click=move |_| choose(tab)
                        >
                            {move || tab.name(words)}" "
                            <span class="tabs__count">{move || words.number(tab.count(&tally.read()))}</span>
                        </button>
                    })
                    .collect_view()}
            </div>
        </div>
        <Show
            when=move || !shown.read().is_empty()
            fallback=move || view! { <p class="empty">{text!(words, bulk.nothing_shown)}</p> }
        >
            <div
                class="list bulk__list"
                node_ref=seen.scroller
                tabindex="0"
                role="region"
                aria-label=text!(words, run.scroll)
                on:scroll=move |_| seen.measure()
            >
                <table
                    class="bulk__table"
                    role="table"
                    aria-label=text!(words, run.table)
                    aria-rowcount=move || shown.read().len() + 1
                >
                    <thead role="rowgroup">
                        <tr role="row" aria-rowindex="1">
                            <th role="columnheader" scope="col">{text!(words, bulk.number)}</th>
                            <th role="columnheader" scope="col">{text!(words, bulk.address)}</th>
                            <th role="columnheader" scope="col">{text!(words, bulk.name)}</th>
                            <th role="columnheader" scope="col">{text!(words, run.outcome)}</th>
                            <th role="columnheader" scope="col">{text!(words, run.link)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.above()></tr>
                        <For each=drawn key=|row| *row let:row>
                            <RunLine index=row shown />
                        </For>
                        <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.below()></tr>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}
