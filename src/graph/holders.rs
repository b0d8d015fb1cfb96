//! Several addresses searched for in one request. Must not know what follows from a user who has one of them.

use crate::domain::email::GuestEmail;

use super::call::{Call, json, path};
use super::error::GraphError;
use super::http::GraphResponse;
use super::page::Page;
use super::users::{EXISTING_COLUMNS, Existing, existing, has_address};
use super::wire;

/// The maximum of addresses in one request. Each needs three clauses, and Graph accepts 15 in a filter.
pub const MOST_ADDRESSES: usize = 5;

/// A user with at least one of the addresses that were searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub existing: Existing,
    /// All addresses of the user in lower case.
    pub addresses: Vec<String>,
}

/// The users who have one of these addresses in `mail`, `otherMails` or `proxyAddresses`; see [`super::users::with_address`].
/// Addresses after the first [`MOST_ADDRESSES`] are not searched for. There can be more pages, also after an empty one.
#[must_use]
pub fn with_addresses(emails: &[GuestEmail]) -> Call<Page<Holder>> {
    let clauses: Vec<_> = emails.iter().take(MOST_ADDRESSES).map(has_address).collect();
    let columns = format!("{EXISTING_COLUMNS},proxyAddresses");
    Call::get(
        path("/users", &[("$filter", &clauses.join(" or ")), ("$select", &columns), ("$top", "999")]),
        read_page,
    )
}

/// All users of the directory.
#[must_use]
pub fn everyone() -> Call<Page<Holder>> {
    let columns = format!("{EXISTING_COLUMNS},proxyAddresses");
    Call::get(path("/users", &[("$select", &columns), ("$top", "999")]), read_page)
}

/// The number of all users.
#[must_use]
pub fn count() -> Call<usize> {
    Call::get(path("/users", &[("$count", "true"), ("$select", "id"), ("$top", "1")]), |response| {
        let list: wire::Counted = json(response)?;
        Ok(list.count)
    })
}

/// The page at an `@odata.nextLink`.
#[must_use]
pub fn more_holders(next: String) -> Call<Page<Holder>> {
    Call::follow(next, read_page)
}

fn read_page(response: &GraphResponse) -> Result<Page<Holder>, GraphError> {
    let list: wire::List<wire::User> = json(response)?;
    let items = list.value.into_iter().filter_map(holder).collect();
    Ok(Page { items, unreadable: Vec::new(), next: list.next_link })
}

fn holder(user: wire::User) -> Option<Holder> {
    let proxies = user.proxy_addresses.iter().flatten();
    // The prefix is SMTP: for the primary address.
    let smtp = proxies.filter_map(|proxy| {
        let (kind, address) = proxy.split_once(':')?;
        kind.eq_ignore_ascii_case("smtp").then_some(address)
    });
    let others = user.other_mails.iter().flatten().map(String::as_str);
    let mut addresses: Vec<_> =
        user.mail.as_deref().into_iter().chain(others).chain(smtp).map(str::to_lowercase).collect();
    addresses.sort();
    addresses.dedup();
    Some(Holder { existing: existing(user)?, addresses })
}
