//! The button "Invite N guests" and the question before a run begins. Must not begin it by itself.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::bulk::run::PlannedRow;
use crate::domain::import::list::ImportList;
use crate::domain::sender::invitation_sender;
use crate::ui::pages::invite::{before_sending, may_invite};
use crate::ui::parts::{Notice, Question, Tone, advice, sentence};
use crate::ui::state::{DirectorySearch, NotBegun, expect_access, expect_bulk, expect_run, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

const WHY_OFF: &str = "bulk-why-off";

#[component]
pub(in crate::ui::pages::bulk) fn InviteButton() -> impl IntoView {
    let words = expect_words();
    let (bulk, run) = (expect_bulk(), expect_run());
    let count = Memo::new(move |_| bulk.with_list(|list| list.tally().to_send()).unwrap_or_default());
    let asked = RwSignal::new(Vec::new());
    let prepares = RwSignal::new(false);
    let (session, access) = (expect_session(), expect_access());
    let barred = Memo::new(move |_| access.invite_barred());
    let may_send = move || barred.read().is_none() && may_invite(session);
    let is_off = move || count.get() == 0 || bulk.rechecking().get() || !may_send();
    let why_off = move || advice(words, &before_sending(barred.get(), may_invite(session), words));
    let ask = move |_| {
        if untrack(is_off) || prepares.get_untracked() {
            return;
        }
        prepares.set(true);
        spawn_local(async move {
            let rows = bulk.planned_rows().await;
            // The person may have left the page meanwhile.
            let _ = prepares.try_set(false);
            let _ = asked.try_set(rows);
        });
    };
    view! {
        <button
            type="button"
            class="button button--primary"
            aria-disabled=move || is_off().to_string()
            aria-describedby=WHY_OFF
            aria-busy=move || (prepares.get() || run.begins().get()).to_string()
            on:click=ask
        >
            {move || plain_number(words, count.get(), say!(words, run.invite, count = count.get()))}
        </button>
        <p class="field__hint bulk__why" id=WHY_OFF>{why_off}</p>
        <Confirm asked />
    }
}

/// The name of a button with its number in digits alone, so that it can be found by its name whatever the language writes
/// between thousands.
fn plain_number(words: Words, count: usize, name: String) -> String {
    name.replace(&words.number(count), &count.to_string())
}

#[component]
fn Confirm(
    /// The rows; empty if nothing is asked.
    asked: RwSignal<Vec<PlannedRow>>,
) -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let close = move |()| asked.set(Vec::new());
    let confirm = move |_| run.begin(asked.try_update(std::mem::take).unwrap_or_default());
    let count = move || asked.with(Vec::len);
    view! {
        <Question
            open=Signal::derive(move || count() > 0)
            on_close=close
            id="bulk-confirm"
            heading=Signal::derive(move || say!(words, run.confirm, count = count()))
        >
            <Summary asked />
            <div class="row">
                <button type="button" class="button button--primary" on:click=confirm>
                    {move || plain_number(words, count(), say!(words, run.confirm_send, count = count()))}
                </button>
                <button type="button" class="button" on:click=move |_| close(())>
                    {text!(words, run.cancel)}
                </button>
            </div>
        </Question>
    }
}

/// To whom, by whom, how, how long, and what a closed tab means.
#[component]
fn Summary(asked: RwSignal<Vec<PlannedRow>>) -> impl IntoView {
    let words = expect_words();
    let (session, run, bulk) = (expect_session(), expect_run(), expect_bulk());
    let mailed = move || asked.with(|rows| rows.iter().filter(|row| row.invitation.mail.is_some()).count());
    let message = move || {
        let with_message =
            |row: &&PlannedRow| row.invitation.mail.as_ref().is_some_and(|mail| mail.message.is_some());
        match (asked.with(|rows| rows.iter().filter(with_message).count()), mailed()) {
            (0, _) => say!(words, run.message_none),
            (some, all) if some == all => say!(words, run.message_all),
            (some, _) => say!(words, run.message_some, count = some),
        }
    };
    let not_sent =
        move || bulk.with_list(ImportList::len).unwrap_or_default().saturating_sub(asked.with(Vec::len));
    let again = move || asked.with(|rows| rows.iter().filter(|row| row.again).count());
    let mail = move || {
        let (mailed, all) = (mailed(), asked.with(Vec::len));
        match all - mailed {
            0 => say!(words, run.mail_all),
            _ if mailed == 0 => say!(words, run.mail_none),
            without => {
                say!(words, run.mail_some, with = words.number(mailed), without = words.number(without))
            }
        }
    };
    let sender = move || {
        let graph = session.portal().config.cloud.graph.clone();
        session.organization().with(|org| {
            let org = org.as_ref()?;
            let sender =
                invitation_sender(org.default_domain.as_deref(), org.initial_domain.as_deref(), &graph)?;
            (mailed() > 0).then(|| say!(words, run.sender, usual = named(&sender.usual)))
        })
    };
    let organization = move || session.organization_name();
    let account = move || session.account().map(|account| account.username);
    let time = move || words.duration(run.expected(asked.with(Vec::len)));
    let searching = move || matches!(*bulk.directory().read(), DirectorySearch::Running(_));
    view! {
        <dl class="facts">
            <div class="facts__row">
                <dt>{text!(words, run.organization)}</dt>
                <dd><bdi translate="no">{organization}</bdi></dd>
            </div>
            <div class="facts__row">
                <dt>{text!(words, run.account)}</dt>
                <dd><bdi translate="no">{account}</bdi></dd>
            </div>
            <div class="facts__row">
                <dt>{text!(words, run.mail)}</dt>
                <dd>{mail}" "{move || sender().map(|text| sentence(&text))}</dd>
            </div>
            <Show when=move || { mailed() > 0 }>
                <div class="facts__row">
                    <dt>{text!(words, invite.message)}</dt>
                    <dd>{message}</dd>
                </div>
            </Show>
            <Show when=move || { not_sent() > 0 }>
                <div class="facts__row">
                    <dt>{text!(words, run.not_in)}</dt>
                    <dd>{move || say!(words, run.not_in_text, count = not_sent())}</dd>
                </div>
            </Show>
            <Show when=move || { again() > 0 }>
                <div class="facts__row">
                    <dt>{text!(words, run.again)}</dt>
                    <dd>{move || say!(words, run.again_text, count = again())}</dd>
                </div>
            </Show>
            <div class="facts__row">
                <dt>{text!(words, run.time)}</dt>
                <dd>{move || say!(words, run.about, time = time())}</dd>
            </div>
            <div class="facts__row">
                <dt>{text!(words, run.closed)}</dt>
                <dd>{text!(words, run.closed_text)}</dd>
            </div>
        </dl>
        <Show when=searching>
            <p class="quiet">{text!(words, run.still_searching)}</p>
        </Show>
        <Show when=move || run.replaces_another()>
            <p class="field__say field__say--warning">{text!(words, run.replaces)}</p>
        </Show>
    }
}

/// Why a run did not begin.
#[component]
pub(in crate::ui::pages::bulk) fn WhyNotBegun() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    move || {
        run.not_begun().get().map(|why| {
            let message = match why {
                NotBegun::NotStored => text!(words, run.not_stored),
                NotBegun::OtherTab => text!(words, run.other_tab),
            };
            view! {
                <Notice tone=Tone::Trouble heading=text!(words, run.not_begun)>
                    <p>{message}</p>
                </Notice>
            }
        })
    }
}
