//! Makes the draft of an invitation out of a row, and checks it as the Invite form checks what is typed.
//!
//! The batch's defaults are the draft with which each row begins; a filled cell overrides. Must not know other rows: `list`
//! finds the duplicates.

use crate::domain::email::{EmailProblem, GuestEmail};
use crate::domain::guest::GuestState;
use crate::domain::invitation::{Field, FieldProblem, InvitationDraft, Rules};
use crate::domain::invited::address_key;
use crate::domain::pasted;
use crate::domain::search_form::Fold;

use super::address_shape::{LONGEST_ADDRESS_CELL, is_bare_address, is_guest_upn, is_plain_address};
use super::cell_values::{FormerOutcome, PrincipalKind, former_outcome, guest_state, principal_kind};
use super::columns::{ColumnRole, Columns};
use super::edit::{Decision, RowEdit};
use super::table::{RowPlace, Table};
use super::verdict::{FileSays, Look, RowProblem, RowWarning};

mod fill;

use fill::Filled;

/// The fields that a row can override and that can have a problem.
const OTHER_FIELDS: [Field; 4] = [Field::Name, Field::InviteAs, Field::Cc, Field::Redirect];

/// The fields that can have a warning.
const WARNING_FIELDS: [Field; 5] =
    [Field::Email, Field::Message, Field::Language, Field::Cc, Field::Redirect];

/// What the checks of a list depend on.
#[derive(Clone, Debug)]
pub struct Checks {
    pub rules: Rules,
    /// The browser's conversion to lower case with composed letters, so that both spellings of é are one.
    pub fold: Fold,
}

/// What a row is by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) standing: Standing,
    /// Whether there is a warning.
    pub(super) warned: bool,
    /// The address as it is compared with those of other rows.
    pub(super) key: Option<String>,
    /// For addresses of Gmail, what all spellings of the mailbox have in common.
    pub(super) mailbox: Option<String>,
}

/// Whether a row can be sent, without regard to other rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Sound,
    OwnOrganization,
    NotAnAddress(EmailProblem),
    NoAddress,
    Problems,
    Look(Look),
    NotNeeded(FileSays),
}

#[derive(Clone, Debug)]
struct CheckedRedirect {
    url: String,
    is_problem: bool,
    is_warned: bool,
}

/// Checks rows, with the same rules and defaults for all.
#[derive(Clone, Debug)]
pub struct RowChecker {
    checks: Checks,
    defaults: InvitationDraft,
    /// What is wrong with the defaults. It counts for the rows that do not override the field.
    default_problems: Vec<(Field, FieldProblem)>,
    /// The draft of the row that was checked last. Its texts keep their memory.
    scratch: InvitationDraft,
    /// The redirect URL that was checked last: most lists have one URL for all rows.
    last_redirect: Option<CheckedRedirect>,
}

impl RowChecker {
    #[must_use]
    pub fn new(checks: Checks, defaults: InvitationDraft) -> Self {
        let problem = |field| Some((field, defaults.problem(field, &checks.rules)?));
        let default_problems = OTHER_FIELDS.into_iter().filter_map(problem).collect();
        Self { default_problems, scratch: defaults.clone(), checks, defaults, last_redirect: None }
    }

    #[must_use]
    pub fn checks(&self) -> &Checks {
        &self.checks
    }

    #[must_use]
    pub fn defaults(&self) -> &InvitationDraft {
        &self.defaults
    }

    /// The draft of a row.
    #[must_use]
    pub fn draft(
        &self,
        table: &Table,
        columns: &Columns,
        place: RowPlace,
        edit: &RowEdit,
    ) -> InvitationDraft {
        let mut draft = self.defaults.clone();
        fill::fill(&self.defaults, table, columns, place, edit, &mut draft);
        draft
    }

    /// What a person should know about a row that can be sent.
    #[must_use]
    pub fn warnings(
        &self,
        table: &Table,
        columns: &Columns,
        place: RowPlace,
        edit: &RowEdit,
    ) -> Vec<RowWarning> {
        let mut draft = self.defaults.clone();
        let filled = fill::fill(&self.defaults, table, columns, place, edit, &mut draft);
        self.all_warnings(&draft, filled)
    }

    /// What keeps a row with a sound address from being sent.
    #[must_use]
    pub fn problems(
        &self,
        table: &Table,
        columns: &Columns,
        place: RowPlace,
        edit: &RowEdit,
    ) -> Vec<RowProblem> {
        let mut draft = self.defaults.clone();
        let filled = fill::fill(&self.defaults, table, columns, place, edit, &mut draft);
        let own = OTHER_FIELDS.into_iter().filter_map(|field| {
            let problem = if filled.overrides(field) {
                draft.problem(field, &self.checks.rules)
            } else {
                self.default_problem(field).cloned()
            };
            Some(RowProblem::Field(field, problem?))
        });
        own.chain(filled.unreadable.map(RowProblem::Unreadable)).collect()
    }

    /// Addresses that the person can choose for a row that needs a look.
    #[must_use]
    pub fn offers(&self, table: &Table, columns: &Columns, place: RowPlace) -> Vec<String> {
        offers(table, columns, place)
    }

    /// Checks a row.
    pub(super) fn check(
        &mut self,
        table: &Table,
        columns: &Columns,
        place: RowPlace,
        edit: &RowEdit,
    ) -> Facts {
        let filled = fill::fill(&self.defaults, table, columns, place, edit, &mut self.scratch);
        let standing_of = |standing| Facts { standing, warned: false, key: None, mailbox: None };
        let taken_in = matches!(edit.decision, Decision::TakenIn | Decision::InvitedAgain)
            || is_to_retry(table, columns, place.record);
        if self.scratch.email.is_empty() {
            let offered = edit.address.is_none() && !offers(table, columns, place).is_empty();
            let look = if filled.more_cells { Look::Shifted } else { Look::OtherColumn };
            return standing_of(if offered { Standing::Look(look) } else { Standing::NoAddress });
        }
        if is_guest_upn(&self.scratch.email) {
            return standing_of(Standing::Look(Look::GuestUpn));
        }
        if self.scratch.email.len() > LONGEST_ADDRESS_CELL {
            return standing_of(Standing::NotAnAddress(EmailProblem::TooLong));
        }
        let email = match self.scratch.read_email(&self.checks.rules) {
            Ok(email) => email,
            Err(FieldProblem::Email(EmailProblem::OwnDomain)) => {
                return standing_of(Standing::OwnOrganization);
            }
            Err(problem) => return standing_of(not_an_address(&problem, table, columns, place, &filled)),
        };
        let key = key(&email, &self.checks);
        let mailbox = mailbox(&key);
        let standing = match list_says(table, columns, place.record) {
            Some(says) if !taken_in => says,
            Some(_) | None if filled.lost_characters && !taken_in => Standing::Look(Look::LostCharacters),
            Some(_) | None if filled.unreadable.is_some() || self.has_problem(&filled) => Standing::Problems,
            Some(_) | None => Standing::Sound,
        };
        let warned = !filled.warnings.is_empty() || self.has_warning(&filled);
        Facts { standing, warned, key: Some(key), mailbox }
    }

    /// Whether a field other than the address has a problem.
    fn has_problem(&mut self, filled: &Filled) -> bool {
        OTHER_FIELDS.into_iter().any(|field| match field {
            _ if !filled.overrides(field) => self.default_problem(field).is_some(),
            Field::Redirect => self.checked_redirect().is_problem,
            Field::Email | Field::Name | Field::InviteAs | Field::Message | Field::Language | Field::Cc => {
                self.scratch.problem(field, &self.checks.rules).is_some()
            }
        })
    }

    /// Whether one of the fields that the row decides about has a warning.
    fn has_warning(&mut self, filled: &Filled) -> bool {
        WARNING_FIELDS.into_iter().any(|field| match field {
            Field::Email if filled.plain_address => false,
            _ if field != Field::Email && !filled.own.contains(&field) => false,
            Field::Redirect => self.checked_redirect().is_warned,
            Field::Email | Field::Name | Field::InviteAs | Field::Message | Field::Language | Field::Cc => {
                !self.scratch.warnings(field, &self.checks.rules).is_empty()
            }
        })
    }

    fn checked_redirect(&mut self) -> &CheckedRedirect {
        let (draft, rules) = (&self.scratch, &self.checks.rules);
        let known = self.last_redirect.take().filter(|known| known.url == draft.redirect);
        self.last_redirect.insert(known.unwrap_or_else(|| CheckedRedirect {
            url: draft.redirect.clone(),
            is_problem: draft.problem(Field::Redirect, rules).is_some(),
            is_warned: !draft.warnings(Field::Redirect, rules).is_empty(),
        }))
    }

    fn default_problem(&self, field: Field) -> Option<&FieldProblem> {
        self.default_problems.iter().find(|(of, _)| *of == field).map(|(_, problem)| problem)
    }

    fn all_warnings(&self, draft: &InvitationDraft, filled: Filled) -> Vec<RowWarning> {
        let mut warnings = filled.warnings;
        for field in
            WARNING_FIELDS.into_iter().filter(|field| *field == Field::Email || filled.own.contains(field))
        {
            let of_field = draft.warnings(field, &self.checks.rules);
            warnings.extend(of_field.into_iter().map(|warning| RowWarning::Field(field, warning)));
        }
        warnings
    }
}

/// The form in which addresses of rows are compared. Letters of other scripts are composed first.
fn key(email: &GuestEmail, checks: &Checks) -> String {
    let to_ascii = checks.rules.to_ascii;
    if email.as_str().is_ascii() {
        return address_key(email, to_ascii);
    }
    let folded: Option<GuestEmail> = (checks.fold)(email.as_str()).parse().ok();
    address_key(folded.as_ref().unwrap_or(email), to_ascii)
}

/// Gmail ignores dots before the `@`, and has two names for its domain.
fn mailbox(key: &str) -> Option<String> {
    let (name, domain) = key.split_once('@')?;
    matches!(domain, "gmail.com" | "googlemail.com").then(|| name.replace('.', ""))
}

/// Whether the row was to be sent in an earlier run, so that the person has decided about it.
fn is_to_retry(table: &Table, columns: &Columns, record: usize) -> bool {
    let cell = columns.of(ColumnRole::FormerOutcome).map(|column| table.cell(record, column));
    cell.and_then(former_outcome) == Some(FormerOutcome::ToRetry)
}

/// What the list's own columns say about whether a row needs an invitation.
fn list_says(table: &Table, columns: &Columns, record: usize) -> Option<Standing> {
    let cell = |role| columns.of(role).map_or("", |column| table.cell(record, column));
    let former = former_outcome(cell(ColumnRole::FormerOutcome));
    match former {
        Some(FormerOutcome::Sent) => return Some(Standing::NotNeeded(FileSays::Sent)),
        Some(FormerOutcome::Unknown) => return Some(Standing::Look(Look::OutcomeUnknown)),
        // The person has decided in that run that it is sent.
        Some(FormerOutcome::ToRetry) => return None,
        Some(FormerOutcome::Skipped | FormerOutcome::LeftOut) | None => {}
    }
    let kind = [ColumnRole::PrincipalType, ColumnRole::UserType].map(|role| principal_kind(cell(role)));
    if kind.contains(&Some(PrincipalKind::Group)) {
        return Some(Standing::NotNeeded(FileSays::Group));
    }
    if kind.contains(&Some(PrincipalKind::Internal)) {
        return Some(Standing::NotNeeded(FileSays::Member));
    }
    match guest_state(cell(ColumnRole::InvitationState)) {
        Some(GuestState::Pending) => Some(Standing::NotNeeded(FileSays::Pending)),
        Some(GuestState::Accepted) => Some(Standing::NotNeeded(FileSays::Accepted)),
        Some(GuestState::NoState | GuestState::Other(_)) | None => {
            (former == Some(FormerOutcome::LeftOut)).then_some(Standing::NotNeeded(FileSays::LeftOut))
        }
    }
}

/// Why an address cannot be used, or that the person must pick one out of the cell.
fn not_an_address(
    problem: &FieldProblem,
    table: &Table,
    columns: &Columns,
    place: RowPlace,
    filled: &Filled,
) -> Standing {
    let FieldProblem::Email(problem) = problem else { return Standing::Problems };
    let found = if filled.corrected { 0 } else { in_cell(table, place).len() };
    if *problem == EmailProblem::Several && found > 1 {
        return Standing::Look(Look::SeveralAddresses);
    }
    let cut = matches!(problem, EmailProblem::Blank | EmailProblem::Refused(_) | EmailProblem::Several);
    if cut && found == 1 {
        return Standing::Look(Look::WordsBeside);
    }
    if filled.more_cells && !filled.corrected && !offers(table, columns, place).is_empty() {
        return Standing::Look(Look::Shifted);
    }
    Standing::NotAnAddress(*problem)
}

/// The addresses in a row's own cell that could be invited.
fn in_cell(table: &Table, place: RowPlace) -> Vec<String> {
    let cell = place.column.map_or("", |column| table.cell(place.record, column));
    let cell = cell.get(..LONGEST_ADDRESS_CELL).unwrap_or(cell);
    if is_plain_address(cell.trim()) || cell.len() > LONGEST_ADDRESS_CELL {
        return Vec::new();
    }
    pasted::addresses(cell)
        .into_iter()
        .filter(|found| found.trim() != cell.trim() && may_be_invited(found))
        .collect()
}

fn offers(table: &Table, columns: &Columns, place: RowPlace) -> Vec<String> {
    let mut found = in_cell(table, place);
    let other = columns.others().iter().copied().filter(|column| Some(*column) != place.column);
    let beyond = columns.header().map_or(0..0, |header| {
        let (named, all) = (table.count(header), table.count(place.record));
        // The cells of a row with too many are not where the header says.
        if all > named { 0..all } else { 0..0 }
    });
    for column in other.chain(beyond) {
        let cell = table.cell(place.record, column).trim();
        let new = !found.iter().any(|known| known.eq_ignore_ascii_case(cell));
        if new && is_bare_address(cell) && may_be_invited(cell) {
            found.push(cell.to_owned());
        }
    }
    found
}

fn may_be_invited(address: &str) -> bool {
    !is_guest_upn(address) && address.parse::<GuestEmail>().is_ok()
}

#[cfg(test)]
mod tests;
