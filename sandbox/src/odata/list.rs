//! Reads the options of a list request and cuts a page out of a collection.
//!
//! Knows `$filter`, `$search`, `$top`, `$count`, `$orderby`, `$expand` and the skip token. The JSON is made by `shape`
//! and `graph`.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::entity::{Entity, Field, Property, Sort};
use super::expand::{self, Expansion};
use super::predicate::{self, Predicate, ticks};
use super::search::{self, Search};
use super::shape::selection;
use super::{QueryError, filter};

/// The maximum URL length of an advanced query [documented].
const MAX_URL: usize = 2_048;

/// How long the link to a next page is valid: [invented]. The service gives no time; lists that a client left for a
/// while were seen to fail.
const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// When a token for a next page was made: for which directory, and at what time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    /// Number of the directory; a reset of the tenant makes a new one.
    pub(crate) generation: u32,
    pub(crate) at: Timestamp,
}

impl Issued {
    /// An error for a token that was issued before a reset, or too long before `self`.
    pub(crate) fn check(self, generation: u32, second: i64) -> Result<(), QueryError> {
        let age = self.at.as_second().saturating_sub(second);
        if generation == self.generation && age < TOKEN_LIFETIME.as_secs() {
            Ok(())
        } else {
            Err(QueryError::BadPageToken)
        }
    }
}

/// The query options of a request.
#[derive(Clone, Copy)]
pub(crate) struct ListQuery<'a> {
    pub(crate) options: &'a [(String, String)],
    /// Whether the request carries `ConsistencyLevel: eventual`.
    pub(crate) eventual: bool,
    /// The length of path and query, in characters.
    pub(crate) length: usize,
    /// For tokens of next pages.
    pub(crate) issued: Issued,
}

/// A checked list request.
pub(crate) struct List<E: Entity> {
    filter: Option<Predicate<E>>,
    search: Option<Search<E>>,
    /// As requested; `None` means the default properties.
    pub(crate) select: Option<Vec<String>>,
    pub(crate) expand: Vec<Expansion>,
    top: usize,
    count: bool,
    order: Option<Order<E>>,
    after: Option<Seen>,
    fingerprint: u64,
    issued: Issued,
}

/// The last object of the page before.
#[derive(Clone, Copy)]
struct Seen {
    id: Uuid,
    /// Its index, for the case that it is gone.
    place: usize,
}

struct Order<E: Entity> {
    property: &'static Property<E>,
    descending: bool,
}

/// The collection to list.
pub(crate) struct Source<'a, E> {
    items: &'a [E],
    position: Box<dyn Fn(Uuid) -> Option<usize> + 'a>,
    holds: Box<dyn Fn(&E) -> bool + 'a>,
}

impl<'a, E: Entity> Source<'a, E> {
    /// `position` returns the index of an object in `items`; `holds` says whether an item belongs to the collection.
    pub(crate) fn new(
        items: &'a [E],
        position: impl Fn(Uuid) -> Option<usize> + 'a,
        holds: impl Fn(&E) -> bool + 'a,
    ) -> Self {
        Self { items, position: Box::new(position), holds: Box::new(holds) }
    }

    /// A collection of all these items; finds a position by a linear search.
    pub(crate) fn all(items: &'a [E]) -> Self {
        Self::new(items, move |id| items.iter().position(|item| item.id() == id), |_| true)
    }
}

/// The result of a list request.
pub(crate) struct Page<'a, E> {
    pub(crate) items: Vec<&'a E>,
    /// On the first page of a query with `$count=true`.
    pub(crate) total: Option<usize>,
    /// The skip token of the next page, if there is one.
    pub(crate) next: Option<String>,
}

/// Reads and checks the options.
pub(crate) fn read<E: Entity>(query: ListQuery<'_>) -> Result<List<E>, QueryError> {
    let has = |wanted: &str| query.options.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let counted = query
        .options
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("$count") && value.eq_ignore_ascii_case("true"));
    // Without the header, `$count=true` is ignored. `$search` needs the header only.
    let advanced = query.eventual && (counted || has("$search"));
    if advanced && query.length > MAX_URL {
        return Err(QueryError::UrlTooLong);
    }
    let mut list = List {
        filter: None,
        search: None,
        select: None,
        expand: Vec::new(),
        top: E::PAGE.0,
        count: counted && query.eventual,
        order: None,
        after: None,
        fingerprint: fingerprint(query.options),
        issued: query.issued,
    };
    let filtered = has("$filter") || has("$search");
    let mut seen: Vec<String> = Vec::new();
    for (name, value) in query.options {
        let name = name.to_lowercase();
        if !name.starts_with('$') {
            continue;
        }
        if seen.contains(&name) {
            return Err(QueryError::Repeated(name));
        }
        match name.as_str() {
            "$filter" => list.filter = Some(predicate::bind(&filter::read(value)?, advanced)?),
            "$search" if !query.eventual => return Err(QueryError::SearchNeedsHeader),
            "$search" => list.search = Some(search::read(value)?),
            "$select" => list.select = selection(value),
            "$expand" if advanced => return Err(QueryError::NeedsDefault),
            "$expand" => list.expand = expand::read(value)?,
            "$top" => list.top = top(value, E::PAGE.1)?,
            "$orderby" => list.order = Some(order(value, advanced, filtered)?),
            "$skiptoken" => list.after = Some(last_seen(value, list.fingerprint, query.issued)?),
            "$count" => flag(value)?,
            "$skip" => return Err(QueryError::Skip),
            _ => return Err(QueryError::UnknownOption(name)),
        }
        seen.push(name);
    }
    Ok(list)
}

/// `$top`, from 1 to `most`.
pub(crate) fn top(value: &str, most: usize) -> Result<usize, QueryError> {
    match value.parse() {
        Ok(top) if (1..=most).contains(&top) => Ok(top),
        Ok(_) => Err(QueryError::PageSize { value: value.to_owned(), most }),
        Err(_) => Err(QueryError::BadOption { name: "$top", value: value.to_owned() }),
    }
}

fn flag(value: &str) -> Result<(), QueryError> {
    if ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word)) {
        Ok(())
    } else {
        Err(QueryError::BadOption { name: "$count", value: value.to_owned() })
    }
}

/// Whether and when a property can be sorted is in `Sort`.
fn order<E: Entity>(value: &str, advanced: bool, filtered: bool) -> Result<Order<E>, QueryError> {
    let bad = || QueryError::BadOption { name: "$orderby", value: value.to_owned() };
    let mut words = value.split_whitespace();
    let name = words.next().ok_or_else(bad)?;
    let descending = match words.next() {
        None => false,
        Some(word) if word.eq_ignore_ascii_case("asc") => false,
        Some(word) if word.eq_ignore_ascii_case("desc") => true,
        Some(_) => return Err(bad()),
    };
    if words.next().is_some() {
        return Err(bad());
    }
    let property = E::property(name).ok_or_else(|| QueryError::UnknownProperty {
        name: name.to_owned(),
        clause: "Parsing OData OrderBy failed",
        kind: E::TYPE,
    })?;
    match property.sort {
        Sort::Never if advanced => Err(QueryError::SortUnknown),
        Sort::Always if !advanced && filtered && !E::SORTS_FILTERED => Err(QueryError::SortNotSupported),
        Sort::Always => Ok(Order { property, descending }),
        Sort::Advanced if advanced => Ok(Order { property, descending }),
        Sort::Never | Sort::Advanced => {
            Err(QueryError::SortProperty { name: property.name, resource: E::RESOURCE })
        }
    }
}

/// A hash of all options except the skip token. A token is valid for its own query only.
fn fingerprint(query: &[(String, String)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for pair in query.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("$skiptoken")) {
        pair.hash(&mut hasher);
    }
    hasher.finish()
}

fn token(fingerprint: u64, issued: Issued, last: Seen) -> String {
    let mut bytes = fingerprint.to_be_bytes().to_vec();
    bytes.extend_from_slice(&issued.generation.to_be_bytes());
    bytes.extend_from_slice(&issued.at.as_second().to_be_bytes());
    bytes.extend_from_slice(&u64::try_from(last.place).unwrap_or(u64::MAX).to_be_bytes());
    bytes.extend_from_slice(last.id.as_bytes());
    format!("m~{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn last_seen(token: &str, fingerprint: u64, now: Issued) -> Result<Seen, QueryError> {
    let bytes = token.strip_prefix("m~").and_then(|rest| URL_SAFE_NO_PAD.decode(rest).ok());
    let bytes = bytes.ok_or(QueryError::BadPageToken)?;
    let (print, rest) = bytes.split_first_chunk().ok_or(QueryError::BadPageToken)?;
    let (generation, rest) = rest.split_first_chunk().ok_or(QueryError::BadPageToken)?;
    let (second, rest) = rest.split_first_chunk().ok_or(QueryError::BadPageToken)?;
    let (place, id) = rest.split_first_chunk().ok_or(QueryError::BadPageToken)?;
    if *print != fingerprint.to_be_bytes() {
        return Err(QueryError::BadPageToken);
    }
    now.check(u32::from_be_bytes(*generation), i64::from_be_bytes(*second))?;
    let id = Uuid::from_slice(id).map_err(|_| QueryError::BadPageToken)?;
    Ok(Seen { id, place: usize::try_from(u64::from_be_bytes(*place)).map_err(|_| QueryError::BadPageToken)? })
}

impl<E: Entity> List<E> {
    /// Limits the page size, as some properties require.
    pub(crate) fn cap(&mut self, most: usize) {
        self.top = self.top.min(most);
    }

    /// The number of matching objects.
    pub(crate) fn total(&self, source: &Source<'_, E>) -> usize {
        source.items.iter().filter(|item| self.matches(source, item)).count()
    }

    /// The requested page.
    pub(crate) fn page<'a>(&self, source: &Source<'a, E>) -> Result<Page<'a, E>, QueryError> {
        let (mut items, start) = match &self.order {
            None => (self.unordered(source), 0),
            Some(order) => self.ordered(order, source),
        };
        let more = items.len() > self.top;
        items.truncate(self.top);
        let next = items.last().filter(|_| more).map(|last| {
            let sorted = || start + items.len() - 1;
            let place = if self.order.is_some() { None } else { (source.position)(last.id()) };
            let seen = Seen { id: last.id(), place: place.unwrap_or_else(sorted) };
            token(self.fingerprint, self.issued, seen)
        });
        let total = (self.count && self.after.is_none()).then(|| self.total(source));
        Ok(Page { items, total, next })
    }

    fn matches(&self, source: &Source<'_, E>, item: &E) -> bool {
        (source.holds)(item)
            && self.filter.as_ref().is_none_or(|filter| filter.passes(item))
            && self.search.as_ref().is_none_or(|search| search.finds(item))
    }

    /// One object more than the page has, which shows whether there is a next page. Where the last object of the page
    /// before is gone, the page begins with what is at its place.
    fn unordered<'a>(&self, source: &Source<'a, E>) -> Vec<&'a E> {
        let start =
            self.after.map_or(0, |seen| (source.position)(seen.id).map_or(seen.place, |place| place + 1));
        let rest = source.items.iter().skip(start);
        rest.filter(|item| self.matches(source, item)).take(self.top + 1).collect()
    }

    /// The same, and the index of the first object among all that match. The last object of the page before stays in the
    /// order even if it does not match any more: a client that pages through a list may change its objects.
    fn ordered<'a>(&self, order: &Order<E>, source: &Source<'a, E>) -> (Vec<&'a E>, usize) {
        let last = |item: &E| self.after.is_some_and(|seen| seen.id == item.id());
        let shown = |item: &&E| self.matches(source, item) || last(item);
        let mut items: Vec<_> = source.items.iter().filter(shown).collect();
        // The sort is stable, so objects with equal keys stay in the order of their creation.
        items.sort_by_cached_key(|item| key(&(order.property.get)(item)));
        if order.descending {
            items.reverse();
        }
        let start = self.after.map_or(0, |seen| {
            items.iter().position(|item| item.id() == seen.id).map_or(seen.place, |place| place + 1)
        });
        (items.into_iter().skip(start).take(self.top + 1).collect(), start)
    }
}

/// Sort key; null sorts before numbers and dates, those before strings.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Nothing,
    Number(i128),
    Text(String),
}

fn key(field: &Field<'_>) -> Key {
    match field {
        Field::String(text) => Key::Text(text.to_lowercase()),
        Field::DateTime(at) => Key::Number(ticks(*at)),
        Field::Boolean(flag) => Key::Number((*flag).into()),
        Field::Number(number) => Key::Number((*number).into()),
        Field::Null | Field::Strings(_) | Field::Words(_) | Field::Objects(_) | Field::Json(_) => {
            Key::Nothing
        }
    }
}

#[cfg(test)]
mod tests;
