//! What the columns of a list are for, and what is still to be asked about them.
//!
//! Must not know how a role is found: `recognition` does that.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ColumnRole {
    /// The guest's e-mail address.
    Address,
    /// Another address of the same guest. It is offered where the first is missing, and never invited by itself.
    OtherAddress,
    /// The display name.
    Name,
    FirstName,
    LastName,
    /// The page after accepting.
    Redirect,
    /// The personal message.
    Message,
    /// The language of the mail.
    Language,
    /// Who gets a copy of the mail.
    Cc,
    /// Guest or member.
    InviteAs,
    /// Whether Microsoft sends its mail.
    SendMail,
    /// `userType` of a directory's export: it says who is a member there.
    UserType,
    /// Of a sharing report: person or group, internal or external.
    PrincipalType,
    /// Whether the directory that wrote the list has invited the person already.
    InvitationState,
    /// What became of the row in an earlier run of this portal.
    FormerOutcome,
}

impl ColumnRole {
    /// The roles that a person can choose.
    pub const ALL: [Self; 15] = [
        Self::Address,
        Self::OtherAddress,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Redirect,
        Self::Message,
        Self::Language,
        Self::Cc,
        Self::InviteAs,
        Self::SendMail,
        Self::UserType,
        Self::PrincipalType,
        Self::InvitationState,
        Self::FormerOutcome,
    ];
}

/// What becomes of a column, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUse {
    /// The person has chosen this role, or that the column is not used.
    Chosen(Option<ColumnRole>),
    /// The header is a usual name of the role.
    ByHeader(ColumnRole),
    /// The header is sometimes a name of the role, and the cells fit.
    ByHint(ColumnRole),
    /// The cells are what the role needs, and the header says nothing.
    ByContent(ColumnRole),
    /// Not used. The column may have this role, if the person says so.
    Offered(ColumnRole),
    /// Not used.
    Unused,
}

impl ColumnUse {
    /// The role for which the column is used.
    #[must_use]
    pub fn role(self) -> Option<ColumnRole> {
        match self {
            Self::Chosen(role) => role,
            Self::ByHeader(role) | Self::ByHint(role) | Self::ByContent(role) => Some(role),
            Self::Offered(_) | Self::Unused => None,
        }
    }
}

/// What only the person can decide. No row can be sent before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// These columns hold addresses of different people: which of them are the guests?
    WhichAddress(Vec<usize>),
}

/// What the person has decided about the columns. It overrides what is recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoices {
    /// The role of a column, or `None` in it for a column that is not used.
    pub roles: std::collections::BTreeMap<usize, Option<ColumnRole>>,
    /// Whether the first row is a header.
    pub header: Option<bool>,
}

impl ColumnChoices {
    /// Answers [`Question::WhichAddress`]: these columns hold the guests, and the others of the question do not.
    pub fn answer_which_address(&mut self, asked: &[usize], guests: &[usize]) {
        for column in asked {
            let role = guests.contains(column).then_some(ColumnRole::Address);
            self.roles.insert(*column, role);
        }
    }
}

/// What all columns of a list are for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The record that is the header.
    header: Option<usize>,
    uses: Vec<ColumnUse>,
    question: Option<Question>,
    /// The columns with guests, in order; more than one only if the person has chosen so.
    addresses: Vec<usize>,
    /// Columns with addresses that are offered where the guest's is missing.
    others: Vec<usize>,
    /// The first column of each role, by its place in [`ColumnRole::ALL`].
    places: [Option<usize>; ColumnRole::ALL.len()],
    is_own_file: bool,
}

impl Columns {
    #[must_use]
    pub fn new(
        header: Option<usize>,
        uses: Vec<ColumnUse>,
        question: Option<Question>,
        others: Vec<usize>,
    ) -> Self {
        let with =
            |role| uses.iter().enumerate().filter(move |(_, of)| of.role() == Some(role)).map(|(at, _)| at);
        let addresses = if question.is_some() { Vec::new() } else { with(ColumnRole::Address).collect() };
        let places = ColumnRole::ALL.map(|role| with(role).next());
        let is_own_file = with(ColumnRole::FormerOutcome).next().is_some();
        Self { header, uses, question, addresses, others, places, is_own_file }
    }

    /// Notes that headers have marks of this portal.
    #[must_use]
    pub fn with_marks(self) -> Self {
        Self { is_own_file: true, ..self }
    }

    /// The record that is the header.
    #[must_use]
    pub fn header(&self) -> Option<usize> {
        self.header
    }

    /// The use of each column.
    #[must_use]
    pub fn uses(&self) -> &[ColumnUse] {
        &self.uses
    }

    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// The columns with guests. Each of them makes a row of its own.
    #[must_use]
    pub fn addresses(&self) -> &[usize] {
        &self.addresses
    }

    /// Columns whose addresses are offered where the guest's is missing.
    #[must_use]
    pub fn others(&self) -> &[usize] {
        &self.others
    }

    /// The first column with a role.
    #[must_use]
    pub fn of(&self, role: ColumnRole) -> Option<usize> {
        let at = ColumnRole::ALL.iter().position(|known| *known == role)?;
        self.places.get(at).copied().flatten()
    }

    /// Whether the list is a report of what was shared with whom. Its people have access already, so a mail would only
    /// surprise them.
    #[must_use]
    pub fn suggest_no_mail(&self) -> bool {
        self.of(ColumnRole::PrincipalType).is_some()
    }

    /// Whether this portal has written the list, as a result or a file of guests. Its cells may begin with a mark that keeps
    /// spreadsheets from calculating them.
    #[must_use]
    pub fn is_own_file(&self) -> bool {
        self.is_own_file
    }
}

#[cfg(test)]
mod tests;
