//! Routing of the paths below the version.

use http::Method;

use super::call::Call;
use super::graph_error::GraphError;
use super::memberships::{self, Cast, Reach};
use super::reply::Reply;
use super::{
    audit_logs, colleagues, delta, groups, invitations, licences, lists, organization, people, policy_routes,
    relations, send_mail, sponsors, user_changes,
};
use crate::directory::Group;
use crate::odata::list::Source;
use crate::tenant::Tenant;

/// Handles a call; `path` is the segments after the version.
pub(super) fn handle(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    let keyed = keyed(path);
    let path: Vec<_> = keyed.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["me", rest @ ..] => me(tenant, call, rest),
        ["users", rest @ ..] => users(tenant, call, rest),
        ["groups", rest @ ..] => group(tenant, call, rest),
        ["directory", "deletedItems", rest @ ..] => deleted_items(tenant, call, rest),
        ["auditLogs", rest @ ..] => audit_logs::handle(tenant, call, rest),
        ["organization", rest @ ..] => organization::handle(tenant, call, rest),
        ["policies", rest @ ..] => policy_routes::handle(tenant, call, rest),
        ["subscribedSkus"] if is(call, &Method::GET) => licences::list(tenant, call),
        ["tenantRelationships", function] => relations::handle(call, function),
        ["contacts"] if is(call, &Method::GET) => groups::contacts(tenant, call),
        ["directoryRoles"] if is(call, &Method::GET) => memberships::roles(call),
        ["invitations"] if is(call, &Method::POST) => invitations::create(tenant, call),
        // The metadata has this path, but the service answers 404 [obs].
        ["invitations"] if is(call, &Method::GET) => Err(GraphError::InvitationsAreNotListed),
        ["subscribedSkus" | "contacts" | "directoryRoles" | "invitations"] => Err(GraphError::Method),
        [.., last] => Err(no_segment(last)),
        [] => Err(no_segment(call.version)),
    }
}

fn is(call: &Call, method: &Method) -> bool {
    call.request.method == *method
}

fn no_segment(segment: &str) -> GraphError {
    GraphError::NoSegment(segment.to_owned())
}

/// Rewrites `users('id')` as `users/id`, anywhere in the path.
fn keyed(path: &[&str]) -> Vec<String> {
    let mut parts = Vec::new();
    for segment in path {
        match segment.split_once("('").and_then(|(name, key)| Some((name, key.strip_suffix("')")?))) {
            Some((name @ ("users" | "groups" | "deletedItems" | "members" | "sponsors"), key)) => {
                parts.push(name.to_owned());
                parts.push(key.to_owned());
            }
            Some(_) | None => parts.push((*segment).to_owned()),
        }
    }
    parts
}

fn me(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => people::me(tenant, call),
        ("GET", [relation @ ("manager" | "sponsors")]) => {
            let own = call.me()?.id.to_string();
            if *relation == "manager" {
                people::manager(tenant, call, &own)
            } else {
                sponsors::list(tenant, call, &own)
            }
        }
        ("GET", ["people"]) => colleagues::list(tenant, call),
        ("POST", ["sendMail"]) => send_mail::send(tenant, call),
        (_, ["people" | "sendMail"]) => Err(GraphError::Method),
        (method, [relation, rest @ ..]) => {
            let done = membership(tenant, call, method, None, relation, rest);
            done.unwrap_or_else(|| Err(no_segment(relation)))
        }
        (_, []) => Err(GraphError::Method),
    }
}

/// Paths that `/me` and `/users/{id}` share; `None` when it is not one of them.
fn membership(
    tenant: &Tenant,
    call: &Call,
    method: &str,
    whose: Option<&str>,
    relation: &str,
    rest: &[&str],
) -> Option<Result<Reply, GraphError>> {
    let reach = if relation == "transitiveMemberOf" { Reach::Transitive } else { Reach::Direct };
    match (method, relation, rest) {
        ("GET", "memberOf" | "transitiveMemberOf", []) => {
            Some(memberships::list(tenant, call, whose, reach, Cast::None))
        }
        ("GET", "memberOf" | "transitiveMemberOf", [cast]) => {
            Some(memberships::list(tenant, call, whose, reach, Cast::read(cast)?))
        }
        ("POST", "checkMemberGroups" | "microsoft.graph.checkMemberGroups", []) => {
            Some(memberships::check(tenant, call, whose))
        }
        ("POST", "getMemberGroups" | "microsoft.graph.getMemberGroups", []) => {
            Some(memberships::all(tenant, call, whose))
        }
        (_, "memberOf" | "transitiveMemberOf" | "checkMemberGroups" | "getMemberGroups", []) => {
            Some(Err(GraphError::Method))
        }
        _ => None,
    }
}

fn users(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    let method = call.request.method.as_str();
    match (method, path) {
        ("GET", []) => people::list(tenant, call),
        ("POST", []) => user_changes::create(call),
        ("GET", ["$count"]) => people::count(tenant, call),
        ("GET", ["delta" | "delta()" | "microsoft.graph.delta" | "microsoft.graph.delta()"]) => {
            delta::handle(tenant, call)
        }
        ("GET", [id]) => people::one(tenant, call, id),
        ("PATCH", [id]) => user_changes::patch(tenant, call, id),
        ("DELETE", [id]) => user_changes::delete(tenant, call, id),
        ("GET", [id, "manager"]) => people::manager(tenant, call, id),
        ("GET", [id, "sponsors"]) => sponsors::list(tenant, call, id),
        ("POST", [id, "sponsors", "$ref"]) => sponsors::add(tenant, call, id),
        ("GET", [id, "sponsors", sponsor]) => sponsors::one(tenant, call, id, sponsor),
        ("DELETE", [id, "sponsors", sponsor, "$ref"]) => sponsors::remove(tenant, call, id, sponsor),
        ("POST", [id, "revokeSignInSessions"]) => user_changes::revoke_sessions(tenant, call, id),
        ("POST", [id, "restore"]) => user_changes::restore(tenant, call, id),
        ("POST", [id, "convertExternalToInternalMemberUser"]) if call.version == "beta" => {
            user_changes::convert(tenant, call, id)
        }
        (_, [id, relation, rest @ ..]) => {
            let done = membership(tenant, call, method, Some(id), relation, rest);
            done.unwrap_or_else(|| Err(no_segment(relation)))
        }
        (_, [] | [_]) => Err(GraphError::Method),
    }
}

fn group(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => groups::list(tenant, call),
        ("GET", ["$count"]) => groups::count(tenant, call),
        ("GET", [id]) => groups::one(tenant, call, id),
        ("PATCH", [id]) => groups::patch(tenant, call, id),
        ("DELETE", [id]) => groups::delete(tenant, call, id),
        ("GET", [id, "members"]) => groups::list_members(tenant, call, id),
        ("GET", [id, "members", "$count"]) => groups::count_members(tenant, call, id),
        ("GET", [id, "members", "microsoft.graph.user" | "graph.user"]) => {
            groups::list_users(tenant, call, id)
        }
        ("GET", [id, "members", "$ref"]) => groups::member_links(tenant, call, id),
        ("POST", [id, "members", "$ref"]) => groups::add_member(tenant, call, id),
        ("DELETE", [id, "members", member, "$ref"]) => groups::remove_member(tenant, call, id, member),
        (_, [] | [_] | [_, "members", ..]) => Err(GraphError::Method),
        (_, [.., last]) => Err(no_segment(last)),
    }
}

fn deleted_items(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        // The service requires a cast [K].
        ("GET", []) => Err(GraphError::CastNeeded),
        ("GET", ["microsoft.graph.user" | "graph.user"]) => user_changes::list_deleted(tenant, call),
        ("GET", ["microsoft.graph.user" | "graph.user", "$count"]) => {
            user_changes::count_deleted(tenant, call)
        }
        ("GET", ["microsoft.graph.group" | "graph.group"]) => {
            call.need_scope(&["Group.Read.All", "Directory.Read.All"])?;
            lists::list(call, "groups", &Source::<Group>::all(&[]))
        }
        ("GET", [id]) => user_changes::deleted(tenant, call, id),
        ("DELETE", [id]) => user_changes::purge(tenant, call, id),
        ("POST", [id, "restore"]) => user_changes::restore(tenant, call, id),
        (_, [] | [_] | [_, "restore"]) => Err(GraphError::Method),
        (_, [.., last]) => Err(no_segment(last)),
    }
}
