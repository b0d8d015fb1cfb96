//! The sender of Microsoft's invitation mail. Must not know the mail's text.
//!
//! Since December 2025 there is no one address for all tenants: the mail comes on behalf of the default domain, from
//! `invites@` below the domain that Microsoft assigned; since June 2026 it can come from a domain of the tenant's own.
//! Microsoft's page "Elements of the B2B collaboration invitation email" describes it. Which one a tenant has cannot be
//! read, so a text must say "usually".

use super::cloud::Origin;
use super::clouds::CLOUDS;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationSender {
    /// The default domain, which the mail names.
    pub default_domain: String,
    /// The usual address.
    pub usual: String,
    /// The address of all tenants of the cloud before, which some still have; `None` for a cloud on this machine.
    pub older: Option<&'static str>,
    /// Whether the default domain is the one that Microsoft assigned. Mail from such domains is limited and often
    /// filtered.
    pub is_initial: bool,
}

/// `None` if the organization's domains are not known.
#[must_use]
pub fn invitation_sender(
    default: Option<&str>,
    initial: Option<&str>,
    graph: &Origin,
) -> Option<InvitationSender> {
    let (default, initial) = (default?, initial?);
    let cloud = CLOUDS.iter().find(|cloud| cloud.graph == graph.as_str());
    Some(InvitationSender {
        default_domain: default.to_owned(),
        usual: format!("invites@{initial}"),
        older: cloud.map(|cloud| cloud.invitation_sender),
        is_initial: default == initial,
    })
}

#[cfg(test)]
mod tests;
