//! `microsoft.graph.group`.

use serde_json::json;
use uuid::Uuid;

use crate::directory::{Group, GroupKind};
use crate::odata::entity::Use::{Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property, Sort, Use};

const NAMES: &[Use] = &[Eq, Ge, Le, In, StartsWith];
const EQUAL: &[Use] = &[Eq, In];

impl Entity for Group {
    const RESOURCE: &'static str = "Group";
    const TYPE: &'static str = "microsoft.graph.group";
    // [K]
    const SEARCH: &'static [&'static str] = &["displayName", "description", "mail", "mailNickname"];

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered("id", Kind::Text, |group| Field::text(group.id.to_string()), EQUAL, &[Ne, Not]),
        Property::plain("deletedDateTime", Kind::Opaque, |_| Field::Null),
        Property::plain("classification", Kind::Opaque, |_| Field::Null),
        Property::filtered(
            "createdDateTime",
            Kind::Moment,
            |group| Field::Moment(group.created),
            &[Eq, Ge, Le, In],
            &[Ne, Not],
        ),
        Property::filtered(
            "description",
            Kind::Text,
            |group| Field::maybe(group.description.as_deref()),
            NAMES,
            &[Ne, Not, Null],
        ),
        Property::<Self>::filtered(
            "displayName",
            Kind::Text,
            |group| Field::text(group.display_name.as_str()),
            NAMES,
            &[Ne, Not, Null],
        )
        .sorted(Sort::Always),
        Property::plain("groupTypes", Kind::Opaque, |group| Field::Json(json!(group.group_types()))),
        Property::filtered(
            "isAssignableToRole",
            Kind::Flag,
            |group| if group.role_assignable { Field::Flag(true) } else { Field::Null },
            &[Eq],
            &[Ne, Not],
        ),
        Property::filtered(
            "mail",
            Kind::Text,
            |group| Field::maybe(group.mail.as_deref()),
            NAMES,
            &[Ne, Not, Null],
        ),
        Property::filtered(
            "mailEnabled",
            Kind::Flag,
            |group| Field::Flag(group.mail_enabled()),
            &[Eq],
            &[Ne, Not],
        ),
        Property::filtered(
            "mailNickname",
            Kind::Text,
            |group| Field::text(group.nickname.as_str()),
            NAMES,
            &[Ne, Not],
        ),
        Property::plain("membershipRule", Kind::Opaque, |group| Field::maybe(group.membership_rule())),
        Property::plain("membershipRuleProcessingState", Kind::Opaque, |group| {
            Field::maybe(group.membership_rule().map(|_| "On"))
        }),
        Property::plain("onPremisesLastSyncDateTime", Kind::Opaque, |group| {
            Field::when((group.kind == GroupKind::Synced).then_some(group.created))
        }),
        Property::filtered(
            "onPremisesSyncEnabled",
            Kind::Flag,
            |group| if group.kind == GroupKind::Synced { Field::Flag(true) } else { Field::Null },
            &[Eq, In],
            &[Ne, Not, Null],
        ),
        Property::plain("preferredLanguage", Kind::Opaque, |_| Field::Null),
        Property::plain("proxyAddresses", Kind::Opaque, |group| {
            Field::Json(group.mail.iter().map(|mail| format!("SMTP:{mail}")).collect())
        }),
        Property::plain("renewedDateTime", Kind::Opaque, |group| Field::Moment(group.created)),
        Property::filtered(
            "securityEnabled",
            Kind::Flag,
            |group| Field::Flag(group.security_enabled()),
            &[Eq, In],
            &[Ne, Not],
        ),
        Property::plain("visibility", Kind::Opaque, |group| {
            Field::maybe((group.kind == GroupKind::Unified).then_some("Private"))
        }),
    ];
}
