//! `microsoft.graph.group`.

use uuid::Uuid;

use crate::directory::{Group, GroupKind};
use crate::odata::entity::Capability::{Any, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Capability, Entity, Field, Kind, Property, Sort};

const NAMES: &[Capability] = &[Eq, Ge, Le, In, StartsWith];
const EQUAL: &[Capability] = &[Eq, In];

impl Entity for Group {
    const RESOURCE: &'static str = "Group";
    const TYPE: &'static str = "microsoft.graph.group";
    // [inferred]
    const SEARCHABLE: bool = true;

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered(
            "id",
            Kind::String,
            |group| Field::string(group.id.to_string()),
            EQUAL,
            &[Ne, Not],
        ),
        Property::null("deletedDateTime"),
        Property::null("classification"),
        Property::filtered(
            "createdDateTime",
            Kind::DateTime,
            |group| Field::DateTime(group.created),
            &[Eq, Ge, Le, In],
            &[Ne, Not],
        ),
        Property::filtered(
            "description",
            Kind::String,
            |group| Field::optional_string(group.description.as_deref()),
            NAMES,
            &[Ne, Not, Null],
        ),
        Property::<Self>::filtered(
            "displayName",
            Kind::String,
            |group| Field::string(group.display_name.as_str()),
            NAMES,
            &[Ne, Not, Null],
        )
        .sorted(Sort::Always),
        // [documented] `eq` and `not`, in an `any`.
        Property::filtered(
            "groupTypes",
            Kind::Words,
            |group| Field::Words(group.group_types()),
            &[Eq, Any],
            &[Not],
        ),
        Property::filtered(
            "isAssignableToRole",
            Kind::Boolean,
            |group| if group.role_assignable { Field::Boolean(true) } else { Field::Null },
            &[Eq],
            &[Ne, Not],
        ),
        Property::filtered(
            "mail",
            Kind::String,
            |group| Field::optional_string(group.mail.as_deref()),
            NAMES,
            &[Ne, Not, Null],
        ),
        Property::filtered(
            "mailEnabled",
            Kind::Boolean,
            |group| Field::Boolean(group.mail_enabled()),
            &[Eq],
            &[Ne, Not],
        ),
        Property::filtered(
            "mailNickname",
            Kind::String,
            |group| Field::string(group.nickname.as_str()),
            NAMES,
            &[Ne, Not],
        ),
        Property::plain("membershipRule", Kind::Opaque, |group| {
            Field::optional_string(group.membership_rule())
        }),
        Property::plain("membershipRuleProcessingState", Kind::Opaque, |group| {
            Field::optional_string(group.membership_rule().map(|_| "On"))
        }),
        Property::plain("onPremisesLastSyncDateTime", Kind::Opaque, |group| {
            Field::optional_date_time((group.kind == GroupKind::Synced).then_some(group.created))
        }),
        Property::filtered(
            "onPremisesSyncEnabled",
            Kind::Boolean,
            |group| if group.kind == GroupKind::Synced { Field::Boolean(true) } else { Field::Null },
            &[Eq, In],
            &[Ne, Not, Null],
        ),
        Property::null("preferredLanguage"),
        Property::plain("proxyAddresses", Kind::Opaque, |group| {
            Field::Json(group.mail.iter().map(|mail| format!("SMTP:{mail}")).collect())
        }),
        Property::plain("renewedDateTime", Kind::Opaque, |group| Field::DateTime(group.created)),
        Property::filtered(
            "securityEnabled",
            Kind::Boolean,
            |group| Field::Boolean(group.security_enabled()),
            &[Eq, In],
            &[Ne, Not],
        ),
        Property::plain("visibility", Kind::Opaque, |group| {
            Field::optional_string((group.kind == GroupKind::Unified).then_some("Private"))
        }),
    ];
}
