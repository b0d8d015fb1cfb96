//! What is said in place of the rows, or above them: failures, no match, no guests. Must not know the rows.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::domain::guest_query::{GuestQuery, GuestTab};
use crate::domain::guest_search::{GuestSearch, Misread};
use crate::domain::guest_view::GuestView;
use crate::domain::invisible::is_blank;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::parts::{Details, Notice, Tone, advice, focus, sentence};
use crate::ui::routes::Route;
use crate::ui::state::{expect_access, expect_guest_list, expect_session};
use crate::ui::words::graph_errors::{Attempt, contradicts};
use crate::ui::words::{expect_words, named, say, text};

use super::address::Address;
use super::tabs::{tab_id, tab_name};

/// Shown when loading has failed: what is shown nevertheless, the reason, and a button to try again.
#[component]
pub(super) fn Failure(error: GraphError) -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let contradicts =
        contradicts(&error.kind, Attempt::ReadGuests, &untrack(|| expect_access().inputs()).rights);
    let forbidden = matches!(error.kind, GraphErrorKind::Forbidden | GraphErrorKind::MissingScope);
    let session = expect_session();
    let message =
        Memo::new(move |_| words.graph_error(&error, Attempt::ReadGuests, &session.portal().config));
    let nothing_loaded = Memo::new(move |_| list.table().with(|table| table.is_empty()));
    let heading = Signal::derive(move || {
        if forbidden {
            say!(words, guests.forbidden_heading)
        } else if list.is_whole() {
            say!(words, guests.stale_heading)
        } else if nothing_loaded.get() {
            say!(words, guests.failed_heading)
        } else {
            say!(words, guests.partial_heading)
        }
    });
    let as_of = move || {
        let at = list.complete_at().get()?;
        let time = words.time_of_day(at, expect_session().portal().now());
        Some(view! { <p>{say!(words, guests.stale_text, time = time)}</p> })
    };
    let retry = move |_| {
        // This notice is removed, so the focus moves to the other button for the same action.
        focus("guests-refresh");
        list.load();
    };
    view! {
        <Notice tone=Tone::Trouble heading>
            <p>{move || advice(words, &message.read().text)}</p>
            {as_of}
            {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
            <button type="button" class="button" on:click=retry>{text!(words, guests.retry)}</button>
            <Details lines=Signal::derive(move || message.get().details) />
        </Notice>
    }
}

/// Shown when the service's list has entries that are not as documented, so that the counts are known to be too low.
#[component]
pub(super) fn Unreadable() -> impl IntoView {
    let words = expect_words();
    let unreadable = expect_guest_list().unreadable();
    let names = Signal::derive(move || {
        unreadable.get().into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !unreadable.read().is_empty()>
            <Notice tone=Tone::Warning>
                <p>{move || say!(words, guests.unreadable, count = unreadable.read().len())}</p>
                <Details lines=names />
            </Notice>
        </Show>
    }
}

/// Shown when there are guests, but none matches the query: the query, and where was searched.
#[component]
pub(super) fn NoMatch(address: Address, search: Memo<GuestSearch>, view: Memo<GuestView>) -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let query = address.query;
    let typed = Memo::new(move |_| query.with(|query| query.search.trim().to_owned()));
    let misread = move || {
        let misread = |typed: &str, search: &GuestSearch| {
            Misread::first(typed, search).map(|misread| match misread {
                Misread::Key(key) => say!(words, guests.misread_key, key = named(key)),
                Misread::State(value) => say!(words, guests.misread_state, value = named(value)),
                Misread::Older => say!(words, guests.misread_older),
            })
        };
        let said = query.with(|query| search.with(|search| misread(&query.search, search)));
        said.map(|said| view! { <p>{sentence(&said)}</p> })
    };
    let tab = Memo::new(move |_| query.with(|query| query.tab));
    let searched = move || typed.with(|typed| !is_blank(typed));
    let heading = move || {
        if searched() {
            sentence(&say!(words, guests.no_match_query, query = named(&typed.read())))
        } else {
            sentence(&say!(words, guests.no_match_heading))
        }
    };
    let reason = move || {
        let name = tab_name(words, tab.get());
        let elsewhere = view.with(|view| view.counts.in_tab(GuestTab::All)) > 0;
        match (searched(), elsewhere) {
            (false, _) => say!(words, guests.no_match_tab, tab = name),
            (true, true) => say!(words, guests.no_match_in_tab, tab = name),
            (true, false) => say!(words, guests.no_match_text),
        }
    };
    let reset = move |_| {
        // This button is removed, so the focus moves to a control that stays.
        focus(tab_id(GuestTab::All));
        address.step(|query| *query = GuestQuery::default());
    };
    view! {
        <section class="empty">
            <h2>{heading}</h2>
            {misread}
            <p>{reason}</p>
            <Show when=move || !list.is_whole()>
                <p>{text!(words, guests.no_match_partial)}</p>
            </Show>
            <button type="button" class="button" on:click=reset>
                {text!(words, guests.no_match_way)}
            </button>
        </section>
    }
}

/// Shown when the organization has no guests.
#[component]
pub(super) fn Empty() -> impl IntoView {
    let words = expect_words();
    view! {
        <section class="empty">
            <h2>{text!(words, guests.empty_heading)}</h2>
            <p>{text!(words, guests.empty_text)}</p>
            <A href=Route::Invite.href() attr:class="button button--primary">{text!(words, guests.empty_way)}</A>
        </section>
    }
}

/// Shown while the list is loading: grey bars, and a text for screen readers.
#[component]
pub(super) fn Skeleton() -> impl IntoView {
    let words = expect_words();
    view! {
        <div class="skeleton">
            <p class="hidden">{text!(words, guests.loading)}</p>
            {(0..8).map(|_| view! { <div class="skeleton__row" aria-hidden={"true"}></div> }).collect_view()}
        </div>
    }
}
