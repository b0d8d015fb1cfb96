//! `microsoft.graph.directoryAudit`: its properties, and how each can be filtered.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::audit::{Event, Initiator, Outcome, Target, TargetKind};
use crate::odata::entity::Capability::{Any, Eq, Ge, Le, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property, Sort};
use crate::policies::tenants;

impl Entity for Event {
    const RESOURCE: &'static str = "DirectoryAudit";
    const TYPE: &'static str = "microsoft.graph.directoryAudit";
    const SORTS_FILTERED: bool = true;
    /// [documented]
    const FRACTIONS: bool = true;
    /// Reports have pages of 1,000 [inferred].
    const PAGE: (usize, usize) = (1_000, 1_000);

    fn id(&self) -> Uuid {
        self.id
    }

    /// Filter operators are those of the property descriptions. `category` and `result` have none there, but documented
    /// examples use `eq`.
    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered("id", Kind::String, |event| Field::string(event.full_id()), &[Eq], &[]),
        Property::filtered(
            "category",
            Kind::String,
            |event| Field::string(event.activity.category()),
            &[Eq],
            &[],
        ),
        Property::filtered(
            "correlationId",
            Kind::String,
            |event| Field::string(event.correlation.to_string()),
            &[Eq],
            &[],
        ),
        Property::filtered("result", Kind::String, |event| Field::string(result(event).0), &[Eq], &[]),
        Property::plain("resultReason", Kind::String, |event| Field::string(result(event).1)),
        Property::filtered(
            "activityDisplayName",
            Kind::String,
            |event| Field::string(event.activity.name()),
            &[Eq, StartsWith],
            &[],
        ),
        Property::filtered(
            "activityDateTime",
            Kind::DateTime,
            |event: &Self| Field::DateTime(event.at),
            &[Eq, Ge, Le],
            &[],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "loggedByService",
            Kind::String,
            |event| Field::string(event.activity.service()),
            &[Eq],
            &[],
        ),
        Property::plain("operationType", Kind::String, |event| Field::string(event.activity.operation())),
        Property::plain("initiatedBy", Kind::Opaque, |event| Field::Json(initiated(&event.by))),
        Property::filtered("initiatedBy/user/id", Kind::String, |event| user(&event.by).0, &[Eq], &[]),
        Property::filtered(
            "initiatedBy/user/displayName",
            Kind::String,
            |event| user(&event.by).1,
            &[Eq],
            &[],
        ),
        Property::filtered(
            "initiatedBy/user/userPrincipalName",
            Kind::String,
            |event| user(&event.by).2,
            &[Eq, StartsWith],
            &[],
        ),
        Property::filtered("initiatedBy/app/appId", Kind::String, |event| app(&event.by).0, &[Eq], &[]),
        Property::filtered("initiatedBy/app/displayName", Kind::String, |event| app(&event.by).1, &[Eq], &[]),
        Property::filtered(
            "targetResources",
            Kind::Objects,
            |event| Field::Objects(event.targets.iter().map(target_texts).collect()),
            &[Any],
            &[],
        ),
        Property::plain("additionalDetails", Kind::Opaque, |event| {
            let detail = |(key, value): &(&str, String)| json!({ "key": key, "value": value });
            Field::Json(event.details.iter().map(detail).collect())
        }),
    ];
}

/// Replaces `targetResources` by the full objects; until here they have only the members that filters use.
pub(super) fn fill_targets(event: &Event, body: &mut Map<String, Value>) {
    if let Some(targets) = body.get_mut("targetResources") {
        *targets = event.targets.iter().map(target).collect();
    }
}

/// The reason of a success is an empty string [observed].
fn result(event: &Event) -> (&'static str, &str) {
    match &event.outcome {
        Outcome::Success => ("success", ""),
        Outcome::Failure(reason) => ("failure", reason),
    }
}

type Texts<'a> = (Field<'a>, Field<'a>, Field<'a>);

fn user(by: &Initiator) -> Texts<'_> {
    match by {
        Initiator::User { id, name, upn } => {
            (Field::string(id.to_string()), Field::string(name.as_str()), Field::string(upn.as_str()))
        }
        Initiator::Address(address) => (Field::Null, Field::Null, Field::string(address.as_str())),
        Initiator::App { .. } => (Field::Null, Field::Null, Field::Null),
    }
}

fn app(by: &Initiator) -> (Field<'_>, Field<'_>) {
    match by {
        Initiator::App { id, name } => (Field::optional_string(id.as_deref()), Field::string(name.as_str())),
        Initiator::User { .. } | Initiator::Address(_) => (Field::Null, Field::Null),
    }
}

/// Either `user` or `app`; the other is null. The IP address is always loopback. [documented] `userType` and the home
/// tenant can be null. [inferred] A guest has those of the own tenant.
fn initiated(by: &Initiator) -> Value {
    let person = |id: Option<&Uuid>, name: Option<&str>, upn: &str| {
        let domain = id.is_none().then(|| upn.rsplit_once('@')).flatten();
        let home = domain.and_then(|(_, domain)| tenants::of_domain(domain));
        json!({
            "user": {
                "id": id,
                "displayName": name,
                "userPrincipalName": upn,
                "ipAddress": "127.0.0.1",
                "userType": id.is_none().then_some("Guest"),
                "homeTenantId": home.map(|home| home.id),
                "homeTenantName": home.map(|home| home.name),
            },
            "app": null,
        })
    };
    match by {
        Initiator::User { id, name, upn } => person(Some(id), Some(name), upn),
        Initiator::Address(address) => person(None, None, address),
        Initiator::App { id, name } => json!({
            "user": null,
            "app": {
                "appId": id,
                "displayName": name,
                "servicePrincipalId": null,
                "servicePrincipalName": null,
            },
        }),
    }
}

fn kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::User => "User",
        TargetKind::Group { .. } => "Group",
        TargetKind::ServicePrincipal => "ServicePrincipal",
        TargetKind::Policy => "Policy",
    }
}

/// The members of a target that filters can use.
fn target_texts(target: &Target) -> Vec<(&'static str, Cow<'_, str>)> {
    let (id, name) = (target.id.as_deref().unwrap_or_default(), target.name.as_deref().unwrap_or_default());
    vec![("id", Cow::Borrowed(id)), ("displayName", Cow::Borrowed(name))]
}

fn target(target: &Target) -> Value {
    let change = |change: &crate::audit::Change| json!({ "displayName": change.name, "oldValue": change.old, "newValue": change.new });
    let group_type = match target.kind {
        TargetKind::Group { unified: true } => Some("unifiedGroups"),
        TargetKind::Group { unified: false } => Some("azureAD"),
        TargetKind::User | TargetKind::ServicePrincipal | TargetKind::Policy => None,
    };
    json!({
        "id": target.id,
        "displayName": text(target.name.as_deref()),
        "type": kind(target.kind),
        "userPrincipalName": text(target.upn.as_deref()),
        "groupType": group_type,
        "modifiedProperties": target.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn text(text: Option<&str>) -> Value {
    text.into()
}
