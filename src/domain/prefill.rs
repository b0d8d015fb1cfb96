//! What a link may write into the Invite form: an address and a name only (S-34).
//!
//! A link must not be able to set the redirect URL, the message or the kind of account, nor to send the form. Also how
//! long a name that was filled in stays.

use url::form_urlencoded;

use super::invisible::{TextKind, visible};
use super::invitation::InvitationDraft;

/// In characters. No address or name is longer; shorter texts are checked by the form.
const LONGEST: usize = 256;

/// An address and a name from a link. One of the two may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    email: String,
    name: String,
}

impl Prefill {
    #[must_use]
    pub fn new(email: &str, name: &str) -> Self {
        Self { email: email.to_owned(), name: name.to_owned() }
    }

    /// The query string without `?`.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (key, text) in [("email", &self.email), ("name", &self.name)] {
            if !text.is_empty() {
                out.append_pair(key, text);
            }
        }
        out.finish()
    }

    /// Reads a query string, with or without `?`. Unknown names, long texts and control characters are left out.
    #[must_use]
    pub fn read(query: &str) -> Option<Self> {
        let mut read = Self::default();
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            if value.trim().chars().count() > LONGEST || value.trim().chars().any(char::is_control) {
                continue;
            }
            let text = |kind| visible(&value, kind).trim().to_owned();
            match key.as_ref() {
                "email" => read.email = text(TextKind::Code),
                "name" => read.name = text(TextKind::Name),
                _ => {}
            }
        }
        (read != Self::default()).then_some(read)
    }

    /// Fills in the form, unless a person has already typed an address or name.
    pub fn fill(self, draft: &mut InvitationDraft) {
        if draft.email.is_empty() && draft.name.is_empty() {
            draft.email = self.email;
            draft.name = self.name;
        }
    }

    /// An empty form with this address and name. Only for what the person chooses in the portal itself, and not for a link
    /// that is opened. The message and options of an earlier invitation are for another guest.
    #[must_use]
    pub fn form(self, empty: InvitationDraft) -> InvitationDraft {
        InvitationDraft { email: self.email, name: self.name, ..empty }
    }
}

/// The name that came into the form together with an address: from a link, from the guest list, or from a pasted text. It
/// is the name of that address, so it leaves the form when the address becomes another one. A typed name stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameOfAddress {
    email: String,
    /// Empty if there is no such name in the form.
    name: String,
}

impl NameOfAddress {
    /// The name in a form that was filled in with a name and an address.
    #[must_use]
    pub fn of(form: &InvitationDraft) -> Self {
        Self { email: form.email.clone(), name: form.name.clone() }
    }

    /// Call this after each change of the form. It removes the name of another address from `after`, and puts it back when a
    /// person corrects the address to the one that the name came with.
    pub fn follow(&mut self, before: &InvitationDraft, after: &mut InvitationDraft) {
        if after.name != before.name {
            let came_with_address = after.email != before.email;
            *self = if came_with_address { Self::of(after) } else { Self::default() };
        } else if after.email != before.email {
            let same = after.email.trim().eq_ignore_ascii_case(self.email.trim());
            if !same && after.name == self.name {
                after.name.clear();
            } else if same && after.name.is_empty() {
                after.name.clone_from(&self.name);
            }
            // A person who empties the address begins anew.
            if after.email.trim().is_empty() {
                *self = Self::default();
            }
        }
    }
}

#[cfg(test)]
mod tests;
