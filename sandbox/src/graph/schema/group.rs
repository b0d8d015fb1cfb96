//! `microsoft.graph.group`.

use serde_json::json;
use uuid::Uuid;

use crate::directory::{Group, GroupKind};
use crate::odata::entity::Use::{Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Row, Sort, Use};

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

    const ROWS: &'static [Row<Self>] = &[
        Row::filtered("id", Kind::Text, |group| Field::text(group.id.to_string()), EQUAL, &[Ne, Not]),
        Row::plain("deletedDateTime", Kind::Opaque, |_| Field::Null),
        Row::plain("classification", Kind::Opaque, |_| Field::Null),
        Row::filtered(
            "createdDateTime",
            Kind::Moment,
            |group| Field::Moment(group.created),
            &[Eq, Ge, Le, In],
            &[Ne, Not],
        ),
        Row::filtered(
            "description",
            Kind::Text,
            |group| Field::maybe(group.description.as_deref()),
            NAMES,
            &[Ne, Not, Null],
        ),
        Row::<Self>::filtered(
            "displayName",
            Kind::Text,
            |group| Field::text(group.display_name.as_str()),
            NAMES,
            &[Ne, Not, Null],
        )
        .sorted(Sort::Always),
        Row::plain("groupTypes", Kind::Opaque, |group| Field::Json(json!(group.group_types()))),
        Row::filtered(
            "isAssignableToRole",
            Kind::Flag,
            |group| if group.role_assignable { Field::Flag(true) } else { Field::Null },
            &[Eq],
            &[Ne, Not],
        ),
        Row::filtered(
            "mail",
            Kind::Text,
            |group| Field::maybe(group.mail.as_deref()),
            NAMES,
            &[Ne, Not, Null],
        ),
        Row::filtered(
            "mailEnabled",
            Kind::Flag,
            |group| Field::Flag(group.mail_enabled()),
            &[Eq],
            &[Ne, Not],
        ),
        Row::filtered(
            "mailNickname",
            Kind::Text,
            |group| Field::text(group.nickname.as_str()),
            NAMES,
            &[Ne, Not],
        ),
        Row::plain("membershipRule", Kind::Opaque, |group| Field::maybe(group.membership_rule())),
        Row::plain("membershipRuleProcessingState", Kind::Opaque, |group| {
            Field::maybe(group.membership_rule().map(|_| "On"))
        }),
        Row::plain("onPremisesLastSyncDateTime", Kind::Opaque, |group| {
            Field::when((group.kind == GroupKind::Synced).then_some(group.created))
        }),
        Row::filtered(
            "onPremisesSyncEnabled",
            Kind::Flag,
            |group| if group.kind == GroupKind::Synced { Field::Flag(true) } else { Field::Null },
            &[Eq, In],
            &[Ne, Not, Null],
        ),
        Row::plain("preferredLanguage", Kind::Opaque, |_| Field::Null),
        Row::plain("proxyAddresses", Kind::Opaque, |group| {
            Field::Json(group.mail.iter().map(|mail| format!("SMTP:{mail}")).collect())
        }),
        Row::plain("renewedDateTime", Kind::Opaque, |group| Field::Moment(group.created)),
        Row::filtered(
            "securityEnabled",
            Kind::Flag,
            |group| Field::Flag(group.security_enabled()),
            &[Eq, In],
            &[Ne, Not],
        ),
        Row::plain("visibility", Kind::Opaque, |group| {
            Field::maybe((group.kind == GroupKind::Unified).then_some("Private"))
        }),
    ];
}
