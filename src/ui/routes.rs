//! Every address of the portal. All links are made here.

use crate::domain::query::GuestQuery;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Leads on to Invite.
    Home,
    /// The form.
    Invite,
    /// What one may do.
    Access,
    /// The list.
    Guests(GuestQuery),
}

impl Route {
    /// The address.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Invite => "/invite".to_owned(),
            Self::Access => "/access".to_owned(),
            Self::Guests(query) => {
                let query = query.write();
                if query.is_empty() { "/guests".to_owned() } else { format!("/guests?{query}") }
            }
        }
    }

    /// Whether a link leads to a page of this portal. What only looks like one is for the browser to follow.
    #[must_use]
    pub fn is_page(href: &str) -> bool {
        let (path, search) = href.split_once('?').unwrap_or((href, ""));
        !path.is_empty() && Self::read(path, search).is_some()
    }

    /// Reads an address of this portal.
    #[must_use]
    pub fn read(path: &str, search: &str) -> Option<Self> {
        match path {
            "/" | "" => Some(Self::Home),
            "/invite" => Some(Self::Invite),
            "/access" => Some(Self::Access),
            "/guests" => Some(Self::Guests(GuestQuery::read(search))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_reads_back() {
        for route in [
            Route::Home,
            Route::Invite,
            Route::Access,
            Route::Guests(GuestQuery::read("state=pending&search=a+b&sort=name")),
        ] {
            let href = route.href();
            let (path, search) = href.split_once('?').unwrap_or((&href, ""));
            assert_eq!(Route::read(path, search), Some(route));
            assert!(Route::is_page(&href), "{href}");
        }
        assert_eq!(Route::read("/nowhere", ""), None);
    }

    #[test]
    fn s36_only_links_to_a_page_are_followed_without_the_browser() {
        for href in
            ["", "#main", "?state=pending", "//evil.test/invite", "/\\evil.test", "https://evil.test/", "/x"]
        {
            assert!(!Route::is_page(href), "{href}");
        }
    }
}
