//! Errors of changes in the directory, with the directory's codes and messages.

use http::{StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::error_body;
use super::trace::Trace;
use crate::directory::Locked;
use crate::web::{self, Response};

/// Messages and codes are [inferred] unless marked otherwise.
#[derive(Debug)]
pub(super) enum DirectoryError {
    /// The body is not a JSON object, or its media type is not that of JSON [observed] docs-contrib#6337.
    Unreadable,
    /// No link in the body, or one that does not lead to an object of this Graph.
    BadReference,
    /// [observed] for `members`.
    AlreadyReferenced(&'static str),
    /// The maximum of five is [documented], the answer [inferred].
    TooManySponsors,
    /// The maximum of 20 at once is [documented], the answer [inferred].
    TooManyMembers,
    /// A group of this kind cannot be a member of one of that kind. Message [observed] microsoft-graph-docs#11629 for two
    /// Microsoft 365 groups, [inferred] for other pairs.
    UnfitMember {
        member: &'static str,
        group: &'static str,
    },
    /// Members that Graph cannot change: that it is impossible is [documented], the answers are [inferred].
    GroupLocked(Locked),
    /// A guest who was invited a moment ago: reads find the guest, writes do not. Code and message are [observed]
    /// docs-contrib#2465.
    NotReplicated,
    /// The object is managed on-premises.
    OnPremises(&'static str),
    /// Another object has the same value [observed] docs-contrib#8421.
    Conflict {
        name: &'static str,
        id: Uuid,
    },
    /// A value that is empty and may not be [observed].
    Required {
        name: String,
        resource: &'static str,
    },
    /// A property that must be changed in a request of its own: that is [documented], the answer [invented].
    NotTogether(String),
    /// An invalid value [observed]. That the same answer comes for a value that is too long is [inferred].
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
    /// `@odata.type` names another type than that of the object. All [invented].
    WrongKind {
        kind: &'static str,
    },
    /// 410 with a link to start again [documented] except for its body.
    ResyncNeeded {
        location: String,
    },
    /// A delta token older than seven days. The code is [documented]; status and link are [inferred] from
    /// `ResyncNeeded`.
    SyncStateLost {
        location: String,
    },
}

impl DirectoryError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::ResyncNeeded { .. } | Self::SyncStateLost { .. } => StatusCode::GONE,
            Self::NotReplicated => StatusCode::NOT_FOUND,
            Self::Unreadable
            | Self::BadReference
            | Self::AlreadyReferenced(_)
            | Self::TooManySponsors
            | Self::TooManyMembers
            | Self::UnfitMember { .. }
            | Self::GroupLocked(_)
            | Self::OnPremises(_)
            | Self::Conflict { .. }
            | Self::Required { .. }
            | Self::NotTogether(_)
            | Self::BadValue { .. }
            | Self::ReadOnly { .. }
            | Self::UnknownProperty { .. }
            | Self::WrongKind { .. } => StatusCode::BAD_REQUEST,
        }
    }

    /// The link to start again.
    fn location(&self) -> Option<&str> {
        if let Self::ResyncNeeded { location } | Self::SyncStateLost { location } = self {
            Some(location)
        } else {
            None
        }
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable | Self::BadReference => "BadRequest",
            Self::NotReplicated => "Directory_ObjectNotFound",
            Self::ResyncNeeded { .. } => "resyncRequired",
            Self::SyncStateLost { .. } => "syncStateNotFound",
            Self::AlreadyReferenced(_)
            | Self::TooManySponsors
            | Self::TooManyMembers
            | Self::UnfitMember { .. }
            | Self::GroupLocked(_)
            | Self::OnPremises(_)
            | Self::Conflict { .. }
            | Self::Required { .. }
            | Self::NotTogether(_)
            | Self::BadValue { .. }
            | Self::ReadOnly { .. }
            | Self::UnknownProperty { .. }
            | Self::WrongKind { .. } => "Request_BadRequest",
        }
    }

    /// `error.details`: what the error is about, for programs. Each entry has the message of the error [observed]. That
    /// the target of `ConflictingObjects` is an id is [invented].
    fn details(&self) -> Vec<Value> {
        let detail =
            |code: &str, target: &str| json!({ "code": code, "message": self.message(), "target": target });
        if let Self::Conflict { name, id } = self {
            vec![detail("ObjectConflict", name), detail("ConflictingObjects", &id.to_string())]
        } else if let Self::BadValue { name, .. } = self {
            vec![detail("InvalidValue", name)]
        } else if let Self::UnfitMember { .. } = self {
            vec![detail("InvalidValue", "members")]
        } else {
            Vec::new()
        }
    }

    /// The response in Graph's error shape.
    pub(super) fn response(&self, trace: &Trace) -> Response {
        let mut error = json!({ "code": self.code(), "message": self.message() });
        let details = self.details();
        if let Some(members) = error.as_object_mut() {
            if !details.is_empty() {
                members.insert("details".into(), details.into());
            }
            members.insert("innerError".into(), error_body::inner(trace));
        }
        let mut response = error_body::with_error(self.status(), &error);
        if let Some(location) = self.location() {
            web::set(&mut response, header::LOCATION, location);
        }
        response
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
            Self::UnfitMember { member, group } => format!(
                "{member} cannot be added to {group}. paramName: Members, paramValue: , objectType: \
                 Microsoft.Online.DirectoryServices.Group"
            ),
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
            Self::NotReplicated => "Unable to read the company information from the directory.".into(),
            Self::OnPremises(resource) => format!(
                "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects \
                 currently undergoing migration ({resource})."
            ),
            Self::Conflict { name, .. } => {
                format!("Another object with the same value for property {name} already exists.")
            }
            Self::Required { name, resource } => {
                format!("A value is required for property '{name}' of resource '{resource}'.")
            }
            Self::NotTogether(name) => {
                format!("Property '{name}' cannot be updated together with other properties of resource 'User'.")
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
            Self::WrongKind { kind } => format!("The type of the object in the body must be '{kind}'."),
            Self::ResyncNeeded { .. } => {
                "Resync required. Replace your local items with the server's version.".into()
            }
            Self::SyncStateLost { .. } => {
                "The sync state generation is not found; it may have expired. Please retry the sync.".into()
            }
        }
    }
}
