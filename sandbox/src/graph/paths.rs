//! The spelling of requests: letter case of path segments, keys in brackets, and options without effect.
//!
//! Knows the names in Graph's paths. Must not know what they mean.

use crate::web::{self, Request};

/// Collections whose objects have a key: `users('id')` is the same as `users/id` [documented].
const KEYED: &[&str] = &[
    "appRoleAssignedTo",
    "appRoleAssignments",
    "applications",
    "contacts",
    "deletedItems",
    "directoryObjects",
    "directoryRoles",
    "groups",
    "members",
    "oauth2PermissionGrants",
    "servicePrincipals",
    "sponsors",
    "users",
];

/// The other names in the paths, in the documented spelling.
const NAMES: &[&str] = &[
    "$batch",
    "$count",
    "$ref",
    "administrativeUnits",
    "auditLogs",
    "authorizationPolicy",
    "b2bManagementPolicies",
    "bannerLogo",
    "beta",
    "branding",
    "checkMemberGroups",
    "convertExternalToInternalMemberUser",
    "crossTenantAccessPolicy",
    "default",
    "delta",
    "directReports",
    "directory",
    "directoryAudits",
    "findTenantInformationByDomainName",
    "findTenantInformationByTenantId",
    "getAvailableExtensionProperties",
    "getByIds",
    "getMemberGroups",
    "getMemberObjects",
    "getPasswordSingleSignOnCredentials",
    "graph.directoryRole",
    "graph.group",
    "graph.user",
    "invitations",
    "licenseDetails",
    "localizations",
    "manager",
    "me",
    "memberOf",
    "microsoft.graph.administrativeUnit",
    "microsoft.graph.checkMemberGroups",
    "microsoft.graph.delta",
    "microsoft.graph.directoryRole",
    "microsoft.graph.getMemberGroups",
    "microsoft.graph.group",
    "microsoft.graph.servicePrincipal",
    "microsoft.graph.user",
    "organization",
    "partners",
    "people",
    "policies",
    "restore",
    "revokeSignInSessions",
    "sendMail",
    "signIns",
    "squareLogo",
    "subscribedSkus",
    "tenantRelationships",
    "transitiveMemberOf",
    "transitiveMembers",
    "v1.0",
];

/// The options of queries.
const OPTIONS: &[&str] = &[
    "$count",
    "$deltatoken",
    "$expand",
    "$filter",
    "$format",
    "$orderby",
    "$search",
    "$select",
    "$skip",
    "$skiptoken",
    "$top",
];

/// Brings a request into the documented spelling. Paths ignore letter case [documented]: Microsoft's own pages have
/// `/v1.0/Users` and `auditLogs/signins`. So do the names of options [inferred], which need no `$` in beta [documented]
/// query-parameters.md. `$format=json` is accepted, because every response is JSON anyway [inferred].
pub(crate) fn normalize(request: &mut Request) {
    request.segments = request.segments.iter().flat_map(|segment| spelled(segment)).collect();
    let beta = request.segments.first().is_some_and(|version| version == "beta");
    for (name, _) in &mut request.query {
        let bare =
            |known: &str| beta && known.strip_prefix('$').is_some_and(|bare| bare.eq_ignore_ascii_case(name));
        let known = OPTIONS.iter().find(|known| known.eq_ignore_ascii_case(name) || bare(known));
        if let Some(known) = known {
            *name = (*known).to_owned();
        }
    }
    request.query.retain(|(name, value)| !(name == "$format" && (value == "json" || web::is_json(value))));
}

/// The segment in the documented spelling; two segments for a key in brackets. Ids and unknown names stay as they are.
fn spelled(segment: &str) -> Vec<String> {
    let known = |names: &[&'static str], name: &str| {
        names.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
    };
    let (name, rest) = segment.find('(').map_or((segment, ""), |at| segment.split_at(at));
    let key = rest.strip_prefix("('").and_then(|rest| rest.strip_suffix("')"));
    match (known(KEYED, name), key) {
        (Some(collection), Some(key)) => vec![collection.to_owned(), key.replace("''", "'")],
        (Some(collection), None) => vec![format!("{collection}{rest}")],
        (None, _) => {
            vec![known(NAMES, name).map_or_else(|| segment.to_owned(), |name| format!("{name}{rest}"))]
        }
    }
}

#[cfg(test)]
mod tests;
