//! Errors of changes in the directory, with the directory's codes and messages.

use http::StatusCode;
use uuid::Uuid;

use crate::directory::Locked;

/// Messages and codes are [K] unless marked otherwise.
#[derive(Debug)]
pub(super) enum DirectoryError {
    /// The body is not a JSON object.
    Unreadable,
    /// No link in the body, or one that cannot be resolved.
    BadReference,
    /// Observed for `members`.
    AlreadyReferenced(&'static str),
    /// The maximum of five is documented, the answer inferred.
    TooManySponsors,
    /// The maximum of 20 at once is documented, the answer inferred.
    TooManyMembers,
    /// Members that Graph cannot change: documented as impossible, the answers are [K].
    GroupLocked(Locked),
    /// The object is managed on-premises.
    OnPremises(&'static str),
    /// Another object has the same value.
    Conflict {
        name: &'static str,
        id: Uuid,
    },
    BadValue {
        name: String,
        resource: &'static str,
    },
    ReadOnly {
        name: String,
        resource: &'static str,
    },
    UnknownProperty {
        name: String,
        kind: &'static str,
    },
    /// 410 with a link to start again; documented except for its body.
    ResyncNeeded {
        location: String,
    },
    /// A delta token older than seven days. The code is documented; status and link are inferred from `ResyncNeeded`.
    SyncStateLost {
        location: String,
    },
}

impl DirectoryError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::ResyncNeeded { .. } | Self::SyncStateLost { .. } => StatusCode::GONE,
            Self::Unreadable
            | Self::BadReference
            | Self::AlreadyReferenced(_)
            | Self::TooManySponsors
            | Self::TooManyMembers
            | Self::GroupLocked(_)
            | Self::OnPremises(_)
            | Self::Conflict { .. }
            | Self::BadValue { .. }
            | Self::ReadOnly { .. }
            | Self::UnknownProperty { .. } => StatusCode::BAD_REQUEST,
        }
    }

    /// The link to start again.
    pub(super) fn location(&self) -> Option<&str> {
        if let Self::ResyncNeeded { location } | Self::SyncStateLost { location } = self {
            Some(location)
        } else {
            None
        }
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable | Self::BadReference => "BadRequest",
            Self::ResyncNeeded { .. } => "resyncRequired",
            Self::SyncStateLost { .. } => "syncStateNotFound",
            Self::AlreadyReferenced(_)
            | Self::TooManySponsors
            | Self::TooManyMembers
            | Self::GroupLocked(_)
            | Self::OnPremises(_)
            | Self::Conflict { .. }
            | Self::BadValue { .. }
            | Self::ReadOnly { .. }
            | Self::UnknownProperty { .. } => "Request_BadRequest",
        }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Self::Unreadable => "Unable to read JSON request payload. Please ensure Content-Type header is set and \
                                 payload is of valid JSON format."
                .into(),
            Self::BadReference => "Invalid URL format specified in @odata.id for the reference.".into(),
            Self::AlreadyReferenced(relation) => format!(
                "One or more added object references already exist for the following modified properties: \
                 '{relation}'."
            ),
            Self::TooManySponsors => "A user cannot have more than 5 sponsors.".into(),
            Self::TooManyMembers => {
                "The number of references in the request exceeds the maximum of 20 allowed in one request.".into()
            }
            Self::GroupLocked(Locked::Dynamic) => {
                "Insufficient privileges to complete the operation: the members of a dynamic group cannot be changed."
                    .into()
            }
            Self::GroupLocked(Locked::OnPremises) => "Unable to update the specified properties for on-premises \
                                                      mastered Directory Sync objects or objects currently undergoing \
                                                      migration."
                .into(),
            Self::GroupLocked(Locked::Exchange) => {
                "Cannot Update a mail-enabled security groups and or distribution list.".into()
            }
            Self::OnPremises(resource) => format!(
                "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects \
                 currently undergoing migration ({resource})."
            ),
            Self::Conflict { name, id } => {
                format!("Another object with the same value for property {name} already exists: {id}.")
            }
            Self::BadValue { name, resource } => {
                format!("Invalid value specified for property '{name}' of resource '{resource}'.")
            }
            Self::ReadOnly { name, resource } => {
                format!("Property '{name}' is read-only and cannot be set on resource '{resource}'.")
            }
            Self::UnknownProperty { name, kind } => format!(
                "The property '{name}' does not exist on type '{kind}'. Make sure to only use property names that \
                 are defined by the type."
            ),
            Self::ResyncNeeded { .. } => {
                "Resync required. Replace your local items with the server's version.".into()
            }
            Self::SyncStateLost { .. } => {
                "The sync state generation is not found; it may have expired. Please retry the sync.".into()
            }
        }
    }
}
