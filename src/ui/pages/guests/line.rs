//! A row of the list: what it shows, and its elements. A row in the document shows one guest after the other: only what differs is
//! changed in it, since new elements would take many times as long while a person types or scrolls.
//!
//! Rows have no event handlers of their own: the list has them for all rows.

use leptos::prelude::*;

use crate::domain::guest::{Guest, GuestState, UserId};
use crate::domain::guest_marks::GuestPart;
use crate::domain::guest_table::RowNumber;
use crate::domain::invisible::{TextKind, revealed, visible};
use crate::domain::moment::Moment;
use crate::domain::prefill::Prefill;
use crate::ui::parts::badge_class;
use crate::ui::routes::Route;
use crate::ui::words::{Words, say};

use super::cells::{Column, cell_id};
use super::marks::{Marked, Marks};

/// What a row depends on besides the guest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Circumstances {
    /// The place in the list, from 0.
    pub(super) place: usize,
    pub(super) number: RowNumber,
    pub(super) selected: bool,
    /// Whether the address was copied just now.
    pub(super) copied: bool,
    /// When another invitation was sent to the guest in this session.
    pub(super) resent: Option<Moment>,
    /// Whether the details of the guest are open.
    pub(super) open: bool,
    /// The moment from which the age of an invitation is told.
    pub(super) now: Moment,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) place: usize,
    /// Whether the row is among those that are in the document.
    pub(super) there: bool,
    pub(super) id: UserId,
    selected: bool,
    open: bool,
    name: String,
    shown_name: Marked,
    pub(super) address: String,
    /// The address up to its last `@`, and the rest: a narrow page shortens both.
    shown_address: [Marked; 2],
    company: String,
    shown_company: Marked,
    badge: &'static str,
    state: String,
    why: Option<String>,
    blocked: Option<String>,
    beside: Option<String>,
    invited: String,
    exactly: String,
    /// What a card says before the age of the invitation.
    invited_label: Option<String>,
    accepted: String,
    accepted_exactly: String,
    was_accepted: bool,
    select_label: String,
    actions: Option<Actions>,
}

/// The buttons of a guest with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Actions {
    copy: String,
    copy_label: String,
    again: String,
    again_label: String,
    href: String,
}

impl Line {
    pub(super) fn new(words: Words, guest: Guest, of: Circumstances, marks: Marks) -> Self {
        let or = |text: String, missing: String| if text.is_empty() { missing } else { text };
        let name = visible(&guest.name, TextKind::Name);
        let stateless = guest.state == GuestState::NoState;
        let blocked = guest.blocked.then(|| say!(words, guests.state_blocked));
        let origin = stateless.then(|| words.guest_origin(&guest.origin)).flatten();
        let resent = of.resent.map(|at| say!(words, guests.resent, time = words.time_of_day(at, at)));
        let beside = resent.or(origin);
        let all: Vec<String> = blocked.iter().chain(&beside).cloned().collect();
        let invited = match (guest.invited, guest.was_invited()) {
            (None, _) => say!(words, guests.no_date),
            (Some(at), true) => words.ago(at, of.now),
            (Some(at), false) => say!(words, guests.created, date = words.date(at)),
        };
        let accepted = guest.accepted();
        let no_name = say!(words, guests.no_name);
        let company = visible(&guest.company, TextKind::Name);
        let address = revealed(&guest.address);
        let named = visible(guest.shown_name(), TextKind::Name);
        Self {
            place: of.place,
            there: true,
            id: guest.id,
            selected: of.selected,
            open: of.open,
            select_label: say!(words, guests.select, name = or(named, no_name.clone())),
            shown_name: marks.in_text(&name, no_name, GuestPart::Name),
            name,
            shown_address: marks
                .in_text(&address, say!(words, guests.no_address), GuestPart::Address)
                .parted('@'),
            shown_company: marks.in_text(&company, String::new(), GuestPart::Company),
            company,
            badge: badge_class(&guest.state),
            state: words.guest_state(&guest.state),
            why: stateless
                .then(|| say!(words, guests.no_state_text))
                .or_else(|| (!all.is_empty()).then(|| all.join(" · "))),
            blocked,
            beside,
            invited,
            invited_label: (guest.invited.is_some() && guest.was_invited())
                .then(|| say!(words, guests.card_invited)),
            exactly: guest.invited.map(|at| words.date_time(at)).unwrap_or_default(),
            accepted: accepted.map_or_else(|| say!(words, guests.no_date), |at| words.date(at)),
            accepted_exactly: accepted.map(|at| words.date_time(at)).unwrap_or_default(),
            was_accepted: accepted.is_some(),
            actions: (!guest.address.is_empty()).then(|| Actions::new(words, &guest, of.copied)),
            address: guest.address,
        }
    }
}

impl Actions {
    fn new(words: Words, guest: &Guest, copied: bool) -> Self {
        let address = guest.address.as_str();
        let (copy, copy_label) = if copied {
            (say!(words, guests.copied), say!(words, guests.copied_address, address = address))
        } else {
            (say!(words, guests.copy), say!(words, guests.copy_address, address = address))
        };
        Self {
            copy,
            copy_label,
            again: say!(words, guests.again),
            again_label: say!(words, guests.again_for, name = visible(guest.shown_name(), TextKind::Name)),
            href: Route::invite_href(&Prefill::new(address, &guest.name)),
        }
    }
}

/// The id of the element of a slot.
pub(super) fn row_id(slot: usize) -> String {
    format!("row-{slot}")
}

/// The slot whose element has this id.
pub(super) fn slot_with_id(id: &str) -> Option<usize> {
    id.strip_prefix("row-")?.parse().ok()
}

/// The row of a slot.
pub(super) fn row(words: Words, slot: usize, line: ArcRwSignal<Option<Line>>) -> impl IntoView {
    let [there, accepted, selected, open, place, at, shown] = std::array::from_fn(|_| line.clone());
    let is = |line: &Option<Line>, what: fn(&Line) -> bool| line.as_ref().is_some_and(what);
    view! {
        <div
            role="row"
            data-row=""
            class="list__row"
            id=row_id(slot)
            hidden=move || !there.with(|line| is(line, |line| line.there))
            class:list__row--accepted=move || accepted.with(|line| is(line, |line| line.was_accepted))
            aria-selected=move || selected.with(|line| is(line, |line| line.selected).to_string())
            aria-current=move || open.with(|line| is(line, |line| line.open)).then_some("true")
            style:top=move || {
                at.with(|line| line.as_ref().map(|line| format!("calc({} * var(--row))", line.place)))
            }
            aria-rowindex=move || place.with(|line| line.as_ref().map(|line| line.place + 2))
        >
            {move || shown.get().map(|line| cells(words, slot, line))}
        </div>
    }
}

fn cells(words: Words, slot: usize, line: Line) -> impl IntoView + use<> {
    let id = |column| cell_id(slot, column);
    let [local, domain] = line.shown_address;
    let (copy, again) = match line.actions {
        Some(actions) => (
            Some(view! {
                <button type="button" class="list__action" tabindex="-1" aria-label=actions.copy_label>
                    {actions.copy}
                </button>
            }),
            Some(view! {
                <a class="list__action" tabindex="-1" href=actions.href aria-label=actions.again_label>
                    {actions.again}
                </a>
            }),
        ),
        None => (None, None),
    };
    view! {
            <div role="gridcell" class="list__select" id=id(Column::Select)>
                <input type="checkbox" tabindex="-1" aria-label=line.select_label prop:checked=line.selected />
            </div>
            <div role="gridcell" class="list__name" id=id(Column::Name) title=line.name>
                <bdi translate="no">{line.shown_name.into_view()}</bdi>
            </div>
            <div role="gridcell" class="list__address" id=id(Column::Address) title=line.address>
                <bdi dir="ltr" translate="no"><span>{local.into_view()}</span><span>{domain.into_view()}</span></bdi>
            </div>
            <div role="gridcell" class="list__company" id=id(Column::Company) title=line.company>
                <bdi translate="no">{line.shown_company.into_view()}</bdi>
            </div>
            <div role="gridcell" class="list__state" id=id(Column::State) title=line.why>
                <span class=line.badge>{line.state}</span>
                {line.blocked.map(|blocked| view! { <span class="badge badge--blocked">{blocked}</span> })}
                " "
                <span class="list__beside">{line.beside}</span>
            </div>
            <div
                role="gridcell"
                class="list__invited"
                id=id(Column::Invited)
                title=line.exactly
                data-label=line.invited_label
            >
                {line.invited}
            </div>
            <div
                role="gridcell"
                class="list__accepted"
                id=id(Column::Accepted)
                title=line.accepted_exactly
                data-label=say!(words, guests.accepted_on)
            >
                {line.accepted}
            </div>
            <div role="gridcell" class="list__copy" id=id(Column::Copy)>{copy}</div>
            <div role="gridcell" class="list__again" id=id(Column::Again)>{again}</div>
    }
}
