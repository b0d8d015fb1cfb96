//! Routing of the paths below the version.

use http::Method;

use super::app_roles::{self, Side};
use super::call::Call;
use super::graph_error::GraphError;
use super::member_casts::MemberCast;
use super::memberships::{self, Cast, Reach};
use super::reply::Reply;
use super::{
    applications, audit_logs, by_ids, colleagues, delta, groups, invitations, licences, license_details,
    lists, managers, not_imitated, organization, people, permission_grants, policy_routes, relations,
    send_mail, service_principals, sponsors, transitive_members, user_changes,
};
use crate::directory::Group;
use crate::odata::list::Source;
use crate::tenant::Tenant;

/// Actions on a user that exist in beta only. In v1.0 they answer 405 [documented] json-batching.md.
const BETA_ONLY: &[&str] = &["convertExternalToInternalMemberUser", "getPasswordSingleSignOnCredentials"];

/// Handles a call; `path` is the segments after the version.
pub(super) fn handle(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match path {
        ["me", rest @ ..] => me(tenant, call, rest),
        ["users", rest @ ..] => users(tenant, call, rest),
        ["groups", rest @ ..] => group(tenant, call, rest),
        ["directory", "deletedItems", rest @ ..] => deleted_items(tenant, call, rest),
        ["auditLogs", rest @ ..] => audit_logs::handle(tenant, call, rest),
        ["organization", rest @ ..] => organization::handle(tenant, call, rest),
        ["policies", rest @ ..] => policy_routes::handle(tenant, call, rest),
        ["subscribedSkus"] if is(call, &Method::GET) => licences::list(tenant, call),
        ["tenantRelationships", function] => relations::handle(tenant, call, function),
        ["contacts"] if is(call, &Method::GET) => groups::contacts(tenant, call),
        ["directoryRoles"] if is(call, &Method::GET) => memberships::roles(call),
        ["invitations"] if is(call, &Method::POST) => invitations::create(tenant, call),
        // The metadata has this path, but the service answers 404 [observed].
        ["invitations"] if is(call, &Method::GET) => Err(GraphError::InvitationsAreNotListed),
        ["applications", rest @ ..] => applications::handle(tenant, call, rest),
        ["oauth2PermissionGrants", rest @ ..] => permission_grants::handle(tenant, call, rest),
        ["servicePrincipals", rest @ ..] => service_principals::handle(tenant, call, rest),
        ["directoryObjects", "getByIds" | "microsoft.graph.getByIds"] if is(call, &Method::POST) => {
            by_ids::get(tenant, call)
        }
        ["identityGovernance", rest @ ..] => not_imitated::governance(call, rest),
        ["chats", rest @ ..] => not_imitated::chats(call, rest),
        // A batch is handled elsewhere, so this is another method.
        ["subscribedSkus" | "contacts" | "directoryRoles" | "invitations" | "$batch"]
        | ["directoryObjects", "getByIds" | "microsoft.graph.getByIds"] => Err(GraphError::Method),
        [first, rest @ ..] if first.starts_with("applications(") => {
            let done = applications::by_key(tenant, call, first, rest);
            done.unwrap_or_else(|| Err(no_segment(first)))
        }
        [first, rest @ ..] if first.starts_with("servicePrincipals(") => {
            let done = service_principals::by_key(tenant, call, first, rest);
            done.unwrap_or_else(|| Err(no_segment(first)))
        }
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

fn me(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => people::me(tenant, call),
        ("PATCH", []) => user_changes::patch_me(tenant, call),
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
        ("GET", ["licenseDetails"]) => license_details::list(tenant, call, None),
        (_, ["appRoleAssignments", rest @ ..]) => app_role(tenant, call, None, rest),
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
            Some(memberships::list(tenant, call, whose, reach, Cast::None, false))
        }
        ("GET", "memberOf" | "transitiveMemberOf", ["$count"]) => {
            Some(memberships::list(tenant, call, whose, reach, Cast::None, true))
        }
        ("GET", "memberOf" | "transitiveMemberOf", [cast, count @ ..])
            if matches!(count, [] | ["$count"]) =>
        {
            let counts = !count.is_empty();
            Some(match Cast::read(cast) {
                Some(cast) => memberships::list(tenant, call, whose, reach, cast, counts),
                None => Err(no_segment(cast)),
            })
        }
        (_, "memberOf" | "transitiveMemberOf", [.., last]) => Some(Err(no_segment(last))),
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
        ("PUT", [id, "manager", "$ref"]) => managers::set(tenant, call, id),
        ("DELETE", [id, "manager", "$ref"]) => managers::remove(tenant, call, id),
        ("GET", [id, "licenseDetails"]) => license_details::list(tenant, call, Some(id)),
        (_, [id, "appRoleAssignments", rest @ ..]) => app_role(tenant, call, Some(id), rest),
        (_, [_, "manager" | "licenseDetails"] | [_, "manager", "$ref"]) => Err(GraphError::Method),
        ("GET", [id, "sponsors"]) => sponsors::list(tenant, call, id),
        ("POST", [id, "sponsors", "$ref"]) => sponsors::add(tenant, call, id),
        ("GET", [id, "sponsors", "$count"]) => sponsors::count(tenant, call, id),
        ("GET", [_, "sponsors", segment]) if segment.contains(['$', '.']) => Err(no_segment(segment)),
        ("GET", [id, "sponsors", sponsor]) => sponsors::one(tenant, call, id, sponsor),
        ("DELETE", [id, "sponsors", sponsor, "$ref"]) => sponsors::remove(tenant, call, id, sponsor),
        ("DELETE", [id, "sponsors", sponsor]) if lists::id(sponsor).is_ok() => {
            sponsors::delete_sponsor(tenant, call, id, sponsor)
        }
        ("POST", [id, "revokeSignInSessions"]) => user_changes::revoke_sessions(tenant, call, id),
        ("POST", [id, "restore"]) => user_changes::restore(tenant, call, id),
        ("POST", [id, "convertExternalToInternalMemberUser"]) if call.version == "beta" => {
            user_changes::convert(tenant, call, id)
        }
        (_, [_, action]) if call.version == "v1.0" && BETA_ONLY.contains(action) => Err(GraphError::Method),
        (_, [id, relation, rest @ ..]) => {
            let done = membership(tenant, call, method, Some(id), relation, rest);
            done.unwrap_or_else(|| Err(no_segment(relation)))
        }
        (_, [] | [_]) => Err(GraphError::Method),
    }
}

/// `appRoleAssignments` of a user in the path; `None` means the caller.
fn app_role(
    tenant: &mut Tenant,
    call: &Call,
    whose: Option<&str>,
    path: &[&str],
) -> Result<Reply, GraphError> {
    let side = Side::User(whose);
    match (call.request.method.as_str(), path) {
        ("GET", []) => app_roles::list(tenant, call, &side),
        ("POST", []) => app_roles::assign(tenant, call, &side),
        ("GET", [id]) => app_roles::one(tenant, call, &side, id),
        ("DELETE", [id]) => app_roles::withdraw(tenant, call, &side, id),
        (_, [] | [_]) => Err(GraphError::Method),
        (_, [.., last]) => Err(no_segment(last)),
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
        ("GET", [id, "members", "$ref"]) => groups::member_links(tenant, call, id),
        ("POST", [id, "members", "$ref"]) => groups::add_member(tenant, call, id),
        ("DELETE", [id, "members", member, "$ref"]) => groups::remove_member(tenant, call, id, member),
        ("GET", [id, "transitiveMembers", rest @ ..]) => transitive_members::handle(tenant, call, id, rest),
        ("DELETE", [id, "members", member]) if lists::id(member).is_ok() => {
            groups::delete_member(tenant, call, id, member)
        }
        ("GET", [id, "members", cast, count @ ..]) if matches!(count, [] | ["$count"]) => {
            match MemberCast::read(cast) {
                Some(cast) => groups::list_cast(tenant, call, id, cast, !count.is_empty()),
                None => Err(no_segment(cast)),
            }
        }
        (_, [] | [_] | [_, "members" | "transitiveMembers", ..]) => Err(GraphError::Method),
        (_, [.., last]) => Err(no_segment(last)),
    }
}

fn deleted_items(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        // The service requires a cast [inferred].
        ("GET", []) => Err(GraphError::CastNeeded),
        ("GET", ["microsoft.graph.user" | "graph.user"]) => user_changes::list_deleted(tenant, call),
        ("GET", ["microsoft.graph.user" | "graph.user", "$count"]) => {
            user_changes::count_deleted(tenant, call)
        }
        ("GET", ["microsoft.graph.user" | "graph.user", id]) => user_changes::deleted_user(tenant, call, id),
        ("GET", ["microsoft.graph.group" | "graph.group"]) => {
            call.need_scope(&["Group.Read.All", "Directory.Read.All"])?;
            lists::list(call, "groups", &Source::<Group>::all(&[]))
        }
        // Other types have no deleted objects here.
        (_, [cast]) if cast.contains("graph.") => Err(no_segment(cast)),
        ("GET", [id]) => user_changes::deleted(tenant, call, id),
        ("DELETE", [id]) => user_changes::purge(tenant, call, id),
        ("POST", [id, "restore"]) => user_changes::restore(tenant, call, id),
        (_, [] | [_] | [_, "restore"]) => Err(GraphError::Method),
        (_, [.., last]) => Err(no_segment(last)),
    }
}
