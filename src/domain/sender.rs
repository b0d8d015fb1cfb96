//! Who Microsoft's invitation mail comes from.

use super::cloud::Origin;

/// The address that documentation names for a cloud, by its Graph host; `None` where it names none.
#[must_use]
pub fn invitation_sender(graph: &Origin) -> Option<&'static str> {
    match graph.as_str() {
        "https://graph.microsoft.com" => Some("invites@microsoft.com"),
        "https://graph.microsoft.us" | "https://dod-graph.microsoft.us" => Some("invites@azuread.us"),
        "https://microsoftgraph.chinacloudapi.cn" => Some("Invites@oe.21vianet.com"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
