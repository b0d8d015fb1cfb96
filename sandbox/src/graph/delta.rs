//! `GET /users/delta`: all users first, then the changes since.
//!
//! Tokens expire after seven days. An expired token, or one from before a reset of the tenant, answers 410: the client
//! must start again.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

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
use crate::odata::shape::{Shape, names};
use crate::tenant::Tenant;

/// Lifetime of a delta token; documented for directory objects.
const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);
const PAGE: usize = 200;
/// The maximum number of ids in a filter; documented.
const MAX_IDS: usize = 50;
/// Properties that can be selected but never appear: sign-in activity is not stored with the directory object
/// (documented), and the managers of guests do not change in this directory.
const NOT_TRACKED: &[&str] = &["signInActivity", "manager"];

/// The state of one synchronization round, stored in skip and delta tokens.
struct SyncState {
    /// The round contains changes after this value of the change counter.
    since: u64,
    /// The round contains changes up to this value. Later changes belong to the next round.
    until: u64,
    /// The index of the next user.
    place: usize,
    issued: Timestamp,
}

/// Handles `GET /users/delta`: one page of a round.
pub(super) fn handle(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    people::readable(tenant, call)?;
    call.need_scope(people::FULL)?;
    let options = read(call)?;
    let skip = option(call, "$skiptoken");
    let token = option(call, "$deltatoken");
    let until = replicated_changes(tenant, call.now);
    let new_round = |since| SyncState { since, until, place: 0, issued: call.now };
    let state = match (skip, token) {
        (Some(text), _) => read_token(tenant, call, &options, text, 's')?,
        (None, Some("latest")) => {
            let state = SyncState { place: usize::MAX, ..new_round(until) };
            return page(tenant, call, &options, state);
        }
        (None, Some("") | None) => new_round(0),
        (None, Some(text)) => new_round(read_token(tenant, call, &options, text, 'd')?.until),
    };
    page(tenant, call, &options, state)
}

/// The last value of the change counter at which all changes are visible to reads. Changes that are not replicated yet
/// come in a later round.
fn replicated_changes(tenant: &Tenant, now: Timestamp) -> u64 {
    let hidden = |user: &&User| user.deletion_state == DeletionState::Present && !user.is_visible(now);
    let first = tenant.directory.users().iter().filter(hidden).map(|user| user.changed).min();
    first.map_or(tenant.directory.changes(), |changed| changed.saturating_sub(1))
}

struct Options {
    shape: Shape<User>,
    ids: Option<Vec<Uuid>>,
    fingerprint: u64,
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
fn read(call: &Call) -> Result<Options, GraphError> {
    let mut select = None;
    let mut ids = None;
    for (name, value) in &call.request.query {
        match name.to_lowercase().as_str() {
            "$select" => select = Some(names(value)),
            "$filter" => ids = Some(named_ids(value)?),
            "$skiptoken" | "$deltatoken" => {}
            other if other.starts_with('$') => return Err(QueryError::UnknownOption(name.clone()).into()),
            _ => {}
        }
    }
    let mut hasher = DefaultHasher::new();
    (&select, &ids).hash(&mut hasher);
    if let Some(select) = &mut select {
        select.retain(|name| !NOT_TRACKED.iter().any(|not_tracked| name.eq_ignore_ascii_case(not_tracked)));
        // The id is always included.
        if !select.iter().any(|name| name.eq_ignore_ascii_case("id")) {
            select.push("id".into());
        }
    }
    Ok(Options { shape: Shape::new(select.as_deref(), None)?, ids, fingerprint: hasher.finish() })
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

fn page(tenant: &Tenant, call: &Call, options: &Options, state: SyncState) -> Result<Reply, GraphError> {
    let users = tenant.directory.users();
    let mut rows = Vec::new();
    let mut place = state.place;
    while let Some(user) = users.get(place) {
        if rows.len() == PAGE {
            break;
        }
        place += 1;
        let asked = options.ids.as_ref().is_none_or(|ids| ids.contains(&user.id));
        if asked && user.changed > state.since && user.changed <= state.until {
            rows.extend(row(user, options, state.since == 0));
        }
    }
    let more = place < users.len();
    let next = SyncState { place, ..state };
    let (name, option, kind) =
        if more { ("@odata.nextLink", "$skiptoken", 's') } else { ("@odata.deltaLink", "$deltatoken", 'd') };
    let token = write_token(tenant, options, &next, kind);
    let body = json!({
        "@odata.context": call.context(&selected("users", call.select().as_deref())),
        name: call.link(&[(option, &token)]),
        "value": rows,
    });
    Ok(Reply::ok(body))
}

/// The first round has existing users only; later rounds also have deleted ones, as `@removed`.
fn row(user: &User, options: &Options, first: bool) -> Option<Value> {
    let reason = match user.deletion_state {
        DeletionState::Present => return Some(Value::Object(options.shape.object(user))),
        DeletionState::Deleted(_) => "changed",
        DeletionState::Purged => "deleted",
    };
    let mut gone = Map::new();
    gone.insert("id".into(), user.id.to_string().into());
    gone.insert("@removed".into(), json!({ "reason": reason }));
    (!first).then_some(Value::Object(gone))
}

/// `kind`, generation of the directory, fingerprint of the options, and the state. Opaque to clients.
fn write_token(tenant: &Tenant, options: &Options, state: &SyncState, kind: char) -> String {
    let place = if state.place == usize::MAX { 0 } else { state.place };
    let text = format!(
        "{kind}.{}.{:x}.{}.{}.{place}.{}",
        tenant.generation,
        options.fingerprint,
        state.since,
        state.until,
        state.issued.as_second()
    );
    URL_SAFE_NO_PAD.encode(text)
}

fn read_token(
    tenant: &Tenant,
    call: &Call,
    options: &Options,
    text: &str,
    kind: char,
) -> Result<SyncState, GraphError> {
    let bad = || GraphError::from(QueryError::BadPageToken);
    let text =
        URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(bad)?;
    let parts: Vec<_> = text.split('.').collect();
    let [found, generation, fingerprint, since, until, place, issued] = parts.as_slice() else {
        return Err(bad());
    };
    if *found != kind.to_string() || u64::from_str_radix(fingerprint, 16) != Ok(options.fingerprint) {
        return Err(bad());
    }
    let issued: i64 = issued.parse().map_err(|_| bad())?;
    let issued = Timestamp::from_second(issued).map_err(|_| bad())?;
    // After a reset, the counter and the indexes of the token belong to a directory that no longer exists.
    if *generation != tenant.generation.to_string() {
        return Err(DirectoryError::ResyncNeeded { location: restart(call) }.into());
    }
    if issued.checked_add(TOKEN_LIFETIME).is_ok_and(|end| end <= call.now) {
        return Err(DirectoryError::SyncStateLost { location: restart(call) }.into());
    }
    let number = |text: &str| text.parse::<u64>().map_err(|_| bad());
    Ok(SyncState {
        since: number(since)?,
        until: number(until)?,
        place: usize::try_from(number(place)?).map_err(|_| bad())?,
        issued,
    })
}

/// The link to start again: this request with an empty token.
fn restart(call: &Call) -> String {
    call.link(&[("$deltatoken", "")])
}
