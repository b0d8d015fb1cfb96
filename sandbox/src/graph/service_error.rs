//! Errors of the services besides the directory: policies, reports, branding, mail. Each has its own codes.
//!
//! [inferred] is also what is known of other services of Graph and was not seen in an answer of this one.

use http::StatusCode;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ServiceError {
    /// `$select` names a property that the type does not have [inferred].
    UnknownProperty { name: String, kind: &'static str },
    /// No tenant has the domain; status and message [inferred].
    NoTenantOfDomain(String),
    /// Status and message [inferred].
    NoTenant(String),
    /// No settings for this partner: the default applies; message [inferred].
    NoPartner(String),
    /// No company branding; message [inferred].
    NoBranding,
    /// A report without `AuditLog.Read.All`: message [observed] elsewhere, code [inferred].
    ReportPermission,
    /// A report for a user without a role that reads reports; seen elsewhere.
    ReportRole,
    /// No entry with this id; message [inferred].
    NoReport(String),
    /// `Mail.Send` is missing; code and message as seen elsewhere.
    MailDenied,
    /// The sender has no mailbox: code and message [observed] elsewhere, status [inferred].
    NoMailbox,
    /// An invalid message [inferred].
    BadMail,
    /// No recipients, or an invalid address [inferred].
    BadRecipients,
    /// Entitlement management. [observed] AzureAD-Governance-Assessment#2: status, code and message in a tenant without
    /// the licence. [invented] The same with every licence, because nothing of it is imitated.
    GovernanceUnlicensed,
    /// Teams chats. [observed] microsoft-teams-apps-requestateam#355: for a person without a licence for Teams.
    ChatUnlicensed,
}

impl ServiceError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::UnknownProperty { .. } | Self::BadMail | Self::BadRecipients => StatusCode::BAD_REQUEST,
            Self::MailDenied
            | Self::ReportPermission
            | Self::ReportRole
            | Self::GovernanceUnlicensed
            | Self::ChatUnlicensed => StatusCode::FORBIDDEN,
            Self::NoTenantOfDomain(_)
            | Self::NoTenant(_)
            | Self::NoPartner(_)
            | Self::NoBranding
            | Self::NoReport(_)
            | Self::NoMailbox => StatusCode::NOT_FOUND,
        }
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::UnknownProperty { .. } => "BadRequest",
            Self::NoTenantOfDomain(_) | Self::NoTenant(_) | Self::NoPartner(_) | Self::NoBranding => {
                "Request_ResourceNotFound"
            }
            Self::ReportPermission => "Authentication_MSGraphPermissionMissing",
            Self::ReportRole => "Authentication_RequestFromUnsupportedUserRole",
            Self::NoReport(_) => "ResourceNotFound",
            Self::MailDenied => "ErrorAccessDenied",
            Self::NoMailbox => "MailboxNotEnabledForRESTAPI",
            Self::BadMail => "UnableToDeserializePostBody",
            Self::BadRecipients => "ErrorInvalidRecipients",
            Self::GovernanceUnlicensed => "NoLicense",
            Self::ChatUnlicensed => "Forbidden",
        }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Self::UnknownProperty { name, kind } => format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
                 '{kind}'."
            ),
            Self::NoTenantOfDomain(name) => format!("The domain '{name}' does not belong to any tenant."),
            Self::NoTenant(id) => format!("There is no tenant with the id '{id}'."),
            Self::NoPartner(id) => format!(
                "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
            ),
            Self::NoBranding => "Resource 'organizationalBranding' does not exist or one of its queried \
                                 reference-property objects are not present."
                .into(),
            Self::ReportPermission => {
                "Calling principal does not have required MSGraph permissions AuditLog.Read.All".into()
            }
            Self::ReportRole => "User is not in the allowed roles".into(),
            Self::NoReport(id) => format!("Could not find an entry with the id '{id}'."),
            Self::MailDenied => "Access is denied. Check credentials and try again.".into(),
            Self::NoMailbox => {
                "The mailbox is either inactive, soft-deleted, or is hosted on-premise.".into()
            }
            Self::BadMail => "The property or value in the request body is not valid.".into(),
            Self::BadRecipients => {
                "At least one recipient is not valid., A message can't be sent unless at least \
                                    one recipient has been added."
                    .into()
            }
            Self::GovernanceUnlicensed => {
                "User is not authorized to perform the operation. Reason: Tenant does not \
                                           meet license requirement!"
                    .into()
            }
            Self::ChatUnlicensed => {
                "Failed to get license information for the user. Ensure user has a valid \
                                     Office365 license assigned to them."
                    .into()
            }
        }
    }
}
