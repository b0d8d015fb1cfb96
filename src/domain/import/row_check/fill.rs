//! Writes the cells of a row into a draft.

use crate::domain::import::address_shape::{LONGEST_ADDRESS_CELL, is_plain_address};
use crate::domain::import::cell_values::{invite_as, language, yes_or_no};
use crate::domain::import::columns::{ColumnRole, Columns};
use crate::domain::import::edit::RowEdit;
use crate::domain::import::encoding::looks_double_encoded;
use crate::domain::import::formula_mark::unprotect;
use crate::domain::import::table::{RowPlace, Table};
use crate::domain::import::verdict::RowWarning;
use crate::domain::invisible::{is_blank, is_printable_ascii};
use crate::domain::invitation::{Field, InvitationDraft};
use crate::domain::pasted;

/// In bytes: a plain name that is shorter needs no check.
const SHORT_NAME: usize = 256;

/// What was found out while a draft was filled.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// The fields that have a cell of their own in this row.
    pub(super) own: Vec<Field>,
    pub(super) warnings: Vec<RowWarning>,
    /// A column whose cell has an unknown word.
    pub(super) unreadable: Option<ColumnRole>,
    /// Whether the row has more cells than the header.
    pub(super) more_cells: bool,
    /// Whether characters were lost when the text was decoded.
    pub(super) lost_characters: bool,
    /// Whether the person has corrected the address.
    pub(super) corrected: bool,
    /// Whether the address is so plain that it calls for no warning.
    pub(super) plain_address: bool,
    /// Whether the name is so plain that it can have no problem.
    plain_name: bool,
}

impl Filled {
    /// Whether the row decides about a field, and not the defaults.
    pub(super) fn overrides(&self, field: Field) -> bool {
        match field {
            Field::Name => !self.plain_name,
            Field::Email
            | Field::InviteAs
            | Field::Message
            | Field::Language
            | Field::Cc
            | Field::Redirect => self.own.contains(&field),
        }
    }
}

/// Fills a draft that has the defaults, or another row's texts.
pub(super) fn fill(
    defaults: &InvitationDraft,
    table: &Table,
    columns: &Columns,
    place: RowPlace,
    edit: &RowEdit,
    draft: &mut InvitationDraft,
) -> Filled {
    let mut filled = Filled::default();
    let row = Row { table, columns, place };
    let header = columns.header().map_or(usize::MAX, |header| table.count(header));
    filled.more_cells = table.count(place.record) > header;
    row.fill_options(defaults, draft, &mut filled);
    row.fill_message(defaults, draft, header, &mut filled);
    row.fill_name(edit, draft);
    row.fill_address(edit, draft, &mut filled);
    filled.plain_name = is_printable_ascii(&draft.name) && draft.name.len() <= SHORT_NAME;
    if !filled.plain_name {
        let tidied = draft.tidy(Field::Name);
        filled.warnings.extend(tidied.into_iter().map(|warning| RowWarning::Field(Field::Name, warning)));
    }
    for (field, text) in [(Field::Name, &draft.name), (Field::Message, &draft.message)] {
        let own = field == Field::Name || filled.own.contains(&Field::Message);
        if own && looks_double_encoded(text) {
            filled.warnings.push(RowWarning::DoubleEncoded(field));
        }
    }
    let lost = |text: &String| !text.is_ascii() && text.contains('\u{fffd}');
    filled.lost_characters =
        [&draft.email, &draft.name, &draft.message, &draft.redirect].into_iter().any(lost);
    if table.record(place.record).is_some_and(|record| record.torn) {
        filled.warnings.push(RowWarning::TornQuote);
    }
    filled
}

struct Row<'a> {
    table: &'a Table,
    columns: &'a Columns,
    place: RowPlace,
}

impl Row<'_> {
    /// The cell of a role; `None` if it is blank or no column has the role.
    fn cell(&self, role: ColumnRole) -> Option<&str> {
        let cell = self.text(self.columns.of(role)?);
        (!is_blank(cell)).then_some(cell)
    }

    /// A cell without the mark that keeps spreadsheets from calculating it, which our own files have.
    fn text(&self, column: usize) -> &str {
        let cell = self.table.cell(self.place.record, column);
        if self.columns.is_own_file() { unprotect(cell) } else { cell }
    }

    fn fill_options(&self, defaults: &InvitationDraft, draft: &mut InvitationDraft, filled: &mut Filled) {
        if let Some(column) = self.columns.of(ColumnRole::Redirect) {
            assign(&mut draft.redirect, self.cell(ColumnRole::Redirect).unwrap_or(&defaults.redirect));
            if !is_blank(self.text(column)) {
                let plain = draft.redirect.trim();
                if is_printable_ascii(plain) && plain.starts_with("https://") {
                    draft.redirect = plain.to_owned();
                } else {
                    draft.tidy(Field::Redirect);
                }
                filled.own.push(Field::Redirect);
            }
        }
        if self.columns.of(ColumnRole::SendMail).is_some() {
            draft.send_mail = defaults.send_mail;
            if let Some(cell) = self.cell(ColumnRole::SendMail) {
                match yes_or_no(cell) {
                    Some(send) => draft.send_mail = send,
                    None => filled.unreadable = Some(ColumnRole::SendMail),
                }
                // Whether a copy's address is checked depends on it.
                filled.own.push(Field::Cc);
            }
        }
        if self.columns.of(ColumnRole::InviteAs).is_some() {
            draft.invite_as = defaults.invite_as;
            if let Some(cell) = self.cell(ColumnRole::InviteAs) {
                filled.own.push(Field::InviteAs);
                match invite_as(cell) {
                    Some(kind) => draft.invite_as = kind,
                    None => filled.unreadable = Some(ColumnRole::InviteAs),
                }
            }
        }
        if self.columns.of(ColumnRole::Language).is_some() {
            assign(&mut draft.language, &defaults.language);
            if let Some(cell) = self.cell(ColumnRole::Language) {
                match language(cell) {
                    Some(known) => {
                        assign(&mut draft.language, known.tag());
                        filled.own.push(Field::Language);
                    }
                    None => filled.warnings.push(RowWarning::LanguageNotKnown),
                }
            }
        }
        if self.columns.of(ColumnRole::Cc).is_some() {
            assign(&mut draft.cc, self.cell(ColumnRole::Cc).unwrap_or(&defaults.cc));
            if self.cell(ColumnRole::Cc).is_some() {
                filled.own.push(Field::Cc);
                self.fill_copy(draft, filled);
            }
        }
    }

    /// The service takes one copy, and lists have several in a cell.
    fn fill_copy(&self, draft: &mut InvitationDraft, filled: &mut Filled) {
        let several =
            if draft.cc.len() > LONGEST_ADDRESS_CELL { Vec::new() } else { pasted::addresses(&draft.cc) };
        match several.first() {
            Some(first) if several.len() > 1 => {
                assign(&mut draft.cc, first);
                filled.warnings.push(RowWarning::OnlyFirstCopy);
            }
            Some(_) | None => {
                draft.tidy(Field::Cc);
            }
        }
    }

    /// A comma in the message ends the cell, unless the cell is in quotes. Where the message is the last column, what
    /// follows still belongs to it.
    fn fill_message(
        &self,
        defaults: &InvitationDraft,
        draft: &mut InvitationDraft,
        header: usize,
        filled: &mut Filled,
    ) {
        let message = self.columns.of(ColumnRole::Message);
        let is_last = message.is_some_and(|column| column + 1 == header);
        if filled.more_cells && !is_last {
            filled.warnings.push(RowWarning::MoreCells);
        }
        let Some(column) = message else { return };
        let Some(cell) = self.cell(ColumnRole::Message) else {
            assign(&mut draft.message, &defaults.message);
            return;
        };
        assign(&mut draft.message, cell);
        if filled.more_cells && is_last {
            for more in self.table.cells(self.place.record).skip(column + 1) {
                draft.message.push(self.table.delimiter());
                draft.message.push_str(more);
            }
        }
        filled.own.push(Field::Message);
        if !is_printable_ascii(&draft.message) {
            draft.tidy(Field::Message);
        }
    }

    fn fill_name(&self, edit: &RowEdit, draft: &mut InvitationDraft) {
        if let Some(name) = &edit.name {
            return assign(&mut draft.name, name);
        }
        if let Some(name) = self.cell(ColumnRole::Name) {
            return assign(&mut draft.name, name.trim());
        }
        let (first, last) = (self.cell(ColumnRole::FirstName), self.cell(ColumnRole::LastName));
        match (first.map(str::trim), last.map(str::trim)) {
            (Some(first), Some(last)) if is_east_asian(first) && is_east_asian(last) => {
                assign(&mut draft.name, last);
                draft.name.push_str(first);
            }
            (Some(first), Some(last)) => {
                assign(&mut draft.name, first);
                draft.name.push(' ');
                draft.name.push_str(last);
            }
            (one, other) => assign(&mut draft.name, one.or(other).unwrap_or_default()),
        }
    }

    fn fill_address(&self, edit: &RowEdit, draft: &mut InvitationDraft, filled: &mut Filled) {
        filled.corrected = edit.address.is_some();
        let cell = self.place.column.map_or("", |column| self.text(column));
        let text = edit.address.as_deref().unwrap_or(cell).trim();
        assign(&mut draft.email, text);
        filled.plain_address = is_plain_address(text);
        if !filled.plain_address && text.len() <= LONGEST_ADDRESS_CELL {
            let no_name = edit.name.as_ref().is_some_and(|name| name.is_empty());
            if text.contains("  ") {
                draft.email = with_tabs(text);
            }
            let tidied = draft.tidy(Field::Email);
            filled.plain_address = is_plain_address(&draft.email);
            if no_name {
                // The person wants no name, also none from the cell.
                draft.name.clear();
            }
            filled
                .warnings
                .extend(tidied.into_iter().map(|warning| RowWarning::Field(Field::Email, warning)));
        }
    }
}

/// Consoles put two blanks or more between a name and an address. Read as a tab, they leave no doubt.
fn with_tabs(text: &str) -> String {
    text.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\t")
}

fn assign(text: &mut String, value: &str) {
    text.clear();
    text.push_str(value);
}

/// There, the family name comes first, and no blank is between the names.
fn is_east_asian(name: &str) -> bool {
    name.chars()
        .all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}
