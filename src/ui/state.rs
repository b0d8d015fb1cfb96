//! What outlives a page: one `Copy` struct of signals in context, made once at the root.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::client::News;
use crate::app::drafts::SavedDraft;
use crate::app::guests;
use crate::app::portal::Portal;
use crate::app::ports::Desk;
use crate::auth::error::AuthKind;
use crate::auth::session::{Account, Session};
use crate::domain::guest::{Guest, GuestState};
use crate::domain::guests::{Fold, GuestTable};
use crate::domain::invitation::{Invitation, InvitationDraft, Rules, SentInvitation};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::me::{self, Organization};

use super::seen::Seen;
use super::sending::Sending;

/// An invitation of this session, with its link: in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentHere {
    /// What was sent.
    pub invitation: Invitation,
    /// What the service answered.
    pub answer: SentInvitation,
    /// The guest as the list shows them until it is loaded anew.
    pub guest: Guest,
}

/// How far the guest list is loaded.
#[derive(Clone, Debug, PartialEq)]
pub enum ListPhase {
    /// Not asked for yet.
    Idle,
    /// Pages are coming.
    Loading,
    /// All there.
    Ready,
    /// It broke off; what came before is shown.
    Failed(GraphError),
}

impl ListPhase {
    /// Whether the service does not let this person read it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Failed(error)
            if matches!(error.kind, GraphErrorKind::Forbidden | GraphErrorKind::MissingScope))
    }
}

/// Signals of the whole tab.
#[derive(Clone, Copy)]
pub struct State {
    portal: StoredValue<Rc<Portal>, LocalStorage>,
    desk: StoredValue<Rc<dyn Desk>, LocalStorage>,
    /// The sign-in, as the portal tells it.
    pub session: ReadSignal<Session>,
    tell_session: WriteSignal<Session>,
    /// Whether the sign-in will end soon.
    pub ending: RwSignal<bool>,
    /// The tenant; unknown until it answered.
    pub organization: RwSignal<Option<Organization>>,
    /// What else is known of the person's access.
    pub seen: RwSignal<Seen>,
    /// A permission that was asked for and refused, by whom.
    pub refused: RwSignal<Option<AuthKind>>,
    /// How long Microsoft asked to wait, while waiting.
    pub waiting: RwSignal<Option<Duration>>,
    /// Whether the form was brought back from before this page, and with it whether it may have been sent already.
    pub restored: RwSignal<Option<bool>>,
    /// The Invite form.
    pub draft: RwSignal<InvitationDraft>,
    /// How far the invitation of the form has come.
    pub sending: RwSignal<Sending>,
    /// Invitations of this session, newest first.
    pub sent: RwSignal<Vec<SentHere>>,
    /// The guest list.
    pub guests: RwSignal<GuestTable>,
    /// How far it is loaded.
    pub list: RwSignal<ListPhase>,
}

impl State {
    /// The state of a tab that has just arrived.
    #[must_use]
    pub fn new(portal: Rc<Portal>, desk: Rc<dyn Desk>, fold: Fold) -> Self {
        let (session, tell_session) = signal(portal.session());
        let draft = InvitationDraft::new(portal.config.default_redirect.as_str());
        Self {
            portal: StoredValue::new_local(portal),
            desk: StoredValue::new_local(desk),
            session,
            tell_session,
            ending: RwSignal::new(false),
            organization: RwSignal::new(None),
            seen: RwSignal::new(Seen::default()),
            refused: RwSignal::new(None),
            waiting: RwSignal::new(None),
            restored: RwSignal::new(None),
            draft: RwSignal::new(draft),
            sending: RwSignal::new(Sending::Idle),
            sent: RwSignal::new(Vec::new()),
            guests: RwSignal::new(GuestTable::new(fold)),
            list: RwSignal::new(ListPhase::Idle),
        }
    }

    /// The portal.
    #[must_use]
    pub fn portal(self) -> Rc<Portal> {
        self.portal.get_value()
    }

    /// The desk.
    #[must_use]
    pub fn desk(self) -> Rc<dyn Desk> {
        self.desk.get_value()
    }

    /// Whoever is signed in, or was until just now.
    #[must_use]
    pub fn account(self) -> Option<Account> {
        self.session.with(|session| session.account().cloned())
    }

    /// The organization's name, or a word for it.
    #[must_use]
    pub fn organization_name(self) -> Option<String> {
        self.organization.with(|org| org.as_ref().map(|org| org.name.clone())).filter(|name| !name.is_empty())
    }

    /// What the form's rules depend on.
    #[must_use]
    pub fn rules(self) -> Rules {
        Rules {
            own_domains: self
                .organization
                .with(|org| org.as_ref().map(|org| org.domains.clone()))
                .unwrap_or_default(),
            redirect_hosts: self.portal.with_value(|portal| portal.config.redirect_hosts.clone()),
            to_ascii: self.portal.with_value(|portal| portal.to_ascii()),
            may_invite_members: self.account().map(|_| self.facts().rights.may_invite_members()),
        }
    }

    /// An empty form.
    #[must_use]
    pub fn empty_draft(self) -> InvitationDraft {
        self.portal.with_value(|portal| InvitationDraft::new(portal.config.default_redirect.as_str()))
    }

    /// Hears the portal's news.
    pub fn hear(self, news: News) {
        match news {
            News::Waiting(time) => self.waiting.set(Some(time)),
            News::GoingOn => self.waiting.set(None),
            News::Session(session) => {
                let before = self.account();
                let now = session.account().cloned();
                let signed_in = matches!(*session, Session::SignedIn(_));
                self.tell_session.set(*session);
                match (before, now) {
                    (None, Some(account)) => self.welcome(&account),
                    (Some(_), None) => self.clear(),
                    (Some(_), Some(_)) if signed_in => self.go_on(),
                    (None, None) | (Some(_), Some(_)) => {}
                }
            }
            News::Elsewhere => self.desk().reload(),
        }
    }

    /// Somebody has just signed in: takes their draft up again and asks what the shell shows. None of it is needed to
    /// go on, so failures only leave a blank.
    fn welcome(self, account: &Account) {
        let portal = self.portal();
        if let Some(SavedDraft { draft, unsure }) = portal.restore_draft(account) {
            self.draft.set(draft);
            self.restored.set(Some(unsure));
        }
        self.refused.set(portal.take_refused());
        spawn_local(async move {
            if let Ok(organization) = portal.client.call(&me::organization()).await {
                self.organization.set(Some(organization));
            }
            if let Ok(me) = portal.client.call(&me::me()).await {
                self.seen.update(|seen| seen.me = Some(me));
            }
            loop {
                let ending = portal.is_nearly_over();
                if self.ending.get_untracked() != ending {
                    self.ending.set(ending);
                }
                portal.a_while().await;
            }
        });
    }

    /// The sign-in is good again, in whichever tab somebody saw to that: what broke off for it is old news.
    fn go_on(self) {
        let ended = |error: &GraphError| error.kind == GraphErrorKind::SignInEnded;
        if self.list.with_untracked(|list| matches!(list, ListPhase::Failed(error) if ended(error))) {
            self.load_guests();
        }
        if self.sending.with_untracked(|sending| sending.failed().is_some_and(|(error, _)| ended(error))) {
            self.sending.set(Sending::Idle);
        }
    }

    /// Nobody is signed in any more: nothing of the person, their guests or what they typed stays.
    fn clear(self) {
        self.draft.set(self.empty_draft());
        self.sending.set(Sending::Idle);
        self.sent.set(Vec::new());
        self.guests.update(GuestTable::clear);
        self.list.set(ListPhase::Idle);
        self.organization.set(None);
        self.seen.set(Seen::default());
        self.refused.set(None);
        self.waiting.set(None);
    }

    /// Goes to the sign-in page. `pick` shows the account picker.
    pub fn sign_in(self, pick: bool) {
        self.portal().sign_in(pick);
    }

    /// Signs out, here and at Microsoft.
    pub fn sign_out(self) {
        let portal = self.portal();
        spawn_local(async move { portal.sign_out().await });
    }

    /// Signs out at Microsoft, which could not be reached before.
    pub fn end_session(self) {
        let portal = self.portal();
        spawn_local(async move { portal.end_session().await });
    }

    /// The page is about to go: what was typed is handed to the next one.
    pub fn stow_draft(self) {
        let account = self.session.with_untracked(|session| session.account().cloned());
        let draft = self.draft.get_untracked();
        match account {
            Some(account) if draft != self.empty_draft() => {
                let unsure = self.sending.with_untracked(Sending::may_have_been_sent)
                    || self.restored.get_untracked() == Some(true);
                self.portal().save_draft(&account, &SavedDraft { draft, unsure });
            }
            Some(_) => {}
            None => self.portal().save_draft_again(),
        }
    }

    /// An invitation was made: it is listed here, and its guest in the list at once.
    pub fn add_sent(self, invitation: Invitation, answer: SentInvitation) {
        let now = self.portal().now();
        let known = self.guests.with_untracked(|guests| guests.find(&answer.user).cloned());
        let guest = known.unwrap_or_else(|| Guest {
            id: answer.user.clone(),
            name: invitation.name.clone().unwrap_or_else(|| invitation.email.to_string()),
            address: invitation.email.to_string(),
            state: answer.state.clone(),
            invited: Some(now),
            changed: Some(now),
        });
        if self.list.with_untracked(|list| *list != ListPhase::Idle) {
            self.guests.update(|guests| guests.put(guest.clone()));
        }
        self.sent.update(|sent| {
            sent.retain(|earlier| earlier.answer.user != answer.user);
            sent.insert(0, SentHere { invitation, answer, guest });
        });
    }

    /// Whoever was invited from here under that address.
    #[must_use]
    pub fn invited_here(self, invitation: &Invitation) -> Option<Guest> {
        self.sent.with_untracked(|sent| {
            let same = |sent: &&SentHere| {
                sent.invitation.email.as_str().eq_ignore_ascii_case(invitation.email.as_str())
            };
            let sent = sent.iter().find(same)?;
            let listed = self.guests.with_untracked(|guests| guests.find(&sent.answer.user).cloned());
            Some(listed.unwrap_or_else(|| sent.guest.clone()))
        })
    }

    /// How the list or, before it is loaded, the answer knows a guest's state.
    #[must_use]
    pub fn state_of(self, sent: &SentHere) -> GuestState {
        self.guests
            .with(|guests| guests.find(&sent.answer.user).map(|guest| guest.state.clone()))
            .unwrap_or_else(|| sent.answer.state.clone())
    }

    /// Loads the guest list, unless it is loading. The first time rows show as they come; later the old ones stay
    /// until the new ones are complete.
    pub fn load_guests(self) {
        if self.list.with_untracked(|list| *list == ListPhase::Loading) {
            return;
        }
        let first_time = self.guests.with_untracked(GuestTable::is_empty);
        self.list.set(ListPhase::Loading);
        let portal = self.portal();
        spawn_local(async move {
            let mut fresh = self.guests.with_untracked(GuestTable::clone_empty);
            let take = |page: Vec<Guest>| {
                if first_time {
                    self.sent
                        .with_untracked(|sent| self.guests.update(|guests| add_page(guests, page, sent)));
                } else {
                    fresh.extend(page);
                }
            };
            let signed_in =
                move || self.session.with_untracked(|session| matches!(session, Session::SignedIn(_)));
            let outcome = guests::load(&portal.client, take, signed_in).await;
            if outcome.is_ok() && !first_time {
                self.guests.set(fresh);
            }
            // A just-invited guest may be missing from the service's lists for a while.
            let sent = self.sent.get_untracked();
            self.guests.update(|guests| {
                for sent in sent
                    .into_iter()
                    .filter(|sent| guests.find(&sent.answer.user).is_none())
                    .collect::<Vec<_>>()
                {
                    guests.put(sent.guest);
                }
            });
            self.list.set(outcome.map_or_else(ListPhase::Failed, |()| ListPhase::Ready));
        });
    }
}

/// Adds a page. Somebody invited while the list was loading is in the table already; `sent` names them.
fn add_page(guests: &mut GuestTable, page: Vec<Guest>, sent: &[SentHere]) {
    let (known, new): (Vec<_>, Vec<_>) =
        page.into_iter().partition(|guest| sent.iter().any(|sent| sent.answer.user == guest.id));
    known.into_iter().for_each(|guest| guests.put(guest));
    guests.extend(new);
}

/// The state of this tab.
#[must_use]
pub fn expect_state() -> State {
    expect_context::<State>()
}
