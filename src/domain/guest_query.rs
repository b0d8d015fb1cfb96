//! Tab, search and sort order of the guest list, and their form in a URL's query, so that a link opens the same view.
//!
//! Must not know the guests themselves.

use url::form_urlencoded;

use super::guest::UserId;

/// A filter tab of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GuestTab {
    #[default]
    All,
    /// Guests who have not accepted yet.
    Pending,
    Accepted,
    /// Guests of whom the directory keeps no state.
    NoState,
    /// Guests in a state that this portal does not know.
    Other,
    /// Guests whose account is blocked from signing in, in any state.
    Blocked,
}

impl GuestTab {
    /// All tabs, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Pending, Self::Accepted, Self::NoState, Self::Other, Self::Blocked];

    /// The value in a URL; `None` for the tab that is selected without one.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Pending => Some("pending"),
            Self::Accepted => Some("accepted"),
            Self::NoState => Some("none"),
            Self::Other => Some("other"),
            Self::Blocked => Some("blocked"),
        }
    }
}

/// For how many days a pending invitation has been waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PendingAge {
    /// At most 7 days.
    Week,
    /// 8 to 30 days.
    Month,
    /// 31 to 90 days.
    Quarter,
    /// More than 90 days.
    Longer,
}

impl PendingAge {
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Longer];

    /// The smallest number of whole days.
    #[must_use]
    pub const fn from_days(self) -> u32 {
        match self {
            Self::Week => 0,
            Self::Month => 8,
            Self::Quarter => 31,
            Self::Longer => 91,
        }
    }

    /// The value in a URL.
    const fn name(self) -> &'static str {
        match self {
            Self::Week => "0-7",
            Self::Month => "8-30",
            Self::Quarter => "31-90",
            Self::Longer => "over-90",
        }
    }
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestColumn {
    Name,
    Address,
    Company,
    State,
    Invited,
    /// When the invitation was accepted.
    Accepted,
}

impl GuestColumn {
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Address, Self::Company, Self::State, Self::Invited, Self::Accepted];

    /// The name in a URL.
    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::Company => "company",
            Self::State => "state",
            Self::Invited => "invited",
            Self::Accepted => "accepted",
        }
    }

    /// Whether the column has dates.
    #[must_use]
    pub const fn is_date(self) -> bool {
        match self {
            Self::Name | Self::Address | Self::Company | Self::State => false,
            Self::Invited | Self::Accepted => true,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestSort {
    pub column: GuestColumn,
    /// Whether Z is before A, and the newest before the oldest.
    pub descending: bool,
}

impl Default for GuestSort {
    /// Newest first, because most people open the list to look up their latest invitations.
    fn default() -> Self {
        Self { column: GuestColumn::Invited, descending: true }
    }
}

impl GuestSort {
    /// The sort order after a click on a column's header. A second click reverses the order; a first click sorts dates
    /// from the newest and texts from A.
    #[must_use]
    pub fn clicked(self, column: GuestColumn) -> Self {
        if self.column == column {
            return Self { column, descending: !self.descending };
        }
        Self { column, descending: column.is_date() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestQuery {
    pub tab: GuestTab,
    /// Counts in the tab Pending only.
    pub age: Option<PendingAge>,
    /// The search text, as typed.
    pub search: String,
    pub sort: GuestSort,
    /// The guest whose details are open beside the list.
    pub open: Option<UserId>,
}

impl GuestQuery {
    /// Reads a query string, with or without `?`. Unknown names and values are ignored, so that no link fails.
    #[must_use]
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            match (key.as_ref(), value.as_ref()) {
                ("state", "pending") => read.tab = GuestTab::Pending,
                ("state", "accepted") => read.tab = GuestTab::Accepted,
                ("state", "none") => read.tab = GuestTab::NoState,
                ("state", "other") => read.tab = GuestTab::Other,
                ("state", "blocked") => read.tab = GuestTab::Blocked,
                ("age", text) => read.age = PendingAge::ALL.into_iter().find(|age| age.name() == text),
                ("search", text) => read.search = text.to_owned(),
                ("guest", text) => read.open = UserId::parse(text),
                ("sort", text) => read.sort = read_sort(text).unwrap_or_default(),
                _ => {}
            }
        }
        // In another tab it would say nothing.
        read.age = read.age.filter(|_| read.tab == GuestTab::Pending);
        read
    }

    /// The query string without `?`; empty for the default view.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if let Some(state) = self.tab.name() {
            out.append_pair("state", state);
        }
        if let Some(age) = self.age.filter(|_| self.tab == GuestTab::Pending) {
            out.append_pair("age", age.name());
        }
        if !self.search.is_empty() {
            out.append_pair("search", &self.search);
        }
        if self.sort != GuestSort::default() {
            let dash = if self.sort.descending { "-" } else { "" };
            out.append_pair("sort", &format!("{dash}{}", self.sort.column.name()));
        }
        if let Some(guest) = self.open {
            out.append_pair("guest", &guest.to_string());
        }
        out.finish()
    }

    /// The query without the guest whose details are open: what decides which rows the list has, and in which order.
    #[must_use]
    pub fn of_list(&self) -> Self {
        Self { open: None, ..self.clone() }
    }
}

fn read_sort(text: &str) -> Option<GuestSort> {
    let name = text.strip_prefix('-');
    let column = GuestColumn::ALL.into_iter().find(|column| column.name() == name.unwrap_or(text))?;
    Some(GuestSort { column, descending: name.is_some() })
}

#[cfg(test)]
mod tests;
