//! `microsoft.graph.signIn`: its properties, and how each can be filtered.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::sign_ins::SignIn;
use crate::odata::entity::Capability::{Eq, Ge, Le, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property, Sort};

impl Entity for SignIn {
    const RESOURCE: &'static str = "SignIn";
    const TYPE: &'static str = "microsoft.graph.signIn";
    const SORTS_FILTERED: bool = true;
    /// [documented]
    const FRACTIONS: bool = true;
    /// Reports have pages of 1,000 [inferred].
    const PAGE: (usize, usize) = (1_000, 1_000);

    fn id(&self) -> Uuid {
        self.id
    }

    /// Filter operators are [documented]. Device, location and risk are the same in all sign-ins, so they cannot be
    /// filtered here [invented].
    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered("id", Kind::String, |one| Field::string(one.id.to_string()), &[Eq], &[]),
        Property::filtered(
            "createdDateTime",
            Kind::DateTime,
            |one: &Self| Field::DateTime(one.at),
            &[Eq, Ge, Le],
            &[],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "userDisplayName",
            Kind::String,
            |one| Field::string(one.name.as_str()),
            TEXT,
            &[],
        ),
        // [observed] For guests this is their mail. Only comparison values in lower case match.
        Property::<Self>::filtered(
            "userPrincipalName",
            Kind::String,
            |one| Field::string(one.sign_in_name.as_str()),
            TEXT,
            &[],
        )
        .lower_case(),
        Property::filtered("userId", Kind::String, |one| Field::string(one.user.to_string()), &[Eq], &[]),
        Property::filtered("appId", Kind::String, |one| Field::string(one.app.id()), &[Eq], &[]),
        Property::filtered("appDisplayName", Kind::String, |one| Field::string(one.app.name()), TEXT, &[]),
        Property::filtered("ipAddress", Kind::String, |one| Field::string(one.address()), TEXT, &[]),
        Property::filtered("clientAppUsed", Kind::String, |_| Field::string("Browser"), &[Eq], &[]),
        Property::filtered(
            "correlationId",
            Kind::String,
            |one| Field::string(one.correlation().to_string()),
            &[Eq],
            &[],
        ),
        Property::filtered(
            "conditionalAccessStatus",
            Kind::String,
            |_| Field::string("notApplied"),
            &[Eq],
            &[],
        ),
        Property::plain("isInteractive", Kind::Boolean, |_| Field::Boolean(true)),
        Property::plain("riskDetail", Kind::String, |_| Field::string("none")),
        Property::plain("riskLevelAggregated", Kind::String, |_| Field::string("none")),
        Property::plain("riskLevelDuringSignIn", Kind::String, |_| Field::string("none")),
        Property::plain("riskState", Kind::String, |_| Field::string("none")),
        Property::plain("riskEventTypes", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("riskEventTypes_v2", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::filtered(
            "resourceDisplayName",
            Kind::String,
            |_| Field::string("Microsoft Graph"),
            &[Eq],
            &[],
        ),
        Property::filtered(
            "resourceId",
            Kind::String,
            |_| Field::string("00000003-0000-0000-c000-000000000000"),
            &[Eq],
            &[],
        ),
        // [documented] Members can be null. [invented] Here half of the sign-ins have nulls.
        Property::plain("status", Kind::Opaque, |one| {
            let reason = if has_nulls(one) { Value::Null } else { "Other.".into() };
            Field::Json(json!({ "errorCode": 0, "failureReason": reason, "additionalDetails": null }))
        }),
        Property::filtered("status/errorCode", Kind::Number, |_| Field::Number(0), &[Eq], &[]),
        Property::plain("deviceDetail", Kind::Opaque, |one| {
            let (text, flag) =
                if has_nulls(one) { (Value::Null, Value::Null) } else { ("".into(), false.into()) };
            Field::Json(json!({
                "deviceId": text,
                "displayName": text,
                "operatingSystem": "Windows10",
                "browser": "Edge 140.0.0",
                "isCompliant": flag,
                "isManaged": flag,
                "trustType": text,
            }))
        }),
        Property::plain("location", Kind::Opaque, |_| {
            Field::Json(json!({
                "city": "Lisbon",
                "state": "Lisboa",
                "countryOrRegion": "PT",
                "geoCoordinates": { "altitude": null, "latitude": 38.72, "longitude": -9.14 },
            }))
        }),
        Property::plain("appliedConditionalAccessPolicies", Kind::Opaque, |_| Field::Json(json!([]))),
    ];
}

const TEXT: &[crate::odata::entity::Capability] = &[Eq, StartsWith];

/// Whether members of the device and of the status are null.
fn has_nulls(one: &SignIn) -> bool {
    one.id.as_u128().is_multiple_of(2)
}
