//! Lists and single objects of any kind, as answers: context, rows, count and the link to the next page.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Call;
use super::error::Refusal;
use super::reply::Reply;
use crate::odata::entity::Entity;
use crate::odata::list::{self, Asked, List, Source};
use crate::odata::shape::Shape;

impl Call<'_> {
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked { query: &self.ask.query, eventual: self.eventual(), length: self.ask.length }
    }

    pub(super) fn eventual(&self) -> bool {
        self.ask.header("ConsistencyLevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"))
    }

    /// The names of `$select`, for paths that read nothing else of the query.
    pub(super) fn select(&self) -> Option<Vec<String>> {
        self.ask.query("$select").map(list::names)
    }

    /// The address of this request with other paging options: absolute, to be followed as it is.
    pub(super) fn link(&self, options: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let replaced =
            |name: &str| ["$skiptoken", "$deltatoken"].iter().any(|token| name.eq_ignore_ascii_case(token));
        query.extend_pairs(self.ask.query.iter().filter(|(name, _)| !replaced(name)));
        query.extend_pairs(options);
        // Graph writes the dollar signs of the option names plainly.
        let query = query.finish().replace("%24", "$");
        format!("{}{}?{query}", self.ask.origins.graph, self.ask.path)
    }
}

/// `set(name,name)` as the context of a selection is written.
pub(super) fn selected(set: &str, select: Option<&[String]>) -> String {
    select.map_or_else(|| set.to_owned(), |names| format!("{set}({})", names.join(",")))
}

/// A collection of one kind of object.
pub(super) fn list<E: Entity>(call: &Call, set: &str, source: &Source<'_, E>) -> Result<Reply, Refusal> {
    let list = list::read::<E>(call.asked())?;
    let shape = Shape::new(list.select.as_deref(), None)?;
    page(call, set, &list, source, |item| Ok(shape.object(item)))
}

/// The page that `list` asks for, each object shown by `show`.
pub(super) fn page<E: Entity>(
    call: &Call,
    set: &str,
    list: &List<E>,
    source: &Source<'_, E>,
    show: impl Fn(&E) -> Result<Map<String, Value>, Refusal>,
) -> Result<Reply, Refusal> {
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

/// A collection that is all there is, without options but `$select`, `$top` and `$count`, which the rows have minded.
pub(super) fn all(call: &Call, set: &str, rows: Vec<Value>) -> Reply {
    let mut body = json!({ "@odata.context": call.context(set) });
    if let Some(members) = body.as_object_mut() {
        if call.eventual() && call.ask.query("$count").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        {
            members.insert("@odata.count".into(), rows.len().into());
        }
        members.insert("value".into(), rows.into());
    }
    Reply::ok(body)
}

/// One object, as the answer to a path that names it.
pub(super) fn single<E: Entity>(call: &Call, set: &str, object: &E) -> Result<Reply, Refusal> {
    let select = call.select();
    let body = Shape::new(select.as_deref(), None)?.object(object);
    Ok(entity(call, &format!("{}/$entity", selected(set, select.as_deref())), body))
}

/// An object with its context in front.
pub(super) fn entity(call: &Call, set: &str, rows: Map<String, Value>) -> Reply {
    let mut body = Map::new();
    body.insert("@odata.context".into(), call.context(set).into());
    body.extend(rows);
    Reply::ok(Value::Object(body))
}

/// A GUID in a path; anything else names nothing.
pub(super) fn id(text: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text).map_err(|_| Refusal::NotFound(text.to_owned()))
}
