//! The `scope` parameter: OpenID Connect's own scopes, Graph's permissions, and those of other resources.
//!
//! Knows how scopes are written in every cloud. Must not know who has consented to them.

use super::permissions::{self, Permission};
use crate::tenant::Origins;

/// Graph's addresses in Microsoft's clouds: a scope may be written with any of them, and tokens name one as their
/// audience.
pub(crate) const GRAPH_HOSTS: &[&str] = &[
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// Other APIs of Microsoft that scopes are often asked for by mistake. No app of this tenant lists them.
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
    /// `.default`: whatever the registration lists.
    pub(crate) default: bool,
    /// The Graph address that a scope was written with: the token's audience.
    pub(crate) audience: Option<String>,
    /// A scope of another API.
    pub(crate) other: Option<String>,
}

impl Scopes {
    /// Reads a scope parameter. A permission may be written short, with the caller's Graph origin, with that of any
    /// cloud, or with Graph's application id. The error is the scope that is not known.
    pub(crate) fn read(text: &str, origins: &Origins) -> Result<Self, String> {
        let mut scopes = Self::default();
        for scope in text.split_whitespace() {
            let resource = [origins.graph.as_str(), super::claims::GRAPH_APP_ID]
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

    /// Whether anything of Graph is asked for.
    pub(crate) fn has_graph(&self) -> bool {
        self.default || !self.graph.is_empty()
    }
}

/// What follows the resource in a scope; two slashes are right for a resource whose own name ends in one.
fn below<'a>(scope: &'a str, resource: &str) -> Option<&'a str> {
    let name = scope.strip_prefix(resource)?.strip_prefix('/')?;
    Some(name.strip_prefix('/').unwrap_or(name))
}

#[cfg(test)]
mod tests;
