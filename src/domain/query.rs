//! What the guest list shows, as it stands in the address bar: a link to a view is a link to the same rows.

use url::form_urlencoded;

/// The three views of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GuestTab {
    /// Every guest.
    #[default]
    All,
    /// Those who have not accepted yet.
    Pending,
    /// Those who have.
    Accepted,
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestColumn {
    /// Display name.
    Name,
    /// Address.
    Address,
    /// State.
    State,
    /// Invited on.
    Invited,
    /// State changed on.
    Changed,
}

/// A column and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestSort {
    /// By what.
    pub column: GuestColumn,
    /// Z before A, newest before oldest.
    pub descending: bool,
}

impl Default for GuestSort {
    /// Newest first: one comes here to see what became of the last invitations.
    fn default() -> Self {
        Self { column: GuestColumn::Invited, descending: true }
    }
}

impl GuestSort {
    /// The sort after a click on a column's header: turn round, or start with the direction one expects.
    #[must_use]
    pub fn clicked(self, column: GuestColumn) -> Self {
        if self.column == column {
            return Self { column, descending: !self.descending };
        }
        Self { column, descending: matches!(column, GuestColumn::Invited | GuestColumn::Changed) }
    }
}

/// View, search and sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestQuery {
    /// The view.
    pub tab: GuestTab,
    /// What is searched for, as typed.
    pub search: String,
    /// The order.
    pub sort: GuestSort,
}

impl GuestQuery {
    /// Reads a query string, with or without `?`. What it does not know is left out: a link never fails.
    #[must_use]
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            match (key.as_ref(), value.as_ref()) {
                ("state", "pending") => read.tab = GuestTab::Pending,
                ("state", "accepted") => read.tab = GuestTab::Accepted,
                ("search", text) => read.search = text.to_owned(),
                ("sort", text) => read.sort = read_sort(text).unwrap_or_default(),
                _ => {}
            }
        }
        read
    }

    /// The query string without `?`; empty for the default view.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        match self.tab {
            GuestTab::All => {}
            GuestTab::Pending => drop(out.append_pair("state", "pending")),
            GuestTab::Accepted => drop(out.append_pair("state", "accepted")),
        }
        if !self.search.is_empty() {
            out.append_pair("search", &self.search);
        }
        if self.sort != GuestSort::default() {
            let dash = if self.sort.descending { "-" } else { "" };
            out.append_pair("sort", &format!("{dash}{}", column_name(self.sort.column)));
        }
        out.finish()
    }
}

const COLUMNS: [GuestColumn; 5] =
    [GuestColumn::Name, GuestColumn::Address, GuestColumn::State, GuestColumn::Invited, GuestColumn::Changed];

fn column_name(column: GuestColumn) -> &'static str {
    match column {
        GuestColumn::Name => "name",
        GuestColumn::Address => "address",
        GuestColumn::State => "state",
        GuestColumn::Invited => "invited",
        GuestColumn::Changed => "changed",
    }
}

fn read_sort(text: &str) -> Option<GuestSort> {
    let name = text.strip_prefix('-');
    let column = COLUMNS.into_iter().find(|column| column_name(*column) == name.unwrap_or(text))?;
    Some(GuestSort { column, descending: name.is_some() })
}

#[cfg(test)]
mod tests;
