//! Names of properties of users, by what can be done with them.

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

/// The members of `onPremisesExtensionAttributes`.
pub(crate) const EXTENSION_ATTRIBUTES: &[&str] = &[
    "extensionAttribute1",
    "extensionAttribute2",
    "extensionAttribute3",
    "extensionAttribute4",
    "extensionAttribute5",
    "extensionAttribute6",
    "extensionAttribute7",
    "extensionAttribute8",
    "extensionAttribute9",
    "extensionAttribute10",
    "extensionAttribute11",
    "extensionAttribute12",
    "extensionAttribute13",
    "extensionAttribute14",
    "extensionAttribute15",
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
