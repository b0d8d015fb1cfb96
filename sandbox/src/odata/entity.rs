//! What can be queried: a kind of object with its properties, and which of them the service filters and sorts how.
//!
//! Source of the rules: Graph's "advanced queries on directory objects" and the property descriptions of its OpenAPI
//! file (2026). Rows marked inferred are in neither. Must not know paths, tokens or a particular kind of object.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::QueryError;

/// A kind of object, described once for filters, orders and answers alike.
pub(crate) trait Entity: Sized + 'static {
    /// As the service's messages name the kind: `User`.
    const RESOURCE: &'static str;
    /// As its type system does: `microsoft.graph.user`.
    const TYPE: &'static str;
    /// Its properties.
    const PROPERTIES: &'static [Property<Self>];
    /// What comes back without `$select`; empty means everything.
    const DEFAULT: &'static [&'static str] = &[];
    /// Whether an order goes with a filter by default: not in the directory, but in reports.
    const SORTS_FILTERED: bool = false;
    /// Rows of a page without `$top`, and the most that it may name.
    const PAGE: (usize, usize) = (100, 999);
    /// The properties that `$search` looks into.
    const SEARCH: &'static [&'static str] = &[];

    fn id(&self) -> Uuid;

    fn property(name: &str) -> Option<&'static Property<Self>> {
        Self::PROPERTIES.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }
}

/// What a clause does with a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capability {
    Eq,
    Ne,
    Not,
    In,
    Ge,
    Le,
    StartsWith,
    EndsWith,
    /// Comparison with `null`.
    Null,
    /// `any` over a collection.
    Any,
    /// `collection/$count`.
    Count,
}

/// What kind of value a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    String,
    DateTime,
    Boolean,
    /// Several texts.
    Strings,
    /// Several objects with text members.
    Objects,
    /// Anything that filters cannot look into.
    Opaque,
}

/// The value of a property of one object.
pub(crate) enum Field<'a> {
    Null,
    Boolean(bool),
    String(Cow<'a, str>),
    DateTime(Timestamp),
    Strings(&'a [String]),
    Objects(Vec<Record<'a>>),
    Json(Value),
}

/// One object of a collection: member names and their texts.
pub(crate) type Record<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// Whether a list can be ordered by a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Never,
    /// Alone by default, together with a filter in advanced queries.
    Always,
    Advanced,
}

/// One property.
pub(crate) struct Property<E: 'static> {
    /// A name with a slash (`initiatedBy/user/id`) is for filters only.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) get: for<'a> fn(&'a E) -> Field<'a>,
    /// Allowed always.
    pub(crate) always: &'static [Capability],
    /// Allowed in advanced queries besides.
    pub(crate) advanced: &'static [Capability],
    pub(crate) sort: Sort,
}

impl<E: Entity> Property<E> {
    /// A property that filters do not know.
    pub(crate) const fn plain(name: &'static str, kind: Kind, get: for<'a> fn(&'a E) -> Field<'a>) -> Self {
        Self { name, kind, get, always: &[], advanced: &[], sort: Sort::Never }
    }

    pub(crate) const fn filtered(
        name: &'static str,
        kind: Kind,
        get: for<'a> fn(&'a E) -> Field<'a>,
        always: &'static [Capability],
        advanced: &'static [Capability],
    ) -> Self {
        Self { name, kind, get, always, advanced, sort: Sort::Never }
    }

    pub(crate) const fn sorted(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// Whether answers may hold it.
    pub(crate) fn shown(&self) -> bool {
        !self.name.contains('/')
    }

    /// Whether this use is allowed, given whether the query is advanced.
    pub(crate) fn allow(&self, what: Capability, advanced: bool) -> Result<(), QueryError> {
        if self.always.contains(&what) || (advanced && self.advanced.contains(&what)) {
            Ok(())
        } else if !self.advanced.contains(&what) {
            Err(self.unsupported())
        } else if self.always.is_empty() {
            Err(QueryError::NotIndexed)
        } else {
            Err(QueryError::NeedsAdvanced)
        }
    }

    pub(crate) fn unsupported(&self) -> QueryError {
        QueryError::Unsupported { name: self.name.to_owned(), resource: E::RESOURCE }
    }
}

impl<'a> Field<'a> {
    pub(crate) fn string(text: impl Into<Cow<'a, str>>) -> Self {
        Self::String(text.into())
    }

    pub(crate) fn optional_string(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Null, Self::string)
    }

    pub(crate) fn optional_date_time(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Null, Self::DateTime)
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(crate) fn into_json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(flag) => flag.into(),
            Self::String(text) => Value::String(text.into_owned()),
            Self::DateTime(at) => date_time(at).into(),
            Self::Strings(texts) => texts.iter().map(|text| Value::from(text.as_str())).collect(),
            Self::Objects(records) => records.into_iter().map(record).collect(),
            Self::Json(value) => value,
        }
    }
}

fn record(record: Record<'_>) -> Value {
    // Empty stands for what the service leaves null.
    let value = |text: Cow<'_, str>| if text.is_empty() { Value::Null } else { text.into_owned().into() };
    Value::Object(
        record.into_iter().map(|(name, text)| (name.to_owned(), value(text))).collect::<Map<_, _>>(),
    )
}

/// Graph's moments have whole seconds and end in `Z`.
pub(crate) fn date_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
