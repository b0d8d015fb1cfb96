//! A tenant in memory for tests of `app`: the ports, and services with the responses that a test sets.
//!
//! Every page load is a new [`World::portal`] on the same world, as in a browser: the memory is new, but the tab's
//! storage and the address bar stay. Each page has its own worker, and both exchange the same messages as in a browser.
//! [`World::beside`] is a second tab, whose page shares the worker of the first.

mod bulk;
mod directory;
mod ports;
mod records;
mod services;
mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use guestlist::app::authority_lookup;
use guestlist::app::config::Config;
use guestlist::app::drafts::SavedDraft;
use guestlist::app::guest_loading::Plan;
use guestlist::app::portal::{Portal, PortalEvent, Ports};
use guestlist::app::ports::Navigator as _;
use guestlist::app::sign_in::{Arrival, RefusedPermission, SignIn};
use guestlist::app::worker::server::WorkerServer;
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Account, Session, SignedOutReason};
use guestlist::domain::invitation::{Delivery, InvitationDraft};
use guestlist::domain::moment::Moment;
use url::Url;

pub(crate) use bulk::{Stage, address, drive_until, planned, state, tally};
pub(crate) use directory::{Directory, Happens};
pub(crate) use ports::{Bar, Dice, FixedClock, Memory};
pub(crate) use records::Records;
pub(crate) use services::{
    Answer, Renewal, Sent, Services, challenge, json, page_of, refusal, silence, take_turns, user,
    with_retry_after,
};
pub(crate) use tabs::{Locks, Others, Received, ToWorker, ask, run, send};

/// How a guest list is loaded, at the time at which the worlds begin.
pub(crate) const PLAN: Plan =
    Plan { now: Moment::from_unix_millis(1_795_176_000_000), asks_for_changes: true };
pub(crate) const TENANT: &str = "69997834-fa40-45da-9999-382c3bdc66c3";
pub(crate) const CLIENT: &str = "11112222-bbbb-3333-cccc-4444dddd5555";
pub(crate) const HOME: &str = "https://guests.contoso.com/";
/// 2026-11-20T12:00:00Z
pub(crate) const NOON: i64 = 1_795_176_000_000;

/// Everything around one tab.
pub(crate) struct World {
    pub(crate) services: Rc<Services>,
    pub(crate) clock: Rc<FixedClock>,
    pub(crate) store: Rc<Memory>,
    /// The client id in config.json.
    pub(crate) client: &'static str,
    /// The storage that all tabs share.
    pub(crate) browser_store: Rc<Memory>,
    pub(crate) bar: Rc<Bar>,
    pub(crate) events: Rc<RefCell<Vec<PortalEvent>>>,
    /// The workers of all tabs, which exchange messages.
    pub(crate) others: Rc<Others>,
    /// The locks of these workers on addresses.
    pub(crate) locks: Rc<Locks>,
    /// The worker of the page that was loaded last.
    pub(crate) server: RefCell<Option<Rc<WorkerServer>>>,
    /// The port of the page that was loaded last.
    pub(crate) port: RefCell<Rc<ToWorker>>,
}

impl World {
    pub(crate) fn new() -> Self {
        let clock = Rc::new(FixedClock {
            now: Cell::new(NOON),
            slept: RefCell::default(),
            deadlines_pass: Cell::new(false),
            sleeps_last: Cell::new(false),
            set_forward: Cell::new(0),
            behind: Cell::default(),
        });
        Self {
            services: Rc::new(Services::new(Rc::clone(&clock))),
            clock,
            store: Rc::default(),
            client: CLIENT,
            browser_store: Rc::default(),
            bar: Rc::new(Bar {
                here: RefCell::new("/guests?state=pending".to_owned()),
                left: RefCell::default(),
                replaced: Cell::new(0),
                reachable: Cell::new(true),
                went_back: Cell::default(),
            }),
            events: Rc::default(),
            others: Rc::default(),
            locks: Rc::default(),
            server: RefCell::default(),
            port: RefCell::default(),
        }
    }

    /// Another tab of the same browser, with its own storage and address bar. [`World::page`] uses the shared worker,
    /// [`World::portal`] a new one.
    pub(crate) fn beside(&self) -> Self {
        let bar = Bar {
            here: RefCell::new("/invite".to_owned()),
            left: RefCell::default(),
            replaced: Cell::new(0),
            reachable: Cell::new(true),
            went_back: Cell::default(),
        };
        Self {
            services: Rc::clone(&self.services),
            clock: Rc::clone(&self.clock),
            store: Rc::default(),
            client: self.client,
            browser_store: Rc::clone(&self.browser_store),
            bar: Rc::new(bar),
            events: Rc::default(),
            others: Rc::clone(&self.others),
            locks: Rc::clone(&self.locks),
            server: RefCell::new(self.server.borrow().clone()),
            port: RefCell::default(),
        }
    }

    /// A page load with its own worker.
    pub(crate) fn portal(&self) -> Rc<Portal> {
        let server = tabs::server(self.config(), self);
        *self.server.borrow_mut() = Some(server);
        self.page()
    }

    /// A page load without a response in the address, when no other tab has a session: the step of the sign-in program.
    pub(crate) fn sign_in_program(&self) -> Option<Arrival> {
        let config = self.config();
        let authority = block_on(authority_lookup::find(&config, &*self.services)).unwrap();
        let registration = config.registration(authority, self.bar.home());
        let (store, browser_store) = (&*self.store, &*self.browser_store);
        let (navigator, clock) = (&*self.bar, &*self.clock);
        SignIn { registration: &registration, store, browser_store, navigator, clock }.arrive_without_portal()
    }

    /// A page load with the existing worker.
    pub(crate) fn page(&self) -> Rc<Portal> {
        let port = Rc::new(ToWorker::default());
        let ports = Ports {
            worker: port.clone(),
            clock: self.clock.clone(),
            random: Rc::new(Dice),
            store: self.store.clone(),
            browser_store: self.browser_store.clone(),
            navigator: self.bar.clone(),
            to_ascii: |_| None,
        };
        let config = self.config();
        let authority = block_on(authority_lookup::find(&config, &*self.services)).unwrap();
        let portal = Portal::new(config, authority, ports);
        let events = Rc::clone(&self.events);
        portal.on_event(Box::new(move |event| events.borrow_mut().push(event)));
        port.connect(self.server.borrow().as_ref().expect("a worker"), &portal);
        self.port.replace(port);
        portal
    }

    /// The same tab with another app registration in config.json.
    pub(crate) fn registered_as(&self, client: &'static str) -> Self {
        Self { client, store: Rc::clone(&self.store), ..self.beside() }
    }

    /// Another tab with the same worker, which has asked the worker for its session.
    pub(crate) fn joined(&self) -> (Self, Rc<Portal>) {
        let tab = self.beside();
        let portal = tab.page();
        let arrival = portal.arrive(None, true);
        assert!(matches!(arrival, Arrival::AskWorker));
        run(portal.go_on(arrival));
        (tab, portal)
    }

    /// The browser ends the worker. Later requests of the last page are sent to `next`, or to a new worker.
    pub(crate) fn lose_worker(&self, portal: &Rc<Portal>, next: Option<Rc<WorkerServer>>) {
        let next = next.unwrap_or_else(|| tabs::server(self.config(), self));
        self.port.borrow().connect(&next, portal);
        *self.server.borrow_mut() = Some(next);
    }

    fn config(&self) -> Config {
        let client = self.client;
        let config = format!(
            r#"{{"tenant":"{TENANT}","clientId":"{client}","cloud":"global","defaultRedirectUrl":"https://myapps.microsoft.com"}}"#
        );
        Config::parse(&config, |_| None).unwrap()
    }

    /// A page on which a person has signed in.
    pub(crate) fn signed_in(&self) -> (Rc<Portal>, Account) {
        let portal = self.portal();
        portal.sign_in(AccountPicker::IfNeeded);
        self.come_back()
    }

    /// The next page load, with the response of the sign-in page to the last request.
    pub(crate) fn come_back(&self) -> (Rc<Portal>, Account) {
        let portal = self.portal();
        let account = redeemed(self, &portal).expect("redeemed").0;
        self.events.borrow_mut().clear();
        (portal, account)
    }

    /// The fragment with which the sign-in page answers the last request. The token response will contain its nonce.
    pub(crate) fn answer(&self) -> String {
        *self.services.nonce.borrow_mut() = self.asked("nonce").expect("a nonce");
        format!("#code=the-code&state={}&session_state=x", self.asked("state").expect("a state"))
    }

    /// The fragment with which the sign-in page refuses the last request.
    pub(crate) fn refusal(&self, error: &str, description: &str) -> String {
        let state = self.asked("state").expect("a state");
        url::form_urlencoded::Serializer::new("#".to_owned())
            .append_pair("error", error)
            .append_pair("error_description", description)
            .append_pair("state", &state)
            .finish()
            .replacen("#&", "#", 1)
    }

    /// The last address that the tab navigated to.
    pub(crate) fn left_to(&self) -> Url {
        Url::parse(self.bar.left.borrow().last().expect("the tab has not left")).unwrap()
    }

    /// How often the tab navigated away.
    pub(crate) fn times_left(&self) -> usize {
        self.bar.left.borrow().len()
    }

    /// A parameter of the last address that the tab navigated to.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        self.left_to().query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// A short saved draft.
pub(crate) fn saved() -> SavedDraft {
    SavedDraft {
        draft: InvitationDraft::new("https://myapps.microsoft.com"),
        delivery: Delivery::NotSent,
        aside: Vec::new(),
    }
}

/// Why an arrival showed the sign-in page.
pub(crate) fn signed_out(arrival: Arrival) -> SignedOutReason {
    match arrival {
        Arrival::SignedOut(why) => why,
        Arrival::Leaving => panic!("left for the sign-in page"),
        Arrival::Redeem(_) => panic!("redeems a code"),
        Arrival::AskWorker | Arrival::AskWorkerAfterSignOut => panic!("asks the worker"),
        Arrival::AskHost => panic!("asks the sign-in host"),
    }
}

/// Why the sign-in was refused.
pub(crate) fn refused(why: SignedOutReason) -> AuthKind {
    let SignedOutReason::Refused(problem) = why else { panic!("{why:?}") };
    problem.kind
}

/// Returns from the sign-in page: the account that is signed in and the refused permission, or why the sign-in failed.
pub(crate) fn redeemed(
    world: &World,
    portal: &Portal,
) -> Result<(Account, Option<RefusedPermission>), AuthKind> {
    let arrival = portal.arrive(Some(&world.answer()), false);
    let Arrival::Redeem(_) = &arrival else { panic!("no code to redeem") };
    run(portal.go_on(arrival));
    match portal.session() {
        Session::SignedIn(account) => Ok((account, portal.take_after_sign_in().refused_permission)),
        Session::SignedOut(SignedOutReason::Refused(problem)) => Err(problem.kind),
        session @ (Session::SignedOut(_)
        | Session::Leaving
        | Session::Redeeming
        | Session::NeedsInteraction(..)) => panic!("{session:?}"),
    }
}
