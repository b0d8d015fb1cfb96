//! The state of one tab: configuration, client, and the session, which changes only here.
//!
//! Must not know views: it emits a [`PortalEvent`] for each change.

mod event;
mod form;
mod invitations;
mod run;
mod sign_out;
mod watches;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use crate::auth::admin_consent;
use crate::auth::authority::Authority;
use crate::auth::error::AuthProblem;
use crate::auth::flow::AccountPicker;
use crate::auth::registration::Registration;
use crate::auth::session::{Account, AccountSession, Session, SignedOutReason, Transition};
use crate::domain::http_url::ToAscii;
use crate::domain::moment::Moment;
use crate::domain::rights::{BASE_SCOPES, Permission};

use super::client::{Client, ClientEvent};
use super::config::Config;
use super::ports::{BrowserStore, Clock, Navigator, Port, Random, TabStore};
use super::sign_in::{AfterSignIn, Arrival, SignIn};
use super::worker::client::WorkerClient;
use super::worker::protocol::Event;
use super::worker::timers::WorkerTimers;

pub use event::PortalEvent;

pub struct Ports {
    /// The connection to the worker.
    pub worker: Rc<dyn Port>,
    pub clock: Rc<dyn Clock>,
    pub random: Rc<dyn Random>,
    pub store: Rc<dyn TabStore>,
    pub browser_store: Rc<dyn BrowserStore>,
    pub navigator: Rc<dyn Navigator>,
    /// The browser's conversion of an international host.
    pub to_ascii: ToAscii,
}

pub struct Portal {
    pub config: Config,
    pub client: Client,
    worker: Rc<WorkerClient>,
    registration: Registration,
    ports: Ports,
    session: RefCell<Session>,
    expires_at: Cell<Moment>,
    /// Whether [`Self::watch_expiry`] is running.
    watching: Cell<bool>,
    after_sign_in: Cell<AfterSignIn>,
    /// How often the page has begun to leave for Microsoft's page.
    departures: Cell<u32>,
    /// The address that ends a session at Microsoft which is still open after a sign-out.
    open_session: RefCell<Option<String>>,
    /// Whether a person signed out in another tab while this page redeemed a code.
    signed_out_elsewhere: Cell<bool>,
    /// Whether the page is hidden, as far as it was told.
    hidden: Cell<bool>,
    on_event: RefCell<Box<dyn Fn(PortalEvent)>>,
}

impl Portal {
    /// The caller must pass the worker's messages to [`Self::receive`].
    #[must_use]
    pub fn new(config: Config, authority: Authority, ports: Ports) -> Rc<Self> {
        let registration = config.registration(authority, ports.navigator.home());
        Rc::new_cyclic(|portal: &Weak<Self>| {
            let worker = Rc::new(WorkerClient::new(Rc::clone(&ports.worker)));
            let weak = portal.clone();
            let on_event = Box::new(move |event| {
                if let Some(portal) = weak.upgrade() {
                    portal.handle(event);
                }
            });
            let (clock, random) = (Rc::clone(&ports.clock), Rc::clone(&ports.random));
            Self {
                config,
                client: Client::new(Rc::clone(&worker), clock, random, on_event),
                worker,
                registration,
                session: RefCell::new(Session::Redeeming),
                expires_at: Cell::default(),
                watching: Cell::new(false),
                after_sign_in: Cell::default(),
                departures: Cell::default(),
                open_session: RefCell::default(),
                signed_out_elsewhere: Cell::default(),
                hidden: Cell::default(),
                on_event: RefCell::new(Box::new(|_| {})),
                ports,
            }
        })
    }

    /// Sets the only listener for events.
    pub fn on_event(&self, listener: Box<dyn Fn(PortalEvent)>) {
        *self.on_event.borrow_mut() = listener;
    }

    #[must_use]
    pub fn to_ascii(&self) -> ToAscii {
        self.ports.to_ascii
    }

    /// Whether `text`, the present content of config.json, names another registration than the one of this page.
    #[must_use]
    pub fn is_other_registration(&self, text: &str) -> bool {
        let Registration { authority, redirect_uri, .. } = self.registration.clone();
        Config::parse(text, self.ports.to_ascii).is_ok_and(|config| {
            config.registration(authority, redirect_uri).name() != self.registration.name()
        })
    }

    /// A clock that keeps its pace while the page is hidden.
    #[must_use]
    pub fn timers(&self) -> Rc<dyn Clock> {
        Rc::new(WorkerTimers::new(Rc::clone(&self.worker), Rc::clone(&self.ports.clock)))
    }

    #[must_use]
    pub fn session(&self) -> Session {
        self.session.borrow().clone()
    }

    /// When the sign-in expires, by this computer's clock. Renewals do not move this time, so the person should sign in again before starting
    /// work that takes longer.
    #[must_use]
    pub fn expires_at(&self) -> Moment {
        self.expires_at.get()
    }

    /// Handles a message from the worker.
    pub fn receive(&self, message: &str) {
        match self.worker.receive(message) {
            Some(Event::SignedIn(session)) => self.update_session(*session, Transition::SignIn),
            Some(Event::Renewed(session)) => self.update_session(*session, Transition::Update),
            Some(Event::SignedOut) if self.session.borrow().account().is_some() => {
                self.forget();
                self.transition(Transition::SignOut(SignedOutReason::LeftElsewhere));
            }
            Some(Event::Interrupted(problem)) => self.interrupted(problem),
            Some(Event::Invited(invited)) => self.invited(invited),
            Some(Event::NotInvited { address }) => self.not_invited(&address),
            // The page is still asking for a session. The answer tells the rest.
            Some(Event::SignedOut) if *self.session.borrow() == Session::Redeeming => {
                self.signed_out_elsewhere.set(true);
                self.forget();
            }
            Some(Event::SignedOut) => self.forget_signed_out(),
            None => {}
        }
    }

    /// Decides the first step of the page; see [`SignIn::arrive`]. `worker_alive` is whether the worker of another tab
    /// may have a session.
    #[must_use]
    pub fn arrive(&self, fragment: Option<&str>, worker_alive: bool) -> Arrival {
        self.apply(self.sign_in_steps().arrive(fragment, worker_alive))
    }

    /// Call this when another tab has changed what all tabs share. A sign-out there is valid here, also where the other tab
    /// has another worker or another registration.
    pub fn browser_store_changed(&self) {
        if self.session.borrow().account().is_some() && !self.sign_in_steps().is_of_this_epoch() {
            self.worker.forget();
            self.forget();
            self.transition(Transition::SignOut(SignedOutReason::LeftElsewhere));
        } else if !self.sign_in_steps().is_of_this_epoch() {
            self.forget_signed_out();
        }
    }

    /// A person has signed out in another tab. What this tab stores of them is removed also if it shows no person. What it
    /// needs to come back from Microsoft's page stays: after that, the sign-out counts all the same.
    fn forget_signed_out(&self) {
        if matches!(*self.session.borrow(), Session::SignedOut(_)) {
            self.forget();
        }
    }

    /// Carries out the step that [`Self::arrive`] returned: asks the worker, or redeems the code.
    pub async fn go_on(&self, arrival: Arrival) {
        match arrival {
            Arrival::AskWorker => match self.worker.session().await {
                Some(session) => self.signed_in(session),
                None => {
                    if matches!(self.apply(self.sign_in_steps().without_session()), Arrival::AskHost) {
                        self.ask_host().await;
                    }
                }
            },
            Arrival::AskWorkerAfterSignOut => match self.worker.session().await {
                Some(session) => self.signed_in(session),
                None => drop(self.apply(self.sign_in_steps().left_elsewhere())),
            },
            Arrival::Redeem(exchange) => match self.worker.redeem(exchange).await {
                // A person signed out in another tab, whose message did not reach a worker that was still starting.
                Ok(_) if !self.sign_in_steps().is_of_this_epoch() => {
                    self.worker.forget();
                    self.forget();
                    self.transition(Transition::SignOut(SignedOutReason::LeftElsewhere));
                }
                Ok(session) => self.signed_in(session),
                // The same, if the worker was told.
                Err(_) if self.signed_out_elsewhere.get() => {
                    self.transition(Transition::SignOut(SignedOutReason::LeftElsewhere));
                }
                Err(problem) => {
                    self.sign_in_steps().failed();
                    self.transition(Transition::SignOut(SignedOutReason::Refused(problem)));
                }
            },
            Arrival::AskHost => self.ask_host().await,
            Arrival::SignedOut(_) | Arrival::Leaving => {}
        }
    }

    async fn ask_host(&self) {
        let _ = self.apply(self.sign_in_steps().leave_if_reachable().await);
    }

    /// What is to be told after the last sign-in. A second call returns nothing to tell.
    pub fn take_after_sign_in(&self) -> AfterSignIn {
        self.after_sign_in.take()
    }

    /// See [`Navigator::is_online`].
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.ports.navigator.is_online()
    }

    /// Navigates to the sign-in page; see [`SignIn::sign_in`]. A signed-in person stays signed in until the browser
    /// leaves the page, so that the form keeps its text and can be saved.
    pub fn sign_in(&self, picker: AccountPicker) {
        let before = self.session();
        self.open_session.replace(None);
        let (account, picker) = match &before {
            Session::NeedsInteraction(_, problem) if problem.asks_for_other_account() => {
                (None, AccountPicker::Always)
            }
            Session::NeedsInteraction(account, _) | Session::SignedIn(account) => (Some(account), picker),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming => (None, picker),
        };
        let claims = match &before {
            Session::NeedsInteraction(_, problem) => problem.claims.clone(),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        };
        if before.account().is_none() {
            self.transition(Transition::Leave);
        }
        if let Err(problem) = self.sign_in_steps().sign_in(account, picker, claims) {
            self.transition(Transition::SignOut(SignedOutReason::Refused(problem)));
        }
    }

    /// Navigates to the sign-in page to request further permissions.
    ///
    /// # Errors
    /// `AuthKind::Registration` if the configured values do not make URLs, `AuthKind::NoStorage` if the tab cannot store the
    /// pending sign-in.
    pub fn ask_for(&self, account: &Account, permissions: &[Permission]) -> Result<(), AuthProblem> {
        self.sign_in_steps().ask_for(account, permissions)
    }

    /// The address at which an administrator grants a permission for the whole organization. Only Entra has one.
    #[must_use]
    pub fn admin_consent_url(&self, permission: Permission) -> Option<String> {
        let cloud = &self.config.cloud;
        let more = Some(permission.scope()).filter(|scope| !BASE_SCOPES.contains(scope));
        let scopes: Vec<_> = BASE_SCOPES.into_iter().chain(more).collect();
        let url = || admin_consent::admin_consent_url(&cloud.login, &self.registration, &scopes);
        cloud.issuer.is_none().then(url)?
    }

    /// Renews the tokens now, so that changed rights are visible in every tab.
    ///
    /// # Errors
    /// Why the tokens could not be renewed. If an interaction is required, the session has already changed.
    pub async fn check_again(&self) -> Result<(), AuthProblem> {
        match self.worker.renew().await {
            Ok(session) => {
                self.update_session(session, Transition::SignIn);
                Ok(())
            }
            Err(problem) => {
                if problem.asks_for_interaction() {
                    self.interrupted(problem.clone());
                }
                Err(problem)
            }
        }
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.ports.clock.now()
    }

    /// Waits.
    pub async fn sleep(&self, time: Duration) {
        self.ports.clock.sleep(time).await;
    }

    fn emit(&self, event: PortalEvent) {
        (self.on_event.borrow())(event);
    }

    fn handle(&self, event: ClientEvent) {
        match event {
            ClientEvent::Waiting(wait) => self.emit(PortalEvent::Waiting(wait)),
            ClientEvent::SignInEnded(problem) => self.interrupted(problem),
        }
    }

    /// Only this function changes the session. A transition that the state does not allow has no effect.
    fn transition(&self, transition: Transition) {
        let next = self.session.borrow().after(transition);
        if let Some(next) = next {
            self.session.replace(next.clone());
            self.emit(PortalEvent::SessionChanged(Box::new(next)));
        }
    }

    /// Changes the session as the arrival requires.
    fn apply(&self, arrival: Arrival) -> Arrival {
        match &arrival {
            Arrival::SignedOut(why) => self.transition(Transition::SignOut(why.clone())),
            Arrival::Leaving => self.transition(Transition::Leave),
            Arrival::Redeem(_) | Arrival::AskWorker | Arrival::AskWorkerAfterSignOut | Arrival::AskHost => {}
        }
        arrival
    }

    fn signed_in(&self, session: AccountSession) {
        self.after_sign_in.set(self.sign_in_steps().signed_in(&session.account));
        self.client.set_person(Some(session.account.key()));
        self.set_expiry(&session);
        self.transition(Transition::SignIn(session.account));
    }

    /// Handles a session from the worker, which may be of another person than the one of this page (S-19). For the same
    /// person, `transition` is made.
    fn update_session(&self, session: AccountSession, transition: fn(Account) -> Transition) {
        let here = self.session.borrow().account().map(Account::key);
        if here.is_some_and(|key| key != session.account.key()) {
            self.forget();
            self.transition(Transition::SignOut(SignedOutReason::Left));
            self.emit(PortalEvent::OtherAccount);
        } else {
            self.set_expiry(&session);
            if self.session.borrow().account().is_some() {
                self.transition(transition(session.account));
            }
        }
    }

    fn set_expiry(&self, session: &AccountSession) {
        self.expires_at.set(self.ports.clock.uncorrected() + session.expires_in);
    }

    fn interrupted(&self, problem: AuthProblem) {
        let problem = self.sign_in_steps().asked_again(problem);
        self.transition(Transition::Interrupt(problem));
    }

    fn forget(&self) {
        self.client.set_person(None);
        self.sign_in_steps().forget();
        // The query can contain what the person searched for.
        let here = self.ports.navigator.here();
        if let Some((path, _)) = here.split_once('?') {
            self.ports.navigator.replace(path);
        }
    }

    fn sign_in_steps(&self) -> SignIn<'_> {
        SignIn {
            registration: &self.registration,
            store: &*self.ports.store,
            browser_store: &*self.ports.browser_store,
            navigator: &*self.ports.navigator,
            clock: &*self.ports.clock,
        }
    }
}
