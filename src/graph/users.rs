//! Requests for the list of guests, and for users with a given address. Must not know how guests are sorted or shown.

use serde_json::Value;

use crate::domain::created_spans::CreatedSpan;
use crate::domain::email::GuestEmail;
use crate::domain::guest::{Guest, GuestOrigin, GuestState, UserId};
use crate::domain::moment::Moment;

use super::call::{Call, json, literal, path};
use super::error::{GraphError, GraphErrorKind};
use super::http::GraphResponse;
use super::page::{Page, Unreadable};
use super::wire;

pub(super) const COLUMNS: &str = "id,displayName,mail,otherMails,userType,creationType,externalUserState,externalUserStateChangeDateTime,createdDateTime,companyName,accountEnabled";

/// The columns of an [`Existing`].
pub(super) const EXISTING_COLUMNS: &str = "id,displayName,mail,otherMails,userType,creationType,externalUserState,externalUserStateChangeDateTime,createdDateTime,accountEnabled,userPrincipalName";

/// A user of the directory who has a given address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    pub guest: Guest,
    /// Whether the user is an employee. The service refuses to invite one.
    pub internal: bool,
    /// Whether the account is blocked from signing in.
    pub blocked: bool,
}

/// All guests and invited users. An invited member has the `userType` Member and is found by `creationType`.
pub(super) const GUESTS: &str = "userType eq 'Guest' or creationType eq 'Invitation'";

/// The service's maximum of users on a page.
pub const PAGE: usize = 999;

/// The first page of all guests and invited users.
#[must_use]
pub fn guests() -> Call<Page<Guest>> {
    Call::get(path("/users", &[("$filter", GUESTS), ("$select", COLUMNS), ("$top", "999")]), read_page)
}

/// The first page of those of them who were created in a span.
#[must_use]
pub fn guests_created(span: CreatedSpan) -> Call<Page<Guest>> {
    let from = span.from.map(|from| format!(" and createdDateTime ge {}", from.to_iso()));
    let to = span.to.map(|to| format!(" and createdDateTime le {}", to.to_iso()));
    let filter = format!("({GUESTS}){}{}", from.unwrap_or_default(), to.unwrap_or_default());
    Call::get(path("/users", &[("$filter", &filter), ("$select", COLUMNS), ("$top", "999")]), read_page)
}

/// The first page of those of them who have no `createdDateTime`. The service cannot be asked for that; it has "not" in
/// advanced queries.
#[must_use]
pub fn guests_without_date() -> Call<Page<Guest>> {
    let filter = format!("({GUESTS}) and not(createdDateTime ge 1900-01-01T00:00:00Z)");
    let options = [("$count", "true"), ("$filter", &filter), ("$select", COLUMNS), ("$top", "999")];
    Call::get(path("/users", &options), read_page)
}

/// The number of all guests and invited users, or of those who were created up to a moment.
#[must_use]
pub fn count_guests(up_to: Option<Moment>) -> Call<usize> {
    let up_to = up_to.map(|moment| format!(" and createdDateTime le {}", moment.to_iso()));
    let filter = format!("({GUESTS}){}", up_to.unwrap_or_default());
    let options = [("$count", "true"), ("$filter", &filter), ("$select", "id"), ("$top", "1")];
    Call::get(path("/users", &options), |response| {
        let list: wire::Counted = json(response)?;
        Ok(list.count)
    })
}

/// The page at an `@odata.nextLink`.
#[must_use]
pub fn more_guests(next: String) -> Call<Page<Guest>> {
    Call::follow(next, read_page)
}

/// The users who already have this address in `mail`, `otherMails` or `proxyAddresses`. The UPN is not searched,
/// because a guest's UPN is a changed form of the address and ambiguous.
#[must_use]
pub fn with_address(email: &GuestEmail) -> Call<Vec<Existing>> {
    let filter = has_address(email);
    let columns = [("$filter", filter.as_str()), ("$select", EXISTING_COLUMNS), ("$top", "5")];
    Call::get(path("/users", &columns), |response| {
        let list: wire::List<wire::User> = json(response)?;
        Ok(list.value.into_iter().filter_map(existing).collect())
    })
}

/// The clauses of a filter for users who have this address.
pub(super) fn has_address(email: &GuestEmail) -> String {
    let address = literal(email.as_str());
    let proxy = literal(&format!("smtp:{email}"));
    format!("mail eq {address} or otherMails/any(m:m eq {address}) or proxyAddresses/any(p:p eq {proxy})")
}

/// An entry that is not as documented costs that entry and not the page.
pub(super) fn read_page(response: &GraphResponse) -> Result<Page<Guest>, GraphError> {
    type Entries = wire::List<Result<wire::User, Unreadable>>;
    let entries: Entries = match json::<wire::List<wire::User>>(response) {
        Ok(list) => wire::List { value: list.value.into_iter().map(Ok).collect(), next_link: list.next_link },
        Err(error) if error.kind == GraphErrorKind::Unreadable => {
            let list: wire::List<Value> = json(response)?;
            wire::List { value: list.value.into_iter().map(read_user).collect(), next_link: list.next_link }
        }
        Err(error) => return Err(error),
    };
    let mut page = Page { items: Vec::new(), unreadable: Vec::new(), next: entries.next_link };
    for entry in entries.value {
        let guest = entry.and_then(|user| {
            let id = user.id.clone();
            to_guest(user).ok_or_else(|| Unreadable { key: id.to_ascii_lowercase(), name: id })
        });
        match guest {
            Ok(guest) => page.items.push(guest),
            Err(unreadable) => page.unreadable.push(unreadable),
        }
    }
    Ok(page)
}

/// The error names the entry.
fn read_user(entry: Value) -> Result<wire::User, Unreadable> {
    let text = |name: &str| entry.get(name)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let name = text("id").or_else(|| text("displayName")).or_else(|| text("mail")).unwrap_or_default();
    // Upper and lower case are the same id.
    let key = text("id").map_or_else(|| entry.to_string(), |id| id.to_ascii_lowercase());
    let unreadable = Unreadable { key, name };
    if entry.is_object() { serde_json::from_value(entry).map_err(|_| unreadable) } else { Err(unreadable) }
}

pub(super) fn existing(user: wire::User) -> Option<Existing> {
    // Old users may have neither type nor state, but the sign-in name of a guest always has this mark.
    let marked = user.user_principal_name.as_deref().is_some_and(|upn| upn.contains("#EXT#"));
    let guest = user.user_type.as_deref() == Some("Guest") || (user.user_type.is_none() && marked);
    let internal = !guest && user.external_user_state.is_none();
    let blocked = user.account_enabled == Some(false);
    Some(Existing { guest: to_guest(user)?, internal, blocked })
}

/// Reads `externalUserState`. A missing state does not mean "pending".
pub(super) fn state(value: Option<&str>) -> GuestState {
    match value {
        Some("PendingAcceptance") => GuestState::Pending,
        Some("Accepted") => GuestState::Accepted,
        None | Some("") => GuestState::NoState,
        Some(other) => GuestState::Other(other.to_owned()),
    }
}

/// Reads `creationType`.
pub(super) fn origin(value: Option<String>) -> GuestOrigin {
    match value.as_deref() {
        None | Some("") => GuestOrigin::Unsaid,
        Some("EmailVerified") => GuestOrigin::EmailVerified,
        Some("Invitation") => GuestOrigin::Invitation,
        Some("LocalAccount") => GuestOrigin::LocalAccount,
        Some("SelfServiceSignUp") => GuestOrigin::SelfServiceSignUp,
        Some(other) => GuestOrigin::Other(other.to_owned()),
    }
}

fn to_guest(user: wire::User) -> Option<Guest> {
    let moment = |text: Option<String>| text.as_deref().and_then(Moment::parse);
    Some(Guest {
        id: UserId::parse(&user.id)?,
        name: user.display_name.filter(|name| !name.trim().is_empty()).unwrap_or_default(),
        address: user
            .mail
            .filter(|mail| !mail.is_empty())
            .or_else(|| user.other_mails.into_iter().flatten().find(|mail| !mail.is_empty()))
            .unwrap_or_default(),
        state: state(user.external_user_state.as_deref()),
        origin: origin(user.creation_type),
        invited: moment(user.created_date_time),
        changed: moment(user.external_user_state_change_date_time),
        company: user.company_name.unwrap_or_default(),
        blocked: user.account_enabled == Some(false),
    })
}

#[cfg(test)]
mod tests;
