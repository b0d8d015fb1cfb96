//! What was typed into the Invite form, across a reload or a redirect.
//!
//! It stands in the tab's storage only between the end of one page and the start of the next: the next page takes it
//! out, and keeps it only for the same person and within a quarter of an hour.

use serde::{Deserialize, Serialize};

use crate::domain::invitation::{InvitationDraft, InviteAs};
use crate::domain::moment::Moment;

use super::ports::TabStore;

/// Where it stands.
pub const KEY: &str = "guestlist.draft";
/// A sign-in with a second factor takes a few minutes; after a lunch break the draft is gone.
const LONGEST_MS: i64 = 15 * 60 * 1_000;
/// By as much the clocks of two pages may differ: each page sets its own.
const GRAIN_MS: i64 = 60_000;

#[derive(Serialize, Deserialize)]
struct Stowed {
    account: String,
    at: i64,
    email: String,
    name: String,
    redirect: String,
    send_mail: bool,
    message: String,
    language: String,
    cc: String,
    member: bool,
}

/// Puts a draft away for the next page. `account` is the key of whoever typed it.
pub fn stow(store: &dyn TabStore, account: &str, draft: &InvitationDraft, now: Moment) {
    let stowed = Stowed {
        account: account.to_owned(),
        at: now.0,
        email: draft.email.clone(),
        name: draft.name.clone(),
        redirect: draft.redirect.clone(),
        send_mail: draft.send_mail,
        message: draft.message.clone(),
        language: draft.language.clone(),
        cc: draft.cc.clone(),
        member: draft.invite_as == InviteAs::Member,
    };
    if let Ok(text) = serde_json::to_string(&stowed) {
        store.put(KEY, &text);
    }
}

/// A draft that an earlier page put away, with the key of whoever typed it.
pub struct Unstowed {
    account: String,
    draft: InvitationDraft,
}

impl Unstowed {
    /// The draft, for the person who typed it.
    #[must_use]
    pub fn for_account(self, account: &str) -> Option<InvitationDraft> {
        (self.account == account).then_some(self.draft)
    }

    /// Puts it away once more.
    pub fn stow(self, store: &dyn TabStore, now: Moment) {
        stow(store, &self.account, &self.draft, now);
    }
}

/// Takes a draft out of the tab's storage.
#[must_use]
pub fn unstow(store: &dyn TabStore, now: Moment) -> Option<Unstowed> {
    let stowed: Stowed = serde_json::from_str(&store.take(KEY)?).ok()?;
    if !(-GRAIN_MS..LONGEST_MS).contains(&(now.0 - stowed.at)) {
        return None;
    }
    let draft = InvitationDraft {
        email: stowed.email,
        name: stowed.name,
        redirect: stowed.redirect,
        send_mail: stowed.send_mail,
        message: stowed.message,
        language: stowed.language,
        cc: stowed.cc,
        invite_as: if stowed.member { InviteAs::Member } else { InviteAs::Guest },
    };
    Some(Unstowed { account: stowed.account, draft })
}
