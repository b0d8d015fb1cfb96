//! `microsoft.graph.signIn`: which properties a sign-in has, and which of them filters know.

use serde_json::json;
use uuid::Uuid;

use crate::audit::sign_ins::SignIn;
use crate::odata::entity::Use::{Eq, Ge, Le, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Row, Sort};

impl Entity for SignIn {
    const RESOURCE: &'static str = "SignIn";
    const TYPE: &'static str = "microsoft.graph.signIn";
    const SORTS_FILTERED: bool = true;
    /// Reports come in pages of a thousand [K].
    const PAGE: (usize, usize) = (1_000, 1_000);

    fn id(&self) -> Uuid {
        self.id
    }

    /// Operators as documented; details of device, place and risk are the same for everybody and not to be filtered by.
    const ROWS: &'static [Row<Self>] = &[
        Row::filtered("id", Kind::Text, |one| Field::text(one.id.to_string()), &[Eq], &[]),
        Row::filtered(
            "createdDateTime",
            Kind::Moment,
            |one: &Self| Field::Moment(one.at),
            &[Eq, Ge, Le],
            &[],
        )
        .sorted(Sort::Always),
        Row::filtered("userDisplayName", Kind::Text, |one| Field::text(one.name.as_str()), TEXT, &[]),
        Row::filtered("userPrincipalName", Kind::Text, |one| Field::text(one.upn.as_str()), TEXT, &[]),
        Row::filtered("userId", Kind::Text, |one| Field::text(one.user.to_string()), &[Eq], &[]),
        Row::filtered("appId", Kind::Text, |one| Field::text(one.app.id()), &[Eq], &[]),
        Row::filtered("appDisplayName", Kind::Text, |one| Field::text(one.app.name()), TEXT, &[]),
        Row::filtered("ipAddress", Kind::Text, |one| Field::text(one.address()), TEXT, &[]),
        Row::plain("clientAppUsed", Kind::Text, |_| Field::text("Browser")),
        Row::filtered(
            "correlationId",
            Kind::Text,
            |one| Field::text(one.correlation().to_string()),
            &[Eq],
            &[],
        ),
        Row::filtered("conditionalAccessStatus", Kind::Text, |_| Field::text("notApplied"), &[Eq], &[]),
        Row::plain("isInteractive", Kind::Flag, |_| Field::Flag(true)),
        Row::plain("riskDetail", Kind::Text, |_| Field::text("none")),
        Row::plain("riskLevelAggregated", Kind::Text, |_| Field::text("none")),
        Row::plain("riskLevelDuringSignIn", Kind::Text, |_| Field::text("none")),
        Row::plain("riskState", Kind::Text, |_| Field::text("none")),
        Row::plain("riskEventTypes", Kind::Opaque, |_| Field::Json(json!([]))),
        Row::plain("riskEventTypes_v2", Kind::Opaque, |_| Field::Json(json!([]))),
        Row::plain("resourceDisplayName", Kind::Text, |_| Field::text("Microsoft Graph")),
        Row::plain("resourceId", Kind::Text, |_| Field::text("00000003-0000-0000-c000-000000000000")),
        Row::plain("status", Kind::Opaque, |_| {
            Field::Json(json!({ "errorCode": 0, "failureReason": "Other.", "additionalDetails": null }))
        }),
        Row::plain("deviceDetail", Kind::Opaque, |_| {
            Field::Json(json!({
                "deviceId": "",
                "displayName": "",
                "operatingSystem": "Windows10",
                "browser": "Edge 140.0.0",
                "isCompliant": false,
                "isManaged": false,
                "trustType": "",
            }))
        }),
        Row::plain("location", Kind::Opaque, |_| {
            Field::Json(json!({
                "city": "Lisbon",
                "state": "Lisboa",
                "countryOrRegion": "PT",
                "geoCoordinates": { "altitude": null, "latitude": 38.72, "longitude": -9.14 },
            }))
        }),
        Row::plain("appliedConditionalAccessPolicies", Kind::Opaque, |_| Field::Json(json!([]))),
    ];
}

const TEXT: &[crate::odata::entity::Use] = &[Eq, StartsWith];
