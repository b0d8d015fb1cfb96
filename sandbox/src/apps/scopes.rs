//! The `scope` parameter: OpenID Connect scopes, Graph permissions, and scopes of other APIs.
//!
//! Must not know who has consented.

use super::permissions::{self, Permission};
use crate::origins::Origins;

/// Microsoft Graph's application id; a valid audience of its tokens.
pub(crate) const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";
/// Graph's addresses in Microsoft's clouds. A scope can have any of them as prefix, and a token has one as its
/// audience.
pub(crate) const GRAPH_HOSTS: &[&str] = &[
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// Other Microsoft APIs that clients often request by mistake. No app of this tenant may use them.
const OTHER_RESOURCES: &[&str] = &[
    "https://analysis.windows.net/powerbi/api",
    "https://graph.windows.net",
    "https://management.azure.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://vault.azure.net",
];

/// OpenID Connect's own scopes in a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenId {
    pub(crate) openid: bool,
    pub(crate) profile: bool,
    pub(crate) email: bool,
    pub(crate) offline_access: bool,
}

/// The scopes of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes {
    pub(crate) open_id: OpenId,
    pub(crate) graph: Vec<&'static Permission>,
    /// `.default`: the permissions of the registration.
    pub(crate) default: bool,
    /// The Graph address in a scope; the audience of the token.
    pub(crate) audience: Option<String>,
    /// A scope of another API.
    pub(crate) other: Option<String>,
}

impl Scopes {
    /// Parses a scope parameter. A permission can be short, or have as prefix the caller's Graph origin, that of any
    /// cloud, or Graph's application id. The error is the unknown scope.
    pub(crate) fn read(text: &str, origins: &Origins) -> Result<Self, String> {
        let mut scopes = Self::default();
        for scope in text.split_whitespace() {
            let resource = [origins.graph.as_str(), GRAPH_APP_ID]
                .into_iter()
                .chain(GRAPH_HOSTS.iter().copied())
                .find_map(|resource| Some((resource, below(scope, resource)?)));
            if let Some((resource, _)) = resource.filter(|(resource, _)| resource.starts_with("http")) {
                scopes.audience.get_or_insert_with(|| resource.to_owned());
            }
            match resource.map_or(scope, |(_, name)| name) {
                "openid" => scopes.open_id.openid = true,
                "profile" => scopes.open_id.profile = true,
                "email" => scopes.open_id.email = true,
                "offline_access" => scopes.open_id.offline_access = true,
                ".default" => scopes.default = true,
                name => match permissions::find(name) {
                    Some(known) if !scopes.graph.contains(&known) => scopes.graph.push(known),
                    Some(_) => {}
                    None if OTHER_RESOURCES.iter().any(|other| below(scope, other).is_some()) => {
                        scopes.other = Some(scope.to_owned());
                    }
                    None => return Err(scope.to_owned()),
                },
            }
        }
        Ok(scopes)
    }

    /// Whether a Graph permission is requested.
    pub(crate) fn has_graph(&self) -> bool {
        self.default || !self.graph.is_empty()
    }
}

/// The part after the resource. Two slashes are correct for a resource whose name ends with one.
fn below<'a>(scope: &'a str, resource: &str) -> Option<&'a str> {
    let name = scope.strip_prefix(resource)?.strip_prefix('/')?;
    Some(name.strip_prefix('/').unwrap_or(name))
}

#[cfg(test)]
mod tests;
