//! What has changed in the directory since a moment (`/users/delta`), and the users with given ids.
//!
//! The service cannot tell the changes of guests alone: a filter of a delta query knows ids only (Graph documentation, "Use delta query").
//! An entry may have only the properties that have changed, so it says who has changed, and the user is read anew. Must not know which
//! users are in the list.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::guest::{Guest, UserId};

use super::call::{Call, json, literal, path};
use super::error::GraphError;
use super::http::GraphResponse;
use super::page::Page;
use super::users::{COLUMNS, GUESTS, read_page};

/// The ids in one request. Graph accepts 15 clauses in a filter, and the type of the user takes two.
pub const MOST_IDS: usize = 13;

/// A part of the changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub changed: Vec<Changed>,
    /// Users who were deleted.
    pub removed: Vec<UserId>,
    pub next: DeltaLink,
}

/// A user of whom something has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    pub id: UserId,
    /// Whether the entry says that the user is a guest or was invited. If it does not, the user may be one nevertheless: what has
    /// not changed can be missing.
    pub is_guest: bool,
}

/// What follows a part of the changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeltaLink {
    /// `@odata.nextLink`: there are more changes.
    More(String),
    /// `@odata.deltaLink`: with it, later changes are asked for.
    Later(String),
    /// Neither, which is an error of the service.
    #[default]
    None,
}

/// The link with which changes from now on are asked for.
#[must_use]
pub fn from_now_on() -> Call<Changes> {
    Call::get(path("/users/delta", &[("$deltaToken", "latest"), ("$select", COLUMNS)]), read_changes)
}

/// The changes at a link.
#[must_use]
pub fn changes(link: String) -> Call<Changes> {
    Call::follow(link, read_changes)
}

/// Those of at most [`MOST_IDS`] users who are guests or were invited, as they are now.
#[must_use]
pub fn guests_with(ids: &[UserId]) -> Call<Page<Guest>> {
    let clause = |id: &UserId| format!("id eq {}", literal(&id.to_string()));
    let ids: Vec<String> = ids.iter().take(MOST_IDS).map(clause).collect();
    let filter = format!("({}) and ({GUESTS})", ids.join(" or "));
    Call::get(path("/users", &[("$filter", &filter), ("$select", COLUMNS), ("$top", "999")]), read_page)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    user_type: Option<String>,
    creation_type: Option<String>,
    #[serde(rename = "@removed")]
    removed: Option<Value>,
}

#[derive(Deserialize)]
struct Entries {
    value: Vec<Entry>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    later: Option<String>,
}

fn read_changes(response: &GraphResponse) -> Result<Changes, GraphError> {
    let Entries { value, next, later } = json(response)?;
    let next = match (next, later) {
        (Some(next), _) => DeltaLink::More(next),
        (None, Some(later)) => DeltaLink::Later(later),
        (None, None) => DeltaLink::None,
    };
    let mut changes = Changes { next, ..Changes::default() };
    for entry in value {
        let Some(id) = UserId::parse(&entry.id) else { continue };
        if entry.removed.is_some() {
            changes.removed.push(id);
        } else {
            let is_guest = entry.user_type.as_deref() == Some("Guest")
                || entry.creation_type.as_deref() == Some("Invitation");
            changes.changed.push(Changed { id, is_guest });
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests;
