//! Errors of app role assignments and of `getByIds`, with the directory's code.
//!
//! The texts are those that clients of the service look for.

#[derive(Debug)]
pub(super) enum AppRoleError {
    /// [observed] in several public clients, which take it for success.
    AlreadyAssigned,
    /// [observed] The app has no such role, or not for users.
    RoleNotFound,
    /// [observed] docs-contrib#1407, #4628: the id in the path is neither `principalId` nor `resourceId`.
    NotAReference,
    /// [observed] microsoft-graph-docs#5534: an id is missing, or is none.
    BadProperties,
    /// [observed] docs-contrib#6530.
    BadAssignmentId,
    /// [observed] The service principal does not exist.
    NoResource,
    /// [documented] Roles are for users, security groups and apps; the text is [invented].
    NotSecurityEnabled,
    /// [observed] dougsbaker/CA-Export#11; the maximum is [documented].
    TooManyIds(usize),
    /// [observed] microsoft-graph-docs#7063.
    BadGuid,
    /// [inferred] from the text for `$select` of unknown types.
    UnknownType(String),
}

impl AppRoleError {
    pub(super) fn message(&self) -> String {
        match self {
            Self::AlreadyAssigned => "Permission being assigned already exists on the object".into(),
            Self::RoleNotFound => "Permission being assigned was not found on application".into(),
            Self::NotAReference => "Not a valid reference update.".into(),
            Self::BadProperties => "One or more properties are invalid.".into(),
            Self::BadAssignmentId => "Invalid resource identifier for EntitlementGrant.".into(),
            Self::NoResource => "Specified resourceId was not found.".into(),
            Self::NotSecurityEnabled => {
                "App roles can be assigned to groups only if they are security-enabled.".into()
            }
            Self::TooManyIds(most) => format!("Number of included identifiers cannot exceed '{most}'."),
            Self::BadGuid => "Invalid GUID specified.".into(),
            Self::UnknownType(name) => format!("Unsupported resource type '{name}' specified."),
        }
    }
}
