//! The history of a guest's state in sentences. Must not know where they are shown.

use crate::domain::guest::{Guest, GuestState};
use crate::domain::moment::Moment;

use super::{Words, named, say};

impl Words {
    /// What has happened to the guest's invitation, oldest first, and what is known of a state that the directory does not
    /// keep. `resent` is when another invitation was sent in this session.
    #[must_use]
    pub fn guest_history(self, guest: &Guest, resent: Option<Moment>, now: Moment) -> Vec<String> {
        let mut told = vec![self.beginning(guest, now)];
        match &guest.state {
            GuestState::Pending => {
                told.push(say!(self, guests.details_pending));
                told.extend(self.since(guest, now));
            }
            GuestState::Accepted => told.push(match guest.accepted() {
                Some(at) => {
                    say!(self, guests.details_accepted, date = self.date(at), age = self.ago(at, now))
                }
                None => say!(self, guests.details_accepted_undated),
            }),
            GuestState::NoState => {
                let reason = say!(self, guests.no_state_text);
                told.push(say!(self, guests.details_no_state, reason = reason));
            }
            GuestState::Other(word) => {
                told.push(say!(self, guests.details_other_state, state = named(word)));
                told.extend(self.since(guest, now));
            }
        }
        let origin = self.guest_origin(&guest.origin).filter(|_| guest.state == GuestState::NoState);
        told.extend(origin.map(|origin| say!(self, guests.details_origin, origin = named(&origin))));
        let resent = resent.map(|at| self.time_of_day(at, now));
        told.extend(resent.map(|time| say!(self, guests.details_resent, time = time)));
        if guest.blocked {
            told.push(say!(self, guests.details_is_blocked));
        }
        told
    }

    fn beginning(self, guest: &Guest, now: Moment) -> String {
        match (guest.invited, guest.was_invited()) {
            (Some(at), true) => {
                say!(self, guests.details_invited, date = self.date(at), age = self.ago(at, now))
            }
            (Some(at), false) => {
                say!(self, guests.details_created, date = self.date(at), age = self.ago(at, now))
            }
            (None, true) => say!(self, guests.details_invited_undated),
            (None, false) => say!(self, guests.details_created_undated),
        }
    }

    /// Since when the guest is in this state, unless that is the day of the beginning.
    fn since(self, guest: &Guest, now: Moment) -> Option<String> {
        let at = guest.changed?;
        let later = guest.invited.is_none_or(|invited| self.date(invited) != self.date(at));
        later.then(|| say!(self, guests.details_since, date = self.date(at), age = self.ago(at, now)))
    }
}

#[cfg(test)]
mod tests;
