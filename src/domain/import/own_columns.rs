//! The columns that this portal adds to a list in its results, and how their headers are marked.
//!
//! A mark such as `[guestlist.status]` is in the header beside the name in the person's language, so that a result in any
//! language is read again as what it is.

use super::columns::ColumnRole;

/// A column that is added to a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnColumn {
    /// The number of the row in the spreadsheet.
    Row,
    /// The address of the invitation, as corrected or chosen.
    Address,
    /// The display name of the invitation.
    Name,
    Redirect,
    Message,
    Language,
    Cc,
    InviteAs,
    SendMail,
    Status,
    Reason,
    RequestId,
    /// The guest's object id.
    ObjectId,
    /// The redemption link.
    Link,
    Time,
}

/// How the marks begin.
const MARK: &str = "[guestlist.";

/// A header with a mark, by which a program finds its column in any language.
#[must_use]
pub fn marked(name: &str, token: &str) -> String {
    format!("{name} {MARK}{token}]")
}

impl OwnColumn {
    /// In the order of a result.
    pub const ALL: [Self; 15] = [
        Self::Row,
        Self::Address,
        Self::Name,
        Self::Redirect,
        Self::Message,
        Self::Language,
        Self::Cc,
        Self::InviteAs,
        Self::SendMail,
        Self::Status,
        Self::Reason,
        Self::RequestId,
        Self::ObjectId,
        Self::Link,
        Self::Time,
    ];

    /// The header of the column, with its name in the person's language.
    #[must_use]
    pub fn header(self, name: &str) -> String {
        marked(name, self.token())
    }

    /// The column of a header with a mark; `None` for other headers.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let (_, rest) = header.split_once(MARK)?;
        let (token, _) = rest.split_once(']')?;
        Self::ALL.into_iter().find(|column| column.token() == token)
    }

    /// What the column is used for when the result is read.
    #[must_use]
    pub fn role(self) -> Option<ColumnRole> {
        match self {
            Self::Address => Some(ColumnRole::Address),
            Self::Name => Some(ColumnRole::Name),
            Self::Redirect => Some(ColumnRole::Redirect),
            Self::Message => Some(ColumnRole::Message),
            Self::Language => Some(ColumnRole::Language),
            Self::Cc => Some(ColumnRole::Cc),
            Self::InviteAs => Some(ColumnRole::InviteAs),
            Self::SendMail => Some(ColumnRole::SendMail),
            Self::Status => Some(ColumnRole::FormerOutcome),
            Self::Row | Self::Reason | Self::RequestId | Self::ObjectId | Self::Link | Self::Time => None,
        }
    }

    fn token(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Address => "address",
            Self::Name => "name",
            Self::Redirect => "redirect",
            Self::Message => "message",
            Self::Language => "language",
            Self::Cc => "cc",
            Self::InviteAs => "inviteAs",
            Self::SendMail => "sendMail",
            Self::Status => "status",
            Self::Reason => "reason",
            Self::RequestId => "requestId",
            Self::ObjectId => "objectId",
            Self::Link => "link",
            Self::Time => "time",
        }
    }
}

#[cfg(test)]
mod tests;
