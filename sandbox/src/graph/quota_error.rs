//! The error of a quota that is used up.

/// The quota that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quota {
    /// Of the whole directory: the setting `directoryQuota`.
    Tenant,
    /// Of a person without a directory role: the setting `personQuota`.
    Person,
}

impl Quota {
    /// Seen in the service's answers to other requests that create objects [observed].
    pub(super) const CODE: &'static str = "Directory_QuotaExceeded";

    /// The service calls a person a principal [observed] azure-sdk-tools#5169, onedrivecmd#67.
    pub(super) fn message(self) -> String {
        let whose = match self {
            Self::Tenant => "Tenant",
            Self::Person => "Principal",
        };
        format!(
            "The directory object quota limit for the {whose} has been exceeded. Please ask your administrator to increase \
             the quota limit or delete objects to reduce the used quota."
        )
    }
}
