//! Members of a group that have one type: `/members/microsoft.graph.user`, and their number.

use std::collections::HashSet;

use uuid::Uuid;

use super::call::Call;
use super::graph_error::GraphError;
use super::lists;
use super::reply::Reply;
use crate::directory::{Contact, Group, User};
use crate::odata::list::Source;
use crate::tenant::Tenant;

/// A type that members can be cast to [documented] group-list-members.md.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberCast {
    Users,
    Groups,
    /// Types of which the groups here have no members.
    None,
}

impl MemberCast {
    /// `microsoft.graph.user`; `graph.user` is accepted too [inferred].
    pub(super) fn read(segment: &str) -> Option<Self> {
        match segment.strip_prefix("microsoft.").unwrap_or(segment) {
            "graph.user" => Some(Self::Users),
            "graph.group" => Some(Self::Groups),
            "graph.servicePrincipal" | "graph.device" | "graph.orgContact" => Some(Self::None),
            _ => None,
        }
    }
}

/// Those of the objects that have the type, or their number.
pub(super) fn list(
    tenant: &Tenant,
    call: &Call,
    ids: &HashSet<Uuid>,
    cast: MemberCast,
    counts: bool,
) -> Result<Reply, GraphError> {
    let directory = &tenant.directory;
    match cast {
        MemberCast::Users => {
            let holds = |user: &User| ids.contains(&user.id) && user.is_visible(call.now);
            let source = Source::new(directory.users(), |id| directory.position(id), holds);
            if counts { lists::count(call, &source) } else { lists::list(call, "users", &source) }
        }
        MemberCast::Groups => {
            let position = |id| directory.groups.iter().position(|group| group.id == id);
            let source = Source::new(&directory.groups, position, |group: &Group| ids.contains(&group.id));
            if counts { lists::count(call, &source) } else { lists::list(call, "groups", &source) }
        }
        MemberCast::None => {
            let source = Source::<Contact>::all(&[]);
            if counts { lists::count(call, &source) } else { lists::list(call, "directoryObjects", &source) }
        }
    }
}
