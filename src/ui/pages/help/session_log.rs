//! The log of the session: what this tab has changed in the directory, and the button to save it. Must not keep it.

use leptos::prelude::*;

use crate::domain::change::{Action, Change, Outcome};
use crate::domain::csv::{BYTE_ORDER_MARK, write_record};
use crate::ui::state::{expect_log, expect_session};
use crate::ui::words::{Words, expect_words, say, text};

/// The newest changes are shown; the file has all.
const SHOWN: usize = 100;
/// The changes in a piece of the file.
const PIECE: usize = 500;

#[component]
pub(super) fn SessionLog() -> impl IntoView {
    let words = expect_words();
    let (log, session) = (expect_log(), expect_session());
    let count = Memo::new(move |_| log.changes().with(Vec::len));
    let newest =
        move || log.changes().with(|changes| changes.iter().rev().take(SHOWN).cloned().collect::<Vec<_>>());
    let save = move |_| {
        let pieces = log.changes().with_untracked(|changes| file(words, changes));
        let day = session.portal().now().to_iso();
        session
            .page()
            .downloads
            .save(&format!("guestlist-log-{}.csv", day.get(..10).unwrap_or_default()), pieces);
    };
    view! {
        <p class="quiet">{text!(words, log.lead)}</p>
        <Show when=move || { count.get() > 0 } fallback=move || view! { <p>{text!(words, log.empty)}</p> }>
            <div class="row">
                <button type="button" class="button" on:click=save>{text!(words, log.save)}</button>
                <span class="quiet">
                    {move || (count.get() > SHOWN).then(|| {
                        say!(words, log.newest, shown = words.number(SHOWN), total = words.number(count.get()))
                    })}
                </span>
            </div>
            <ol class="log">
                {move || newest().into_iter().map(|change| view! { <Line change /> }).collect_view()}
            </ol>
        </Show>
    }
}

#[component]
fn Line(change: Change) -> impl IntoView {
    let words = expect_words();
    let Change { at, action, target, outcome, request_id, .. } = change;
    let id = request_id.map(|id| move || say!(words, details.request_id, id = id.clone()));
    view! {
        <li>
            <p>
                <time class="quiet" datetime=at.to_iso()>{move || words.date_time(at)}</time>" · "
                <span dir="ltr" translate="no">{target}</span>
            </p>
            <p>{move || words.change_action(action)}" · "{move || words.change_outcome(outcome)}</p>
            {id.map(|id| view! { <p class="quiet" translate="no">{id}</p> })}
        </li>
    }
}

fn file(words: Words, changes: &[Change]) -> Vec<String> {
    let mut header = String::from(BYTE_ORDER_MARK);
    let names = [
        say!(words, log.at),
        say!(words, log.actor),
        say!(words, log.action),
        say!(words, log.target),
        say!(words, log.outcome),
        say!(words, log.request_id),
    ];
    write_record(b',', names.into_iter(), &mut header);
    let piece = |changes: &[Change]| {
        let mut text = String::new();
        for change in changes {
            let cells = [
                change.at.to_iso(),
                change.actor.clone(),
                words.change_action(change.action),
                change.target.clone(),
                words.change_outcome(change.outcome),
                change.request_id.clone().unwrap_or_default(),
            ];
            write_record(b',', cells.into_iter(), &mut text);
        }
        text
    };
    std::iter::once(header).chain(changes.chunks(PIECE).map(piece)).collect()
}

impl Words {
    fn change_action(self, action: Action) -> String {
        match action {
            Action::Invite => say!(self, log.invite),
            Action::InviteWithoutMail => say!(self, log.invite_without_mail),
        }
    }

    fn change_outcome(self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Done => say!(self, log.done),
            Outcome::Refused => say!(self, log.refused),
            Outcome::Unknown => say!(self, log.unknown),
            Outcome::Found => say!(self, log.found),
        }
    }
}
