//! The cost of a call, by the documented table of resource units, for the paths of the sandbox.

use http::Method;

use crate::web::{Request, is_write};

/// The service whose limits apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Directory,
    /// Audit and sign-in reports: a number of requests, whatever their cost.
    Reports,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) kind: Kind,
    pub(crate) units: u32,
    pub(crate) writes: u32,
}

/// Invitations are not in the documented table; that they count like other writes is [inferred].
pub(crate) fn of(request: &Request) -> Cost {
    let parts = request.parts();
    let path = parts.get(1..).unwrap_or_default();
    let (base, writes) = match path {
        // These are reads, although they use POST [inferred].
        [.., "checkMemberGroups" | "microsoft.graph.checkMemberGroups"] => (4, 0),
        [.., "getMemberGroups" | "microsoft.graph.getMemberGroups"] => (2, 0),
        // [documented] The cost; that it is no write is [inferred].
        ["directoryObjects", "getByIds" | "microsoft.graph.getByIds"] => (3, 0),
        _ if is_write(&request.method) => (1, 1),
        _ => (read(path), 0),
    };
    let kind = match path {
        ["auditLogs", ..] => Kind::Reports,
        _ => Kind::Directory,
    };
    let modified = base + modifier(request);
    Cost { kind, units: u32::try_from(modified).unwrap_or(0).max(1), writes }
}

fn read(path: &[&str]) -> i32 {
    match path {
        ["users"] => 2,
        ["groups", _, "members", ..] => 3,
        ["groups", _, "transitiveMembers", ..] => 5,
        ["me", "memberOf" | "transitiveMemberOf", ..]
        | ["users", _, "memberOf" | "transitiveMemberOf", ..] => 2,
        ["subscribedSkus", ..] => 3,
        _ => 1,
    }
}

/// `$select` and a small page reduce the cost, `$expand` increases it.
fn modifier(request: &Request) -> i32 {
    if request.method != Method::GET {
        return 0;
    }
    let small = request.query("$top").and_then(|top| top.parse::<u32>().ok()).is_some_and(|top| top < 20);
    i32::from(request.query("$expand").is_some())
        - i32::from(request.query("$select").is_some())
        - i32::from(small)
}

#[cfg(test)]
mod tests;
