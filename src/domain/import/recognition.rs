//! Finds out what the columns of a table hold: by their header, and by the cells where the header says nothing.
//!
//! The rule: never guess whom to invite. Where two columns hold addresses of different people and no header decides, there
//! is a question. Names are never made of columns that hold something else.

use crate::domain::search_form::Fold;

use super::columns::{ColumnChoices, ColumnRole, ColumnUse, Columns, Question};
use super::header_words::{HeaderMeaning, meaning};
use super::table::Table;

mod content;
mod header;

use content::{Content, differ};

/// Recognises the columns of a table and marks its records that are no rows. `has_columns` is false for people in free
/// text, which have no header.
pub fn recognise(table: &mut Table, has_columns: bool, choices: &ColumnChoices, fold: Fold) -> Columns {
    header::unmark(table);
    if !has_columns {
        return Columns::new(None, vec![ColumnUse::ByContent(ColumnRole::Address)], None, Vec::new());
    }
    let header = header::find(table, choices.header, fold);
    if let Some(header) = header {
        header::mark(table, header);
    }
    let seen = Seen::of(table, header, fold);
    let mut uses = vec![ColumnUse::Unused; seen.columns.len()];
    let asked = place_address(table, &seen, &mut uses, choices);
    place_others(&seen, &mut uses);
    if header.is_none() {
        offer_by_content(&seen, &mut uses);
    }
    for (column, role) in &choices.roles {
        if let Some(of) = uses.get_mut(*column) {
            *of = ColumnUse::Chosen(*role);
        }
    }
    let others = (0..uses.len()).filter(|at| seen.is_other_address(*at, &uses)).collect();
    header::mark_examples(table, uses.iter().position(|of| of.role() == Some(ColumnRole::Address)));
    let columns = Columns::new(header, uses, asked.map(Question::WhichAddress), others);
    if seen.has_marks() { columns.with_marks() } else { columns }
}

/// What is known about the columns before they have roles.
struct Seen {
    columns: Vec<(HeaderMeaning, Content)>,
}

impl Seen {
    fn of(table: &Table, header: Option<usize>, fold: Fold) -> Self {
        let contents = content::of(table);
        let says = |column| header.map_or(HeaderMeaning::Unknown, |at| meaning(table.cell(at, column), fold));
        Self { columns: contents.into_iter().enumerate().map(|(at, content)| (says(at), content)).collect() }
    }

    fn has_marks(&self) -> bool {
        self.columns.iter().any(|(says, _)| matches!(says, HeaderMeaning::Own(_)))
    }

    fn with(&self, meant: HeaderMeaning) -> Vec<usize> {
        self.matching(|says, _| says == meant)
    }

    /// The column that an earlier result has added for a role.
    fn own(&self, role: ColumnRole) -> Option<usize> {
        let is_own =
            |says, _: &Content| matches!(says, HeaderMeaning::Own(column) if column.role() == Some(role));
        self.matching(is_own).first().copied()
    }

    fn matching(&self, fits: impl Fn(HeaderMeaning, &Content) -> bool) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, (says, content))| fits(*says, content)).map(|(at, _)| at).collect()
    }

    /// Whether a column has addresses that can be offered for a row whose own is missing.
    fn is_other_address(&self, column: usize, uses: &[ColumnUse]) -> bool {
        let Some((says, content)) = self.columns.get(column) else { return false };
        let role = uses.get(column).and_then(|of| of.role());
        let weak = matches!(says, HeaderMeaning::Hints(ColumnRole::Address)) && content.holds_addresses();
        role == Some(ColumnRole::OtherAddress) || (role.is_none() && weak)
    }
}

/// Finds the column with the guests' addresses. Returns the columns about which the person must be asked.
fn place_address(
    table: &Table,
    seen: &Seen,
    uses: &mut [ColumnUse],
    choices: &ColumnChoices,
) -> Option<Vec<usize>> {
    let chosen = |role: &Option<ColumnRole>| *role == Some(ColumnRole::Address);
    if choices.roles.values().any(chosen) {
        return None;
    }
    if let Some(own) = seen.own(ColumnRole::Address) {
        for column in seen.with(HeaderMeaning::Says(ColumnRole::Address)) {
            set(uses, column, ColumnUse::ByHeader(ColumnRole::OtherAddress));
        }
        set(uses, own, ColumnUse::ByHeader(ColumnRole::Address));
        return None;
    }
    let open = |column: &usize| !choices.roles.contains_key(column);
    let named = seen.with(HeaderMeaning::Says(ColumnRole::Address));
    // A usual name over cells of another kind, as in `Mail` for yes or no, gives way to a column with addresses.
    let filled = |column: &usize| seen.columns.get(*column).is_some_and(|(_, content)| content.addresses > 0);
    let named = if named.iter().any(filled) { named.into_iter().filter(filled).collect() } else { named };
    type Make = fn(ColumnRole) -> ColumnUse;
    let speaks = |says, content: &Content| says == HeaderMeaning::SpeaksOfMail && content.holds_addresses();
    let hints = |says, content: &Content| {
        says == HeaderMeaning::Hints(ColumnRole::Address) && content.holds_addresses()
    };
    let unnamed = |says, content: &Content| {
        let free =
            matches!(says, HeaderMeaning::Unknown | HeaderMeaning::Hints(_) | HeaderMeaning::NameOrLastName);
        free && content.holds_addresses()
    };
    let tiers: [(Vec<usize>, Make); 4] = [
        (named, ColumnUse::ByHeader),
        (seen.matching(speaks), ColumnUse::ByHint),
        (seen.matching(hints), ColumnUse::ByHint),
        (seen.matching(unnamed), ColumnUse::ByContent),
    ];
    for (columns, make) in tiers {
        let columns: Vec<usize> = columns.into_iter().filter(open).collect();
        let Some(first) = columns.first().copied() else { continue };
        if columns.iter().skip(1).any(|other| differ(table, first, *other)) {
            for column in &columns {
                set(uses, *column, ColumnUse::Offered(ColumnRole::Address));
            }
            return Some(columns);
        }
        // They hold the same people. Where one is blank, the other may help.
        let filled = |at: &usize| seen.columns.get(*at).map_or(0, |(_, content)| content.addresses);
        let fullest = columns.iter().rev().copied().max_by_key(filled).unwrap_or(first);
        for column in columns {
            let role = if column == fullest { ColumnRole::Address } else { ColumnRole::OtherAddress };
            set(uses, column, make(role));
        }
        return None;
    }
    None
}

/// Gives the roles other than the address to the columns whose header names them.
fn place_others(seen: &Seen, uses: &mut [ColumnUse]) {
    let named = |role| seen.with(HeaderMeaning::Says(role));
    for role in ColumnRole::ALL {
        let several = role == ColumnRole::OtherAddress;
        let columns = match (role, seen.own(role)) {
            (ColumnRole::Address, _) => Vec::new(),
            (_, Some(own)) => vec![own],
            (_, None) => named(role),
        };
        for column in columns.into_iter().take(if several { usize::MAX } else { 1 }) {
            set(uses, column, ColumnUse::ByHeader(role));
        }
    }
    let own_name = seen.own(ColumnRole::Name).is_some();
    if own_name {
        remove(uses, &[ColumnRole::FirstName, ColumnRole::LastName]);
    }
    let has = |role| !named(role).is_empty();
    let (first, last) = (has(ColumnRole::FirstName), has(ColumnRole::LastName));
    for column in seen.with(HeaderMeaning::NameOrLastName) {
        let role = if first && !last && !own_name { ColumnRole::LastName } else { ColumnRole::Name };
        place_once(uses, column, ColumnUse::ByHeader(role), role);
    }
    for column in
        seen.matching(|says, content| says == HeaderMeaning::Hints(ColumnRole::Name) && content.holds_text())
    {
        let role = ColumnRole::Name;
        if !first && !last {
            place_once(uses, column, ColumnUse::ByHint(role), role);
        }
    }
    // `UserName` is a name where another column has the addresses.
    for column in seen
        .matching(|says, content| says == HeaderMeaning::Hints(ColumnRole::Address) && content.holds_text())
    {
        let role = ColumnRole::Name;
        if !first && !last {
            place_once(uses, column, ColumnUse::ByHint(role), role);
        }
    }
    for column in seen.matching(|says, content| {
        says == HeaderMeaning::Hints(ColumnRole::PrincipalType) && content.kinds > 0
    }) {
        place_once(uses, column, ColumnUse::ByHint(ColumnRole::PrincipalType), ColumnRole::PrincipalType);
    }
    // To which page a guest is sent is not guessed.
    for column in
        seen.matching(|says, content| says == HeaderMeaning::Hints(ColumnRole::Redirect) && content.urls > 0)
    {
        place_once(uses, column, ColumnUse::Offered(ColumnRole::Redirect), ColumnRole::Redirect);
    }
}

/// Without a header, only cells that leave no doubt are used.
fn offer_by_content(seen: &Seen, uses: &mut [ColumnUse]) {
    let free = |at: &usize, uses: &[ColumnUse]| uses.get(*at) == Some(&ColumnUse::Unused);
    let names: Vec<usize> =
        seen.matching(|_, content| content.holds_names()).into_iter().filter(|at| free(at, uses)).collect();
    let has_address = uses.iter().any(|of| of.role() == Some(ColumnRole::Address));
    for column in &names {
        let role = ColumnRole::Name;
        let one = names.len() == 1 && has_address;
        set(uses, *column, if one { ColumnUse::ByContent(role) } else { ColumnUse::Offered(role) });
    }
    let urls: Vec<usize> = seen.matching(|_, content| content.holds_urls());
    for column in urls.into_iter().filter(|at| free(at, uses)).collect::<Vec<_>>() {
        set(uses, column, ColumnUse::Offered(ColumnRole::Redirect));
    }
}

/// Gives a column a role that no other column has.
fn place_once(uses: &mut [ColumnUse], column: usize, of: ColumnUse, role: ColumnRole) {
    let taken = uses.iter().any(|known| known.role() == Some(role));
    if !taken && uses.get(column) == Some(&ColumnUse::Unused) {
        set(uses, column, of);
    }
}

/// Takes these roles from the columns that have them.
fn remove(uses: &mut [ColumnUse], roles: &[ColumnRole]) {
    for of in uses.iter_mut().filter(|of| of.role().is_some_and(|role| roles.contains(&role))) {
        *of = ColumnUse::Unused;
    }
}

fn set(uses: &mut [ColumnUse], column: usize, of: ColumnUse) {
    if let Some(slot) = uses.get_mut(column) {
        *slot = of;
    }
}

#[cfg(test)]
mod tests;
