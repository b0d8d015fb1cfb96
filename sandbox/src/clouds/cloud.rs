//! Microsoft's clouds, and what differs between them: senders, defaults, missing APIs.
//!
//! Must not know host names: those are in `clouds`. The tenant's domains are in `directory`.

/// Microsoft's clouds. A tenant exists in one of them only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cloud {
    #[default]
    Global,
    /// US Government L4 (GCC High).
    UsGov,
    /// US Government L5 (DoD).
    UsGovDod,
    /// Operated by 21Vianet.
    China,
}

impl Cloud {
    /// The sender of invitation mails until December 2025, one for the whole cloud [documented].
    pub(crate) fn microsoft_sender(self) -> &'static str {
        match self {
            Self::Global => "invites@microsoft.com",
            Self::UsGov | Self::UsGovDod => "invites@azuread.us",
            Self::China => "Invites@oe.21vianet.com",
        }
    }

    /// In the clouds of the US Government, guests cannot be invited until an administrator allows it:
    /// `allowInvitesFrom` is `none` [documented].
    pub(crate) fn allows_guests_by_default(self) -> bool {
        match self {
            Self::Global | Self::China => true,
            Self::UsGov | Self::UsGovDod => false,
        }
    }

    /// `tenantRelationships` with its two functions exists in the global cloud only [documented]
    /// tenantrelationship-findtenantinformationbytenantid.md.
    pub(crate) fn finds_tenants(self) -> bool {
        self == Self::Global
    }

    /// `auditLogs/directoryAudits` exists in all clouds except China [documented].
    pub(crate) fn has_directory_audits(self) -> bool {
        self != Self::China
    }
}

#[cfg(test)]
mod tests;
