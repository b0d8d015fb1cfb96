//! A type of objects with its properties, and the filters and orders that each property supports.
//!
//! Source of the rules: Graph's "advanced queries on directory objects" and the property descriptions of its OpenAPI
//! file (2026). Properties marked [inferred] are in neither. Must not know paths, tokens or particular types.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::QueryError;

/// A type, described once for filters, orders and responses.
pub(crate) trait Entity: Sized + 'static {
    /// The type's name in messages, such as `User`.
    const RESOURCE: &'static str;
    /// The type's OData name, such as `microsoft.graph.user`.
    const TYPE: &'static str;
    const PROPERTIES: &'static [Property<Self>];
    /// The properties without `$select`; empty means all.
    const DEFAULT: &'static [&'static str] = &[];
    /// Whether `$orderby` works together with `$filter` without an advanced query: in reports, not in the directory.
    const SORTS_FILTERED: bool = false;
    /// Whether times have seven decimals, as in reports; in the directory they have whole seconds.
    const FRACTIONS: bool = false;
    /// The page size without `$top`, and the maximum of `$top`.
    const PAGE: (usize, usize) = (100, 999);
    /// Whether `$search` supports the type.
    const SEARCHABLE: bool = false;

    fn id(&self) -> Uuid;

    fn property(name: &str) -> Option<&'static Property<Self>> {
        Self::PROPERTIES.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }
}

/// What a filter can do with a property.
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

/// The type of a property's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    String,
    DateTime,
    Boolean,
    Number,
    /// A collection of strings.
    Strings,
    /// A collection of fixed words, such as the types of a group.
    Words,
    /// A collection of objects with string members.
    Objects,
    /// Not supported in filters.
    Opaque,
}

/// A property's value in one object.
pub(crate) enum Field<'a> {
    Null,
    Boolean(bool),
    String(Cow<'a, str>),
    DateTime(Timestamp),
    Number(i64),
    Strings(&'a [String]),
    Words(&'static [&'static str]),
    Objects(Vec<Record<'a>>),
    Json(Value),
}

/// One object of a collection: member names and values.
pub(crate) type Record<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// When `$orderby` supports a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Never,
    /// Without a filter always; with one in advanced queries.
    Always,
    Advanced,
}

pub(crate) struct Property<E: 'static> {
    /// A name with a slash (`initiatedBy/user/id`) works in filters only.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) get: for<'a> fn(&'a E) -> Field<'a>,
    /// Supported in all queries.
    pub(crate) always: &'static [Capability],
    /// Supported additionally in advanced queries.
    pub(crate) advanced: &'static [Capability],
    pub(crate) sort: Sort,
    /// The members that `any` over objects must compare, all of them; empty means any members.
    pub(crate) needed: &'static [&'static str],
    /// Only comparison values in lower case match.
    pub(crate) lower_case: bool,
}

impl<E: Entity> Property<E> {
    /// A property without filters.
    pub(crate) const fn plain(name: &'static str, kind: Kind, get: for<'a> fn(&'a E) -> Field<'a>) -> Self {
        Self::filtered(name, kind, get, &[], &[])
    }

    /// A property that is always null.
    pub(crate) const fn null(name: &'static str) -> Self {
        Self::plain(name, Kind::Opaque, |_| Field::Null)
    }

    /// A property that is always an empty list.
    pub(crate) const fn empty_list(name: &'static str) -> Self {
        Self::plain(name, Kind::Opaque, |_| Field::Json(Value::Array(Vec::new())))
    }

    pub(crate) const fn filtered(
        name: &'static str,
        kind: Kind,
        get: for<'a> fn(&'a E) -> Field<'a>,
        always: &'static [Capability],
        advanced: &'static [Capability],
    ) -> Self {
        Self { name, kind, get, always, advanced, sort: Sort::Never, needed: &[], lower_case: false }
    }

    pub(crate) const fn sorted(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    pub(crate) const fn needing(mut self, members: &'static [&'static str]) -> Self {
        self.needed = members;
        self
    }

    pub(crate) const fn lower_case(mut self) -> Self {
        self.lower_case = true;
        self
    }

    /// Whether it is a text, or several, that filters can use.
    pub(crate) fn is_filtered_text(&self) -> bool {
        let filtered = !self.always.is_empty() || !self.advanced.is_empty();
        filtered && matches!(self.kind, Kind::String | Kind::Strings)
    }

    /// Whether responses contain it.
    pub(crate) fn shown(&self) -> bool {
        !self.name.contains('/')
    }

    /// Checks that the query may use the property in this way.
    pub(crate) fn allow(&self, what: Capability, advanced: bool) -> Result<(), QueryError> {
        if self.always.contains(&what) || (advanced && self.advanced.contains(&what)) {
            Ok(())
        } else if !self.advanced.contains(&what) {
            Err(self.unsupported())
        } else if what == Capability::Ne {
            Err(QueryError::Operator("NotEqualsMatch"))
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

    /// `fractions`: see [`Entity::FRACTIONS`].
    pub(crate) fn into_json(self, fractions: bool) -> Value {
        match self {
            Self::DateTime(at) if fractions => at.strftime("%Y-%m-%dT%H:%M:%S%.7fZ").to_string().into(),
            Self::Null => Value::Null,
            Self::Boolean(flag) => flag.into(),
            Self::String(text) => Value::String(text.into_owned()),
            Self::DateTime(at) => date_time(at).into(),
            Self::Number(number) => number.into(),
            Self::Words(words) => words.iter().copied().map(Value::from).collect(),
            Self::Strings(texts) => texts.iter().map(|text| Value::from(text.as_str())).collect(),
            Self::Objects(records) => records.into_iter().map(record).collect(),
            Self::Json(value) => value,
        }
    }
}

fn record(record: Record<'_>) -> Value {
    // An empty string stands for null.
    let value = |text: Cow<'_, str>| if text.is_empty() { Value::Null } else { text.into_owned().into() };
    Value::Object(
        record.into_iter().map(|(name, text)| (name.to_owned(), value(text))).collect::<Map<_, _>>(),
    )
}

/// Graph's date format: whole seconds, with `Z`.
pub(crate) fn date_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
