//! Queries over users: the text of `$filter` and its neighbours, which of it the service allows, and what it finds.
//!
//! `filter` knows the language alone; `rules` knows which property takes which operator with which header; `test`
//! evaluates what passed; `list` reads the options of a list request. None of them knows tokens, sites or JSON.

pub(crate) mod filter;
pub(crate) mod list;
pub(crate) mod rules;
pub(crate) mod test;

use http::StatusCode;

/// Why a query is not answered, in the service's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The filter cannot be read. The service's text is "Invalid filter clause" plus a position [K].
    Syntax { at: usize, text: String },
    /// A property that users do not have [K].
    UnknownProperty { name: String, clause: &'static str },
    /// A property compared with a value of another kind [K].
    WrongType { name: &'static str },
    /// The property exists but takes no such operator, not even in advanced queries [K].
    Unsupported { name: String },
    /// Allowed only with `ConsistencyLevel: eventual` and `$count=true`; documented text.
    NeedsAdvanced,
    /// A property that cannot be filtered by default at all; documented text.
    NotIndexed,
    /// More than 15 alternatives in a query that is not advanced; number documented, text [K].
    TooManyAlternatives(usize),
    /// `$search` without the header; documented text.
    SearchNeedsHeader,
    /// Properties that exist only on a single user; documented text and status.
    SingleUserOnly,
    /// An option with a value that it cannot have [K].
    BadOption { name: &'static str, value: String },
    /// `$top` outside 1 to 999 [K].
    PageSize(String),
    /// An option that users do not take [K].
    UnknownOption(String),
    /// A paging token that is not ours, or of another query [K].
    BadPageToken,
}

impl Problem {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::SingleUserOnly => StatusCode::NOT_IMPLEMENTED,
            Self::Syntax { .. }
            | Self::UnknownProperty { .. }
            | Self::WrongType { .. }
            | Self::Unsupported { .. }
            | Self::NeedsAdvanced
            | Self::NotIndexed
            | Self::TooManyAlternatives(_)
            | Self::SearchNeedsHeader
            | Self::BadOption { .. }
            | Self::PageSize(_)
            | Self::UnknownOption(_)
            | Self::BadPageToken => StatusCode::BAD_REQUEST,
        }
    }

    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } | Self::UnknownProperty { .. } | Self::WrongType { .. } => "BadRequest",
            Self::BadOption { .. } | Self::UnknownOption(_) => "BadRequest",
            Self::Unsupported { .. }
            | Self::NeedsAdvanced
            | Self::NotIndexed
            | Self::TooManyAlternatives(_)
            | Self::SearchNeedsHeader => "Request_UnsupportedQuery",
            Self::SingleUserOnly => "NotImplemented",
            Self::PageSize(_) => "Request_BadRequest",
            Self::BadPageToken => "Directory_ExpiredPageToken",
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Syntax { at, text } => {
                format!("Invalid filter clause: Syntax error at position {at} in '{text}'.")
            }
            Self::UnknownProperty { name, clause } => {
                format!("{clause}: Could not find a property named '{name}' on type 'microsoft.graph.user'.")
            }
            Self::WrongType { name } => format!(
                "Invalid filter clause: A binary operator with incompatible types was detected for property \
                 '{name}'."
            ),
            Self::Unsupported { name } => format!(
                "Unsupported or invalid query filter clause specified for property '{name}' of resource 'User'."
            ),
            Self::NeedsAdvanced => "Unsupported Query.".into(),
            Self::NotIndexed => "The request uses a filter property that is not indexed".into(),
            Self::TooManyAlternatives(count) => format!(
                "Too many child clauses specified in search filter expression containing 'OR' operators: {count}. \
                 Max allowed: 15."
            ),
            Self::SearchNeedsHeader => {
                "Request with $search query parameter only works through MSGraph with a \
                                        special request header: 'ConsistencyLevel: eventual'"
                    .into()
            }
            Self::SingleUserOnly => "This operation target is not yet supported.".into(),
            Self::BadOption { name, value } => {
                format!("Invalid value '{value}' for {name} query option found.")
            }
            Self::PageSize(value) => {
                format!("Invalid page size specified: '{value}'. Must be between 1 and 999 inclusive.")
            }
            Self::UnknownOption(name) => format!("The query parameter '{name}' is not supported."),
            Self::BadPageToken => {
                "The specified page token value has expired and can no longer be included in \
                                   your request."
                    .into()
            }
        }
    }
}
