//! `microsoft.graph.application`, and `microsoft.graph.oAuth2PermissionGrant`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use uuid::Uuid;

use crate::apps::Application;
use crate::apps::consent::Principal;
use crate::odata::entity::Capability::{Eq, Ge, In, Le, Ne, Not, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property, Sort};

impl Entity for Application {
    const RESOURCE: &'static str = "Application";
    const TYPE: &'static str = "microsoft.graph.application";
    // [documented] application-list.md
    const SEARCHABLE: bool = true;

    fn id(&self) -> Uuid {
        self.id
    }

    // The properties of the documented answer, application-post-applications.md, and `spa`.
    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered(
            "id",
            Kind::String,
            |app| Field::string(app.id.to_string()),
            &[Eq, In],
            &[Ne, Not],
        ),
        Property::null("deletedDateTime"),
        Property::filtered(
            "appId",
            Kind::String,
            |app| Field::string(app.app_id.to_string()),
            &[Eq, In],
            &[Ne, Not],
        ),
        Property::null("applicationTemplateId"),
        Property::filtered(
            "createdDateTime",
            Kind::DateTime,
            |app| Field::DateTime(app.created),
            &[Eq, Ge, Le],
            &[Ne, Not],
        ),
        Property::<Self>::filtered(
            "displayName",
            Kind::String,
            |app| Field::string(app.name.as_str()),
            &[Eq, Ge, Le, In, StartsWith],
            &[Ne, Not],
        )
        .sorted(Sort::Advanced),
        Property::null("groupMembershipClaims"),
        Property::empty_list("identifierUris"),
        Property::null("isDeviceOnlyAuthSupported"),
        Property::null("isFallbackPublicClient"),
        Property::filtered(
            "signInAudience",
            Kind::String,
            |app| Field::string(app.audience.as_str()),
            &[Eq, In],
            &[Ne, Not],
        ),
        Property::empty_list("tags"),
        Property::null("tokenEncryptionKeyId"),
        Property::empty_list("addIns"),
        Property::plain("api", Kind::Opaque, |_| {
            Field::Json(json!({
                "acceptMappedClaims": null,
                "knownClientApplications": [],
                "requestedAccessTokenVersion": null,
                "oauth2PermissionScopes": [],
                "preAuthorizedApplications": [],
            }))
        }),
        Property::empty_list("appRoles"),
        Property::empty_list("keyCredentials"),
        Property::plain("optionalClaims", Kind::Opaque, |app| Field::Json(app.claims.clone())),
        Property::empty_list("passwordCredentials"),
        Property::plain("publicClient", Kind::Opaque, |app| {
            Field::Json(json!({ "redirectUris": app.redirects.public_client }))
        }),
        Property::plain("requiredResourceAccess", Kind::Opaque, |app| Field::Json(app.access.clone())),
        Property::plain("spa", Kind::Opaque, |app| Field::Json(json!({ "redirectUris": app.redirects.spa }))),
        Property::plain("web", Kind::Opaque, |app| {
            Field::Json(json!({
                "homePageUrl": null,
                "logoutUrl": null,
                "redirectUris": app.redirects.web,
                "implicitGrantSettings": {
                    "enableAccessTokenIssuance": false,
                    "enableIdTokenIssuance": false,
                },
            }))
        }),
    ];
}

/// A consent with the ids that answers show.
pub(in crate::graph) struct ShownGrant {
    /// The app that has the consent.
    pub(in crate::graph) app_id: String,
    /// Its service principal.
    pub(in crate::graph) client: Uuid,
    /// The service principal of the API.
    pub(in crate::graph) resource: Uuid,
    pub(in crate::graph) principal: Principal,
    pub(in crate::graph) scope: String,
}

impl ShownGrant {
    /// The id. [observed] azure-cli#20974: base64url of the ids of client and API, and of the person if there is one,
    /// in the byte order of a Windows GUID.
    pub(in crate::graph) fn key(&self) -> String {
        let mut bytes = [self.client.to_bytes_le(), self.resource.to_bytes_le()].concat();
        if let Principal::One(person) = self.principal {
            bytes.extend(person.to_bytes_le());
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn person(&self) -> Option<String> {
        match self.principal {
            Principal::All => None,
            Principal::One(person) => Some(person.to_string()),
        }
    }
}

impl Entity for ShownGrant {
    const RESOURCE: &'static str = "OAuth2PermissionGrant";
    const TYPE: &'static str = "microsoft.graph.oAuth2PermissionGrant";

    fn id(&self) -> Uuid {
        match self.principal {
            Principal::All => self.client,
            Principal::One(person) => Uuid::from_u128(self.client.as_u128() ^ person.as_u128()),
        }
    }

    // [documented] oAuth2PermissionGrant resource type, with its filters.
    const PROPERTIES: &'static [Property<Self>] = &[
        Property::plain("id", Kind::Opaque, |grant| Field::string(grant.key())),
        Property::filtered(
            "clientId",
            Kind::String,
            |grant| Field::string(grant.client.to_string()),
            &[Eq],
            &[],
        ),
        Property::filtered(
            "consentType",
            Kind::String,
            |grant| {
                Field::string(match grant.principal {
                    Principal::All => "AllPrincipals",
                    Principal::One(_) => "Principal",
                })
            },
            &[Eq],
            &[],
        ),
        Property::filtered(
            "principalId",
            Kind::String,
            |grant| Field::optional_string(grant.person()),
            &[Eq],
            &[],
        ),
        Property::filtered(
            "resourceId",
            Kind::String,
            |grant| Field::string(grant.resource.to_string()),
            &[Eq],
            &[],
        ),
        Property::plain("scope", Kind::String, |grant| Field::string(grant.scope.as_str())),
    ];
}
