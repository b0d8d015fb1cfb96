//! The sites of the sandbox and their origins.

use std::sync::Arc;

/// Which site a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// The single-page application and its configuration.
    Portal,
    /// Stands for `login.microsoftonline.com` and the invitation pages.
    Login,
    /// Stands for `graph.microsoft.com`; also has the control plane under `/_sandbox`.
    Graph,
    /// Stands for `myapps.microsoft.com`, the default target of guests. Redirects to the landing page of the demo.
    MyApps,
}

/// A site, with the origins of all sites in the cloud that the caller has addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedSite {
    pub site: Site,
    pub origins: Arc<Origins>,
}

/// The origins of the sites for one client, in the form of the `Origin` header: scheme, host, port, no final slash. A
/// sandbox on ports has one set; one with the real host names has a set for each cloud.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    pub portal: String,
    pub login: String,
    pub graph: String,
    /// The origin of the control plane, `/_sandbox`.
    pub control: String,
}

impl Origins {
    /// The portal's redirect URI, of type `spa`. A sign-out may return to it too.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}/", self.portal)
    }

    /// The landing page of the demo.
    pub(crate) fn landing(&self) -> String {
        format!("{}/_sandbox/landing", self.control)
    }
}
