//! `microsoft.graph.user`.

use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use crate::directory::{CreationType, GuestState, User};
use crate::odata::entity::Use::{Any, Count, EndsWith, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property, Record, Sort, Use, moment};

/// What `User.ReadBasic.All` alone shows of others.
pub(crate) const BASIC: &[&str] = &["displayName", "givenName", "id", "mail", "surname", "userPrincipalName"];

/// Properties that only a request for a single user can have.
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

/// The details that `PATCH` may change: all are texts.
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

const EQUAL: &[Use] = &[Eq, In];
const NAMES: &[Use] = &[Eq, In, StartsWith];
const NAMES_PLUS: &[Use] = &[Ne, Not, Null];
const EVERYTHING: &[Use] = &[Eq, Ne, Not, In, Ge, Le, StartsWith, EndsWith, Null];

/// A detail that is filtered like a name; documented for `city` and its like: eq, ne, not, ge, le, in, startsWith.
const fn detail(name: &'static str, get: for<'a> fn(&'a User) -> Field<'a>) -> Property<User> {
    Property::filtered(name, Kind::Text, get, &[Eq, Ge, Le, In, StartsWith, Null], &[Ne, Not])
}

/// A property that users have but nobody here fills in.
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
        Property::filtered("id", Kind::Text, |user| Field::text(user.id.to_string()), EQUAL, &[Ne, Not]),
        Property::filtered(
            "userType",
            Kind::Text,
            |user| Field::text(user.user_type.name()),
            EQUAL,
            NAMES_PLUS,
        ),
        // `eq` without the header is observed, not documented.
        Property::filtered(
            "externalUserState",
            Kind::Text,
            |user| Field::maybe(user.state.map(GuestState::name)),
            &[Eq],
            &[Ne, Not, In, Null],
        ),
        Property::filtered(
            "externalUserStateChangeDateTime",
            Kind::Moment,
            |user| Field::when(user.state_changed),
            &[],
            &[Eq, Ne, Not, In, Null],
        ),
        Property::filtered(
            "creationType",
            Kind::Text,
            |user| Field::maybe(user.creation_type.map(CreationType::name)),
            EQUAL,
            NAMES_PLUS,
        ),
        Property::<Self>::filtered(
            "createdDateTime",
            Kind::Moment,
            |user| Field::when(user.created),
            &[Eq, Ge, Le],
            &[Ne, Not, In, Null],
        )
        .sorted(Sort::Advanced),
        Property::<Self>::filtered(
            "displayName",
            Kind::Text,
            |user| Field::text(user.display_name.as_str()),
            NAMES,
            &[Ne, Not, Null, EndsWith],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "givenName",
            Kind::Text,
            |user| Field::maybe(user.given_name.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::filtered(
            "surname",
            Kind::Text,
            |user| Field::maybe(user.surname.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::filtered(
            "jobTitle",
            Kind::Text,
            |user| Field::maybe(user.job_title.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::filtered(
            "preferredLanguage",
            Kind::Text,
            |user| Field::maybe(user.preferred_language.as_deref()),
            NAMES,
            NAMES_PLUS,
        ),
        Property::<Self>::filtered(
            "userPrincipalName",
            Kind::Text,
            |user| Field::text(user.upn.as_str()),
            &[Eq, Le, In, StartsWith],
            &[Ne, Not, EndsWith],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "mail",
            Kind::Text,
            |user| Field::maybe(user.mail.as_deref()),
            &[Eq, Ge, Le, In, StartsWith],
            &[Ne, Not, EndsWith, Null],
        ),
        Property::filtered("mailNickname", Kind::Text, nickname, NAMES, NAMES_PLUS),
        Property::filtered(
            "otherMails",
            Kind::Texts,
            |user| Field::Texts(&user.other_mails),
            &[Any, Eq, StartsWith],
            &[Not, EndsWith, Count],
        ),
        Property::filtered(
            "proxyAddresses",
            Kind::Texts,
            |user| Field::Texts(&user.proxy_addresses),
            &[Any, Eq, StartsWith],
            &[Not, EndsWith, Count],
        ),
        Property::filtered(
            "companyName",
            Kind::Text,
            |user| Field::maybe(user.company.as_deref()),
            &[],
            EVERYTHING,
        ),
        Property::filtered(
            "accountEnabled",
            Kind::Flag,
            |user| Field::Flag(user.enabled),
            EQUAL,
            &[Ne, Not, Ge, Le],
        ),
        Property::filtered("identities", Kind::Records, identities, &[Any], &[Not]),
        detail("city", |user| Field::maybe(user.details.get("city"))),
        detail("country", |user| Field::maybe(user.details.get("country"))),
        detail("department", |user| Field::maybe(user.details.get("department"))),
        detail("employeeId", |user| Field::maybe(user.details.get("employeeId"))),
        detail("employeeType", |user| Field::maybe(user.details.get("employeeType"))),
        detail("faxNumber", |user| Field::maybe(user.details.get("faxNumber"))),
        detail("mobilePhone", |user| Field::maybe(user.details.get("mobilePhone"))),
        detail("officeLocation", |user| Field::maybe(user.details.get("officeLocation"))),
        detail("postalCode", |user| Field::maybe(user.details.get("postalCode"))),
        detail("state", |user| Field::maybe(user.details.get("state"))),
        detail("streetAddress", |user| Field::maybe(user.details.get("streetAddress"))),
        detail("usageLocation", |user| Field::maybe(user.details.get("usageLocation"))),
        Property::plain("businessPhones", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("imAddresses", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("assignedLicenses", Kind::Opaque, |_| Field::Json(json!([]))),
        Property::plain("deletedDateTime", Kind::Opaque, |user| Field::when(user.deleted())),
        Property::filtered(
            "onPremisesSyncEnabled",
            Kind::Flag,
            |user| if user.synced.is_some() { Field::Flag(true) } else { Field::Null },
            &[Eq, In],
            &[Ne, Not, Null],
        ),
        Property::filtered(
            "onPremisesLastSyncDateTime",
            Kind::Moment,
            |user| Field::when(user.synced),
            &[Eq, Ge, Le],
            &[Ne, Not, In, Null],
        ),
        Property::plain("onPremisesUserPrincipalName", Kind::Opaque, |user| {
            Field::maybe(user.synced.map(|_| user.upn.as_str()))
        }),
        Property::plain("signInActivity", Kind::Opaque, sign_in_activity),
        Property::filtered(
            "signInActivity/lastSignInDateTime",
            Kind::Moment,
            last_sign_in,
            &[Eq, Ge, Le],
            &[Ne, Not],
        ),
        Property::filtered(
            "signInActivity/lastSuccessfulSignInDateTime",
            Kind::Moment,
            last_sign_in,
            &[Eq, Ge, Le],
            &[Ne, Not],
        ),
        Property::filtered(
            "signInActivity/lastNonInteractiveSignInDateTime",
            Kind::Moment,
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
    Field::maybe(user.upn.rsplit_once('@').map(|(nickname, _)| nickname))
}

fn identities(user: &User) -> Field<'_> {
    let record = |identity: &'_ crate::directory::Identity| -> Record<'static> {
        vec![
            ("signInType", identity.sign_in_type.into()),
            ("issuer", identity.issuer.clone()),
            ("issuerAssignedId", identity.issuer_assigned_id.clone().into()),
        ]
    };
    Field::Records(user.identities.iter().map(record).collect())
}

fn last_sign_in(user: &User) -> Field<'_> {
    Field::when(user.last_sign_in)
}

/// Apps had renewed their tokens some hours before a person signed in again.
fn last_silent_sign_in(user: &User) -> Field<'_> {
    Field::when(user.last_sign_in.and_then(|at| at.checked_sub(SignedDuration::from_hours(3)).ok()))
}

/// Absent for somebody who never signed in.
fn sign_in_activity(user: &User) -> Field<'_> {
    let Some(at) = user.last_sign_in else { return Field::Null };
    let silent = at.checked_sub(SignedDuration::from_hours(3)).unwrap_or(at);
    // Ids of requests long gone: any will do, as long as they stay the same.
    let id = |number: u128| Uuid::from_u128(user.id.as_u128() ^ number).to_string();
    Field::Json(json!({
        "lastSignInDateTime": moment(at),
        "lastSignInRequestId": id(1),
        "lastNonInteractiveSignInDateTime": moment(silent),
        "lastNonInteractiveSignInRequestId": id(2),
        "lastSuccessfulSignInDateTime": moment(at),
        "lastSuccessfulSignInRequestId": id(1),
    }))
}

#[cfg(test)]
mod tests;
