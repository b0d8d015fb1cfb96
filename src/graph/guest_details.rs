//! The request for all that the portal shows of one guest. Must not know the list, nor what is shown first.

use crate::domain::guest::UserId;
use crate::domain::guest_details::{AccountKind, GuestDetails, Identity};
use crate::domain::moment::Moment;

use super::call::{Call, json, path};
use super::users::{origin, state};
use super::wire;

/// Without `$select`, Graph leaves out most of these.
const COLUMNS: &str = "id,displayName,givenName,surname,mail,otherMails,identities,userType,creationType,externalUserState,externalUserStateChangeDateTime,createdDateTime,companyName,department,jobTitle,accountEnabled,userPrincipalName";

/// `GET /users/{id}`.
#[must_use]
pub fn of_guest(id: UserId) -> Call<GuestDetails> {
    Call::get(path(&format!("/users/{id}"), &[("$select", COLUMNS)]), |response| {
        json::<wire::UserDetails>(response).map(to_details)
    })
}

fn to_details(user: wire::UserDetails) -> GuestDetails {
    let moment = |text: Option<String>| text.map(|text| Moment::parse(&text));
    let identities = |all: Vec<wire::ObjectIdentity>| all.into_iter().filter_map(identity).collect();
    GuestDetails {
        name: user.display_name.map(|name| if name.trim().is_empty() { String::new() } else { name }),
        given_name: user.given_name,
        surname: user.surname,
        company: user.company_name,
        department: user.department,
        job_title: user.job_title,
        mail: user.mail,
        other_mails: user.other_mails,
        identities: user.identities.map(identities),
        kind: user.user_type.map(kind),
        origin: user.creation_type.map(|word| origin(Some(word))),
        state: user.external_user_state.map(|word| state(Some(&word))),
        changed: moment(user.external_user_state_change_date_time),
        created: moment(user.created_date_time),
        blocked: user.account_enabled.map(|enabled| !enabled),
        sign_in_name: user.user_principal_name,
    }
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

/// `None` for an entry that says nothing.
fn identity(read: wire::ObjectIdentity) -> Option<Identity> {
    let text = Option::<String>::unwrap_or_default;
    let identity = Identity {
        sign_in_type: text(read.sign_in_type),
        issuer: text(read.issuer),
        assigned: text(read.issuer_assigned_id),
    };
    let says_something = !(identity.issuer.is_empty() && identity.assigned.is_empty());
    says_something.then_some(identity)
}

#[cfg(test)]
mod tests;
