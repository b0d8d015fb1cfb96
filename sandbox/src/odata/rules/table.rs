//! The rows themselves, apart from the code that reads them.

use super::Use::{Any, Count, EndsWith, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};
use super::{Kind, Property, Row, Use};

const fn row(
    property: Property,
    name: &'static str,
    kind: Kind,
    always: &'static [Use],
    advanced: &'static [Use],
) -> Row {
    Row { property, name, kind, always, advanced }
}

pub(super) const TABLE: &[Row] = &[
    row(Property::Id, "id", Kind::Text, &[Eq, In], &[Ne, Not]),
    row(Property::UserType, "userType", Kind::Text, &[Eq, In], &[Ne, Not, Null]),
    // `eq` without the header is observed, not documented.
    row(Property::ExternalUserState, "externalUserState", Kind::Text, &[Eq], &[Ne, Not, In, Null]),
    row(
        Property::ExternalUserStateChangeDateTime,
        "externalUserStateChangeDateTime",
        Kind::Moment,
        &[],
        &[Eq, Ne, Not, In, Null],
    ),
    row(Property::CreationType, "creationType", Kind::Text, &[Eq, In], &[Ne, Not, Null]),
    row(Property::CreatedDateTime, "createdDateTime", Kind::Moment, &[Eq, Ge, Le], &[Ne, Not, In, Null]),
    row(Property::DisplayName, "displayName", Kind::Text, &[Eq, In, StartsWith], &[Ne, Not, Null, EndsWith]),
    row(Property::GivenName, "givenName", Kind::Text, &[Eq, In, StartsWith], &[Ne, Not, Null]),
    row(Property::Surname, "surname", Kind::Text, &[Eq, In, StartsWith], &[Ne, Not, Null]),
    row(Property::JobTitle, "jobTitle", Kind::Text, &[Eq, In, StartsWith], &[Ne, Not, Null]),
    row(
        Property::PreferredLanguage,
        "preferredLanguage",
        Kind::Text,
        &[Eq, In, StartsWith],
        &[Ne, Not, Null],
    ),
    row(
        Property::UserPrincipalName,
        "userPrincipalName",
        Kind::Text,
        &[Eq, Le, In, StartsWith],
        &[Ne, Not, EndsWith],
    ),
    row(Property::Mail, "mail", Kind::Text, &[Eq, Ge, Le, In, StartsWith], &[Ne, Not, EndsWith, Null]),
    row(
        Property::OtherMails,
        "otherMails",
        Kind::Collection,
        &[Any, Eq, StartsWith],
        &[Not, EndsWith, Count],
    ),
    row(
        Property::ProxyAddresses,
        "proxyAddresses",
        Kind::Collection,
        &[Any, Eq, StartsWith],
        &[Not, EndsWith, Count],
    ),
    row(
        Property::CompanyName,
        "companyName",
        Kind::Text,
        &[],
        &[Eq, Ne, Not, In, Ge, Le, StartsWith, EndsWith, Null],
    ),
    row(Property::AccountEnabled, "accountEnabled", Kind::Flag, &[Eq, In], &[Ne, Not, Ge, Le]),
    row(Property::Identities, "identities", Kind::Identity, &[Any], &[Not]),
];
