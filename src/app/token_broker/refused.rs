//! The resources for which Graph refused a token that was just issued. Must not know why.

use std::cell::RefCell;

/// Their URLs, without the queries.
#[derive(Default)]
pub(super) struct RefusedResources(RefCell<Vec<String>>);

impl RefusedResources {
    /// Adds a resource. Returns `false` if it is known already: then a sign-in did not help for it.
    pub(super) fn add(&self, url: &str) -> bool {
        let mut all = self.0.borrow_mut();
        let is_new = !all.iter().any(|known| known == without_query(url));
        if is_new {
            all.push(without_query(url).to_owned());
        }
        is_new
    }

    pub(super) fn remove(&self, url: &str) {
        self.0.borrow_mut().retain(|known| known != without_query(url));
    }

    pub(super) fn clear(&self) {
        self.0.take();
    }
}

fn without_query(url: &str) -> &str {
    url.split('?').next().unwrap_or(url)
}
