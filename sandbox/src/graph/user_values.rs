//! The values that `PATCH` of a user accepts, property by property.
//!
//! Knows types, lengths and formats. Must not know who may change what.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::directory_error::DirectoryError;
use super::schema::{self, EXTENSION_ATTRIBUTES, PATCHABLE_DETAILS};
use super::value_forms::{self, is_mail, length};
use crate::directory::{Detail, Directory, User, UserType};
use crate::odata::entity::Entity as _;

const RESOURCE: &str = "User";

/// Maximum lengths in characters: "Maximum length" in the descriptions of the properties [documented]. The story
/// `lengths` compares them with Microsoft's description.
const LENGTHS: &[(&str, usize)] = &[
    ("city", 128),
    ("companyName", 64),
    ("country", 128),
    ("department", 64),
    ("displayName", 256),
    ("employeeId", 16),
    ("givenName", 64),
    ("jobTitle", 128),
    ("mailNickname", 64),
    ("mobilePhone", 64),
    ("postalCode", 40),
    ("state", 128),
    ("streetAddress", 1_024),
    ("surname", 64),
];
/// `otherMails` stores up to 250 values with up to 250 characters each [documented].
const OTHER_MAILS: (usize, usize) = (250, 250);
/// The maximum length of each of the extension attributes [documented].
const EXTENSION_ATTRIBUTE: usize = 1_024;

/// The form of a property of the profile.
enum Form {
    Text,
    Texts,
    /// One telephone number at most [documented].
    Phone,
    Moment,
    Switch,
    OneOf(&'static [&'static str]),
    /// An object with these text members, each with a maximum length.
    Members(&'static [&'static str], usize),
}

/// What people tell about themselves in SharePoint. Such a property must be changed without any other [documented].
const ABOUT: &[(&str, Form)] = &[
    ("aboutMe", Form::Text),
    ("birthday", Form::Moment),
    ("hireDate", Form::Moment),
    ("interests", Form::Texts),
    ("mySite", Form::Text),
    ("pastProjects", Form::Texts),
    ("preferredName", Form::Text),
    ("responsibilities", Form::Texts),
    ("schools", Form::Texts),
    ("skills", Form::Texts),
];

/// The other properties of the profile that can be changed [documented].
const PROFILE: &[(&str, Form)] = &[
    ("ageGroup", Form::OneOf(&["Minor", "NotAdult", "Adult"])),
    ("businessPhones", Form::Phone),
    ("consentProvidedForMinor", Form::OneOf(&["Granted", "Denied", "NotRequired"])),
    ("employeeHireDate", Form::Moment),
    ("employeeLeaveDateTime", Form::Moment),
    ("employeeOrgData", Form::Members(&["costCenter", "division"], usize::MAX)),
    ("mailNickname", Form::Text),
    ("onPremisesExtensionAttributes", Form::Members(EXTENSION_ATTRIBUTES, EXTENSION_ATTRIBUTE)),
    ("onPremisesImmutableId", Form::Text),
    ("passwordPolicies", Form::Text),
    ("preferredDataLocation", Form::Text),
    ("showInAddressList", Form::Switch),
];

/// Whether the property is one of those that people write about themselves.
pub(super) fn is_about(name: &str) -> bool {
    ABOUT.iter().any(|(known, _)| *known == name)
}

/// Such a property as a response shows it. A date that was never set is missing [invented].
pub(super) fn about(user: &User, name: &str) -> Option<Value> {
    let (_, form) = ABOUT.iter().find(|(known, _)| *known == name)?;
    let empty = match form {
        Form::Text => Some(Value::Null),
        Form::Texts => Some(Value::Array(Vec::new())),
        Form::Phone | Form::Moment | Form::Switch | Form::OneOf(_) | Form::Members(..) => None,
    };
    schema::of_profile(user, name).or(empty)
}

/// Sets all properties of the body, which has no annotations.
pub(super) fn set_all(
    directory: &Directory,
    user: &mut User,
    body: &Map<String, Value>,
) -> Result<(), DirectoryError> {
    if let Some(alone) = body.keys().find(|name| is_about(name))
        && body.keys().any(|name| !is_about(name))
    {
        return Err(DirectoryError::NotTogether(alone.clone()));
    }
    body.iter().try_for_each(|(name, value)| set(directory, user, name, value))
}

/// Sets one property, named as in Graph.
fn set(directory: &Directory, user: &mut User, name: &str, value: &Value) -> Result<(), DirectoryError> {
    let given = Given { name, value };
    match name {
        "accountEnabled" => user.enabled = value.as_bool().ok_or_else(|| given.wrong())?,
        "companyName" => user.company = given.text()?.map(Into::into),
        "displayName" => user.display_name = given.needed()?,
        "givenName" => user.given_name = given.text()?,
        "jobTitle" => user.job_title = given.text()?.map(Into::into),
        "mail" => user.set_mail(given.mail()?),
        "otherMails" => user.other_mails = given.other_mails()?,
        // The value is checked and not stored, because accounts of the sandbox have no passwords.
        "passwordProfile" => drop(value.as_object().ok_or_else(|| given.wrong())?),
        "preferredLanguage" => user.preferred_language = given.text()?.map(Into::into),
        "surname" => user.surname = given.text()?,
        "usageLocation" => user.details.set("usageLocation", Some(given.country()?)),
        "userPrincipalName" => user.upn = given.sign_in_name(directory)?,
        "userType" => {
            user.user_type = Some(UserType::named(&given.needed()?).ok_or_else(|| given.wrong())?);
        }
        _ => {
            let detail = PATCHABLE_DETAILS.iter().find(|known| **known == name);
            let row = ABOUT.iter().chain(PROFILE).find(|(known, _)| *known == name);
            match (detail, row) {
                (Some(detail), _) => user.details.set(detail, given.text()?),
                (None, Some((name, form))) => {
                    let value = given.of_form(form, user.profile.get(name))?;
                    user.profile.set(name, value);
                }
                (None, None) => return Err(given.unknown()),
            }
        }
    }
    Ok(())
}

/// A property of the body.
struct Given<'a> {
    name: &'a str,
    value: &'a Value,
}

impl Given<'_> {
    fn wrong(&self) -> DirectoryError {
        DirectoryError::BadValue { name: self.name.to_owned(), resource: RESOURCE }
    }

    /// Names in bodies are read with their letter case, so `City` is no property [inferred].
    fn unknown(&self) -> DirectoryError {
        if User::property(self.name).is_some_and(|row| row.shown() && row.name == self.name) {
            DirectoryError::ReadOnly { name: self.name.to_owned(), resource: RESOURCE }
        } else {
            DirectoryError::UnknownProperty { name: self.name.to_owned(), kind: User::TYPE }
        }
    }

    /// Only `null` removes a text. An empty text is none [observed] for `givenName`, `surname` and `mobilePhone`
    /// msgraph-sdk-dotnet#187, [inferred] for the others. In what people tell about themselves it stands, as in
    /// SharePoint, which keeps these properties [inferred].
    fn text(&self) -> Result<Option<String>, DirectoryError> {
        match self.value {
            Value::Null => Ok(None),
            Value::String(text) if text.is_empty() && !is_about(self.name) => Err(self.wrong()),
            Value::String(text) if is_short_enough(self.name, text) => Ok(Some(text.clone())),
            Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Err(self.wrong())
            }
        }
    }

    /// A text that may not be empty.
    fn needed(&self) -> Result<String, DirectoryError> {
        let blank = self.value.as_str().map_or(self.value.is_null(), |text| text.trim().is_empty());
        let text = if blank { None } else { self.text()? };
        text.ok_or_else(|| DirectoryError::Required { name: self.name.to_owned(), resource: RESOURCE })
    }

    /// An address without accents; an empty text is refused [observed] microsoft-graph-docs#13477. `null` removes the
    /// address [inferred]: the property is nullable.
    fn mail(&self) -> Result<Option<String>, DirectoryError> {
        let mail = self.text()?;
        if mail.as_deref().is_none_or(is_mail) { Ok(mail) } else { Err(self.wrong()) }
    }

    fn other_mails(&self) -> Result<Vec<String>, DirectoryError> {
        let mails = self.texts()?;
        let (most, longest) = OTHER_MAILS;
        let good = mails.len() <= most && mails.iter().all(|mail| is_mail(mail) && length(mail) <= longest);
        if good { Ok(mails) } else { Err(self.wrong()) }
    }

    /// A country code of two letters; not null [documented]. Whether the country exists is not checked [invented].
    fn country(&self) -> Result<String, DirectoryError> {
        let code = self.text()?.filter(|code| code.len() == 2);
        code.filter(|code| code.bytes().all(|byte| byte.is_ascii_alphabetic())).ok_or_else(|| self.wrong())
    }

    /// A name in a verified domain [documented].
    fn sign_in_name(&self, directory: &Directory) -> Result<String, DirectoryError> {
        let upn = self.needed()?;
        let domain = value_forms::domain_of_sign_in_name(&upn);
        let good = domain.is_some_and(|domain| directory.is_verified_domain(domain));
        if good { Ok(upn) } else { Err(self.wrong()) }
    }

    fn texts(&self) -> Result<Vec<String>, DirectoryError> {
        let texts = self.value.as_array().ok_or_else(|| self.wrong())?;
        let texts = texts.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<_>>();
        texts.ok_or_else(|| self.wrong())
    }

    /// The value of a property of the profile; `None` removes it. `before` is the present value.
    fn of_form(&self, form: &Form, before: Option<&Detail>) -> Result<Option<Detail>, DirectoryError> {
        match (form, self.value) {
            (Form::Texts | Form::Phone, _) => {
                let texts = self.texts()?;
                let phone = matches!(form, Form::Phone);
                let wrong = phone && (texts.len() > 1 || texts.iter().any(String::is_empty));
                if wrong { Err(self.wrong()) } else { Ok(Some(Detail::Texts(texts))) }
            }
            (_, Value::Null) => Ok(None),
            (Form::Switch, value) => {
                value.as_bool().map(|on| Some(Detail::Switch(on))).ok_or_else(|| self.wrong())
            }
            (Form::Members(names, longest), value) => {
                let before = match before {
                    Some(Detail::Members(members)) => members.clone(),
                    Some(Detail::Text(_) | Detail::Texts(_) | Detail::Switch(_)) | None => BTreeMap::new(),
                };
                let members = members(before, names, *longest, value).ok_or_else(|| self.wrong())?;
                Ok(Some(Detail::Members(members)))
            }
            (Form::Text | Form::Moment | Form::OneOf(_), _) => {
                let text = self.text()?.unwrap_or_default();
                let text = match form {
                    Form::OneOf(names) => Some(text).filter(|text| names.contains(&text.as_str())),
                    Form::Moment => value_forms::in_utc(&text),
                    Form::Text | Form::Texts | Form::Phone | Form::Switch | Form::Members(..) => Some(text),
                };
                text.map(|text| Some(Detail::Text(text))).ok_or_else(|| self.wrong())
            }
        }
    }
}

/// The members of an object after a change. Those that are not named keep their values, and null removes one
/// [documented] extensibility-overview.md.
fn members(
    mut members: BTreeMap<&'static str, String>,
    names: &[&'static str],
    longest: usize,
    value: &Value,
) -> Option<BTreeMap<&'static str, String>> {
    for (name, value) in value.as_object()? {
        if name.contains('@') {
            continue;
        }
        let known = names.iter().find(|known| **known == name)?;
        if value.is_null() {
            members.remove(known);
            continue;
        }
        let text = value.as_str().filter(|text| !text.is_empty() && length(text) <= longest)?;
        members.insert(*known, text.to_owned());
    }
    Some(members)
}

fn is_short_enough(name: &str, text: &str) -> bool {
    let longest = LENGTHS.iter().find(|(known, _)| *known == name);
    longest.is_none_or(|(_, longest)| length(text) <= *longest)
}
