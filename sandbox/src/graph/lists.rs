//! Responses with lists and single entities: context, rows, count and next link.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use crate::odata::QueryError;
use crate::odata::entity::Entity;
use crate::odata::list::{self, Issued, List, ListQuery, Source};
use crate::odata::shape::{Shape, selection};

impl Call<'_> {
    pub(super) fn list_query(&self) -> ListQuery<'_> {
        ListQuery {
            options: &self.request.query,
            eventual: self.eventual(),
            length: self.request.length,
            issued: self.issued(),
        }
    }

    fn issued(&self) -> Issued {
        Issued { generation: self.generation, at: self.now }
    }

    pub(super) fn eventual(&self) -> bool {
        self.request.header("ConsistencyLevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"))
    }

    /// The names in `$select`, for paths that support no other option.
    pub(super) fn select(&self) -> Option<Vec<String>> {
        self.request.query("$select").and_then(selection)
    }

    /// The absolute URL of this request with other paging options.
    pub(super) fn link(&self, options: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let replaced =
            |name: &str| ["$skiptoken", "$deltatoken"].iter().any(|token| name.eq_ignore_ascii_case(token));
        query.extend_pairs(self.request.query.iter().filter(|(name, _)| !replaced(name)));
        query.extend_pairs(options);
        // Graph does not encode the dollar signs of option names.
        let query = query.finish().replace("%24", "$");
        format!("{}{}?{query}", self.request.origins.graph, self.request.path)
    }
}

/// The app id in `set(appId='…')`, the alternate key of apps and service principals. `None` for another segment.
pub(super) fn app_id_in<'a>(segment: &'a str, set: &str) -> Option<&'a str> {
    segment.strip_prefix(set)?.strip_prefix("(appId='")?.strip_suffix("')")
}

/// `set(name,name)`: the context of a response with `$select`.
pub(super) fn selected(set: &str, select: Option<&[String]>) -> String {
    select.map_or_else(|| set.to_owned(), |names| format!("{set}({})", names.join(",")))
}

/// A list of objects of one type.
pub(super) fn list<E: Entity>(call: &Call, set: &str, source: &Source<'_, E>) -> Result<Reply, GraphError> {
    let list = list::read::<E>(call.list_query())?;
    let shape = Shape::new(list.select.as_deref(), None)?;
    page(call, set, &list, source, |item| Ok(shape.object(item)))
}

/// One page of `list`; `show` makes the JSON of a row.
pub(super) fn page<E: Entity>(
    call: &Call,
    set: &str,
    list: &List<E>,
    source: &Source<'_, E>,
    show: impl Fn(&E) -> Result<Map<String, Value>, GraphError>,
) -> Result<Reply, GraphError> {
    let page = list.page(source)?;
    let value = page.items.iter().map(|item| show(item).map(Value::Object)).collect::<Result<Vec<_>, _>>()?;
    let context = call.context(&selected(set, list.select.as_deref()));
    let mut body = Map::new();
    body.insert("@odata.context".into(), context.into());
    if let Some(total) = page.total {
        body.insert("@odata.count".into(), total.into());
    }
    if let Some(token) = page.next {
        body.insert("@odata.nextLink".into(), call.link(&[("$skiptoken", &token)]).into());
    }
    body.insert("value".into(), value.into());
    Ok(Reply::ok(Value::Object(body)))
}

/// One page of objects of several types. The service supports filters and orders on such collections only with a cast;
/// here these options are errors [inferred].
pub(super) fn mixed<T: Keyed>(
    call: &Call,
    set: &str,
    items: &[T],
    show: impl Fn(&T) -> Result<Value, GraphError>,
) -> Result<Reply, GraphError> {
    let page = mixed_page(call)?;
    let start = page.start.as_ref().map_or(0, |next| next.among(items));
    let rows = items.iter().skip(start).take(page.top).map(show).collect::<Result<Vec<_>, _>>()?;
    let end = start + rows.len();
    let mut body = Map::new();
    body.insert("@odata.context".into(), call.context(&selected(set, call.select().as_deref())).into());
    if page.counted && page.start.is_none() {
        body.insert("@odata.count".into(), items.len().into());
    }
    if let Some(next) = items.get(end) {
        let token = format!("s~{}.{}.{end}.{}", call.generation, call.now.as_second(), next.key());
        body.insert("@odata.nextLink".into(), call.link(&[("$skiptoken", &token)]).into());
    }
    body.insert("value".into(), rows.into());
    Ok(Reply::ok(Value::Object(body)))
}

/// An object with an id.
pub(super) trait Keyed {
    fn key(&self) -> Uuid;
}

impl Keyed for Uuid {
    fn key(&self) -> Uuid {
        *self
    }
}

/// The first object of the next page, in a skip token.
struct Next {
    place: usize,
    key: Uuid,
}

impl Next {
    /// Its index. A client that pages through a list may remove objects, so those before it may be gone.
    fn among<T: Keyed>(&self, items: &[T]) -> usize {
        let same = |item: &T| item.key() == self.key;
        if items.get(self.place).is_some_and(same) {
            self.place
        } else {
            items.iter().position(same).unwrap_or(self.place)
        }
    }
}

struct MixedPage {
    /// `None` on the first page.
    start: Option<Next>,
    top: usize,
    counted: bool,
}

fn mixed_page(call: &Call) -> Result<MixedPage, GraphError> {
    let mut page = MixedPage { start: None, top: 100, counted: false };
    for (name, value) in &call.request.query {
        match name.to_lowercase().as_str() {
            "$select" => {}
            "$top" => page.top = list::top(value, 999)?,
            "$count" => page.counted = call.eventual() && value.eq_ignore_ascii_case("true"),
            "$skiptoken" => {
                page.start = Some(mixed_start(call, value).ok_or(QueryError::BadPageToken)?);
            }
            "$search" if !call.eventual() => return Err(QueryError::SearchNeedsHeader.into()),
            "$filter" | "$orderby" | "$search" | "$expand" => return Err(QueryError::NeedsAdvanced.into()),
            "$skip" => return Err(QueryError::Skip.into()),
            other if other.starts_with('$') => return Err(QueryError::UnknownOption(name.clone()).into()),
            _ => {}
        }
    }
    Ok(page)
}

/// What is in the skip token of a list of several types, unless the token is too old.
fn mixed_start(call: &Call, token: &str) -> Option<Next> {
    let mut parts = token.strip_prefix("s~")?.split('.');
    let (generation, second) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    call.issued().check(generation, second).ok()?;
    Some(Next { place: parts.next()?.parse().ok()?, key: parts.next()?.parse().ok()? })
}

/// `/$count`: the number as plain text. Needs `ConsistencyLevel: eventual`.
pub(super) fn count<E: Entity>(call: &Call, source: &Source<'_, E>) -> Result<Reply, GraphError> {
    if !call.eventual() {
        return Err(GraphError::CountNeedsHeader);
    }
    // The path segment counts as `$count=true`, so advanced filters are allowed.
    let mut query = call.request.query.clone();
    if !query.iter().any(|(name, _)| name.eq_ignore_ascii_case("$count")) {
        query.push(("$count".into(), "true".into()));
    }
    let list = list::read::<E>(ListQuery { options: &query, ..call.list_query() })?;
    Ok(Reply::text(list.total(source).to_string()))
}

/// `/$count` of objects of several types, which takes no filter, as their list takes none [inferred].
pub(super) fn mixed_count(call: &Call, count: usize) -> Result<Reply, GraphError> {
    if !call.eventual() {
        return Err(GraphError::CountNeedsHeader);
    }
    mixed_page(call)?;
    Ok(Reply::text(count.to_string()))
}

/// The response with one entity. Only users can be expanded here [invented], so `$expand` is an error and not ignored:
/// a client would take an object without members for one that has none.
pub(super) fn single<E: Entity>(call: &Call, set: &str, object: &E) -> Result<Reply, GraphError> {
    if let Some(value) = call.request.query("$expand") {
        return Err(QueryError::BadOption { name: "$expand", value: value.chars().take(80).collect() }.into());
    }
    let select = call.select();
    let body = Shape::new(select.as_deref(), None)?.object(object);
    Ok(entity(call, &format!("{}/$entity", selected(set, select.as_deref())), body))
}

/// An entity with its `@odata.context` first.
pub(super) fn entity(call: &Call, set: &str, rows: Map<String, Value>) -> Reply {
    let mut body = Map::new();
    body.insert("@odata.context".into(), call.context(set).into());
    body.extend(rows);
    Reply::ok(Value::Object(body))
}

/// Parses a GUID in a path; anything else is a 404.
pub(super) fn id(text: &str) -> Result<Uuid, GraphError> {
    Uuid::try_parse(text).map_err(|_| GraphError::NotFound(text.to_owned()))
}
