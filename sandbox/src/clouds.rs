//! The host names of Microsoft's clouds, and which site of the sandbox answers for each name. Used when a client maps
//! the real names to this machine.
//!
//! Must not know how the names are mapped, or what a site answers.

mod cloud;

use std::sync::Arc;

use crate::origins::{HostedSite, Origins, Site};
pub(crate) use cloud::Cloud;

/// The `defaultRedirectUrl` of the portal's production configuration.
pub(crate) const MY_APPS: &str = "https://myapps.microsoft.com";

/// The host inside the redemption links of the global cloud.
const INVITATIONS: &str = "invitations.microsoft.com";

/// The hosts of one cloud.
#[derive(Clone, Copy)]
struct CloudHosts {
    cloud: Cloud,
    login: &'static str,
    graph: &'static str,
}

const GLOBAL: CloudHosts =
    CloudHosts { cloud: Cloud::Global, login: "login.microsoftonline.com", graph: "graph.microsoft.com" };
const US: CloudHosts =
    CloudHosts { cloud: Cloud::UsGov, login: "login.microsoftonline.us", graph: "graph.microsoft.us" };
/// Its own Graph, and the sign-in host of L4.
const US_DOD: CloudHosts =
    CloudHosts { cloud: Cloud::UsGovDod, login: US.login, graph: "dod-graph.microsoft.us" };
const CHINA: CloudHosts = CloudHosts {
    cloud: Cloud::China,
    login: "login.chinacloudapi.cn",
    graph: "microsoftgraph.chinacloudapi.cn",
};
/// China's newer sign-in host, from general knowledge; the documentation names the older one.
const CHINA_PARTNER: CloudHosts = CloudHosts { login: "login.partner.microsoftonline.cn", ..CHINA };

/// Site and cloud of each host name. The two other names of global sign-in give `login.microsoftonline.com` in their
/// metadata; that is from general knowledge.
const NAMES: [(&str, Site, CloudHosts); 12] = [
    (GLOBAL.login, Site::Login, GLOBAL),
    ("login.microsoft.com", Site::Login, GLOBAL),
    ("login.windows.net", Site::Login, GLOBAL),
    (INVITATIONS, Site::Login, GLOBAL),
    (GLOBAL.graph, Site::Graph, GLOBAL),
    ("myapps.microsoft.com", Site::MyApps, GLOBAL),
    (US.login, Site::Login, US),
    (US.graph, Site::Graph, US),
    (US_DOD.graph, Site::Graph, US_DOD),
    (CHINA.login, Site::Login, CHINA),
    (CHINA.graph, Site::Graph, CHINA),
    (CHINA_PARTNER.login, Site::Login, CHINA_PARTNER),
];

/// The clouds by their names in the portal's `config.json`.
const CLOUDS: [(&str, CloudHosts); 4] =
    [("global", GLOBAL), ("usgov", US), ("usgov-dod", US_DOD), ("china", CHINA)];

/// The host names of the portal and the control plane.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl CloudHosts {
    fn origins(&self, own: &str) -> Origins {
        Origins {
            portal: own.to_owned(),
            login: format!("https://{}", self.login),
            graph: format!("https://{}", self.graph),
            control: own.to_owned(),
        }
    }
}

/// The hosts that these origins name; `None` when they belong to no Microsoft cloud.
fn hosts_of(origins: &Origins) -> Option<CloudHosts> {
    let named = |hosts: &CloudHosts| {
        let named = hosts.origins(&origins.portal);
        (&named.login, &named.graph) == (&origins.login, &origins.graph)
    };
    CLOUDS.iter().map(|(_, hosts)| *hosts).chain([CHINA_PARTNER]).find(named)
}

/// The cloud of these origins. A sandbox on ports is in the global one.
pub(crate) fn cloud_of(origins: &Origins) -> Cloud {
    hosts_of(origins).map_or(Cloud::Global, |hosts| hosts.cloud)
}

/// The cloud's name in the portal's `config.json`; `None` when the origins belong to no Microsoft cloud.
pub(crate) fn name(origins: &Origins) -> Option<&'static str> {
    let hosts = hosts_of(origins)?;
    CLOUDS.iter().find(|(_, known)| known.cloud == hosts.cloud).map(|(name, _)| *name)
}

/// Whether the origins are those of the global cloud.
pub(crate) fn is_global(origins: &Origins) -> bool {
    name(origins) == Some("global")
}

/// The base address of the redemption page inside an invitation link. The host is documented for the global cloud only;
/// in other clouds the sign-in host serves the page [invented].
pub(crate) fn redemption(origins: &Origins) -> String {
    if is_global(origins) {
        format!("https://{INVITATIONS}/redeem/")
    } else {
        format!("{}/invitations/redeem/", origins.login)
    }
}

/// A tenant that answers by many host names, on one port with TLS.
#[derive(Debug)]
pub struct Hosts {
    portal: HostedSite,
    control: HostedSite,
    mapped: Vec<(&'static str, HostedSite)>,
}

impl Hosts {
    /// `own` is the origin of portal and control plane, such as `https://localhost:8443`; `cloud` is the cloud of
    /// portal and tenant, by its name in `config.json`. `None` for an unknown cloud.
    pub fn new(own: &str, cloud: &str) -> Option<Self> {
        let (_, cloud) = CLOUDS.iter().find(|(name, _)| *name == cloud)?;
        let home = Arc::new(cloud.origins(own));
        // Both US clouds have one sign-in host. It speaks for the cloud of the tenant.
        let hosted = |(name, site, hosts): &(&'static str, Site, CloudHosts)| {
            let shared = *site == Site::Login && hosts.login == cloud.login;
            let origins = if shared { Arc::clone(&home) } else { Arc::new(hosts.origins(own)) };
            (*name, HostedSite { site: *site, origins })
        };
        let mapped = NAMES.iter().map(hosted).collect();
        Some(Self {
            portal: HostedSite { site: Site::Portal, origins: Arc::clone(&home) },
            control: HostedSite { site: Site::Graph, origins: home },
            mapped,
        })
    }

    /// The real host names. A client must resolve them to this machine.
    pub fn mapped_names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _, _)| *name)
    }

    /// The origins of all sites, for a browser that has opened the portal.
    pub fn origins(&self) -> &Origins {
        &self.portal.origins
    }

    /// The site for a `Host` header and a path; `None` for an unknown host name.
    pub fn site(&self, host: &str, path: &str) -> Option<&HostedSite> {
        let name = name_of(host);
        if LOOPBACK.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            let control =
                path.strip_prefix("/_sandbox").is_some_and(|rest| matches!(rest.get(..1), None | Some("/")));
            return Some(if control { &self.control } else { &self.portal });
        }
        self.mapped.iter().find(|(mapped, _)| name.eq_ignore_ascii_case(mapped)).map(|(_, hosted)| hosted)
    }
}

/// The host without its port. An IPv6 address has its colons inside brackets.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests;
