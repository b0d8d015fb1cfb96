//! What the person should know about the list as a whole. Must not know the rows.

use leptos::prelude::*;

use crate::graph::error::GraphErrorKind;
use crate::ui::parts::{Details, Notice, Tone, advice, focus};
use crate::ui::state::{BulkStory, DirectorySearch, KeptNotice, Refusal, expect_bulk, expect_session};
use crate::ui::words::graph_errors::Attempt;
use crate::ui::words::{expect_words, say, text};

use super::source::LIST;

/// Why a text or file is no list.
#[component]
pub(super) fn Refused() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let why = move || match &*bulk.story().read() {
        BulkStory::Refused(Refusal::Source(problem)) => words.source_problem(*problem),
        BulkStory::Refused(Refusal::Unreadable) => say!(words, bulk.unreadable),
        BulkStory::Empty | BulkStory::Reading(_) | BulkStory::Checked(_) => String::new(),
    };
    view! {
        <Notice tone=Tone::Trouble heading=text!(words, bulk.refused_heading)>
            <p>{why}</p>
        </Notice>
    }
}

#[component]
pub(super) fn Notices() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let suggests_no_mail = Memo::new(move |_| {
        let suggests = bulk.with_list(|list| list.columns().suggest_no_mail()).unwrap_or(false);
        suggests && bulk.defaults().read().send_mail
    });
    let lacks_address = Memo::new(move |_| {
        let lacks = bulk.with_list(|list| {
            let columns = list.columns();
            list.has_columns() && columns.addresses().is_empty() && columns.question().is_none()
        });
        lacks.unwrap_or(false)
    });
    let not_allowed = Memo::new(move |_| *bulk.directory().read() == DirectorySearch::NotAllowed);
    view! {
        <Kept />
        <Show when=move || bulk.has_handed_over()>
            <Notice tone=Tone::Info heading=text!(words, bulk.waiting_heading)>
                <p>{text!(words, bulk.waiting_text)}</p>
            </Notice>
        </Show>
        <Show when=move || lacks_address.get()>
            <Notice tone=Tone::Warning heading=text!(words, bulk.no_address_heading)>
                <p>{text!(words, bulk.no_address_text)}</p>
            </Notice>
        </Show>
        <Show when=move || suggests_no_mail.get()>
            <Notice tone=Tone::Info heading=text!(words, bulk.no_mail_heading)>
                <p>{text!(words, bulk.no_mail_text)}</p>
                <button type="button" class="button" on:click=move |_| {
                    focus(LIST);
                    bulk.change_defaults(|draft| draft.send_mail = false);
                }>
                    {text!(words, bulk.no_mail)}
                </button>
            </Notice>
        </Show>
        <Show when=move || not_allowed.get()>
            <Notice tone=Tone::Warning>
                <p>{text!(words, bulk.directory_not_allowed)}</p>
            </Notice>
        </Show>
        <SearchFailed />
    }
}

/// Said if the list of an earlier page cannot be restored.
#[component]
pub(super) fn KeptChanged() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    view! {
        <Show when=move || bulk.kept_notice().get() == Some(KeptNotice::Changed)>
            <Notice tone=Tone::Warning>
                <p>{text!(words, bulk.kept_changed)}</p>
            </Notice>
        </Show>
    }
}

/// Whether the list is that of an earlier page, and whether a later page will have it.
#[component]
fn Kept() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let restored = Memo::new(move |_| match bulk.kept_notice().get() {
        Some(KeptNotice::Restored(at)) => Some(at),
        Some(KeptNotice::Changed) | None => None,
    });
    view! {
        {move || restored.get().map(|at| view! {
            <Notice tone=Tone::Info>
                <p>{move || say!(words, bulk.kept_restored, time = words.date_time(at))}</p>
                <button type="button" class="button" on:click=move |_| bulk.discard()>
                    {text!(words, bulk.kept_discard)}
                </button>
            </Notice>
        })}
        <Show when=move || bulk.not_kept().get()>
            <Notice tone=Tone::Info>
                <p>{text!(words, bulk.not_kept)}</p>
            </Notice>
        </Show>
    }
}

/// Why the directory could not be searched, and the button to try again.
#[component]
fn SearchFailed() -> impl IntoView {
    let words = expect_words();
    let (bulk, session) = (expect_bulk(), expect_session());
    let failed = Memo::new(move |_| match &*bulk.directory().read() {
        // Above the page it is said that the sign-in has ended. After the next one, the search goes on by itself.
        DirectorySearch::Failed(error) if error.kind != GraphErrorKind::SignInEnded => Some(error.clone()),
        DirectorySearch::Failed(_)
        | DirectorySearch::Idle
        | DirectorySearch::Running(_)
        | DirectorySearch::Done
        | DirectorySearch::NotAllowed => None,
    });
    let retry = move |_| {
        // This notice is removed.
        focus(LIST);
        bulk.search_directory();
    };
    view! {
        {move || failed.get().map(|error| {
            let message =
                Memo::new(move |_| words.graph_error(&error, Attempt::ReadGuests, &session.portal().config));
            view! {
                <Notice tone=Tone::Trouble heading=text!(words, bulk.directory_failed)>
                    <p>{move || advice(words, &message.read().text)}</p>
                    <button type="button" class="button" on:click=retry>{text!(words, guests.retry)}</button>
                    <Details lines=Signal::derive(move || message.get().details) />
                </Notice>
            }
        })}
    }
}
