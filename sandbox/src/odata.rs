//! OData queries: parses `$filter`, `$search`, `$expand` and the other options, checks them against the service's
//! rules, and evaluates them.
//!
//! `entity` describes the properties of a type; `filter`, `search` and `expand` are parsers; `predicate` evaluates a
//! checked filter; `list` reads the options of a list request and cuts out a page; `shape` selects the properties of a
//! response. None of them knows tokens or sites.

pub(crate) mod entity;
pub(crate) mod expand;
mod filter;
pub(crate) mod list;
mod predicate;
mod search;
pub(crate) mod shape;

use http::StatusCode;

/// Errors of queries, with the service's codes and messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryError {
    /// A syntax error. The message is "Invalid filter clause" and a position [inferred].
    Syntax { at: usize, text: String },
    /// The type has no such property [inferred].
    UnknownProperty { name: String, clause: &'static str, kind: &'static str },
    /// A property is compared with a value of another type [inferred].
    WrongType { name: &'static str },
    /// The property does not support the operator, not even in advanced queries [inferred].
    Unsupported { name: String, resource: &'static str },
    /// `ne` without an advanced query: [observed] docs-contrib#3042. `contains`, which no property of the directory
    /// supports: [observed] docs-contrib#2919.
    Operator(&'static str),
    /// `any` over objects without all members that the service needs: [documented] rule, [inferred] message.
    MembersNeeded { name: &'static str },
    /// Needs `ConsistencyLevel: eventual` and `$count=true`; message [documented].
    NeedsAdvanced,
    /// A property that can be filtered in advanced queries only; message [documented].
    NotIndexed,
    /// More than 15 alternatives without an advanced query; number [documented], message [inferred].
    TooManyAlternatives(usize),
    /// `$expand` in an advanced query; rule [documented], message [inferred].
    NeedsDefault,
    /// A syntax error in `$search` [inferred].
    Search { text: String },
    /// `$search` does not support the property [inferred].
    NotSearchable { name: String, resource: &'static str },
    /// `$orderby` with `$filter` without an advanced query: [observed] docs-contrib#3145.
    SortNotSupported,
    /// A property that can never be sorted, or in advanced queries only: [observed] docs-contrib#1354.
    SortProperty { name: &'static str, resource: &'static str },
    /// A property that even an advanced query cannot sort: [observed] docs#20540.
    SortUnknown,
    /// `$skip`: [observed].
    Skip,
    /// Delta with both `$select` and `$skiptoken`: [documented] rule and text, [inferred] code.
    SelectWithToken,
    /// An advanced query of more than 2,048 characters; number [documented], status and message [inferred].
    UrlTooLong,
    /// An option that is given twice [inferred].
    Repeated(String),
    /// `$search` without `ConsistencyLevel: eventual`; message [documented].
    SearchNeedsHeader,
    /// Properties that only requests for a single user support; message and status [documented].
    SingleUserOnly,
    /// An invalid value of an option [inferred].
    BadOption { name: &'static str, value: String },
    /// `$top` outside 1 to `most` [inferred].
    PageSize { value: String, most: usize },
    /// An unknown option [inferred].
    UnknownOption(String),
    /// A skip token that is too old, or from before a reset: [observed] msgraph-sdk-dotnet#2254. An invalid one, or one of
    /// another query, gets the same answer: [invented].
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
            | Self::Operator(_)
            | Self::MembersNeeded { .. }
            | Self::SortNotSupported
            | Self::SortProperty { .. }
            | Self::SortUnknown
            | Self::Skip
            | Self::SelectWithToken
            | Self::NeedsAdvanced
            | Self::NotIndexed
            | Self::TooManyAlternatives(_)
            | Self::NeedsDefault
            | Self::Search { .. }
            | Self::NotSearchable { .. }
            | Self::Repeated(_)
            | Self::SearchNeedsHeader
            | Self::BadOption { .. }
            | Self::PageSize { .. }
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
            | Self::Operator(_)
            | Self::MembersNeeded { .. }
            | Self::SortNotSupported
            | Self::SortProperty { .. }
            | Self::SortUnknown
            | Self::NeedsAdvanced
            | Self::NotIndexed
            | Self::TooManyAlternatives(_)
            | Self::NeedsDefault
            | Self::NotSearchable { .. }
            | Self::SearchNeedsHeader => "Request_UnsupportedQuery",
            Self::SingleUserOnly => "NotImplemented",
            Self::PageSize { .. } | Self::Skip | Self::SelectWithToken => "Request_BadRequest",
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
            Self::Operator(operator) => format!("Unsupported property filter clause operator '{operator}'."),
            Self::MembersNeeded { name } => format!("Complex query on property {name} is not supported."),
            Self::SortNotSupported => "Sorting not supported for current query.".into(),
            Self::SortProperty { name, resource } => {
                format!("Unsupported sort property '{name}' for '{resource}'.")
            }
            Self::SortUnknown => "An unsupported property was specified.".into(),
            Self::Skip => "'$skip' is not supported by the service.".into(),
            Self::SelectWithToken => {
                "Queries with both `$select` and `$skipToken` will not be supported.".into()
            }
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
            Self::PageSize { value, most } => {
                format!("Invalid page size specified: '{value}'. Must be between 1 and {most} inclusive.")
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
