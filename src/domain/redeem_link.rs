//! The link with which a guest accepts an invitation (`inviteRedeemUrl`), before it is offered for copying.
//!
//! It is passed on as the service wrote it, character for character: its ticket is lost if it is decoded or encoded once
//! too often. Must not know the invitation.

use super::cloud::Cloud;
use super::http_url::HttpUrl;

/// Besides the sign-in host, Microsoft's documentation shows links to this host.
const INVITATIONS: &str = "invitations.microsoft.com";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedeemLink {
    /// On a host of this cloud.
    Known(String),
    /// On a host that is not known for this cloud. A person should look at it before they pass it on.
    UnknownHost(String),
}

impl RedeemLink {
    /// Reads the link of a response; `None` if it is no https address. http is accepted where the cloud itself is on this
    /// machine.
    #[must_use]
    pub fn read(text: &str, cloud: &Cloud) -> Option<Self> {
        let read = HttpUrl::parse_ascii(text)?;
        let of_cloud = cloud.login.owns(text);
        let secure = read.is_https() || (of_cloud && read.is_loopback());
        if !secure || read.user_info {
            return None;
        }
        let known = of_cloud || (read.is_https() && read.host() == INVITATIONS);
        Some(if known { Self::Known(text.to_owned()) } else { Self::UnknownHost(text.to_owned()) })
    }
}

#[cfg(test)]
mod tests;
