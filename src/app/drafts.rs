//! What was typed into the Invite form, across a reload or a redirect.
//!
//! It stands in the tab's storage only between the end of one page and the start of the next: the next page takes it
//! out, and keeps it only for the same person and within a day.

use crate::domain::invitation::{InvitationDraft, InviteAs};
use crate::domain::moment::Moment;
use crate::domain::packed;

use super::ports::TabStore;

/// Where it stands.
pub const KEY: &str = "guestlist.draft";
/// Who is sent away to set up a second factor may be back after hours; yesterday's form would only surprise.
const LONGEST_MS: i64 = 24 * 60 * 60 * 1_000;
/// By as much the clocks of two pages may differ: each page sets its own.
const GRAIN_MS: i64 = 60_000;

/// What was in the form when its page went.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// What was typed.
    pub draft: InvitationDraft,
    /// Whether it was sent and no answer has come: the invitation may have been made.
    pub unsure: bool,
}

/// Puts a draft away for the next page. `account` is the key of whoever typed it.
pub fn stow(store: &dyn TabStore, account: &str, kept: &Kept, now: Moment) {
    let InvitationDraft { email, name, redirect, send_mail, message, language, cc, invite_as } = &kept.draft;
    let yes = |is: bool| if is { "yes" } else { "" };
    let (mail, member, at) = (yes(*send_mail), yes(*invite_as == InviteAs::Member), now.0.to_string());
    let texts = [
        ("account", account),
        ("at", &at),
        ("email", email),
        ("name", name),
        ("redirect", redirect),
        ("mail", mail),
        ("message", message),
        ("language", language),
        ("cc", cc),
        ("member", member),
        ("unsure", yes(kept.unsure)),
    ];
    store.put(KEY, &packed::pack(&texts));
}

/// A draft that an earlier page put away, with the key of whoever typed it.
pub struct Unstowed {
    account: String,
    kept: Kept,
}

impl Unstowed {
    /// The draft, for the person who typed it.
    #[must_use]
    pub fn for_account(self, account: &str) -> Option<Kept> {
        (self.account == account).then_some(self.kept)
    }

    /// Puts it away once more.
    pub fn stow(self, store: &dyn TabStore, now: Moment) {
        stow(store, &self.account, &self.kept, now);
    }
}

/// Takes a draft out of the tab's storage.
#[must_use]
pub fn unstow(store: &dyn TabStore, now: Moment) -> Option<Unstowed> {
    let texts = packed::unpack(&store.take(KEY)?);
    let [account, at, email, name, redirect, mail, message, language, cc, member, unsure] = texts.as_slice()
    else {
        return None;
    };
    if !(-GRAIN_MS..LONGEST_MS).contains(&(now.0 - at.parse::<i64>().ok()?)) {
        return None;
    }
    let draft = InvitationDraft {
        email: email.clone(),
        name: name.clone(),
        redirect: redirect.clone(),
        send_mail: !mail.is_empty(),
        message: message.clone(),
        language: language.clone(),
        cc: cc.clone(),
        invite_as: if member.is_empty() { InviteAs::Guest } else { InviteAs::Member },
    };
    Some(Unstowed { account: account.clone(), kept: Kept { draft, unsure: !unsure.is_empty() } })
}
