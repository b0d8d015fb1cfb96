//! What outlives a page: one `Copy` struct of signals in context, made once at the root.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use crate::app::client::News;
use crate::app::guests;
use crate::app::portal::Portal;
use crate::app::ports::Desk;
use crate::auth::error::AuthKind;
use crate::auth::session::{Account, Session};
use crate::domain::guest::{Guest, GuestState};
use crate::domain::guests::{Fold, GuestTable};
use crate::domain::invitation::{Invitation, InvitationDraft, Rules, SentInvitation};
use crate::graph::error::GraphError;
use crate::graph::me::{self, Organization};

use super::parts::task;
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

/// Signals of the whole tab.
#[derive(Clone, Copy)]
pub struct State {
    portal: StoredValue<Rc<Portal>, LocalStorage>,
    desk: StoredValue<Rc<dyn Desk>, LocalStorage>,
    /// The sign-in.
    pub session: RwSignal<Session>,
    /// The tenant; unknown until it answered.
    pub organization: RwSignal<Option<Organization>>,
    /// What else is known of the person's access.
    pub seen: RwSignal<Seen>,
    /// A permission that was asked for and refused, by whom.
    pub refused: RwSignal<Option<AuthKind>>,
    /// How long Microsoft asked to wait, while waiting.
    pub waiting: RwSignal<Option<Duration>>,
    /// Whether the form was brought back from before this page: nothing of it was sent.
    pub restored: RwSignal<bool>,
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
    pub fn new(
        portal: Rc<Portal>,
        desk: Rc<dyn Desk>,
        session: RwSignal<Session>,
        waiting: RwSignal<Option<Duration>>,
        fold: Fold,
    ) -> Self {
        let draft = InvitationDraft::new(portal.config.default_redirect.as_str());
        Self {
            portal: StoredValue::new_local(portal),
            desk: StoredValue::new_local(desk),
            session,
            organization: RwSignal::new(None),
            seen: RwSignal::new(Seen::default()),
            refused: RwSignal::new(None),
            waiting,
            restored: RwSignal::new(false),
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
            may_invite_members: self.account().map(|_| self.facts().rights.may_invite_members()),
        }
    }

    /// An empty form.
    #[must_use]
    pub fn empty_draft(self) -> InvitationDraft {
        self.portal.with_value(|portal| InvitationDraft::new(portal.config.default_redirect.as_str()))
    }

    /// Somebody has just signed in: takes their draft up again and asks what the shell shows. None of it is needed to
    /// go on, so failures only leave a blank.
    pub fn welcome(self, account: Account, refused: Option<AuthKind>) {
        let portal = self.portal();
        if let Some(draft) = portal.unstow(&account) {
            self.draft.set(draft);
            self.restored.set(true);
        }
        self.refused.set(refused);
        self.session.set(Session::SignedIn(account));
        task(async move {
            if let Ok(organization) = portal.client.call(&me::organization()).await {
                self.organization.set(Some(organization));
            }
            if let Ok(me) = portal.client.call(&me::me()).await {
                self.seen.update(|seen| seen.me = Some(me));
            }
        });
    }

    /// Goes to the sign-in page. `pick` shows the account picker.
    pub fn sign_in(self, pick: bool) {
        let before = self.session.get_untracked();
        let account = before.account().cloned();
        if let Err(problem) = self.portal().sign_in(account.as_ref(), pick) {
            self.session.set(Session::SignedOut(crate::auth::session::SignedOutWhy::Refused(problem)));
        } else if account.is_none() {
            self.session.set(Session::Leaving);
        }
    }

    /// Signs out, here and at Microsoft.
    pub fn sign_out(self) {
        let account = self.session.with_untracked(|session| session.account().cloned());
        self.draft.set(self.empty_draft());
        self.sending.set(Sending::Idle);
        self.sent.set(Vec::new());
        self.guests.update(GuestTable::clear);
        self.list.set(ListPhase::Idle);
        self.seen.set(Seen::default());
        self.session.set(Session::Leaving);
        self.portal().sign_out(account.as_ref());
    }

    /// The page is about to go: what was typed is handed to the next one.
    pub fn stow_draft(self) {
        let account = self.session.with_untracked(|session| session.account().cloned());
        let draft = self.draft.get_untracked();
        match account {
            Some(account) if draft != self.empty_draft() => self.portal().stow(&account, &draft),
            Some(_) => {}
            None => self.portal().stow_again(),
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
        task(async move {
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

/// Hears the client's news.
#[must_use]
pub fn hear(session: RwSignal<Session>, waiting: RwSignal<Option<Duration>>) -> Box<dyn Fn(News)> {
    Box::new(move |news| match news {
        News::Waiting(time) => waiting.set(Some(time)),
        News::GoingOn => waiting.set(None),
        News::SignInEnded(problem) => session.update(|session| {
            if let Session::SignedIn(account) = session {
                *session = Session::Ended(account.clone(), problem);
            }
        }),
    })
}

/// The state of this tab.
#[must_use]
pub fn expect_state() -> State {
    expect_context::<State>()
}
