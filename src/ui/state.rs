//! The state that outlives a page, as contexts: one for each subject, with signals that only its own methods write.
//! Must not know markup.
//!
//! [`AppState`] combines them: it handles the portal's events, and decides what is loaded after a sign-in and removed
//! after a sign-out.

mod access;
mod bulk;
mod change_log;
mod guest_list;
mod invite;
mod run;
mod session;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::drafts::SavedDraft;
use crate::app::portal::{Portal, PortalEvent};
use crate::app::ports::PagePorts;
use crate::auth::session::{Account, Session, SignedOutReason};
use crate::domain::search_form::{Decompose, Fold};

pub use access::{AccessCheck, AccessContext, RemoteData};
pub use bulk::{BulkContext, BulkStory, DirectorySearch, KeptNotice, ListSource, Refusal, RowFilter};
pub use change_log::ChangeLog;
pub use guest_list::{GuestListContext, ListPhase};
pub use invite::{AddressCheck, AfterSignOut, InviteContext, LateOutcome, Sending, SentHere};
pub use run::{NotBegun, ResultOf, RunContext, RunStory, Unfinished};
pub use session::SessionContext;

/// All contexts of a tab.
#[derive(Clone, Copy)]
pub struct AppState {
    pub session: SessionContext,
    pub guest_list: GuestListContext,
    pub access: AccessContext,
    pub log: ChangeLog,
    pub invite: InviteContext,
    pub bulk: BulkContext,
    pub run: RunContext,
}

impl AppState {
    #[must_use]
    pub fn new(portal: Rc<Portal>, page: PagePorts, fold: Fold, decompose: Decompose) -> Self {
        let session = SessionContext::new(portal, page);
        let guest_list = GuestListContext::new(session, decompose);
        let access = AccessContext::new(session, guest_list);
        let log = ChangeLog::new(session);
        let invite = InviteContext::new(session, guest_list, access, log);
        let bulk = BulkContext::new(session, invite, fold);
        let run = RunContext::new(session, guest_list, invite, bulk, log);
        Self { session, guest_list, access, log, invite, bulk, run }
    }

    /// Provides each context to the views.
    pub fn provide(self) {
        provide_context(self.session);
        provide_context(self.guest_list);
        provide_context(self.access);
        provide_context(self.invite);
        provide_context(self.log);
        provide_context(self.bulk);
        provide_context(self.run);
    }

    pub fn handle(self, event: PortalEvent) {
        match event {
            PortalEvent::Waiting(wait) => self.session.set_waiting(wait),
            PortalEvent::ExpiresSoon(soon) => self.session.set_expires_soon(soon),
            PortalEvent::SessionChanged(session) => self.session_changed(*session),
            PortalEvent::Invited(invited) => self.guest_list.add_invited_elsewhere(&invited),
            PortalEvent::DraftNotSaved => self.session.set_draft_not_saved(),
            PortalEvent::DidNotLeave => self.session.set_did_not_leave(),
            // The page stays until it can tell the outcome of an invitation that is under way.
            PortalEvent::OtherAccount if self.invite.after_sign_out().read_untracked().is_some() => {}
            PortalEvent::OtherAccount => self.session.page().lifecycle.reload(),
        }
    }

    /// The form, for the next page; `None` if nothing was changed in it.
    #[must_use]
    pub fn form_to_save(self) -> Option<SavedDraft> {
        self.invite.to_save()
    }

    /// Whether the browser asks the person before the page is left: an invitation has no answer so far, a run is sending or has
    /// links that are nowhere else, or
    /// the browser cannot keep the form or the list.
    #[must_use]
    pub fn asks_before_leaving(self) -> bool {
        untrack(|| self.run.is_active() || self.run.has_unsaved_links())
            || self.session.awaits_answer()
            || self.bulk.would_be_lost()
            || !self.session.portal().save_draft(self.form_to_save())
    }

    fn session_changed(self, session: Session) {
        let (before, now) = (self.session.account_untracked(), session.account().cloned());
        let signed_in = session.is_signed_in();
        let leaving = session == Session::Leaving;
        // Before the session changes: with it the form goes, and takes back what it holds.
        if before.is_some() && now.is_none() {
            self.invite.will_be_cleared();
        }
        if !signed_in {
            self.invite.take_back();
        }
        if before.is_some() && now.is_none() {
            self.bulk.end_keeping(is_sign_out(&session));
            self.run.end(is_sign_out(&session));
        }
        self.session.set(session);
        if leaving {
            let portal = self.session.portal();
            spawn_local(async move { portal.watch_departure().await });
        }
        match (before, now) {
            (None, Some(account)) => self.signed_in(&account),
            (Some(_), None) => self.signed_out(),
            (Some(_), Some(_)) if signed_in => {
                // Work that stopped because the sign-in had ended continues, also if another tab has signed in.
                self.guest_list.resume_after_sign_in();
                self.invite.resume_after_sign_in();
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
        if signed_in {
            let portal = self.session.portal();
            spawn_local(async move { portal.watch_expiry().await });
        }
    }

    /// Restores the person's draft, and loads the data that the frame shows. The pages work without this data, so a
    /// failure only leaves a place empty.
    fn signed_in(self, account: &Account) {
        let portal = self.session.portal();
        self.invite.signed_in();
        if let Some(saved) = portal.restore_draft(account) {
            self.invite.restore(saved);
        }
        self.session.set_after_sign_in(portal.take_after_sign_in());
        self.session.watch_configuration();
        let remembers = self.session.portal();
        spawn_local(async move { remembers.remember_invited().await });
        spawn_local(async move {
            self.session.load_organization().await;
            self.access.load_me().await;
        });
    }

    /// Removes all data of the person, their guests and the typed text.
    fn signed_out(self) {
        self.invite.clear();
        self.bulk.clear();
        self.log.clear();
        self.guest_list.clear();
        self.access.clear();
        self.session.clear();
    }
}

/// Whether a session that ends has ended by the person: here, or in another tab. Otherwise what the browser keeps for the
/// person stays.
fn is_sign_out(session: &Session) -> bool {
    match session {
        Session::Leaving
        | Session::SignedOut(
            SignedOutReason::Left | SignedOutReason::LeftElsewhere | SignedOutReason::LeftOpen,
        ) => true,
        Session::SignedOut(
            SignedOutReason::Fresh
            | SignedOutReason::NotLeft
            | SignedOutReason::Paused
            | SignedOutReason::Expired
            | SignedOutReason::Refused(_),
        )
        | Session::Redeeming
        | Session::SignedIn(_)
        | Session::NeedsInteraction(..) => false,
    }
}

#[must_use]
pub fn expect_session() -> SessionContext {
    expect_context()
}

#[must_use]
pub fn expect_guest_list() -> GuestListContext {
    expect_context()
}

#[must_use]
pub fn expect_access() -> AccessContext {
    expect_context()
}

#[must_use]
pub fn expect_invite() -> InviteContext {
    expect_context()
}

#[must_use]
pub fn expect_bulk() -> BulkContext {
    expect_context()
}

#[must_use]
pub fn expect_log() -> ChangeLog {
    expect_context()
}

#[must_use]
pub fn expect_run() -> RunContext {
    expect_context()
}
