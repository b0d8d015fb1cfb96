//! Everything that one tab holds, plugged together. The session's only owner: whatever happens to it, happens here.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use crate::auth::authority::Authority;
use crate::auth::consent;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, Registration};
use crate::auth::session::{Account, Session, Signed, SignedOutWhy, Step};
use crate::domain::http_url::ToAscii;
use crate::domain::moment::Moment;
use crate::domain::rights::Permission;

use super::client::{Client, Ears, News};
use super::config::Config;
use super::drafts::{self, RestoredDraft, SavedDraft};
use super::ports::{Clock, Navigator, Port, TabStore};
use super::sign_in::{Arrival, SignIn};
use super::token_broker::BASE_SCOPES;
use super::worker::client::WorkerClient;
use super::worker::protocol::Event;

/// Whoever has less left than this is told.
const NEARLY_OVER_MS: i64 = 30 * 60 * 1_000;
/// How often it is looked at. A computer that was asleep notices soon after.
const A_WHILE: Duration = Duration::from_secs(30);

/// The adapters.
pub struct Ports {
    /// The way to the worker.
    pub worker: Rc<dyn Port>,
    /// Time.
    pub clock: Rc<dyn Clock>,
    /// The tab's storage.
    pub store: Rc<dyn TabStore>,
    /// The address bar.
    pub navigator: Rc<dyn Navigator>,
    /// How the browser writes an international host.
    pub to_ascii: ToAscii,
}

/// One tab's portal.
pub struct Portal {
    /// The configuration.
    pub config: Config,
    /// Asks Graph.
    pub client: Client,
    worker: Rc<WorkerClient>,
    registration: Registration,
    ports: Ports,
    session: RefCell<Session>,
    ends: Cell<Moment>,
    /// A permission that was refused on the way to being signed in.
    refused: Cell<Option<AuthKind>>,
    /// Where a session is still open that could not be ended.
    open: RefCell<Option<String>>,
    restored: RefCell<Option<RestoredDraft>>,
    tell: RefCell<Box<dyn Fn(News)>>,
}

impl Portal {
    /// A portal for a configuration and who signs people in there. Whatever the worker sends is to be handed to [`Self::receive`].
    #[must_use]
    pub fn new(config: Config, authority: Authority, ports: Ports) -> Rc<Self> {
        let registration = config.registration(authority, ports.navigator.home());
        Rc::new_cyclic(|portal: &Weak<Self>| {
            let worker = Rc::new(WorkerClient::new(Rc::clone(&ports.worker)));
            let (hears, acts) = (portal.clone(), portal.clone());
            let with = |portal: &Weak<Self>, act: &dyn Fn(&Self)| {
                if let Some(portal) = portal.upgrade() {
                    act(&portal);
                }
            };
            let ears = Ears {
                news: Box::new(move |news| with(&hears, &|portal| portal.tell(news.clone()))),
                ended: Box::new(move |problem| with(&acts, &|portal| portal.interrupted(problem.clone()))),
            };
            Self {
                config,
                client: Client::new(Rc::clone(&worker), Rc::clone(&ports.clock), ears),
                worker,
                registration,
                session: RefCell::new(Session::Redeeming),
                ends: Cell::new(Moment(0)),
                refused: Cell::new(None),
                open: RefCell::default(),
                restored: drafts::restore(&*ports.store, ports.clock.now()).into(),
                tell: RefCell::new(Box::new(|_| {})),
                ports,
            }
        })
    }

    /// Tells news to `tell` from now on.
    pub fn on_news(&self, tell: Box<dyn Fn(News)>) {
        *self.tell.borrow_mut() = tell;
    }

    /// How the browser writes an international host.
    #[must_use]
    pub fn to_ascii(&self) -> ToAscii {
        self.ports.to_ascii
    }

    /// Where the session stands.
    #[must_use]
    pub fn session(&self) -> Session {
        self.session.borrow().clone()
    }

    /// When the sign-in ends, whatever is done until then: nothing that takes longer can be begun without signing in
    /// again first.
    #[must_use]
    pub fn session_ends_at(&self) -> Moment {
        self.ends.get()
    }

    /// Whether somebody is signed in who will not be for much longer (S-17).
    #[must_use]
    pub fn is_nearly_over(&self) -> bool {
        self.session.borrow().account().is_some() && self.now().0 > self.ends.get().0 - NEARLY_OVER_MS
    }

    /// Lets some time pass. When the sign-in has come to its end meanwhile, it needs the person.
    pub async fn a_while(&self) {
        self.ports.clock.sleep(A_WHILE).await;
        if self.session.borrow().account().is_some() && self.now().0 >= self.ends.get().0 {
            self.interrupted(AuthProblem::own(AuthKind::Expired));
        }
    }

    /// Takes a message of the worker.
    pub fn receive(&self, message: &str) {
        match self.worker.receive(message) {
            Some(Event::SignedIn(signed)) => self.hear_of(*signed),
            Some(Event::SignedOut) if self.session.borrow().account().is_some() => {
                self.forget();
                self.step(Step::Out(SignedOutWhy::Left));
            }
            Some(Event::Interrupted(problem)) => self.interrupted(problem),
            Some(Event::SignedOut) | None => {}
        }
    }

    /// The browser has ended the worker, and the tokens went with it. The next one is asked, where another tab may have
    /// signed in since.
    pub async fn worker_is_lost(&self) {
        self.worker.lost();
        if self.session.borrow().account().is_none() {
            return;
        }
        match self.worker.who().await {
            Some(signed) => self.hear_of(signed),
            None => self.interrupted(AuthProblem::own(AuthKind::Lost)),
        }
    }

    /// What to do first; see [`SignIn::arrive`]. `worker_alive` tells whether another tab's worker may have a session.
    #[must_use]
    pub fn arrive(&self, fragment: Option<&str>, worker_alive: bool) -> Arrival {
        self.noted(self.sign_in_steps().arrive(fragment, worker_alive))
    }

    /// Goes on from an arrival: asks the worker, or redeems the code.
    pub async fn go_on(&self, arrival: Arrival) {
        match arrival {
            Arrival::Ask => match self.worker.who().await {
                Some(signed) => self.welcome(signed),
                None => {
                    let _ = self.noted(self.sign_in_steps().alone());
                }
            },
            Arrival::Redeem(exchange) => match self.worker.redeem(exchange).await {
                Ok(signed) => self.welcome(signed),
                Err(problem) => {
                    self.sign_in_steps().failed();
                    self.step(Step::Out(SignedOutWhy::Refused(problem)));
                }
            },
            Arrival::SignedOut(_) | Arrival::Leaving => {}
        }
    }

    /// A permission that was refused on the way to being signed in, told once: by the person
    /// ([`AuthKind::Declined`]) or for want of an administrator.
    pub fn take_refused(&self) -> Option<AuthKind> {
        self.refused.take()
    }

    /// Goes to the sign-in page; see [`SignIn::sign_in`]. Whoever is signed in is so until the page goes: what they
    /// typed is still there.
    pub fn sign_in(&self, pick: bool) {
        let before = self.session();
        let claims = match &before {
            Session::NeedsInteraction(_, problem) => problem.claims.clone(),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        };
        if before.account().is_none() {
            self.step(Step::Leave);
        }
        if let Err(problem) = self.sign_in_steps().sign_in(before.account(), pick, claims) {
            self.step(Step::Out(SignedOutWhy::Refused(problem)));
        }
    }

    /// Goes to the sign-in page for permissions beyond reading.
    ///
    /// # Errors
    /// When the configuration does not make URLs.
    pub fn ask_for(&self, account: &Account, permissions: &[Permission]) -> Result<(), AuthProblem> {
        self.sign_in_steps().ask_for(account, permissions)
    }

    /// The address at which an administrator grants a permission for everybody; only Entra has one.
    #[must_use]
    pub fn admin_consent_url(&self, permission: Permission) -> Option<String> {
        let cloud = &self.config.cloud;
        let more = Some(permission.scope()).filter(|scope| !BASE_SCOPES.contains(scope));
        let scopes: Vec<_> = BASE_SCOPES.into_iter().chain(more).collect();
        let url = || consent::admin_consent_url(&cloud.login, &self.registration, &scopes);
        cloud.issuer.is_none().then(url)?
    }

    /// Renews the tokens now: rights that were given or taken since show in every tab.
    ///
    /// # Errors
    /// Why they could not be renewed; the session knows already, where it needs the person.
    pub async fn check_again(&self) -> Result<(), AuthProblem> {
        match self.worker.renew().await {
            Ok(signed) => {
                self.hear_of(signed);
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

    /// Forgets everything, in all tabs, and ends the session at Microsoft; or says that it is still open there.
    pub async fn sign_out(&self) {
        let hint = self.session().account().map_or(String::new(), |account| account.login_hint.clone());
        self.worker.forget();
        self.forget();
        self.open.replace(Some(flow::logout_url(&self.registration, &hint)));
        self.end_session().await;
    }

    /// Ends the session at Microsoft, if it can be reached.
    pub async fn end_session(&self) {
        let Some(url) = self.open.borrow().clone() else { return };
        self.step(Step::Leave);
        let page = url.split('?').next().unwrap_or_default();
        if self.ports.navigator.can_reach(page).await {
            self.sign_in_steps().leaves_for_good();
            self.ports.navigator.leave(&url);
        } else {
            self.step(Step::Out(SignedOutWhy::LeftOffline));
        }
    }

    /// The page is about to close. A page on which nobody is signed in has no connection to a worker, and must not start a
    /// worker only to say so.
    pub fn leaves(&self) {
        if self.session.borrow().account().is_some() {
            self.worker.leave();
        }
    }

    /// Saves a draft, because the page is about to go.
    pub fn save_draft(&self, account: &Account, saved: &SavedDraft) {
        drafts::save(&*self.ports.store, &account.key(), saved, self.ports.clock.now());
    }

    /// The page goes before anybody signed in again: the next one gets what this one was given.
    pub fn save_draft_again(&self) {
        if let Some(restored) = self.restored.borrow_mut().take() {
            restored.save(&*self.ports.store, self.ports.clock.now());
        }
    }

    /// The draft that an earlier page saved, once, and only for the person who typed it.
    #[must_use]
    pub fn restore_draft(&self, account: &Account) -> Option<SavedDraft> {
        self.restored.borrow_mut().take()?.for_account(&account.key())
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.ports.clock.now()
    }

    fn tell(&self, news: News) {
        (self.tell.borrow())(news);
    }

    /// The only place where the session changes. A step that cannot be taken changes nothing.
    fn step(&self, step: Step) {
        let next = self.session.borrow().step(step);
        if let Some(next) = next {
            self.session.replace(next.clone());
            self.tell(News::Session(Box::new(next)));
        }
    }

    fn noted(&self, arrival: Arrival) -> Arrival {
        match &arrival {
            Arrival::SignedOut(why) => self.step(Step::Out(why.clone())),
            Arrival::Leaving => self.step(Step::Leave),
            Arrival::Redeem(_) | Arrival::Ask => {}
        }
        arrival
    }

    fn welcome(&self, signed: Signed) {
        self.refused.set(self.sign_in_steps().signed_in(&signed.account));
        self.client.ask_for(signed.account.key());
        self.ends.set(signed.ends);
        self.step(Step::Welcome(signed.account));
    }

    /// The worker says who is signed in: the person of this page, perhaps with new data, or another person (S-19).
    fn hear_of(&self, signed: Signed) {
        let here = self.session.borrow().account().map(Account::key);
        if here.is_some_and(|key| key != signed.account.key()) {
            self.forget();
            self.step(Step::Out(SignedOutWhy::Left));
            self.tell(News::Elsewhere);
        } else {
            self.ends.set(signed.ends);
            if self.session.borrow().account().is_some() {
                self.step(Step::Welcome(signed.account));
            }
        }
    }

    fn interrupted(&self, problem: AuthProblem) {
        let problem = self.sign_in_steps().asked_again(problem);
        self.step(Step::Interrupt(problem));
    }

    fn forget(&self) {
        self.restored.replace(None);
        self.client.ask_for(String::new());
        self.sign_in_steps().forget();
    }

    fn sign_in_steps(&self) -> SignIn<'_> {
        SignIn {
            registration: &self.registration,
            store: &*self.ports.store,
            navigator: &*self.ports.navigator,
            clock: &*self.ports.clock,
        }
    }
}
