//! Guests of the shown list whom the service's list may lack. Must not know how lists are requested.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::domain::guest::{Guest, UserId};
use crate::domain::moment::Moment;

/// A list that was asked for so long after an invitation has the guest, unless the guest was deleted. Microsoft's documentation says only that
/// reads can lag behind writes; minutes were seen. A shorter time would let new guests vanish from the list for a while, and a longer one
/// would show deleted guests for longer.
const LISTED_WITHIN: Duration = Duration::from_mins(10);

/// The guests in whom the shown list and the service's may differ.
#[derive(Debug, Default)]
pub struct Unlisted {
    invited: Vec<Invited>,
    /// Guests of the list whom the service did not find when their details were asked for.
    not_found: BTreeSet<UserId>,
}

/// A guest who was invited in this session.
#[derive(Debug)]
struct Invited {
    guest: Guest,
    at: Moment,
    /// Whether the service has listed the guest since.
    listed: bool,
}

impl Invited {
    fn is_expected(&self, asked: Moment) -> bool {
        asked.since(self.at) < LISTED_WITHIN
    }
}

impl Unlisted {
    /// Call this when a guest was invited.
    pub fn invited(&mut self, guest: Guest, at: Moment) {
        self.forget(guest.id);
        self.invited.push(Invited { guest, at, listed: false });
    }

    /// Whether the guest was invited in this session, and may not be listed yet.
    #[must_use]
    pub fn is_invited(&self, id: UserId) -> bool {
        self.invited.iter().any(|invited| invited.guest.id == id)
    }

    /// Call this when the service does not find a guest. The next list decides.
    pub fn not_found(&mut self, id: UserId) {
        self.forget(id);
        self.not_found.insert(id);
    }

    /// Those whom changes alone do not tell about: the service did not find them, or has not listed them so far.
    #[must_use]
    pub fn doubted(&self) -> Vec<UserId> {
        let unlisted = self.invited.iter().filter(|invited| !invited.listed).map(|invited| invited.guest.id);
        unlisted.chain(self.not_found.iter().copied()).collect()
    }

    /// Call this with what has changed. `asked` is when it was asked for, `found` are guests as they are now, `gone` those who are no guests any
    /// more, and `missing` those of the [doubted](Self::doubted) whom the service did not find. Returns who leaves the list.
    pub fn changed(
        &mut self,
        asked: Moment,
        found: &[Guest],
        gone: Vec<UserId>,
        missing: Vec<UserId>,
    ) -> Vec<UserId> {
        let found: BTreeSet<UserId> = found.iter().map(|guest| guest.id).collect();
        self.not_found.retain(|id| !found.contains(id));
        for invited in &mut self.invited {
            invited.listed |= found.contains(&invited.guest.id);
        }
        let is_expected = |id: &UserId| {
            self.invited.iter().any(|invited| invited.guest.id == *id && invited.is_expected(asked))
        };
        let mut leaves = gone;
        leaves.extend(missing.into_iter().filter(|id| !is_expected(id)));
        leaves.iter().for_each(|id| self.forget(*id));
        self.invited.retain(|invited| invited.is_expected(asked));
        leaves
    }

    /// Call this with a complete list. `asked` is when its first page was asked for. Returns the guests whom it lacks and who are shown all the
    /// same.
    pub(super) fn listed(&mut self, asked: Moment, is_listed: impl Fn(&Guest, Moment) -> bool) -> Vec<Guest> {
        self.not_found.clear();
        self.invited.retain(|invited| invited.is_expected(asked));
        for invited in &mut self.invited {
            invited.listed = is_listed(&invited.guest, invited.at);
        }
        self.invited.iter().filter(|invited| !invited.listed).map(|invited| invited.guest.clone()).collect()
    }

    /// All guests who were invited, also those who are listed.
    pub(super) fn all_invited(&self) -> Vec<Guest> {
        self.invited.iter().map(|invited| invited.guest.clone()).collect()
    }

    fn forget(&mut self, id: UserId) {
        self.invited.retain(|invited| invited.guest.id != id);
        self.not_found.remove(&id);
    }
}
