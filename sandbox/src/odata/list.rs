//! The options of a list request and the page they cut out of the directory.
//!
//! Knows `$top`, `$count`, `$orderby` and the paging token; leaves the shape of the answer to `graph`.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::rules::Property;
use super::test::{self, Test};
use super::{Problem, filter};
use crate::directory::{Directory, User};

const DEFAULT_TOP: usize = 100;
const MAX_TOP: usize = 999;

/// A list request that the service accepts.
#[derive(Debug, PartialEq)]
pub(crate) struct List {
    filter: Option<Test>,
    /// Property names as asked for; `None` means the default set.
    pub(crate) select: Option<Vec<String>>,
    top: usize,
    count: bool,
    order: Option<Order>,
    after: Option<Uuid>,
    fingerprint: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Order {
    property: Property,
    descending: bool,
}

/// What a list request finds.
pub(crate) struct Page<'a> {
    pub(crate) users: Vec<&'a User>,
    /// On the first page of an advanced query.
    pub(crate) total: Option<usize>,
    /// The token of the next page, if there is one.
    pub(crate) next: Option<String>,
}

/// Reads the options. `eventual` tells whether the request carries `ConsistencyLevel: eventual`.
pub(crate) fn read(query: &[(String, String)], eventual: bool) -> Result<List, Problem> {
    let mut list = List {
        filter: None,
        select: None,
        top: DEFAULT_TOP,
        count: false,
        order: None,
        after: None,
        fingerprint: fingerprint(query),
    };
    let counted = query.iter().any(|(name, value)| name == "$count" && value.eq_ignore_ascii_case("true"));
    // `$count=true` without the header is ignored in silence.
    let advanced = counted && eventual;
    list.count = advanced;
    let filtered = query.iter().any(|(name, _)| name == "$filter");
    for (name, value) in query {
        match name.as_str() {
            "$filter" => list.filter = Some(test::bind(&filter::read(value)?, advanced)?),
            "$select" => list.select = Some(names(value)),
            "$top" => list.top = top(value)?,
            "$orderby" => list.order = Some(order(value, advanced, filtered)?),
            "$skiptoken" => list.after = Some(last_seen(value, list.fingerprint)?),
            "$count" => flag(value)?,
            "$search" if !eventual => return Err(Problem::SearchNeedsHeader),
            // `$search` and `$expand` exist at the service; this sandbox does not imitate them yet.
            "$search" | "$expand" => return Err(Problem::NeedsAdvanced),
            other if other.starts_with('$') => return Err(Problem::UnknownOption(other.to_owned())),
            _ => {}
        }
    }
    Ok(list)
}

fn names(value: &str) -> Vec<String> {
    value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn top(value: &str) -> Result<usize, Problem> {
    match value.parse() {
        Ok(top) if (1..=MAX_TOP).contains(&top) => Ok(top),
        Ok(_) => Err(Problem::PageSize(value.to_owned())),
        Err(_) => Err(Problem::BadOption { name: "$top", value: value.to_owned() }),
    }
}

fn flag(value: &str) -> Result<(), Problem> {
    if ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word)) {
        Ok(())
    } else {
        Err(Problem::BadOption { name: "$count", value: value.to_owned() })
    }
}

/// `displayName` and `userPrincipalName` alone by default; with a filter, or by `createdDateTime`, only in advanced
/// queries.
fn order(value: &str, advanced: bool, filtered: bool) -> Result<Order, Problem> {
    let bad = || Problem::BadOption { name: "$orderby", value: value.to_owned() };
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
    let property = Property::named(name).ok_or_else(|| Problem::UnknownProperty {
        name: name.to_owned(),
        clause: "Parsing OData OrderBy failed",
    })?;
    let by_default = matches!(property, Property::DisplayName | Property::UserPrincipalName) && !filtered;
    let sortable =
        matches!(property, Property::DisplayName | Property::UserPrincipalName | Property::CreatedDateTime);
    if by_default || (advanced && sortable) {
        Ok(Order { property, descending })
    } else {
        Err(Problem::NeedsAdvanced)
    }
}

/// A number for everything in the query but the paging token: a token goes with its own query only.
fn fingerprint(query: &[(String, String)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for pair in query.iter().filter(|(name, _)| name != "$skiptoken") {
        pair.hash(&mut hasher);
    }
    hasher.finish()
}

fn token(fingerprint: u64, last: Uuid) -> String {
    let mut bytes = fingerprint.to_be_bytes().to_vec();
    bytes.extend_from_slice(last.as_bytes());
    format!("m~{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn last_seen(token: &str, fingerprint: u64) -> Result<Uuid, Problem> {
    let bytes = token.strip_prefix("m~").and_then(|rest| URL_SAFE_NO_PAD.decode(rest).ok());
    let parts = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<8>());
    match parts {
        Some((print, id)) if *print == fingerprint.to_be_bytes() => {
            Uuid::from_slice(id).map_err(|_| Problem::BadPageToken)
        }
        Some(_) | None => Err(Problem::BadPageToken),
    }
}

impl List {
    /// How many users pass the filter.
    pub(crate) fn total(&self, directory: &Directory) -> usize {
        directory.users().iter().filter(|user| self.keeps(user)).count()
    }

    /// The page this request asks for.
    pub(crate) fn page<'a>(&self, directory: &'a Directory) -> Result<Page<'a>, Problem> {
        let mut users = match self.order {
            None => self.unordered(directory)?,
            Some(order) => self.ordered(order, directory)?,
        };
        let more = users.len() > self.top;
        users.truncate(self.top);
        let next = users.last().filter(|_| more).map(|last| token(self.fingerprint, last.id));
        let total = (self.count && self.after.is_none()).then(|| self.total(directory));
        Ok(Page { users, total, next })
    }

    fn keeps(&self, user: &User) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.passes(user))
    }

    /// One user more than fits, so that the caller sees whether there is a next page.
    fn unordered<'a>(&self, directory: &'a Directory) -> Result<Vec<&'a User>, Problem> {
        let start = match self.after {
            None => 0,
            Some(id) => directory.position(id).ok_or(Problem::BadPageToken)? + 1,
        };
        let rest = directory.users().iter().skip(start);
        Ok(rest.filter(|user| self.keeps(user)).take(self.top + 1).collect())
    }

    fn ordered<'a>(&self, order: Order, directory: &'a Directory) -> Result<Vec<&'a User>, Problem> {
        let mut users: Vec<_> = directory.users().iter().filter(|user| self.keeps(user)).collect();
        // Stable, so users with equal keys keep the order of their creation.
        if order.property == Property::CreatedDateTime {
            users.sort_by_key(|user| user.created);
        } else {
            users.sort_by_cached_key(|user| test::text(user, order.property).map(|text| text.to_lowercase()));
        }
        if order.descending {
            users.reverse();
        }
        let start = match self.after {
            None => 0,
            Some(id) => users.iter().position(|user| user.id == id).ok_or(Problem::BadPageToken)? + 1,
        };
        Ok(users.into_iter().skip(start).take(self.top + 1).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(options: &[(&str, &str)]) -> Vec<(String, String)> {
        options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_token_of_another_query_is_refused() {
        let first = read(&query(&[("$top", "5")]), false).unwrap();
        let token = token(first.fingerprint, Uuid::nil());
        assert!(read(&query(&[("$top", "5"), ("$skiptoken", &token)]), false).is_ok());
        let other = read(&query(&[("$top", "6"), ("$skiptoken", &token)]), false);
        assert_eq!(other.unwrap_err(), Problem::BadPageToken);
    }

    #[test]
    fn count_needs_the_header_but_says_nothing() {
        assert!(!read(&query(&[("$count", "true")]), false).unwrap().count);
        assert!(read(&query(&[("$count", "true")]), true).unwrap().count);
    }

    #[test]
    fn a_page_has_1_to_999_rows() {
        for (value, good) in [("1", true), ("999", true), ("0", false), ("1000", false), ("x", false)] {
            assert_eq!(read(&query(&[("$top", value)]), false).is_ok(), good, "{value}");
        }
    }

    #[test]
    fn ordering_a_filtered_list_is_an_advanced_query() {
        let options =
            query(&[("$filter", "userType eq 'Guest'"), ("$orderby", "displayName"), ("$count", "true")]);
        assert_eq!(read(&options, false).unwrap_err(), Problem::NeedsAdvanced);
        assert!(read(&options, true).is_ok());
        assert!(read(&query(&[("$orderby", "displayName desc")]), false).is_ok());
        assert!(read(&query(&[("$orderby", "createdDateTime")]), false).is_err());
    }
}
