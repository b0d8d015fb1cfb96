//! What a link may write into the Invite form: an address and a name, and nothing that acts or leads anywhere (S-34).

use url::form_urlencoded;

use super::invitation::InvitationDraft;

/// Longer ones are no address and no name; the form says more about what is shorter.
const LONGEST: usize = 256;

/// An address and a name out of a link; each may be empty, not both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    email: String,
    name: String,
}

impl Prefill {
    /// Reads a query string, with or without `?`. What it does not know, and what cannot be typed, is left out.
    #[must_use]
    pub fn read(query: &str) -> Option<Self> {
        let mut read = Self::default();
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            let text = value.trim();
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                continue;
            }
            match key.as_ref() {
                "email" => text.clone_into(&mut read.email),
                "name" => text.clone_into(&mut read.name),
                _ => {}
            }
        }
        (read != Self::default()).then_some(read)
    }

    /// Fills the form in, unless somebody has begun to.
    pub fn fill(self, draft: &mut InvitationDraft) {
        if draft.email.is_empty() && draft.name.is_empty() {
            draft.email = self.email;
            draft.name = self.name;
        }
    }
}

#[cfg(test)]
mod tests;
