//! `GET /me`, `GET /users`, `GET /users/$count` and `GET /users/{id or sign-in name}`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::error::Refusal;
use super::shape::Shape;
use super::{Call, Reply};
use crate::directory::User;
use crate::odata::list;
use crate::tenant::Tenant;

/// Permissions that show whole profiles of others.
const FULL: &[&str] =
    &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const BASIC: &[&str] = &["User.ReadBasic.All"];
const SELF: &[&str] = &["User.Read", "User.ReadWrite"];

pub(super) fn me(call: &Call) -> Result<Reply, Refusal> {
    call.need_scope(&[SELF, FULL].concat())?;
    single(call, call.me()?, false)
}

/// `GET /users/{id}`: one's own profile takes `User.Read`, another's more.
pub(super) fn one(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let found = match Uuid::try_parse(id) {
        Ok(id) => tenant.directory.user(id),
        Err(_) => tenant.directory.user_by_upn(id),
    };
    let own = found.is_some_and(|user| call.bearer.person == Some(user.id));
    if !(own && call.has_any_scope(SELF)) {
        readable(call)?;
    }
    let user = found.ok_or_else(|| Refusal::NotFound(id.to_owned()))?;
    single(call, user, !own && basic_only(call))
}

fn single(call: &Call, user: &User, basic: bool) -> Result<Reply, Refusal> {
    let select = select(call);
    let mut body = Shape::new(select.as_deref(), false, basic)?.user(user);
    let set = select.map_or_else(String::new, |names| format!("({})", names.join(",")));
    body.insert("@odata.context".into(), call.context(&format!("users{set}/$entity")).into());
    Ok(Reply::ok(Value::Object(body)))
}

fn select(call: &Call) -> Option<Vec<String>> {
    let names = |value: &str| value.split(',').map(|name| name.trim().to_owned()).collect();
    call.ask.query("$select").map(names)
}

/// `GET /users`. Guests may not list users by default, whatever their token says.
pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, Refusal> {
    readable(call)?;
    let list = list::read(&call.ask.query, eventual(call))?;
    let shape = Shape::new(list.select.as_deref(), true, basic_only(call))?;
    let page = list.page(&tenant.directory)?;
    let value: Vec<_> = page.users.iter().map(|user| Value::Object(shape.user(user))).collect();
    let set = list.select.as_ref().map_or_else(String::new, |names| format!("({})", names.join(",")));
    let mut body = json!({ "@odata.context": call.context(&format!("users{set}")), "value": value });
    if let Some(body) = body.as_object_mut() {
        if let Some(total) = page.total {
            body.insert("@odata.count".into(), total.into());
        }
        if let Some(token) = page.next {
            body.insert("@odata.nextLink".into(), next_link(call, &token).into());
        }
    }
    Ok(Reply::ok(body))
}

/// The same request with the paging token: absolute, to be followed as it is.
fn next_link(call: &Call, token: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(call.ask.query.iter().filter(|(name, _)| name != "$skiptoken"));
    query.append_pair("$skiptoken", token);
    // Graph writes the dollar signs of the option names plainly.
    let query = query.finish().replace("%24", "$");
    format!("{}/{}/users?{query}", call.ask.origins.graph, call.version)
}

/// `GET /users/$count`: a number as plain text, only with the header.
pub(super) fn count(tenant: &Tenant, call: &Call) -> Result<Reply, Refusal> {
    readable(call)?;
    if !eventual(call) {
        return Err(Refusal::CountNeedsHeader);
    }
    // The segment itself counts as `$count`, so the filter may be an advanced one.
    let mut query = call.ask.query.clone();
    query.push(("$count".into(), "true".into()));
    Ok(Reply::text(list::read(&query, true)?.total(&tenant.directory).to_string()))
}

fn readable(call: &Call) -> Result<(), Refusal> {
    if call.is_guest() {
        return Err(Refusal::Denied);
    }
    call.need_scope(&[FULL, BASIC].concat())
}

fn basic_only(call: &Call) -> bool {
    !call.has_any_scope(FULL)
}

fn eventual(call: &Call) -> bool {
    call.ask.header("ConsistencyLevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"))
}
