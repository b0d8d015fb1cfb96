//! Some hundred rows of the guest list, in columns.

use crate::domain::guest::{Guest, GuestOrigin, GuestState, UserId};
use crate::domain::moment::Moment;
use crate::domain::search_form::{Decompose, add_search_form};

use super::names::Names;

/// The rows of a full block.
pub(super) const ROWS: usize = 1_024;

/// Between the fields of a searchable text, which has no other control characters.
const FIELD_END: char = '\t';
const ROW_END: char = '\n';

/// What the blocks of a table have in common.
#[derive(Clone, Debug)]
pub(super) struct Words {
    decompose: Decompose,
    companies: Names,
    /// States and origins that this portal does not know.
    states: Names,
    origins: Names,
}

/// Which rows belong to which tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Pending,
    Accepted,
    NoState,
    /// A state that this portal does not know.
    Other,
}

/// What is counted and sorted of a guest, besides texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub group: Group,
    pub blocked: bool,
    pub invited: Option<Moment>,
    /// When the invitation was accepted.
    pub accepted: Option<Moment>,
}

/// The texts of a guest in the form in which they are searched and sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forms<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub company: &'a str,
}

/// The texts of a guest, as the directory has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub company: &'a str,
}

/// Columns of as many rows as `ids` has.
#[derive(Clone, Debug)]
pub(super) struct Block {
    ids: Vec<UserId>,
    /// Names and addresses, as the directory has them.
    texts: String,
    /// Where the name and the address of each row end in `texts`.
    text_ends: Vec<[u32; 2]>,
    /// The searchable texts.
    forms: String,
    /// Where the name, address and company of each row end in `forms`.
    form_ends: Vec<[u32; 3]>,
    /// Numbers of company names.
    companies: Vec<u32>,
    states: Vec<u16>,
    origins: Vec<u16>,
    blocked: Vec<bool>,
    invited: Vec<Date>,
    changed: Vec<Date>,
}

impl Words {
    pub(super) fn new(decompose: Decompose) -> Self {
        let [companies, states, origins] = Default::default();
        Self { decompose, companies, states, origins }
    }

    pub(super) fn decompose(&self) -> Decompose {
        self.decompose
    }

    pub(super) fn has_other_states(&self) -> bool {
        !self.states.is_empty()
    }
}

impl Block {
    pub(super) fn new() -> Self {
        Self::with_room_for(ROWS)
    }

    fn with_room_for(rows: usize) -> Self {
        Self {
            ids: Vec::with_capacity(rows),
            texts: String::new(),
            text_ends: Vec::with_capacity(rows),
            forms: String::new(),
            form_ends: Vec::with_capacity(rows),
            companies: Vec::with_capacity(rows),
            states: Vec::with_capacity(rows),
            origins: Vec::with_capacity(rows),
            blocked: Vec::with_capacity(rows),
            invited: Vec::with_capacity(rows),
            changed: Vec::with_capacity(rows),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.ids.len() >= ROWS
    }

    pub(super) fn push(&mut self, guest: &Guest, words: &mut Words) {
        self.ids.push(guest.id);
        self.texts.push_str(&guest.name);
        let name_end = length(&self.texts);
        self.texts.push_str(&guest.address);
        self.text_ends.push([name_end, length(&self.texts)]);
        let ends = add_forms(guest, words.decompose, &mut self.forms);
        self.form_ends.push(ends);
        self.companies.push(words.companies.number(&guest.company));
        self.states.push(state_code(&guest.state, &mut words.states));
        self.origins.push(origin_code(&guest.origin, &mut words.origins));
        self.blocked.push(guest.blocked);
        self.invited.push(Date::of(guest.invited));
        self.changed.push(Date::of(guest.changed));
        if self.is_full() {
            self.texts.shrink_to_fit();
            self.forms.shrink_to_fit();
        }
    }

    /// Replaces what is known of a guest.
    pub(super) fn replace(&mut self, at: usize, guest: &Guest, words: &mut Words) {
        let mut one = Self::with_room_for(1);
        one.push(guest, words);
        let texts = splice(&mut self.texts, start(&self.text_ends, at), end(&self.text_ends, at), &one.texts);
        shift(&mut self.text_ends, at, &one.text_ends, texts);
        let (from, to) = (form_start(&self.form_ends, at), form_start(&self.form_ends, at + 1));
        let forms = splice(&mut self.forms, from, to, &one.forms);
        shift(&mut self.form_ends, at, &one.form_ends, forms);
        set(&mut self.ids, at, one.ids);
        set(&mut self.companies, at, one.companies);
        set(&mut self.states, at, one.states);
        set(&mut self.origins, at, one.origins);
        set(&mut self.blocked, at, one.blocked);
        set(&mut self.invited, at, one.invited);
        set(&mut self.changed, at, one.changed);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Removes the last row.
    pub(super) fn pop(&mut self) {
        let Some(last) = self.ids.len().checked_sub(1) else { return };
        self.texts.truncate(start(&self.text_ends, last) as usize);
        self.forms.truncate(form_start(&self.form_ends, last) as usize);
        self.ids.truncate(last);
        self.text_ends.truncate(last);
        self.form_ends.truncate(last);
        self.companies.truncate(last);
        self.states.truncate(last);
        self.origins.truncate(last);
        self.blocked.truncate(last);
        self.invited.truncate(last);
        self.changed.truncate(last);
    }

    pub(super) fn id(&self, at: usize) -> Option<UserId> {
        self.ids.get(at).copied()
    }

    pub(super) fn texts<'a>(&'a self, at: usize, words: &'a Words) -> Option<Texts<'a>> {
        let [name_end, address_end] = *self.text_ends.get(at)?;
        let text = |from: u32, to: u32| self.texts.get(from as usize..to as usize).unwrap_or_default();
        Some(Texts {
            name: text(start(&self.text_ends, at), name_end),
            address: text(name_end, address_end),
            company: words.companies.name(*self.companies.get(at)?),
        })
    }

    pub(super) fn guest(&self, at: usize, words: &Words) -> Option<Guest> {
        let texts = self.texts(at, words)?;
        Some(Guest {
            id: self.id(at)?,
            name: texts.name.to_owned(),
            address: texts.address.to_owned(),
            state: state(*self.states.get(at)?, &words.states),
            origin: origin(*self.origins.get(at)?, &words.origins),
            invited: self.invited.get(at)?.moment(),
            changed: self.changed.get(at)?.moment(),
            company: texts.company.to_owned(),
            blocked: *self.blocked.get(at)?,
        })
    }

    pub(super) fn forms(&self, at: usize) -> Option<Forms<'_>> {
        let [name, address, company] = *self.form_ends.get(at)?;
        let text = |from: u32, to: u32| self.forms.get(from as usize..to as usize).unwrap_or_default();
        let separator = length_of(FIELD_END);
        Some(Forms {
            name: text(form_start(&self.form_ends, at), name),
            address: text(name + separator, address),
            company: text(address + separator, company),
        })
    }

    /// All searchable texts, and where the name, address and company of each row end.
    pub(super) fn all_forms(&self) -> (&str, &[[u32; 3]]) {
        (&self.forms, &self.form_ends)
    }

    pub(super) fn standing(&self, at: usize) -> Option<Standing> {
        let (state, blocked) = (*self.states.get(at)?, *self.blocked.get(at)?);
        Some(standing(state, blocked, *self.invited.get(at)?, *self.changed.get(at)?))
    }

    /// See [`super::GuestTable::state_rank`]. Codes are in the order in which states and origins are sorted.
    pub(super) fn state_rank(&self, at: usize) -> Option<u32> {
        Some(u32::from(*self.states.get(at)?) << 16 | u32::from(*self.origins.get(at)?))
    }
}

/// A moment or none, in the space of a moment.
#[derive(Clone, Copy, Debug)]
struct Date(i64);

impl Date {
    fn of(moment: Option<Moment>) -> Self {
        Self(moment.map_or(i64::MIN, Moment::unix_millis))
    }

    fn moment(self) -> Option<Moment> {
        (self.0 != i64::MIN).then(|| Moment::from_unix_millis(self.0))
    }
}

fn standing(state: u16, blocked: bool, invited: Date, changed: Date) -> Standing {
    let group = match state {
        PENDING => Group::Pending,
        ACCEPTED => Group::Accepted,
        NO_STATE => Group::NoState,
        _ => Group::Other,
    };
    let accepted = changed.moment().filter(|_| group == Group::Accepted);
    Standing { group, blocked, invited: invited.moment(), accepted }
}

const PENDING: u16 = 0;
const ACCEPTED: u16 = 1;
const NO_STATE: u16 = 2;
/// The codes from here on are numbers of [`Words::states`].
const OTHER_STATES: u16 = 3;

fn state_code(state: &GuestState, others: &mut Names) -> u16 {
    match state {
        GuestState::Pending => PENDING,
        GuestState::Accepted => ACCEPTED,
        GuestState::NoState => NO_STATE,
        GuestState::Other(name) => code(OTHER_STATES, others.number(name)),
    }
}

fn state(code: u16, others: &Names) -> GuestState {
    match code {
        PENDING => GuestState::Pending,
        ACCEPTED => GuestState::Accepted,
        NO_STATE => GuestState::NoState,
        other => GuestState::Other(others.name(u32::from(other - OTHER_STATES)).to_owned()),
    }
}

/// The origins with codes of their own; the codes behind them are numbers of [`Words::origins`].
const ORIGINS: [GuestOrigin; 5] = [
    GuestOrigin::Unsaid,
    GuestOrigin::EmailVerified,
    GuestOrigin::Invitation,
    GuestOrigin::LocalAccount,
    GuestOrigin::SelfServiceSignUp,
];

fn origin_code(origin: &GuestOrigin, others: &mut Names) -> u16 {
    let known = ORIGINS.iter().zip(0..).find(|(known, _)| *known == origin);
    match (known, origin) {
        (Some((_, code)), _) => code,
        (None, GuestOrigin::Other(name)) => code(5, others.number(name)),
        (None, _) => 0,
    }
}

fn origin(code: u16, others: &Names) -> GuestOrigin {
    let other = || GuestOrigin::Other(others.name(u32::from(code) - 5).to_owned());
    ORIGINS.get(usize::from(code)).cloned().unwrap_or_else(other)
}

/// No service has so many values that the code does not fit; then the last ones share a code.
fn code(first: u16, number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX).saturating_add(first)
}

/// Adds the searchable texts of a guest. Returns where the name, address and company end.
fn add_forms(guest: &Guest, decompose: Decompose, forms: &mut String) -> [u32; 3] {
    add_search_form(&guest.name, decompose, forms);
    let name = length(forms);
    forms.push(FIELD_END);
    add_search_form(&guest.address, decompose, forms);
    let address = length(forms);
    forms.push(FIELD_END);
    add_search_form(&guest.company, decompose, forms);
    let company = length(forms);
    forms.push(ROW_END);
    [name, address, company]
}

fn length(text: &str) -> u32 {
    // A block has some hundred kilobytes: the service's fields have at most some hundred characters each.
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

const fn length_of(separator: char) -> u32 {
    separator.len_utf8() as u32
}

fn end(ends: &[[u32; 2]], at: usize) -> u32 {
    ends.get(at).map_or(0, |[_, end]| *end)
}

fn start(ends: &[[u32; 2]], at: usize) -> u32 {
    at.checked_sub(1).map_or(0, |before| end(ends, before))
}

/// Where the searchable texts of a row begin: behind the end of the row before.
fn form_start(ends: &[[u32; 3]], at: usize) -> u32 {
    at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |[.., end]| end + length_of(ROW_END))
}

/// Replaces a part of a text. Returns where it begins, and by how much the text is longer now.
fn splice(text: &mut String, from: u32, to: u32, by: &str) -> (u32, i64) {
    text.replace_range(from as usize..to as usize, by);
    (from, i64::from(length(by)) - i64::from(to - from))
}

/// Puts the ends of one row, counted from 0, in place of those of row `at`, and moves the ends behind it.
fn shift<const N: usize>(ends: &mut [[u32; N]], at: usize, one: &[[u32; N]], (from, longer): (u32, i64)) {
    for (row, ends) in ends.iter_mut().enumerate().skip(at) {
        let new = one.first().filter(|_| row == at);
        match new {
            Some(new) => *ends = new.map(|end| end + from),
            None => *ends = ends.map(|end| u32::try_from(i64::from(end) + longer).unwrap_or_default()),
        }
    }
}

fn set<T>(column: &mut [T], at: usize, value: Vec<T>) {
    if let (Some(slot), Some(value)) = (column.get_mut(at), value.into_iter().next()) {
        *slot = value;
    }
}
