//! `microsoft.graph.user`.

use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use crate::directory::{CreationType, GuestState, User};
use crate::odata::entity::Capability::{Any, Count, EndsWith, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Capability, Entity, Field, Kind, Property, Record, Sort, date_time};

/// The properties of other users that `User.ReadBasic.All` shows.
pub(crate) const BASIC: &[&str] = &["displayName", "givenName", "id", "mail", "surname", "userPrincipalName"];

/// Properties that only requests for a single user support.
pub(crate) const SINGLE_ONLY: &[&str] = &[
    "aboutMe",
    "birthday",
    "hireDate",
    "interests",
    "mailboxSettings",
    "mySite",
    "pastProjects",
    "preferredName",
    "responsibilities",
    "schools",
    "skills",
];

/// The string properties that `PATCH` can change.
pub(crate) const PATCHABLE_DETAILS: &[&str] = &[
    "city",
    "country",
    "department",
    "employeeId",
    "employeeType",
    "faxNumber",
    "mobilePhone",
    "officeLocation",
    "postalCode",
    "state",
    "streetAddress",
    "usageLocation",
];

const EQUAL: &[Capability] = &[Eq, In];
const NAMES: &[Capability] = &[Eq, In, StartsWith];
const NAMES_PLUS: &[Capability] = &[Ne, Not, Null];
const EVERYTHING: &[Capability] = &[Eq, Ne, Not, In, Ge, Le, StartsWith, EndsWith, Null];

/// A string property with the filter operators documented for `city` and similar ones: eq, ne, not, ge, le, in,
/// startsWith.
const fn detail(name: &'static str, get: for<'a> fn(&'a User) -> Field<'a>) -> Property<User> {
    Property::filtered(name, Kind::String, get, &[Eq, Ge, Le, In, StartsWith, Null], &[Ne, Not])
}

/// A property that is null for all users here.
const fn empty(name: &'static str) -> Property<User> {
    Property::plain(name, Kind::Opaque, |_| Field::Null)
}

impl Entity for User {
    const RESOURCE: &'static str = "User";
    const TYPE: &'static str = "microsoft.graph.user";
    const DEFAULT: &'static [&'static str] = &[
        "businessPhones",
        "displayName",
        "givenName",
        "id",
        "jobTitle",
        "mail",
        "mobilePhone",
        "officeLocation",
        "preferredLanguage",
        "surname",
        "userPrincipalName",
    ];
    // [K]
    const SEARCH: &'static [&'static str] =
        &["displayName", "mail", "userPrincipalName", "givenName", "surname", "otherMails"];

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered("id", Kind::String, |user| Field::string(user.id.to_string()), EQUAL, &[Ne, Not]),
        Property::filtered(
            "userType",
            Kind::String,
            |user| Field::string(user.user_type.name()),
            EQUAL,
            NAMES_PLUS,
        ),
        // `eq` without `ConsistencyLevel: eventual` is observed, not documented.
        Property::filtered(
            "externalUserState",
            Kind::String,
            |user| Field::optional_string(user.state.map(GuestState::name)),
            &[Eq],
            &[Ne, Not, In, Null],
        ),
        Property::filtered(
            "externalUserStateChangeDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.state_changed),
            &[],
            &[Eq, Ne, Not, In, Null],
        ),
        Property::filtered(
            "creationType",
            Kind::String,
            |user| Field::optional_string(user.creation_type.map(CreationType::name)),
            EQUAL,
            NAMES_PLUS,
        ),
        Property::<Self>::filtered(
            "createdDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.created),
            &[Eq, Ge, Le],
            &[Ne, Not, In, Null],
        )
        .sorted(Sort::Advanced),
        Property::<Self>::filtered(
            "displayName",
            Kind::String,
            |user| Field::string(user.display_name.as_str()),
            NAMES,
            &[Ne, Not, Null, EndsWith],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "givenName",
            Kind::String,
            |user| Field::optional_string(user.given_name.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::filtered(
            "surname",
            Kind::String,
            |user| Field::optional_string(user.surname.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::filtered(
            "jobTitle",
            Kind::String,
            |user| Field::optional_string(user.job_title.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::filtered(
            "preferredLanguage",
            Kind::String,
            |user| Field::optional_string(user.preferred_language.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::<Self>::filtered(
            "userPrincipalName",
            Kind::String,
            |user| Field::string(user.upn.as_str()),
            &[Eq, Le, In, StartsWith],
            &[Ne, Not, EndsWith],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "mail",
            Kind::String,
            |user| Field::optional_string(user.mail.as_deref()),
            &[Eq, Ge, Le, In, StartsWith],
            &[Ne, Not, EndsWith, Null],
        ),
        Property::filtered("mailNickname", Kind::String, nickname, NAMES, NAMES_PLUS),
        Property::filtered(
            "otherMails",
            Kind::Strings,
            |user| Field::Strings(&user.other_mails),
            &[Any, Eq, StartsWith],
            &[Not, EndsWith, Count],
        ),
        Property::filtered(
            "proxyAddresses",
            Kind::Strings,
            |user| Field::Strings(&user.proxy_addresses),
            &[Any, Eq, StartsWith],
            &[Not, EndsWith, Count],
        ),
        Property::filtered(
            "companyName",
            Kind::String,
            |user| Field::optional_string(user.company.as_deref()),
            &[],
            EVERYTHING,
        ),
        Property::filtered(
            "accountEnabled",
            Kind::Boolean,
            |user| Field::Boolean(user.enabled),
            EQUAL,
            &[Ne, Not, Ge, Le],
        ),
        Property::filtered("identities", Kind::Objects, identities, &[Any], &[Not]),
        detail("city", |user| Field::optional_string(user.details.get("city"))),
        detail("country", |user| Field::optional_string(user.details.get("country"))),
        detail("department", |user| Field::optional_string(user.details.get("department"))),
        detail("employeeId", |user| Field::optional_string(user.details.get("employeeId"))),
        detail("employeeType", |user| Field::optional_string(user.details.get("employeeType"))),
        detail("faxNumber", |user| Field::optional_string(user.details.get("faxNumber"))),
        detail("mobilePhone", |user| Field::optional_string(user.details.get("mobilePhone"))),
        detail("officeLocation", |user| Field::optional_string(user.details.get("officeLocation"))),
        detail("postalCode", |user| Field::optional_string(user.details.get("postalCode"))),
        detail("state", |user| Field::optional_string(user.details.get("state"))),
        detail("streetAddress", |user| Field::optional_string(user.details.get("streetAddress"))),
        detail("usageLocation", |user| Field::optional_string(user.details.get("usageLocation"))),
        Property::plain("businessPhones", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("imAddresses", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("assignedLicenses", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("deletedDateTime", Kind::Opaque, |user| Field::optional_date_time(user.deleted())),
        Property::filtered(
            "onPremisesSyncEnabled",
            Kind::Boolean,
            |user| if user.synced.is_some() { Field::Boolean(true) } else { Field::Null },
            &[Eq, In],
            &[Ne, Not, Null],
        ),
        Property::filtered(
            "onPremisesLastSyncDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.synced),
            &[Eq, Ge, Le],
            &[Ne, Not, In, Null],
        ),
        Property::plain("onPremisesUserPrincipalName", Kind::Opaque, |user| {
            Field::optional_string(user.synced.map(|_| user.upn.as_str()))
        }),
        Property::plain("signInActivity", Kind::Opaque, sign_in_activity),
        Property::filtered(
            "signInActivity/lastSignInDateTime",
            Kind::DateTime,
            last_sign_in,
            &[Eq, Ge, Le],
            &[Ne, Not],
        ),
        Property::filtered(
            "signInActivity/lastSuccessfulSignInDateTime",
            Kind::DateTime,
            last_sign_in,
            &[Eq, Ge, Le],
            &[Ne, Not],
        ),
        Property::filtered(
            "signInActivity/lastNonInteractiveSignInDateTime",
            Kind::DateTime,
            last_silent_sign_in,
            &[Eq, Ge, Le],
            &[Ne, Not],
        ),
        empty("ageGroup"),
        empty("consentProvidedForMinor"),
        empty("employeeHireDate"),
        empty("employeeLeaveDateTime"),
        empty("legalAgeGroupClassification"),
        empty("onPremisesImmutableId"),
        empty("passwordPolicies"),
        empty("securityIdentifier"),
        empty("showInAddressList"),
        empty("signInSessionsValidFromDateTime"),
    ];
}

fn nickname(user: &User) -> Field<'_> {
    Field::optional_string(user.upn.rsplit_once('@').map(|(nickname, _)| nickname))
}

fn identities(user: &User) -> Field<'_> {
    let record = |identity: &'_ crate::directory::Identity| -> Record<'static> {
        vec![
            ("signInType", identity.sign_in_type.into()),
            ("issuer", identity.issuer.clone()),
            ("issuerAssignedId", identity.issuer_assigned_id.clone().into()),
        ]
    };
    Field::Objects(user.identities.iter().map(record).collect())
}

fn last_sign_in(user: &User) -> Field<'_> {
    Field::optional_date_time(user.last_sign_in)
}

/// Three hours before the last sign-in: apps have refreshed their tokens.
fn last_silent_sign_in(user: &User) -> Field<'_> {
    Field::optional_date_time(
        user.last_sign_in.and_then(|at| at.checked_sub(SignedDuration::from_hours(3)).ok()),
    )
}

/// Null for users who never signed in; the response then lacks the property.
fn sign_in_activity(user: &User) -> Field<'_> {
    let Some(at) = user.last_sign_in else { return Field::Null };
    let silent = at.checked_sub(SignedDuration::from_hours(3)).unwrap_or(at);
    // Any ids, as long as they stay the same.
    let id = |number: u128| Uuid::from_u128(user.id.as_u128() ^ number).to_string();
    Field::Json(json!({
        "lastSignInDateTime": date_time(at),
        "lastSignInRequestId": id(1),
        "lastNonInteractiveSignInDateTime": date_time(silent),
        "lastNonInteractiveSignInRequestId": id(2),
        "lastSuccessfulSignInDateTime": date_time(at),
        "lastSuccessfulSignInRequestId": id(1),
    }))
}

#[cfg(test)]
mod tests;
