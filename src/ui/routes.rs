//! Every address of the portal: all links are made here, and all addresses are read here. Must not know the router.

use crate::domain::guest_query::GuestQuery;
use crate::domain::prefill::Prefill;

/// The file that the host serves for every page. Its own address means the home page.
const FILE: &str = "/index.html";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Redirects to Invite.
    Home,
    Invite,
    /// Bulk invite.
    Bulk,
    /// Your access.
    Access,
    Guests(GuestQuery),
}

impl Route {
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Guests(query) => with_search(self.path(), &query.write()),
            Self::Home | Self::Invite | Self::Bulk | Self::Access => self.path().to_owned(),
        }
    }

    /// The address of the Invite form with an address and a name filled in.
    #[must_use]
    pub fn invite_href(prefill: &Prefill) -> String {
        with_search(Self::Invite.path(), &prefill.write())
    }

    /// The portal's own spelling of a page's address, if `path` has another one, such as `/Guests/`. The query is kept.
    #[must_use]
    pub fn corrected(path: &str, search: &str) -> Option<String> {
        let usual = Self::read(path, search)?.path();
        (usual != path).then(|| with_search(usual, search))
    }

    fn path(&self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Invite => "/invite",
            Self::Bulk => "/bulk",
            Self::Access => "/access",
            Self::Guests(_) => "/guests",
        }
    }

    /// Reads an address of the portal, in upper or lower case, with or without a slash at its end.
    #[must_use]
    pub fn read(path: &str, search: &str) -> Option<Self> {
        let path = path.to_ascii_lowercase();
        let path = path.trim_end_matches('/');
        match if path == FILE { "" } else { path } {
            "/" | "" => Some(Self::Home),
            "/invite" => Some(Self::Invite),
            "/bulk" => Some(Self::Bulk),
            "/access" => Some(Self::Access),
            "/guests" => Some(Self::Guests(GuestQuery::read(search))),
            _ => None,
        }
    }
}

fn with_search(path: &str, search: &str) -> String {
    if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") }
}

#[cfg(test)]
mod tests;
