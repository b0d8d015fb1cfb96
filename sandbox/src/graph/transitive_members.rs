//! `/groups/{id}/transitiveMembers`: the members of a group and of the groups in it.

use std::collections::HashSet;

use uuid::Uuid;

use super::call::Call;
use super::graph_error::GraphError;
use super::groups;
use super::member_casts::{self, MemberCast};
use super::reply::Reply;
use super::{lists, schema};
use crate::directory::{Directory, Group};
use crate::odata::QueryError;
use crate::tenant::Tenant;

/// Paths below `/groups/{id}/transitiveMembers`.
pub(super) fn handle(tenant: &Tenant, call: &Call, id: &str, path: &[&str]) -> Result<Reply, GraphError> {
    let group = groups::with_readable_members(tenant, call, id)?;
    let directory = &tenant.directory;
    let ids = all(directory, group, call);
    match path {
        [] => {
            let select = call.select();
            lists::mixed(call, "directoryObjects", &ids, |id| {
                Ok(schema::by_id(directory, *id, select.as_deref())?)
            })
        }
        ["$count"] => lists::mixed_count(call, ids.len()),
        [cast, rest @ ..] => match MemberCast::read(cast) {
            Some(cast) => within(tenant, call, &ids, cast, rest),
            None => Err(GraphError::NoSegment((*cast).to_owned())),
        },
    }
}

/// The members of one type. [documented] A cast on this list is an advanced query.
fn within(
    tenant: &Tenant,
    call: &Call,
    ids: &[Uuid],
    cast: MemberCast,
    rest: &[&str],
) -> Result<Reply, GraphError> {
    let counts = match rest {
        [] => false,
        ["$count"] => true,
        [.., last] => return Err(GraphError::NoSegment((*last).to_owned())),
    };
    let counted = call.request.query("$count").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    // `/$count` has an error of its own for a missing header.
    if !(counts || call.eventual() && counted) {
        return Err(QueryError::NeedsAdvanced.into());
    }
    member_casts::list(tenant, call, &ids.iter().copied().collect(), cast, counts)
}

/// Every member once, direct ones first.
fn all(directory: &Directory, group: &Group, call: &Call) -> Vec<Uuid> {
    let mut seen = HashSet::from([group.id]);
    let mut found = Vec::new();
    let mut open = vec![group];
    while let Some(group) = open.pop() {
        for id in groups::members(directory, group, call.now) {
            if seen.insert(id) {
                found.push(id);
                open.extend(directory.group(id));
            }
        }
    }
    found
}
