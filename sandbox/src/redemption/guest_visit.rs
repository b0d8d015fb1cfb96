//! A valid invitation and its guest.

use crate::invitations::Invitation;
use crate::tenant::Tenant;

/// A valid invitation and its guest.
pub(super) struct Visit {
    pub(super) invitation: Invitation,
    pub(super) name: String,
    pub(super) address: String,
}

/// Why a guest is blocked, whatever account they use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockReason {
    /// The guest's user object is disabled.
    Disabled,
    /// The allow or block list forbids the domain now; it is checked again at redemption.
    Domain,
    CrossTenant,
}

impl Visit {
    pub(super) fn find(tenant: &Tenant, ticket: &str, id: &str) -> Option<Self> {
        let invitation = tenant.invitations.find(ticket, id)?;
        let guest = tenant.directory.user(invitation.guest)?;
        let address = guest.addresses().next().unwrap_or_default().to_owned();
        Some(Self { invitation: invitation.clone(), name: guest.display_name.clone(), address })
    }
}
