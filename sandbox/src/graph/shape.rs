//! How a user looks in an answer: the default set of properties, `$select`, and what Graph leaves out.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::error::Refusal;
use crate::directory::User;
use crate::odata::Problem;

type Read = fn(&User) -> Value;

/// The properties that this directory stores.
const STORED: &[(&str, Read)] = &[
    ("accountEnabled", |user| user.enabled.into()),
    ("businessPhones", |_| json!([])),
    ("companyName", |user| user.company.as_deref().into()),
    ("createdDateTime", |user| moment(user.created)),
    ("creationType", |user| user.creation_type.map(crate::directory::CreationType::name).into()),
    ("displayName", |user| user.display_name.as_str().into()),
    ("externalUserState", |user| user.state.map(crate::directory::GuestState::name).into()),
    ("externalUserStateChangeDateTime", |user| moment(user.state_changed)),
    ("givenName", |user| user.given_name.as_deref().into()),
    ("id", |user| user.id.to_string().into()),
    ("identities", identities),
    ("jobTitle", |user| user.job_title.into()),
    ("mail", |user| user.mail.as_deref().into()),
    ("mailNickname", |user| user.upn.rsplit_once('@').map(|(nickname, _)| nickname).into()),
    ("otherMails", |user| json!(user.other_mails)),
    ("preferredLanguage", |user| user.preferred_language.into()),
    ("proxyAddresses", |user| json!(user.proxy_addresses)),
    ("surname", |user| user.surname.as_deref().into()),
    ("userPrincipalName", |user| user.upn.as_str().into()),
    ("userType", |user| user.user_type.name().into()),
];

/// Properties that users have but nobody fills in here.
const EMPTY: &[&str] = &[
    "ageGroup",
    "city",
    "consentProvidedForMinor",
    "country",
    "deletedDateTime",
    "department",
    "employeeHireDate",
    "employeeId",
    "employeeType",
    "faxNumber",
    "legalAgeGroupClassification",
    "mobilePhone",
    "officeLocation",
    "onPremisesImmutableId",
    "onPremisesLastSyncDateTime",
    "onPremisesSyncEnabled",
    "onPremisesUserPrincipalName",
    "passwordPolicies",
    "postalCode",
    "securityIdentifier",
    "showInAddressList",
    "signInSessionsValidFromDateTime",
    "state",
    "streetAddress",
    "usageLocation",
];

/// What comes back without `$select`.
pub(super) const DEFAULT: &[&str] = &[
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

/// What `User.ReadBasic.All` alone shows of others.
const BASIC: &[&str] = &["displayName", "givenName", "id", "mail", "surname", "userPrincipalName"];

/// Properties that only a request for a single user can have.
const SINGLE_ONLY: &[&str] = &[
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

/// The properties of one answer, found once and read from many users.
pub(super) struct Shape {
    columns: Vec<(&'static str, Option<Read>)>,
}

impl Shape {
    /// Reads `$select`. `basic` leaves the properties that `User.ReadBasic.All` does not cover empty.
    pub(super) fn new(select: Option<&[String]>, many: bool, basic: bool) -> Result<Self, Refusal> {
        let mut columns = Vec::new();
        match select {
            None => {
                for name in DEFAULT {
                    columns.push(column(name, basic).ok_or_else(|| unknown(name))?);
                }
            }
            Some(names) => {
                for name in names {
                    let name = name.as_str();
                    if name.eq_ignore_ascii_case("signInActivity") {
                        return Err(Refusal::Premium);
                    }
                    if SINGLE_ONLY.iter().any(|single| single.eq_ignore_ascii_case(name)) {
                        if many {
                            return Err(Problem::SingleUserOnly.into());
                        }
                        continue;
                    }
                    columns.push(column(name, basic).ok_or_else(|| unknown(name))?);
                }
            }
        }
        Ok(Self { columns })
    }

    pub(super) fn user(&self, user: &User) -> Map<String, Value> {
        let value = |read: Option<Read>| read.map_or(Value::Null, |read| read(user));
        self.columns.iter().map(|(name, read)| ((*name).to_owned(), value(*read))).collect()
    }
}

fn column(name: &str, basic: bool) -> Option<(&'static str, Option<Read>)> {
    let hidden = |known: &str| basic && !BASIC.contains(&known);
    let stored = STORED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let stored = stored.map(|(known, read)| (*known, (!hidden(known)).then_some(*read)));
    stored.or_else(|| EMPTY.iter().find(|known| known.eq_ignore_ascii_case(name)).map(|known| (*known, None)))
}

fn unknown(name: &str) -> Refusal {
    Problem::UnknownProperty { name: name.to_owned(), clause: "Parsing OData Select and Expand failed" }
        .into()
}

/// Graph's moments have whole seconds and end in `Z`.
fn moment(at: Option<Timestamp>) -> Value {
    at.and_then(|at| Timestamp::from_second(at.as_second()).ok()).map(|at| at.to_string()).into()
}

fn identities(user: &User) -> Value {
    let one = |identity: &crate::directory::Identity| {
        let assigned = Some(identity.issuer_assigned_id.as_str()).filter(|id| !id.is_empty());
        json!({ "signInType": identity.sign_in_type, "issuer": identity.issuer, "issuerAssignedId": assigned })
    };
    user.identities.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(names: &[&str], many: bool) -> Option<u16> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        Shape::new(Some(&names), many, false).err().map(|refusal| refusal.status().as_u16())
    }

    #[test]
    fn every_default_property_is_known() {
        assert_eq!(Shape::new(None, true, false).unwrap().columns.len(), DEFAULT.len());
    }

    #[test]
    fn what_lists_cannot_have_is_told_apart() {
        assert_eq!(refused(&["id", "userType"], true), None);
        assert_eq!(refused(&["skills"], true), Some(501));
        assert_eq!(refused(&["skills"], false), None);
        assert_eq!(refused(&["signInActivity"], true), Some(403));
        assert_eq!(refused(&["shoeSize"], true), Some(400));
    }

    #[test]
    fn moments_have_whole_seconds() {
        let at = |text: &str| moment(Some(text.parse().unwrap()));
        assert_eq!(at("2026-11-20T10:00:00.9Z"), "2026-11-20T10:00:00Z");
        assert_eq!(at("2026-11-20T10:00:00Z"), "2026-11-20T10:00:00Z");
        assert_eq!(moment(None), Value::Null);
    }
}
