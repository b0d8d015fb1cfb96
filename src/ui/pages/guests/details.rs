//! The details of one guest, beside the list. What the list knows is shown at once, and then what was read of this guest. Must not
//! know how the rows are drawn.

mod facts;
mod reading;
mod troubles;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::domain::admin_center;
use crate::domain::guest::{Guest, GuestState};
use crate::domain::guest_details::GuestDetails as Details;
use crate::domain::guest_query::GuestQuery;
use crate::domain::invisible::{TextKind, is_blank, visible};
use crate::domain::prefill::Prefill;
use crate::ui::parts::{SidePanel, StateBadge, sentence};
use crate::ui::routes::Route;
use crate::ui::state::{expect_guest_list, expect_invite, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

use super::again::use_invite_again;
use super::cells::LIST;
use facts::{Fact, Facts, account, addresses, person, sign_ins};
use reading::{Reading, use_reading};
use troubles::{Absent, Trouble};

const PANEL: &str = "guest-details";

/// The panel. It is open while the query names a guest.
#[component]
pub(super) fn GuestDetails(query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let open = Memo::new(move |_| query.with(|query| query.open));
    let close = move |()| query.update(|query| query.open = None);
    let listed = Memo::new(move |_| {
        let guest = open.get()?;
        list.table().with(|table| table.find(guest))
    });
    let (reading, read) = use_reading(open, listed);
    let guest = Memo::new(move |_| {
        let listed = listed.get()?;
        Some(
            reading
                .with(|reading| reading.details().map(|details| details.over(listed.clone())))
                .unwrap_or(listed),
        )
    });
    let name =
        Signal::derive(move || guest.with(|guest| guest.as_ref().map(|guest| shown_name(words, guest))));
    let label = Signal::derive(move || match name.get() {
        Some(name) => say!(words, guests.details_of, name = name),
        None => say!(words, guests.details_title),
    });
    let heading = move || match name.get() {
        Some(name) => sentence(&named(&name)),
        None => sentence(&say!(words, guests.details_title)),
    };
    let is_open = Memo::new(move |_| open.with(Option::is_some));
    let there = Memo::new(move |_| guest.with(Option::is_some));
    view! {
        <SidePanel
            id=PANEL
            opener=Signal::derive(move || open.get().map(|guest| guest.to_string()))
            or=LIST
            label
            on_close=close
        >
            <div class="side__head">
                <h2 id="guest-details-heading" tabindex="-1">{heading}</h2>
                <button
                    type="button"
                    class="button button--small"
                    aria-label=text!(words, guests.details_close)
                    on:click=move |_| close(())
                >
                    {text!(words, guests.details_close_short)}
                </button>
            </div>
            {move || match (is_open.get(), there.get()) {
                (false, _) => ().into_any(),
                (true, false) => view! { <Absent /> }.into_any(),
                (true, true) => view! { <Content guest reading read /> }.into_any(),
            }}
        </SidePanel>
    }
}

/// The name in the heading.
fn shown_name(words: Words, guest: &Guest) -> String {
    let name = visible(guest.shown_name(), TextKind::Name);
    if is_blank(&name) { say!(words, guests.no_name) } else { name }
}

/// What is known of a guest. It is here only while the guest is in the list.
#[component]
fn Content(
    guest: Memo<Option<Guest>>,
    reading: ReadSignal<Reading>,
    #[prop(into)] read: Callback<()>,
) -> impl IntoView {
    let words = expect_words();
    let (session, invite) = (expect_session(), expect_invite());
    let state = Signal::derive(move || {
        guest.with(|guest| guest.as_ref().map_or(GuestState::NoState, |guest| guest.state.clone()))
    });
    let blocked = Memo::new(move |_| guest.with(|guest| guest.as_ref().is_some_and(|guest| guest.blocked)));
    let history = move || {
        let told =
            |guest: &Guest| words.guest_history(guest, invite.resent_at(&guest.id), session.portal().now());
        guest.with(|guest| guest.as_ref().map(told)).unwrap_or_default()
    };
    let facts = move |of: fn(Words, &Guest, Option<&Details>) -> Vec<Fact>| {
        Signal::derive(move || {
            let read = |guest: &Guest| reading.with(|reading| of(words, guest, reading.details()));
            guest.with(|guest| guest.as_ref().map(read)).unwrap_or_default()
        })
    };
    view! {
        <p class="side__badges">
            <StateBadge state />
            <Show when=move || blocked.get()>
                <span class="badge badge--blocked">{text!(words, guests.state_blocked)}</span>
            </Show>
        </p>
        <Actions guest />
        <Trouble reading read />
        <section>
            <h3>{text!(words, guests.details_history)}</h3>
            <ul class="side__history">
                <For each=history key=String::clone let:told>
                    <li>{sentence(&told)}</li>
                </For>
            </ul>
        </section>
        <Facts heading=text!(words, guests.details_addresses) facts=facts(addresses) />
        <Facts heading=text!(words, guests.details_sign_in) facts=facts(sign_ins) />
        <Facts heading=text!(words, guests.details_person) facts=facts(person) />
        <Facts heading=text!(words, guests.details_account) facts=facts(account) />
    }
}

/// What can be done with the guest: another invitation, and the page of the guest in the admin center.
#[component]
fn Actions(guest: Memo<Option<Guest>>) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let prefill = move || {
        let of = |guest: &Guest| Prefill::new(&guest.address, &guest.name);
        guest.with(|guest| guest.as_ref().map(of)).unwrap_or_default()
    };
    let invite_again = use_invite_again();
    let again = move |event: MouseEvent| invite_again(&event, prefill());
    let has_address =
        Memo::new(move |_| guest.with(|guest| guest.as_ref().is_some_and(|guest| !guest.address.is_empty())));
    let page = move || {
        let (tenant, cloud) = (session.account()?.tid, session.portal().config.cloud.clone());
        let id = guest.with(|guest| guest.as_ref().map(|guest| guest.id))?;
        admin_center::page_of_user(&cloud.graph, &tenant, id)
    };
    let has_page = Memo::new(move |_| page().is_some());
    view! {
        <div class="side__actions">
            <Show when=move || has_address.get()>
                <a class="button" href=move || Route::invite_href(&prefill()) on:click=again.clone()>
                    {text!(words, guests.again)}
                </a>
            </Show>
            <Show when=move || has_page.get()>
                <a class="button" href=page target="_blank" rel="noopener noreferrer">
                    {text!(words, guests.details_entra_link)}
                    <span class="hidden">" "{text!(words, guests.details_new_tab)}</span>
                </a>
            </Show>
        </div>
    }
}
