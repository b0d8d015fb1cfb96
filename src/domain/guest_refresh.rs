//! Merges the pages of a new guest list into the table that is shown.
//!
//! On the first load, rows appear page by page. On a reload, the rows of a complete list stay until the new ones are
//! complete, so that the list does not shrink and grow while a person reads it. The service may leave out a new guest
//! for some minutes, so guests who were just invited in this portal are kept (`unlisted`). Must not know how pages are requested.

use super::guest::Guest;
use super::guest_table::GuestTable;
use super::moment::Moment;

mod unlisted;

pub use unlisted::Unlisted;

/// A list of which more pages are being loaded.
#[derive(Debug)]
pub struct GuestRefresh {
    /// Whether the shown table is a complete list. Then it does not change before the new list is complete.
    whole: bool,
    /// The new rows; `None` on the first load, where the shown table has no others.
    fresh: Option<GuestTable>,
}

impl GuestRefresh {
    /// `shown` is the table that is shown now, and `whole` says whether it is a complete list.
    #[must_use]
    pub fn begin(shown: &GuestTable, whole: bool) -> Self {
        Self { whole, fresh: (whole || !shown.is_empty()).then(|| shown.clone_empty()) }
    }

    /// Begins again with the first page. The rows that are shown stay.
    pub fn start_over(&mut self, shown: &GuestTable) {
        self.fresh = Self::begin(shown, self.whole).fresh;
    }

    /// Adds a page. A guest may be on two pages, if the directory changes meanwhile, or be in the table already, if they
    /// were just invited in this portal: the later record replaces the earlier one. Returns whether the shown table has
    /// changed.
    pub fn add_page(&mut self, shown: &mut GuestTable, page: Vec<Guest>) -> bool {
        if let Some(fresh) = &mut self.fresh {
            fresh.extend(page.iter().cloned());
        }
        if !self.whole {
            shown.extend(page);
        }
        !self.whole
    }

    /// Ends the load, which has begun at `begun`. A list that is not `complete` does not replace the one that is shown, and says nothing about who
    /// is missing in it.
    pub fn finish(self, shown: &mut GuestTable, complete: bool, begun: Moment, unlisted: &mut Unlisted) {
        let replaces = self.fresh.is_some();
        if let Some(fresh) = self.fresh
            && complete
        {
            shown.replace(fresh);
        }
        let kept = if complete {
            // On a first load, who was invited meanwhile is in the table, and not from a page.
            unlisted.listed(begun, |guest, at| shown.row_of(guest.id).is_some() && (replaces || at <= begun))
        } else {
            unlisted.all_invited()
        };
        for guest in kept {
            if shown.row_of(guest.id).is_none() {
                shown.put(&guest);
            }
        }
    }
}

#[cfg(test)]
mod tests;
