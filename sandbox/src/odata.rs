//! Queries over objects: the text of `$filter` and its neighbours, which of it the service allows, and what it finds.
//!
//! `entity` says what a kind of object has to tell about its properties; `filter`, `search` and `expand` know languages
//! alone; `predicate` evaluates a filter that passed the rules; `list` reads the options of a list request; `shape` cuts out
//! what an answer shows. None of them knows tokens or sites.

pub(crate) mod entity;
pub(crate) mod expand;
mod filter;
pub(crate) mod list;
mod predicate;
mod search;
pub(crate) mod shape;

use http::StatusCode;

/// Why a query is not answered, in the service's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryError {
    /// The filter cannot be read. The service's text is "Invalid filter clause" plus a position [K].
    Syntax { at: usize, text: String },
    /// A property that the kind of object does not have [K].
    UnknownProperty { name: String, clause: &'static str, kind: &'static str },
    /// A property compared with a value of another kind [K].
    WrongType { name: &'static str },
    /// The property exists but takes no such operator, not even in advanced queries [K].
    Unsupported { name: String, resource: &'static str },
    /// Allowed only with `ConsistencyLevel: eventual` and `$count=true`; documented text.
    NeedsAdvanced,
    /// A property that cannot be filtered by default at all; documented text.
    NotIndexed,
    /// More than 15 alternatives in a query that is not advanced; number documented, text [K].
    TooManyAlternatives(usize),
    /// `$expand` in an advanced query; rule documented, text inferred.
    NeedsDefault,
    /// A search that cannot be read [K].
    Search { text: String },
    /// A property that `$search` does not look into [K].
    NotSearchable { name: String, resource: &'static str },
    /// An advanced query of more than 2,048 characters; number documented, status and text inferred.
    UrlTooLong,
    /// The same option twice [K].
    Repeated(String),
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

impl QueryError {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::SingleUserOnly => StatusCode::NOT_IMPLEMENTED,
            Self::UrlTooLong => StatusCode::URI_TOO_LONG,
            Self::Syntax { .. }
            | Self::UnknownProperty { .. }
            | Self::WrongType { .. }
            | Self::Unsupported { .. }
            | Self::NeedsAdvanced
            | Self::NotIndexed
            | Self::TooManyAlternatives(_)
            | Self::NeedsDefault
            | Self::Search { .. }
            | Self::NotSearchable { .. }
            | Self::Repeated(_)
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
            Self::BadOption { .. } | Self::UnknownOption(_) | Self::Repeated(_) | Self::Search { .. } => {
                "BadRequest"
            }
            Self::UrlTooLong => "UriTooLong",
            Self::Unsupported { .. }
            | Self::NeedsAdvanced
            | Self::NotIndexed
            | Self::TooManyAlternatives(_)
            | Self::NeedsDefault
            | Self::NotSearchable { .. }
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
            Self::UnknownProperty { name, clause, kind } => {
                format!("{clause}: Could not find a property named '{name}' on type '{kind}'.")
            }
            Self::WrongType { name } => format!(
                "Invalid filter clause: A binary operator with incompatible types was detected for property \
                 '{name}'."
            ),
            Self::Unsupported { name, resource } => format!(
                "Unsupported or invalid query filter clause specified for property '{name}' of resource '{resource}'."
            ),
            Self::NeedsAdvanced | Self::NeedsDefault => "Unsupported Query.".into(),
            Self::Search { text } => {
                format!("Syntax error: the search clause '{text}' is not a quoted property and text.")
            }
            Self::NotSearchable { name, resource } => {
                format!("Property '{name}' of resource '{resource}' cannot be searched.")
            }
            Self::UrlTooLong => "The request address is too long.".into(),
            Self::Repeated(name) => {
                format!(
                    "Query option '{name}' was specified more than once, but it must be specified at most once."
                )
            }
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
