//! The request for all that the portal shows of one guest. Must not know the list, nor what is shown first.

use serde_json::{Map, Value};

use crate::domain::guest::UserId;
use crate::domain::guest_details::{AccountKind, GuestDetails, Identity};
use crate::domain::moment::Moment;

use super::call::{Call, json, path};
use super::error::GraphError;
use super::users::{origin, state};

/// Without `$select`, Graph leaves out most of these.
const COLUMNS: &str = "id,displayName,givenName,surname,mail,otherMails,identities,userType,creationType,externalUserState,externalUserStateChangeDateTime,createdDateTime,companyName,department,jobTitle,accountEnabled,userPrincipalName";

/// `GET /users/{id}`, with the id that the response names. The response is read name by name and not into a type of `wire`, because
/// here a property that is missing says something else than one that is null.
#[must_use]
pub fn of_guest(id: UserId) -> Call<(UserId, GuestDetails)> {
    Call::get(path(&format!("/users/{id}"), &[("$select", COLUMNS)]), |response| {
        let user: Map<String, Value> = json(response)?;
        let id = user.get("id").and_then(Value::as_str).and_then(UserId::parse);
        Ok((id.ok_or_else(|| GraphError::unreadable(response))?, to_details(&user)))
    })
}

fn to_details(user: &Map<String, Value>) -> GuestDetails {
    // Null is an empty text. A value of another type is as if the service had left it out.
    let text = |name| match user.get(name)? {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let moment = |name| text(name).and_then(|text| moment(&text));
    let list = |name| match user.get(name)? {
        Value::Null => Some(&[][..]),
        Value::Array(entries) => Some(entries.as_slice()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
    };
    let texts = |all: &[Value]| all.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let name = text("displayName").map(|name| if name.trim().is_empty() { String::new() } else { name });
    GuestDetails {
        name,
        given_name: text("givenName"),
        surname: text("surname"),
        company: text("companyName"),
        department: text("department"),
        job_title: text("jobTitle"),
        mail: text("mail"),
        other_mails: list("otherMails").map(texts),
        identities: list("identities").map(identities),
        kind: text("userType").map(kind),
        origin: text("creationType").map(|word| origin(Some(word))),
        state: text("externalUserState").map(|word| state(Some(&word))),
        changed: moment("externalUserStateChangeDateTime"),
        created: moment("createdDateTime"),
        blocked: user.get("accountEnabled").and_then(Value::as_bool).map(|enabled| !enabled),
        sign_in_name: text("userPrincipalName"),
    }
}

/// The moment; the inner `None` means that there is none, which the service also writes as the year 1, and the outer one that the text is
/// not a moment.
fn moment(text: &str) -> Option<Option<Moment>> {
    let none = text.is_empty() || text.starts_with("0001-");
    if none { Some(None) } else { Moment::parse(text).map(Some) }
}

/// Each once, without entries that say nothing.
fn identities(all: &[Value]) -> Vec<Identity> {
    let mut known: Vec<Identity> = Vec::new();
    for entry in all {
        let text = |name| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let identity = Identity {
            sign_in_type: text("signInType"),
            issuer: text("issuer"),
            assigned: text("issuerAssignedId"),
        };
        let says_something = !(identity.issuer.is_empty() && identity.assigned.is_empty());
        if says_something && !known.contains(&identity) {
            known.push(identity);
        }
    }
    known
}

/// Reads `userType`.
fn kind(word: String) -> AccountKind {
    match word.as_str() {
        "" => AccountKind::Unsaid,
        "Guest" => AccountKind::Guest,
        "Member" => AccountKind::Member,
        _ => AccountKind::Other(word),
    }
}

#[cfg(test)]
mod tests;
