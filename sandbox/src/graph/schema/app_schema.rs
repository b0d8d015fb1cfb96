//! `microsoft.graph.servicePrincipal`, and an app role assignment with the names that answers show.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::directory::TENANT_ID;
use crate::directory::app::{AllowedMembers, AppRole, Owner, RoleAssignment, ServicePrincipal};
use crate::directory::{Directory, Object};
use crate::odata::entity::Capability::{Any, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Capability, Entity, Field, Kind, Property, Sort};

/// [documented] In the property descriptions; which of these need an advanced query is [inferred] from users and
/// groups.
const NAMES: &[Capability] = &[Eq, Ge, Le, In, StartsWith];
const EQUAL: &[Capability] = &[Eq, In];

impl Entity for ServicePrincipal {
    const RESOURCE: &'static str = "ServicePrincipal";
    const TYPE: &'static str = "microsoft.graph.servicePrincipal";
    // [documented]
    const SEARCHABLE: bool = true;

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered("id", Kind::String, |app| Field::string(app.id.to_string()), EQUAL, &[Ne, Not]),
        Property::null("deletedDateTime"),
        Property::filtered(
            "accountEnabled",
            Kind::Boolean,
            |app| Field::Boolean(app.enabled),
            EQUAL,
            &[Ne, Not],
        ),
        Property::empty_list("addIns"),
        Property::empty_list("alternativeNames"),
        Property::plain("appDescription", Kind::String, |app| Field::optional_string(app.description)),
        Property::plain("appDisplayName", Kind::String, |app| Field::string(app.name.as_str())),
        Property::filtered(
            "appId",
            Kind::String,
            |app| Field::string(app.app_id.to_string()),
            &[Eq, In, StartsWith],
            &[Ne, Not],
        ),
        Property::null("applicationTemplateId"),
        Property::plain("appOwnerOrganizationId", Kind::String, |app| {
            Field::string(match app.owner {
                Owner::Here => TENANT_ID.to_owned(),
                Owner::Tenant(id) => id.to_string(),
            })
        }),
        Property::filtered(
            "appRoleAssignmentRequired",
            Kind::Boolean,
            |app| Field::Boolean(app.assignment_required),
            &[Eq],
            &[Ne, Not],
        ),
        Property::plain("appRoles", Kind::Opaque, |app| {
            Field::Json(app.roles.iter().map(role).collect::<Vec<_>>().into())
        }),
        Property::filtered(
            "description",
            Kind::String,
            |app| Field::optional_string(app.description),
            &[Eq, Ge, Le, StartsWith],
            &[Ne, Not],
        ),
        Property::null("disabledByMicrosoftStatus"),
        Property::<Self>::filtered(
            "displayName",
            Kind::String,
            |app| Field::string(app.name.as_str()),
            NAMES,
            &[Ne, Not, Null],
        )
        // [documented] aad-advanced-queries.md
        .sorted(Sort::Advanced),
        Property::plain("homepage", Kind::String, |app| Field::optional_string(app.homepage)),
        Property::plain("info", Kind::Opaque, |_| {
            Field::Json(json!({
                "logoUrl": null,
                "marketingUrl": null,
                "privacyStatementUrl": null,
                "supportUrl": null,
                "termsOfServiceUrl": null,
            }))
        }),
        Property::empty_list("keyCredentials"),
        Property::plain("loginUrl", Kind::String, |_| Field::Null),
        Property::null("logoutUrl"),
        Property::null("notes"),
        Property::empty_list("notificationEmailAddresses"),
        Property::empty_list("oauth2PermissionScopes"),
        Property::empty_list("passwordCredentials"),
        Property::null("preferredSingleSignOnMode"),
        Property::null("preferredTokenSigningKeyThumbprint"),
        Property::empty_list("replyUrls"),
        Property::empty_list("resourceSpecificApplicationPermissions"),
        Property::null("samlSingleSignOnSettings"),
        Property::filtered(
            "servicePrincipalNames",
            Kind::Strings,
            |app| Field::Strings(&app.names),
            &[Eq, Any, StartsWith],
            &[Not],
        ),
        Property::filtered(
            "servicePrincipalType",
            Kind::String,
            |_| Field::string("Application"),
            EQUAL,
            &[Ne, Not],
        ),
        Property::plain("signInAudience", Kind::String, |app| {
            Field::string(match app.owner {
                Owner::Here => "AzureADMyOrg",
                Owner::Tenant(_) => "AzureADMultipleOrgs",
            })
        }),
        Property::filtered(
            "tags",
            Kind::Strings,
            |app| Field::Strings(&app.tags),
            &[Eq, Any, StartsWith],
            &[Not],
        ),
        Property::null("tokenEncryptionKeyId"),
        Property::plain("verifiedPublisher", Kind::Opaque, |_| {
            Field::Json(json!({ "addedDateTime": null, "displayName": null, "verifiedPublisherId": null }))
        }),
    ];
}

fn role(role: &AppRole) -> Value {
    json!({
        "allowedMemberTypes": [match role.allowed {
            AllowedMembers::Users => "User",
            AllowedMembers::Apps => "Application",
        }],
        "description": role.description,
        "displayName": role.name,
        "id": role.id,
        "isEnabled": role.enabled,
        "origin": "Application",
        "value": role.value,
    })
}

/// An assignment with the names of its app and of who has it.
pub(in crate::graph) struct ShownAssignment {
    pub(in crate::graph) assignment: RoleAssignment,
    principal_name: String,
    principal_type: &'static str,
    resource_name: String,
}

impl ShownAssignment {
    /// `None` when the app, or the user or group, does not exist (any more).
    pub(in crate::graph) fn of(directory: &Directory, assignment: RoleAssignment) -> Option<Self> {
        let (principal_name, principal_type) = match directory.object(assignment.principal)? {
            Object::User(user) => (user.display_name.clone(), "User"),
            Object::Group(group) => (group.display_name.clone(), "Group"),
        };
        let resource_name = directory.apps.principal(assignment.resource)?.name.clone();
        Some(Self { assignment, principal_name, principal_type, resource_name })
    }
}

/// The id of an assignment: 43 characters of base64url. [observed] In the documented examples its first half is the id
/// of the user or group, in the byte order of a Windows GUID.
fn assignment_id(assignment: &RoleAssignment) -> String {
    let mut bytes = assignment.principal.to_bytes_le().to_vec();
    bytes.extend_from_slice(assignment.grant.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// User or group, and the number of the assignment, in an id made by [`assignment_id`].
pub(in crate::graph) fn read_assignment_id(text: &str) -> Option<(Uuid, Uuid)> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (principal, rest) = bytes.split_first_chunk::<16>()?;
    Some((Uuid::from_bytes_le(*principal), Uuid::from_slice(rest).ok()?))
}

impl Entity for ShownAssignment {
    const RESOURCE: &'static str = "AppRoleAssignment";
    const TYPE: &'static str = "microsoft.graph.appRoleAssignment";

    fn id(&self) -> Uuid {
        self.assignment.grant
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::plain("id", Kind::Opaque, |one| Field::string(assignment_id(&one.assignment))),
        Property::null("deletedDateTime"),
        Property::plain("appRoleId", Kind::Opaque, |one| Field::string(one.assignment.role.to_string())),
        // With a fraction of seven digits [documented].
        Property::plain("createdDateTime", Kind::Opaque, |one| {
            Field::string(one.assignment.created.strftime("%Y-%m-%dT%H:%M:%S%.7fZ").to_string())
        }),
        // [documented] eq and startsWith.
        Property::filtered(
            "principalDisplayName",
            Kind::String,
            |one| Field::string(one.principal_name.as_str()),
            &[Eq, StartsWith],
            &[],
        ),
        Property::plain("principalId", Kind::Opaque, |one| {
            Field::string(one.assignment.principal.to_string())
        }),
        Property::plain("principalType", Kind::Opaque, |one| Field::string(one.principal_type)),
        Property::plain("resourceDisplayName", Kind::Opaque, |one| Field::string(one.resource_name.as_str())),
        // [documented] eq only, with an id that is not in quotes.
        Property::filtered(
            "resourceId",
            Kind::String,
            |one| Field::string(one.assignment.resource.to_string()),
            &[Eq],
            &[],
        ),
    ];
}

#[cfg(test)]
mod tests;
