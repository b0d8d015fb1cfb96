//! `microsoft.graph.user`.

mod filters;
mod names;
mod values;

use uuid::Uuid;

use crate::directory::{CreationType, GuestState, User, UserType};
use crate::odata::entity::Capability::{Any, Count, EndsWith, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use crate::odata::entity::{Capability, Entity, Field, Kind, Property, Sort};
use filters::{DATES, DETAIL, EQUAL, LATE, LATE_VALUES, NE_NOT, NE_NOT_NULL};
pub(crate) use names::{BASIC, EXTENSION_ATTRIBUTES, PATCHABLE_DETAILS, SINGLE_ONLY};
pub(crate) use values::of_profile;
use values::{
    business_phones, extension_attribute, extension_attributes, identities, last_sign_in,
    last_silent_sign_in, nickname, shown, sign_in_activity, sign_in_name,
};

/// A string property of `user.details` with these filters: in all queries, and in advanced queries only.
const fn detail(
    name: &'static str,
    get: for<'a> fn(&'a User) -> Field<'a>,
    (always, advanced): (&'static [Capability], &'static [Capability]),
) -> Property<User> {
    Property::filtered(name, Kind::String, get, always, advanced)
}

/// A property of the profile. It is null until it is set. The filters are those of all queries, and those of advanced
/// queries only.
const fn profile(
    name: &'static str,
    kind: Kind,
    get: for<'a> fn(&'a User) -> Field<'a>,
    (always, advanced): (&'static [Capability], &'static [Capability]),
) -> Property<User> {
    Property::filtered(name, kind, get, always, advanced)
}

/// A property that is null for all users here.
const fn empty(
    name: &'static str,
    kind: Kind,
    always: &'static [Capability],
    advanced: &'static [Capability],
) -> Property<User> {
    Property::filtered(name, kind, |_| Field::Null, always, advanced)
}

/// A member of `onPremisesExtensionAttributes`, for filters.
macro_rules! attribute {
    ($name:literal) => {
        profile(
            concat!("onPremisesExtensionAttributes/", $name),
            Kind::String,
            |user| extension_attribute(user, $name),
            (&[], LATE_VALUES),
        )
    };
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
    const SEARCHABLE: bool = true;

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::filtered("id", Kind::String, |user| Field::string(user.id.to_string()), EQUAL, &[Ne, Not]),
        Property::filtered(
            "userType",
            Kind::String,
            |user| Field::optional_string(user.user_type.map(UserType::name)),
            EQUAL,
            NE_NOT_NULL,
        ),
        // [observed] `eq` without `ConsistencyLevel: eventual`.
        Property::filtered(
            "externalUserState",
            Kind::String,
            |user| Field::optional_string(user.state.map(GuestState::name)),
            &[Eq],
            &[Ne, Not, In],
        ),
        Property::filtered(
            "externalUserStateChangeDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.state_changed),
            &[],
            &[Eq, Ne, Not, In],
        ),
        Property::filtered(
            "creationType",
            Kind::String,
            |user| Field::optional_string(user.creation_type.map(CreationType::name)),
            EQUAL,
            NE_NOT,
        ),
        Property::<Self>::filtered(
            "createdDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.created),
            DATES.0,
            DATES.1,
        )
        .sorted(Sort::Advanced),
        Property::<Self>::filtered(
            "displayName",
            Kind::String,
            |user| Field::string(user.display_name.as_str()),
            &[Eq, In, StartsWith],
            &[Ne, Not, Ge, Le, Null],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "givenName",
            Kind::String,
            |user| Field::optional_string(user.given_name.as_deref()),
            DETAIL.0,
            DETAIL.1,
        ),
        Property::filtered(
            "surname",
            Kind::String,
            |user| Field::optional_string(user.surname.as_deref()),
            DETAIL.0,
            DETAIL.1,
        ),
        Property::filtered(
            "jobTitle",
            Kind::String,
            |user| Field::optional_string(user.job_title.as_deref()),
            &[Eq, Ge, Le, In],
            &[Ne, Not, StartsWith, Null],
        ),
        Property::filtered(
            "preferredLanguage",
            Kind::String,
            |user| Field::optional_string(user.preferred_language.as_deref()),
            LATE.0,
            LATE.1,
        ),
        Property::<Self>::filtered(
            "userPrincipalName",
            Kind::String,
            sign_in_name,
            &[Eq, Le, In, StartsWith],
            &[Ne, Not, Ge, EndsWith],
        )
        .sorted(Sort::Always),
        Property::filtered(
            "mail",
            Kind::String,
            |user| Field::optional_string(user.mail.as_deref()),
            &[Eq, Ge, Le, In, StartsWith],
            &[Ne, Not, EndsWith, Null],
        ),
        Property::filtered("mailNickname", Kind::String, nickname, DETAIL.0, DETAIL.1),
        Property::filtered(
            "otherMails",
            Kind::Strings,
            |user| Field::Strings(&user.other_mails),
            &[Any, Eq, Ge, Le, In, StartsWith],
            &[Ne, Not, EndsWith, Count],
        ),
        Property::filtered(
            "proxyAddresses",
            Kind::Strings,
            |user| Field::Strings(&user.proxy_addresses),
            &[Any, Eq, Ge, Le, StartsWith],
            &[Ne, Not, EndsWith, Count],
        ),
        Property::filtered(
            "companyName",
            Kind::String,
            |user| Field::optional_string(user.company.as_deref()),
            LATE.0,
            LATE.1,
        ),
        Property::filtered(
            "accountEnabled",
            Kind::Boolean,
            |user| Field::Boolean(user.enabled),
            EQUAL,
            &[Ne, Not, Ge, Le],
        ),
        // [documented] Both members must be compared.
        Property::<Self>::filtered("identities", Kind::Objects, identities, &[Any], &[])
            .needing(&["issuerAssignedId", "issuer"]),
        detail(
            "city",
            |user| Field::optional_string(user.details.get("city")),
            (&[Eq, Ge, In, StartsWith], &[Ne, Not, Le, Null]),
        ),
        detail("country", |user| Field::optional_string(user.details.get("country")), DETAIL),
        detail("department", |user| Field::optional_string(user.details.get("department")), DETAIL),
        detail(
            "employeeId",
            |user| Field::optional_string(user.details.get("employeeId")),
            (&[Eq, StartsWith], &[Ne, Not, Ge, Le, In, Null]),
        ),
        detail(
            "employeeType",
            |user| Field::optional_string(user.details.get("employeeType")),
            (&[], &[Eq, Ne, Not, Ge, Le, In, StartsWith]),
        ),
        detail("faxNumber", |user| Field::optional_string(user.details.get("faxNumber")), LATE),
        detail("mobilePhone", |user| Field::optional_string(user.details.get("mobilePhone")), LATE),
        detail("officeLocation", |user| Field::optional_string(user.details.get("officeLocation")), LATE),
        detail("postalCode", |user| Field::optional_string(user.details.get("postalCode")), LATE),
        detail("state", |user| Field::optional_string(user.details.get("state")), DETAIL),
        detail("streetAddress", |user| Field::optional_string(user.details.get("streetAddress")), LATE),
        detail("usageLocation", |user| Field::optional_string(user.details.get("usageLocation")), DETAIL),
        Property::filtered(
            "businessPhones",
            Kind::Strings,
            business_phones,
            &[Any, Eq],
            &[Not, Ge, Le, StartsWith],
        ),
        Property::filtered(
            "imAddresses",
            Kind::Strings,
            |_| Field::Strings(&[]),
            &[Any, Eq, Ge, Le, StartsWith],
            NE_NOT,
        ),
        Property::filtered(
            "assignedLicenses",
            Kind::Objects,
            |_| Field::Objects(Vec::new()),
            &[Any],
            &[Not, Count],
        ),
        Property::filtered("assignedPlans", Kind::Objects, |_| Field::Objects(Vec::new()), &[Any], &[Not]),
        Property::<Self>::filtered(
            "deletedDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.deleted()),
            DATES.0,
            DATES.1,
        )
        .sorted(Sort::Advanced),
        Property::filtered(
            "onPremisesSyncEnabled",
            Kind::Boolean,
            |user| if user.synced.is_some() { Field::Boolean(true) } else { Field::Null },
            EQUAL,
            &[Ne, Not, Ge, Le, Null],
        ),
        Property::filtered(
            "onPremisesLastSyncDateTime",
            Kind::DateTime,
            |user| Field::optional_date_time(user.synced),
            &[],
            LATE_VALUES,
        ),
        Property::filtered(
            "onPremisesUserPrincipalName",
            Kind::String,
            |user| Field::optional_string(user.synced.map(|_| user.upn.as_str())),
            &[Eq, Ge, Le, In, StartsWith],
            NE_NOT,
        ),
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
        profile("ageGroup", Kind::String, |user| shown(user, "ageGroup"), (EQUAL, NE_NOT)),
        profile(
            "consentProvidedForMinor",
            Kind::String,
            |user| shown(user, "consentProvidedForMinor"),
            (EQUAL, NE_NOT),
        ),
        profile(
            "employeeHireDate",
            Kind::DateTime,
            |user| shown(user, "employeeHireDate"),
            (&[], LATE_VALUES),
        ),
        profile(
            "employeeLeaveDateTime",
            Kind::DateTime,
            |user| shown(user, "employeeLeaveDateTime"),
            (&[], LATE_VALUES),
        ),
        profile("employeeOrgData", Kind::Opaque, |user| shown(user, "employeeOrgData"), (&[], &[])),
        empty("isResourceAccount", Kind::Boolean, &[Eq], &[Ne]),
        empty("legalAgeGroupClassification", Kind::Opaque, &[], &[]),
        profile(
            "onPremisesImmutableId",
            Kind::String,
            |user| shown(user, "onPremisesImmutableId"),
            (&[], LATE_VALUES),
        ),
        empty("onPremisesSamAccountName", Kind::String, &[], &[Eq, Ne, Not, Ge, Le, In, StartsWith]),
        empty("onPremisesSecurityIdentifier", Kind::String, EQUAL, &[Ne, Null]),
        profile(
            "passwordPolicies",
            Kind::String,
            |user| shown(user, "passwordPolicies"),
            (&[], &[Eq, Ne, Not, Null]),
        ),
        // [documented] Passwords are never shown.
        empty("passwordProfile", Kind::Opaque, &[], &[]),
        profile(
            "preferredDataLocation",
            Kind::Opaque,
            |user| shown(user, "preferredDataLocation"),
            (&[], &[]),
        ),
        empty("securityIdentifier", Kind::String, &[], &[Eq, Not, Ge, Le, StartsWith]),
        profile(
            "showInAddressList",
            Kind::Boolean,
            |user| shown(user, "showInAddressList"),
            (&[], &[Eq, Ne, Ge, Le, In]),
        ),
        Property::plain("signInSessionsValidFromDateTime", Kind::Opaque, |user| {
            Field::optional_date_time(user.sessions_valid_from)
        }),
        Property::plain("onPremisesExtensionAttributes", Kind::Opaque, extension_attributes),
        attribute!("extensionAttribute1"),
        attribute!("extensionAttribute2"),
        attribute!("extensionAttribute3"),
        attribute!("extensionAttribute4"),
        attribute!("extensionAttribute5"),
        attribute!("extensionAttribute6"),
        attribute!("extensionAttribute7"),
        attribute!("extensionAttribute8"),
        attribute!("extensionAttribute9"),
        attribute!("extensionAttribute10"),
        attribute!("extensionAttribute11"),
        attribute!("extensionAttribute12"),
        attribute!("extensionAttribute13"),
        attribute!("extensionAttribute14"),
        attribute!("extensionAttribute15"),
    ];
}

#[cfg(test)]
mod tests;
