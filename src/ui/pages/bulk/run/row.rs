//! A row of a run: what has become of it, its link, and what the person can decide. Must not decide it.

use leptos::prelude::*;

use crate::domain::bulk::run::RowState;
use crate::domain::redeem_link::RedeemLink;
use crate::ui::parts::{CopyRowLink, advice, sentence};
use crate::ui::state::{expect_run, expect_session};
use crate::ui::words::{expect_words, named, say, text};

use super::filter::RunFilter;

/// What a line of the table shows of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    number: usize,
    address: String,
    name: String,
    filter: RunFilter,
    outcome: String,
    details: Vec<String>,
    link: Option<RedeemLink>,
    /// Whether the person decides about it.
    undecidable: bool,
    /// Whether the guest was invited without a mail, and the link is not on this page.
    lacks_link: bool,
}

#[component]
pub(super) fn RunLine(
    /// The place of the row in the run.
    index: usize,
    /// The rows that the table has, in order.
    shown: Memo<Vec<usize>>,
) -> impl IntoView {
    let words = expect_words();
    let (run, session) = (expect_run(), expect_session());
    let facts = Memo::new(move |_| {
        let portal = session.portal();
        run.with_runner(|runner| {
            let link = runner.link(index);
            runner.with_run(|run| {
                let row = run.rows().get(index)?;
                let outcome = words.run_outcome(row, &portal.config);
                let sent = matches!(row.state, RowState::Sent(_));
                Some(Facts {
                    number: row.source as usize,
                    address: row.invitation.email.to_string(),
                    name: row.invitation.name.clone().unwrap_or_default(),
                    filter: RunFilter::of(&row.state),
                    outcome: outcome.text,
                    details: outcome.details,
                    undecidable: matches!(row.state, RowState::Unknown { undecidable: true, .. }),
                    lacks_link: sent && link.is_none() && row.invitation.mail.is_none(),
                    link: link.and_then(|link| RedeemLink::read(&link, &portal.config.cloud)),
                })
            })
        })
        .flatten()
    });
    let place = move || shown.with(|shown| shown.binary_search(&index).unwrap_or_default() + 2);
    let refused = Memo::new(move |_| {
        let (row, error) = run.link_refused().get()?;
        let config = &session.portal().config;
        let attempt = crate::ui::words::graph_errors::Attempt::Invite;
        (row == index).then(|| words.graph_error(&error, attempt, config).text)
    });
    view! {
        <tr role="row" aria-rowindex=place data-row="">
            {move || facts.get().map(|facts| {
                let address = facts.address.clone();
                let of = Signal::derive(move || named(&address));
                let outcome = facts.outcome.clone();
                view! {
                    <td role="cell" class="bulk__number">{words.number(facts.number)}</td>
                    <td role="cell" class="bulk__address run__text" dir="ltr" translate="no">{facts.address.clone()}</td>
                    <td role="cell" class="bulk__who run__text" dir="auto" translate="no">{facts.name.clone()}</td>
                    <td role="cell" class="bulk__outcome">
                        <div class="bulk__told" title=[outcome.as_str(), &facts.details.join(" · ")].join(" ")>
                            <p class=format!("bulk__verdict {}", facts.filter.tone())>{advice(words, &outcome)}</p>
                            {(!facts.details.is_empty()).then(|| view! {
                                <p class="quiet" translate="no">{facts.details.join(" · ")}</p>
                            })}
                        </div>
                        {move || refused.get().map(|text| view! { <p class="bulk__warnings">{sentence(&text)}</p> })}
                    </td>
                    <td role="cell" class="bulk__actions">
                        {match facts.link.clone() {
                            Some(RedeemLink::Known(link)) => view! { <CopyRowLink link of /> }.into_any(),
                            Some(RedeemLink::UnknownHost(_)) => {
                                view! { <p class="bulk__warnings">{text!(words, run.link_unknown)}</p> }.into_any()
                            }
                            None => ().into_any(),
                        }}
                        {facts.undecidable.then(|| view! {
                            <button
                                type="button"
                                class="button button--small"
                                aria-disabled=move || run.is_active().to_string()
                                on:click=move |_| run.send_again(index)
                            >
                                {text!(words, run.send_again)}
                                <span class="hidden">" "{move || say!(words, bulk.row_of, number = words.number(facts.number))}</span>
                            </button>
                        })}
                        {facts.lacks_link.then(|| view! {
                            <button
                                type="button"
                                class="button button--small"
                                aria-busy=move || run.wants_link(index).to_string()
                                on:click=move |_| run.new_links(vec![index])
                            >
                                {text!(words, run.new_link)}
                                <span class="hidden">" "{move || say!(words, bulk.row_of, number = words.number(facts.number))}</span>
                            </button>
                        })}
                    </td>
                }
            })}
        </tr>
    }
}
