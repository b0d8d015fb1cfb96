//! The only table of Microsoft's clouds.
//!
//! The task runner includes this file too: it writes these hosts into the headers and into the page. So the file must
//! not use anything else of the portal.

#[derive(Clone, Copy, Debug)]
pub struct NamedCloud {
    /// The name in config.json.
    pub name: &'static str,
    /// The origin of the sign-in. Both US clouds share one.
    pub login: &'static str,
    /// The origin of Graph (Graph documentation, "National cloud deployments").
    pub graph: &'static str,
    /// The ending of the domain that Microsoft gives to every tenant.
    #[allow(dead_code, reason = "the task runner does not need it")]
    pub initial_domain: &'static str,
    /// The sender of the invitation mail, from Microsoft's documentation.
    #[allow(dead_code, reason = "the task runner does not need it")]
    pub invitation_sender: &'static str,
    /// The origin of the Microsoft Entra admin center, from Microsoft's list of its URLs. Both US clouds share one.
    #[allow(dead_code, reason = "the task runner does not need it")]
    pub admin_center: &'static str,
}

pub const CLOUDS: [NamedCloud; 4] = [
    NamedCloud {
        name: "global",
        login: "https://login.microsoftonline.com",
        graph: "https://graph.microsoft.com",
        initial_domain: ".onmicrosoft.com",
        invitation_sender: "invites@microsoft.com",
        admin_center: "https://entra.microsoft.com",
    },
    NamedCloud {
        name: "usgov",
        login: "https://login.microsoftonline.us",
        graph: "https://graph.microsoft.us",
        initial_domain: ".onmicrosoft.us",
        invitation_sender: "invites@azuread.us",
        admin_center: "https://entra.microsoft.us",
    },
    NamedCloud {
        name: "usgov-dod",
        login: "https://login.microsoftonline.us",
        graph: "https://dod-graph.microsoft.us",
        initial_domain: ".onmicrosoft.us",
        invitation_sender: "invites@azuread.us",
        admin_center: "https://entra.microsoft.us",
    },
    NamedCloud {
        name: "china",
        login: "https://login.chinacloudapi.cn",
        graph: "https://microsoftgraph.chinacloudapi.cn",
        initial_domain: ".partner.onmschina.cn",
        invitation_sender: "Invites@oe.21vianet.com",
        admin_center: "https://entra.microsoftonline.cn",
    },
];
