//! `GET /users/delta`: all users first, then the changes since.
//!
//! [documented] Links carry only a token, which holds the options of the first request. A token expires after seven
//! days. An expired token, or one from before a reset of the tenant, answers 410: the client must start again.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::lists::selected;
use super::people;
use super::reply::Reply;
use crate::directory::{DeletionState, User};
use crate::odata::QueryError;
use crate::odata::shape::{Shape, selection};
use crate::tenant::Tenant;

/// Lifetime of a delta token [documented] for directory objects.
const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);
const PAGE: usize = 200;
/// The maximum number of ids in a filter [documented].
const MAX_IDS: usize = 50;
/// Properties that can be selected but never appear: sign-in activity is not stored with the directory object
/// [documented], and the managers of guests do not change in this directory.
const NOT_TRACKED: &[&str] = &["signInActivity", "manager"];

/// The state of one synchronization round, stored in skip and delta tokens.
struct SyncState {
    /// The round contains changes after this value of the change counter.
    since: u64,
    /// The round contains changes up to this value. Later changes belong to the next round.
    until: u64,
    /// The index of the next user.
    place: usize,
    /// The start of this round: it contains the users whom reads found then.
    issued: Timestamp,
    /// The start of the round before. Guests whom reads have found only since then are new in this round.
    seen: Timestamp,
    query: DeltaQuery,
}

/// The options of the first request of a round. Later requests get them from the token.
#[derive(Clone, Default)]
struct DeltaQuery {
    select: Option<Vec<String>>,
    ids: Option<Vec<Uuid>>,
}

/// Handles `GET /users/delta`: one page of a round.
pub(super) fn handle(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    people::readable(tenant, call)?;
    call.need_scope(people::FULL)?;
    let query = read(call)?;
    let until = tenant.directory.changes();
    let new_round = |since, seen, query| SyncState { since, until, place: 0, issued: call.now, seen, query };
    let state = match (option(call, "$skiptoken"), option(call, "$deltatoken")) {
        // [documented]
        (Some(_), _) if query.select.is_some() => return Err(QueryError::SelectWithToken.into()),
        (Some(text), _) => read_token(tenant, call, text, 's')?,
        (None, Some(text)) if text.eq_ignore_ascii_case("latest") => {
            SyncState { place: usize::MAX, ..new_round(until, call.now, query) }
        }
        (None, Some("") | None) => new_round(0, call.now, query),
        (None, Some(text)) => {
            let last = read_token(tenant, call, text, 'd')?;
            // [documented] `$select` with a delta token changes which properties the client follows.
            let select = query.select.or(last.query.select);
            new_round(last.until, last.issued, DeltaQuery { select, ..last.query })
        }
    };
    page(tenant, call, state)
}

impl SyncState {
    /// Whether the user belongs to this round: reads found the user at its start, and there is a change since the round
    /// before, or reads did not find the user then. A guest that reads never find does not delay the changes of others.
    fn contains(&self, user: &User) -> bool {
        let changed = user.changed > self.since && user.changed <= self.until;
        let appeared = user.visible_from.is_some_and(|from| from > self.seen);
        let found = user.visible_from.is_none_or(|from| from <= self.issued);
        found && (changed || (appeared && user.changed <= self.until))
    }
}

/// Unlike `Request::query`, keeps an empty value: the link to start again has an empty token.
fn option<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    call.request
        .query
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// Delta supports only `$select` and `$filter=id eq '…'`.
fn read(call: &Call) -> Result<DeltaQuery, GraphError> {
    let mut query = DeltaQuery::default();
    for (name, value) in &call.request.query {
        match name.to_lowercase().as_str() {
            "$select" => query.select = selection(value),
            "$filter" => query.ids = Some(named_ids(value)?),
            "$skiptoken" | "$deltatoken" => {}
            "$skip" => return Err(QueryError::Skip.into()),
            other if other.starts_with('$') => return Err(QueryError::UnknownOption(name.clone()).into()),
            _ => {}
        }
    }
    Ok(query)
}

/// The properties of the rows. The id is always included.
fn shape(query: &DeltaQuery) -> Result<Shape<User>, QueryError> {
    let mut select = query.select.clone();
    if let Some(select) = &mut select {
        select.retain(|name| !NOT_TRACKED.iter().any(|not_tracked| name.eq_ignore_ascii_case(not_tracked)));
        if !select.iter().any(|name| name.eq_ignore_ascii_case("id")) {
            select.push("id".into());
        }
    }
    Shape::new(select.as_deref(), None)
}

fn named_ids(filter: &str) -> Result<Vec<Uuid>, GraphError> {
    let bad = || GraphError::from(QueryError::NeedsAdvanced);
    let one = |clause: &str| {
        let id = clause.trim().strip_prefix("id eq ")?.trim().trim_matches('\'');
        Uuid::try_parse(id).ok()
    };
    let ids = filter.split(" or ").map(one).collect::<Option<Vec<_>>>().ok_or_else(bad)?;
    if ids.len() > MAX_IDS { Err(bad()) } else { Ok(ids) }
}

fn page(tenant: &Tenant, call: &Call, state: SyncState) -> Result<Reply, GraphError> {
    let users = tenant.directory.users();
    let shape = shape(&state.query)?;
    let mut rows = Vec::new();
    let mut place = state.place;
    while let Some(user) = users.get(place) {
        if rows.len() == PAGE {
            break;
        }
        place += 1;
        let asked = state.query.ids.as_ref().is_none_or(|ids| ids.contains(&user.id));
        if asked && state.contains(user) {
            rows.extend(row(user, &shape, state.since == 0));
        }
    }
    let more = place < users.len();
    let next = SyncState { place, ..state };
    let (name, option, kind) =
        if more { ("@odata.nextLink", "$skiptoken", 's') } else { ("@odata.deltaLink", "$deltatoken", 'd') };
    let token = write_token(tenant, &next, kind);
    let body = json!({
        "@odata.context": call.context(&selected("users", next.query.select.as_deref())),
        name: link(call, option, &token),
        "value": rows,
    });
    Ok(Reply::ok(body))
}

/// This path with one option.
fn link(call: &Call, option: &str, value: &str) -> String {
    format!("{}{}?{option}={value}", call.request.origins.graph, call.request.path)
}

/// [documented] Deleted users come as `@removed`, those that can still be restored in the first round too. Users who
/// were deleted for good before the first round do not come.
fn row(user: &User, shape: &Shape<User>, first: bool) -> Option<Value> {
    let reason = match user.deletion_state {
        DeletionState::Present => {
            let mut row = shape.object(user);
            drop_never_set(user, &mut row);
            return Some(Value::Object(row));
        }
        DeletionState::Purged if first => return None,
        DeletionState::Deleted(_) => "changed",
        DeletionState::Purged => "deleted",
    };
    let mut gone = Map::new();
    gone.insert("id".into(), user.id.to_string().into());
    gone.insert("@removed".into(), json!({ "reason": reason }));
    Some(Value::Object(gone))
}

/// [documented] Properties that were never set are left out; those that were emptied are null. [inferred] Empty
/// collections stay.
fn drop_never_set(user: &User, row: &mut Map<String, Value>) {
    row.retain(|name, value| !value.is_null() || user.emptied.contains(name.as_str()));
}

/// `kind`, generation of the directory, state and options. Opaque to clients.
fn write_token(tenant: &Tenant, state: &SyncState, kind: char) -> String {
    let place = if state.place == usize::MAX { 0 } else { state.place };
    let ids = state.query.ids.as_ref().map(|ids| ids.iter().map(Uuid::to_string).collect::<Vec<_>>());
    let token = json!([
        kind.to_string(),
        tenant.generation,
        state.since,
        state.until,
        place,
        nanoseconds(state.issued),
        nanoseconds(state.seen),
        state.query.select,
        ids,
    ]);
    URL_SAFE_NO_PAD.encode(token.to_string())
}

/// Since 1970. The number fits until the year 2262.
fn nanoseconds(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
}

fn moment(nanoseconds: &Value) -> Option<Timestamp> {
    Timestamp::from_nanosecond(nanoseconds.as_i64()?.into()).ok()
}

fn read_token(tenant: &Tenant, call: &Call, text: &str, kind: char) -> Result<SyncState, GraphError> {
    let bad = || GraphError::from(QueryError::BadPageToken);
    let (generation, state) = decode(text, kind).ok_or_else(bad)?;
    // After a reset, the counter and the indexes of the token belong to a directory that no longer exists.
    if generation != u64::from(tenant.generation) {
        return Err(DirectoryError::ResyncNeeded { location: restart(call, &state.query) }.into());
    }
    if state.issued.checked_add(TOKEN_LIFETIME).is_ok_and(|end| end <= call.now) {
        return Err(DirectoryError::SyncStateLost { location: restart(call, &state.query) }.into());
    }
    Ok(state)
}

/// The generation and the state in a token.
fn decode(text: &str, wanted: char) -> Option<(u64, SyncState)> {
    let token: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let [kind, generation, since, until, place, issued, seen, select, ids] = token.as_array()?.as_slice()
    else {
        return None;
    };
    if kind.as_str()? != wanted.to_string() {
        return None;
    }
    let texts = |list: &Value| -> Option<Vec<String>> {
        list.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let ids = texts(ids).map(|ids| ids.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect());
    let state = SyncState {
        since: since.as_u64()?,
        until: until.as_u64()?,
        place: usize::try_from(place.as_u64()?).ok()?,
        issued: moment(issued)?,
        seen: moment(seen)?,
        query: DeltaQuery { select: texts(select), ids },
    };
    Some((generation.as_u64()?, state))
}

/// The link to start again, with an empty token. [inferred] It repeats the properties that the client followed.
fn restart(call: &Call, query: &DeltaQuery) -> String {
    let select = query.select.as_ref().map(|names| format!("$select={}&", names.join(",")));
    let select = select.unwrap_or_default();
    format!("{}{}?{select}$deltatoken=", call.request.origins.graph, call.request.path)
}
