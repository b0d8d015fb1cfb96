//! Guests, as the directory lists them.

use crate::domain::email::GuestEmail;
use crate::domain::guest::{Guest, GuestState, UserId};
use crate::domain::moment::Moment;

use super::call::{Call, Reply, literal, path};
use super::error::GraphError;
use super::page::Page;
use super::wire;

const COLUMNS: &str = "id,displayName,mail,otherMails,userType,externalUserState,externalUserStateChangeDateTime,createdDateTime";

/// Somebody in the directory who has a given address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    /// The record.
    pub guest: Guest,
    /// An employee with an account of their own: inviting them is refused.
    pub internal: bool,
    /// Whether the account is blocked from signing in.
    pub blocked: bool,
}

/// The first page of everybody who was invited or is a guest. Those invited as members are `userType` Member, so
/// `creationType` finds them. The largest page that the service gives is 999.
#[must_use]
pub fn guests() -> Call<Page<Guest>> {
    let filter = "userType eq 'Guest' or creationType eq 'Invitation'";
    Call::get(path("/users", &[("$filter", filter), ("$select", COLUMNS), ("$top", "999")]), read_page)
}

/// The page behind a `@odata.nextLink`.
#[must_use]
pub fn more_guests(next: String) -> Call<Page<Guest>> {
    Call::follow(next, read_page)
}

/// Who has this address already: by `mail`, `otherMails` and `proxyAddresses`, never by UPN, which is ambiguous.
#[must_use]
pub fn with_address(email: &GuestEmail) -> Call<Vec<Existing>> {
    let address = literal(email.as_str());
    let proxy = literal(&format!("smtp:{email}"));
    let filter = format!(
        "mail eq {address} or otherMails/any(m:m eq {address}) or proxyAddresses/any(p:p eq {proxy})"
    );
    let columns = format!("{COLUMNS},accountEnabled");
    Call::get(path("/users", &[("$filter", &filter), ("$select", &columns), ("$top", "5")]), |reply| {
        let list: wire::List<wire::User> = reply.json()?;
        Ok(list.value.into_iter().filter_map(existing).collect())
    })
}

fn read_page(reply: &Reply) -> Result<Page<Guest>, GraphError> {
    let list: wire::List<wire::User> = reply.json()?;
    Ok(Page { items: list.value.into_iter().filter_map(to_guest).collect(), next: list.next_link })
}

fn existing(user: wire::User) -> Option<Existing> {
    let internal = user.user_type.as_deref() != Some("Guest") && user.external_user_state.is_none();
    let blocked = user.account_enabled == Some(false);
    Some(Existing { guest: to_guest(user)?, internal, blocked })
}

fn to_guest(user: wire::User) -> Option<Guest> {
    let moment = |text: Option<String>| text.as_deref().and_then(Moment::parse_utc);
    let state = GuestState::read(user.external_user_state.as_deref());
    Some(Guest {
        id: UserId::parse(&user.id)?,
        name: user.display_name.unwrap_or_default(),
        address: user
            .mail
            .filter(|mail| !mail.is_empty())
            .or_else(|| user.other_mails.into_iter().flatten().next())
            .unwrap_or_default(),
        // Somebody without a state was created otherwise than by an invitation.
        invited: moment(user.created_date_time).filter(|_| state != GuestState::NotInvited),
        state,
        changed: moment(user.external_user_state_change_date_time),
    })
}
