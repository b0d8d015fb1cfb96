//! What the tab and the browser store about sign-ins, and for how long.
//!
//! The tab's storage contains, each only as long as it is needed: the pending sign-in (one redirect), the account to
//! sign in again after a reload (until sign-out), what the next page has to say (one page load each), the silent
//! redirects and the last claims challenge (minutes each). The browser's storage contains a number that each sign-out
//! changes, and whether a session at Microsoft is still open. Must not know what follows from a record.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::ports::{BrowserStore, Clock, LANGUAGE, THEME, TabStore};
use crate::app::{drafts, invited};
use crate::auth::registration::Registration;
use crate::domain::moment::Moment;
use crate::wire;

/// The maximum number of answers to silent redirects without a sign-in between them. A sign-in does not follow if the
/// person loads the page again too early.
const MOST_IN_A_ROW: u32 = 10;
/// The maximum number of silent redirects without an answer within [`UNANSWERED_TIME`]. A person can load the page again
/// several times while Microsoft's page is slow; but a host that sends the browser back without an answer must not do so
/// for ever.
const MOST_UNANSWERED: usize = 10;
const UNANSWERED_TIME: Duration = Duration::from_secs(5 * 60);
/// The maximum number of silent redirects within a minute, also with a sign-in between them: then a page is loaded
/// again and again.
const MOST_IN_A_MINUTE: usize = 10;
const MINUTE: Duration = Duration::from_secs(60);
/// If Microsoft sends the same claims challenge again within this time, the person was not able to satisfy it.
const CHALLENGE_TIME: Duration = Duration::from_secs(5 * 60);

// Keys of the tab's storage.
const PENDING_SIGN_IN: &str = "guestlist.sign-in";
const LOGIN_HINT: &str = "guestlist.again";
const SIGNED_OUT: &str = "guestlist.left";
const REFUSED_PERMISSION: &str = "guestlist.refused";
const IGNORED_ANSWER: &str = "guestlist.ignored";
const SILENT_REDIRECTS: &str = "guestlist.silent";
const CLAIMS_CHALLENGE: &str = "guestlist.proof";
/// To which sign-out and registration the other records belong.
const OWNER: &str = "guestlist.of";

// Keys of the browser's storage.
/// A number that each sign-out changes.
const EPOCH: &str = "guestlist.epoch";
/// That a session at Microsoft is, or may be, still open after a sign-out.
const OPEN_SESSION: &str = "guestlist.open";
/// The first number is below this one.
const FIRST_EPOCHS: i64 = 1_000_000_000;
const ENDING: &str = "ending";

/// Why a requested permission was not granted. The person stays signed in without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedPermission {
    /// The person refused it.
    Declined,
    /// Only an administrator can grant it.
    NeedsAdmin,
}

/// A claims challenge that was sent to the sign-in page.
#[derive(Serialize, Deserialize)]
struct ClaimsChallenge {
    /// When the person came back signed in; `None` before that.
    met: Option<Moment>,
    claims: String,
}

/// Redirects to a sign-in with `prompt=none`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct SilentRedirects {
    /// The number of answers since the last sign-in.
    in_a_row: u32,
    /// The times of those after the last answer. They count for [`UNANSWERED_TIME`].
    unanswered: Vec<Moment>,
    /// The times of those within the last minute.
    recent: Vec<Moment>,
    /// Whether there were too many, so that the person has to begin the next sign-in.
    paused: bool,
}

impl SilentRedirects {
    /// Whether another one would be one too many.
    fn is_too_often(&self) -> bool {
        self.paused
            || self.in_a_row >= MOST_IN_A_ROW
            || self.unanswered.len() >= MOST_UNANSWERED
            || self.recent.len() >= MOST_IN_A_MINUTE
    }
}

/// The session at Microsoft after a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionAtMicrosoft {
    /// It has ended, or a later sign-in has replaced it.
    Ended,
    /// The browser left for Microsoft's page that ends it, and has not come back from there so far.
    Ending,
    /// It is open: the page could not be opened, or the person came back from it by Back or a reload.
    Open,
}

/// What [`Records::drop_old`] has removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dropped {
    /// Nothing about a person that needs a word.
    Nothing,
    /// The records of a person who has signed out since.
    AfterSignOut,
    /// A pending sign-in of a registration that config.json no longer names.
    SignInOfOtherRegistration,
}

#[derive(Clone, Copy)]
pub(super) struct Records<'a> {
    pub(super) tab: &'a dyn TabStore,
    pub(super) browser: &'a dyn BrowserStore,
    pub(super) clock: &'a dyn Clock,
    pub(super) registration: &'a Registration,
}

impl Records<'_> {
    /// Removes the tab's records if they are of another registration, or if a person has signed out in this browser
    /// since they were stored: a sign-out does not reach a tab that shows another site, or that the browser restores
    /// later.
    pub(super) fn drop_old(self) -> Dropped {
        if self.are_present() {
            return Dropped::Nothing;
        }
        let owner = self.tab.get(OWNER);
        let owner = owner.as_deref().and_then(|owner| owner.split_once(' '));
        let same_registration =
            owner.is_none_or(|(_, registration)| registration == self.registration.name());
        let signed_out = owner.is_some_and(|(epoch, _)| epoch != self.epoch());
        let signing_in = self.tab.get(PENDING_SIGN_IN).is_some();
        let of_person = signing_in || self.tab.get(LOGIN_HINT).is_some();
        // A draft names its owner itself, and stays after a change of the registration.
        let draft = self.tab.get(drafts::KEY).filter(|_| !signed_out);
        self.forget_person();
        if let Some(draft) = draft {
            self.tab.put(drafts::KEY, &draft);
        }
        match (same_registration, of_person, signing_in) {
            (true, true, _) => Dropped::AfterSignOut,
            (false, _, true) => Dropped::SignInOfOtherRegistration,
            (true, false, _) | (false, _, false) => Dropped::Nothing,
        }
    }

    /// Whether the tab's records belong to the present sign-out and registration.
    pub(super) fn are_present(self) -> bool {
        self.tab.get(OWNER) == Some(self.owner())
    }

    fn owner(self) -> String {
        format!("{} {}", self.epoch(), self.registration.name())
    }

    /// The present number. If it was removed from the browser's storage, no person has signed out: it is the tab's own.
    fn epoch(self) -> String {
        let own = || Some(self.tab.get(OWNER)?.split_once(' ')?.0.to_owned());
        self.browser.get(EPOCH).or_else(own).unwrap_or_default()
    }

    /// Stores the number, so that a sign-out finds it and room for the next one.
    fn keep_epoch(self) {
        if self.browser.get(EPOCH).is_none() {
            let own = Some(self.epoch()).filter(|own| !own.is_empty());
            // Any first number will do. After the storage was cleared, it must not be that of an earlier sign-out.
            let first = || (self.clock.uncorrected().unix_millis().rem_euclid(FIRST_EPOCHS)).to_string();
            self.browser.put(EPOCH, &own.unwrap_or_else(first));
        }
    }

    /// Removes everything about a person from the tab's storage. What is stored later belongs to the present epoch.
    pub(super) fn forget_person(self) {
        self.tab.put(OWNER, &self.owner());
        for key in [
            PENDING_SIGN_IN,
            LOGIN_HINT,
            REFUSED_PERMISSION,
            IGNORED_ANSWER,
            SILENT_REDIRECTS,
            CLAIMS_CHALLENGE,
            drafts::KEY,
            invited::KEY,
        ] {
            self.tab.remove(key);
        }
    }

    /// Makes the records of all other tabs old.
    pub(super) fn begin_epoch(self) {
        self.keep_epoch();
        let last = self.epoch().parse::<u32>().unwrap_or_default();
        let next = last.wrapping_add(1).to_string();
        self.browser.put(EPOCH, &next);
        if self.browser.get(EPOCH) != Some(next.clone()) {
            // The storage is full. A sign-out is worth more than the choices of theme and language.
            for key in [THEME, LANGUAGE] {
                self.browser.remove(key);
            }
            self.browser.put(EPOCH, &next);
        }
    }

    pub(super) fn session_at_microsoft(self) -> SessionAtMicrosoft {
        match self.browser.get(OPEN_SESSION).as_deref() {
            None => SessionAtMicrosoft::Ended,
            Some(ENDING) => SessionAtMicrosoft::Ending,
            Some(_) => SessionAtMicrosoft::Open,
        }
    }

    pub(super) fn set_session_at_microsoft(self, session: SessionAtMicrosoft) {
        match session {
            SessionAtMicrosoft::Ended => self.browser.remove(OPEN_SESSION),
            SessionAtMicrosoft::Ending => self.browser.put(OPEN_SESSION, ENDING),
            SessionAtMicrosoft::Open => self.browser.put(OPEN_SESSION, "1"),
        }
    }

    /// Stores a pending sign-in. Returns `false` if the browser does not allow it.
    pub(super) fn put_pending(self, pending: &str) -> bool {
        // A person may have signed out since the page was loaded. What they had stored does not belong to this sign-in.
        self.drop_old();
        self.keep_epoch();
        self.tab.put(OWNER, &self.owner());
        self.tab.put(PENDING_SIGN_IN, pending);
        self.tab.get(PENDING_SIGN_IN).as_deref() == Some(pending)
    }

    pub(super) fn take_pending(self) -> Option<String> {
        self.tab.take(PENDING_SIGN_IN)
    }

    /// The account to sign in again.
    pub(super) fn login_hint(self) -> Option<String> {
        self.tab.get(LOGIN_HINT)
    }

    pub(super) fn put_signed_out(self) {
        self.tab.put(SIGNED_OUT, "1");
    }

    pub(super) fn take_signed_out(self) -> bool {
        self.tab.take(SIGNED_OUT).is_some()
    }

    pub(super) fn put_refused_permission(self, refused: RefusedPermission) {
        self.put(REFUSED_PERMISSION, &refused);
    }

    pub(super) fn take_refused_permission(self) -> Option<RefusedPermission> {
        serde_json::from_str(&self.tab.take(REFUSED_PERMISSION)?).ok()
    }

    pub(super) fn put_ignored_answer(self) {
        self.tab.put(IGNORED_ANSWER, "1");
    }

    pub(super) fn take_ignored_answer(self) -> bool {
        self.tab.take(IGNORED_ANSWER).is_some()
    }

    /// After a sign-in.
    pub(super) fn signed_in(self, login_hint: &str) {
        self.keep_epoch();
        self.tab.put(OWNER, &self.owner());
        self.tab.put(LOGIN_HINT, login_hint);
        self.set_session_at_microsoft(SessionAtMicrosoft::Ended);
        if let Some(challenge) = self.get::<ClaimsChallenge>(CLAIMS_CHALLENGE) {
            let met = challenge.met.or_else(|| Some(self.clock.uncorrected()));
            self.put(CLAIMS_CHALLENGE, &ClaimsChallenge { met, ..challenge });
        }
        let silent = SilentRedirects { in_a_row: 0, unanswered: Vec::new(), ..self.silent() };
        if silent.recent.is_empty() {
            self.tab.remove(SILENT_REDIRECTS);
        } else {
            self.put(SILENT_REDIRECTS, &silent);
        }
    }

    /// After a failed sign-in, so that it has no effect on a reload or a later sign-in.
    pub(super) fn failed(self) {
        self.tab.remove(LOGIN_HINT);
        self.tab.remove(REFUSED_PERMISSION);
    }

    /// Stores claims that the sign-in page is about to ask for.
    pub(super) fn put_challenge(self, claims: &str) {
        self.put(CLAIMS_CHALLENGE, &ClaimsChallenge { met: None, claims: claims.to_owned() });
    }

    /// The person came back without having met the claims.
    pub(super) fn remove_challenge(self) {
        self.tab.remove(CLAIMS_CHALLENGE);
    }

    /// Whether a sign-in has just met these claims.
    pub(super) fn has_just_met(self, claims: &str) -> bool {
        let now = self.clock.uncorrected();
        let is_recent = |at: Moment| at <= now && now.since(at) < CHALLENGE_TIME;
        self.get::<ClaimsChallenge>(CLAIMS_CHALLENGE)
            .is_some_and(|challenge| challenge.claims == claims && challenge.met.is_some_and(is_recent))
    }

    /// Whether another silent redirect would be one too many.
    pub(super) fn is_silent_too_often(self) -> bool {
        self.silent().is_too_often()
    }

    /// Whether the last silent redirect did not come back: the person cancelled it, or the host did not respond.
    pub(super) fn is_silent_unanswered(self) -> bool {
        !self.silent().unanswered.is_empty()
    }

    /// Returns false if another silent redirect would be one too many; otherwise counts it.
    pub(super) fn begin_silent(self) -> bool {
        let mut silent = self.silent();
        if silent.is_too_often() {
            self.put(SILENT_REDIRECTS, &SilentRedirects { paused: true, ..silent });
            return false;
        }
        silent.unanswered.push(self.clock.uncorrected());
        silent.recent.push(self.clock.uncorrected());
        self.put(SILENT_REDIRECTS, &silent);
        true
    }

    /// The person begins a sign-in.
    pub(super) fn begin_by_person(self) {
        self.tab.remove(SILENT_REDIRECTS);
    }

    /// The sign-in page has answered.
    pub(super) fn answered(self) {
        let silent = self.silent();
        if !silent.unanswered.is_empty() {
            let in_a_row = silent.in_a_row.saturating_add(1);
            self.put(SILENT_REDIRECTS, &SilentRedirects { in_a_row, unanswered: Vec::new(), ..silent });
        }
    }

    fn silent(self) -> SilentRedirects {
        let mut silent: SilentRedirects = self.get(SILENT_REDIRECTS).unwrap_or_default();
        let now = self.clock.uncorrected();
        silent.recent.retain(|at| *at <= now && now.since(*at) < MINUTE);
        silent.unanswered.retain(|at| *at <= now && now.since(*at) < UNANSWERED_TIME);
        silent
    }

    fn put(self, key: &str, record: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(record) {
            self.tab.put(key, &text);
        }
    }

    /// A record that cannot be read is treated as missing.
    fn get<T: DeserializeOwned>(self, key: &str) -> Option<T> {
        wire::object(&self.tab.get(key)?).ok()
    }
}
