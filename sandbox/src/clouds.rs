//! The host names of Microsoft's clouds, and which site of the sandbox answers for each name. Used when a client maps
//! the real names to this machine.
//!
//! Must not know how the names are mapped, or what a site answers.

use std::sync::Arc;

use crate::origins::{HostedSite, Origins, Site};

/// The `defaultRedirectUrl` of the portal's production configuration.
pub(crate) const MY_APPS: &str = "https://myapps.microsoft.com";

/// The host inside the redemption links of the global cloud.
const INVITATIONS: &str = "invitations.microsoft.com";

/// The host names of one cloud.
struct Cloud {
    login: &'static str,
    graph: &'static str,
}

const GLOBAL: Cloud = Cloud { login: "login.microsoftonline.com", graph: "graph.microsoft.com" };
/// US Government L4 (GCC High).
const US: Cloud = Cloud { login: "login.microsoftonline.us", graph: "graph.microsoft.us" };
/// US Government L5 (DoD): its own Graph, the sign-in host of L4.
const US_DOD: Cloud = Cloud { login: US.login, graph: "dod-graph.microsoft.us" };
const CHINA: Cloud = Cloud { login: "login.chinacloudapi.cn", graph: "microsoftgraph.chinacloudapi.cn" };
/// China's newer sign-in host, from general knowledge; the documentation names the older one.
const CHINA_PARTNER: Cloud = Cloud { login: "login.partner.microsoftonline.cn", graph: CHINA.graph };

/// Site and cloud of each host name. The two other names of global sign-in give `login.microsoftonline.com` in their
/// metadata; that is from general knowledge.
const NAMES: [(&str, Site, Cloud); 12] = [
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
const CLOUDS: [(&str, Cloud); 4] =
    [("global", GLOBAL), ("usgov", US), ("usgov-dod", US_DOD), ("china", CHINA)];

/// The host names of the portal and the control plane.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Cloud {
    fn origins(&self, own: &str) -> Origins {
        Origins {
            portal: own.to_owned(),
            login: format!("https://{}", self.login),
            graph: format!("https://{}", self.graph),
            control: own.to_owned(),
        }
    }
}

/// The cloud's name in the portal's `config.json`; `None` when the origins belong to no Microsoft cloud.
pub(crate) fn name(origins: &Origins) -> Option<&'static str> {
    let is = |cloud: &Cloud| {
        let named = cloud.origins(&origins.portal);
        (&named.login, &named.graph) == (&origins.login, &origins.graph)
    };
    CLOUDS.iter().find(|(_, cloud)| is(cloud)).map(|(name, _)| *name)
}

/// Whether the origins are those of the global cloud.
pub(crate) fn is_global(origins: &Origins) -> bool {
    name(origins) == Some("global")
}

/// The base address of the redemption page inside an invitation link. The host is documented for the global cloud only;
/// in other clouds the sign-in host serves the page.
pub(crate) fn redemption(origins: &Origins) -> String {
    if is_global(origins) {
        format!("https://{INVITATIONS}/redeem/")
    } else {
        format!("{}/invitations/redeem/", origins.login)
    }
}

/// The sender address of invitation mails, as documented for each cloud.
pub(crate) fn invitation_sender(origins: &Origins) -> &'static str {
    let is = |cloud: &Cloud| cloud.origins(&origins.portal).login == origins.login;
    if is(&US) {
        "invites@azuread.us"
    } else if is(&CHINA) || is(&CHINA_PARTNER) {
        "Invites@oe.21vianet.com"
    } else {
        "invites@microsoft.com"
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
    /// `own` is the origin of portal and control plane, such as `https://localhost:8443`; `cloud` is the portal's
    /// cloud, by its name in `config.json`. `None` for an unknown cloud.
    pub fn new(own: &str, cloud: &str) -> Option<Self> {
        let (_, cloud) = CLOUDS.iter().find(|(name, _)| *name == cloud)?;
        let home = Arc::new(cloud.origins(own));
        let hosted = |(name, site, cloud): &(&'static str, Site, Cloud)| {
            (*name, HostedSite { site: *site, origins: Arc::new(cloud.origins(own)) })
        };
        Some(Self {
            portal: HostedSite { site: Site::Portal, origins: Arc::clone(&home) },
            control: HostedSite { site: Site::Graph, origins: home },
            mapped: NAMES.iter().map(hosted).collect(),
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
