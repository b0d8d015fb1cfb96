//! A tenant in memory for tests of `app`: the ports, and services behind them that say what they are told to.
//!
//! Every page load is a new [`World::portal`] on the same world, as a reload is in a browser: memory is gone, the
//! tab's storage and the address bar stay. Each has a worker of its own, and both speak by messages as they do there;
//! [`World::beside`] is a second tab, whose page shares the worker of another one.

mod services;
mod tabs;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use futures_executor::block_on;
use guestlist::app::authority;
use guestlist::app::client::News;
use guestlist::app::config::Config;
use guestlist::app::drafts::SavedDraft;
use guestlist::app::portal::{Portal, Ports};
use guestlist::app::ports::{Clock, Later, Navigator, TabStore};
use guestlist::app::sign_in::{Arrival, SignIn};
use guestlist::app::worker::server::WorkerServer;
use guestlist::auth::error::AuthKind;
use guestlist::auth::session::{Account, Session, SignedOutWhy};
use guestlist::domain::invitation::InvitationDraft;
use guestlist::domain::moment::Moment;
use url::Url;

pub(crate) use services::{
    Renewal, Sent, Services, challenge, json, page_of, refusal, silence, user, with_retry_after,
};
pub(crate) use tabs::{Others, Received, ToWorker, ask, run, send};

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
    pub(crate) bar: Rc<Bar>,
    pub(crate) news: Rc<RefCell<Vec<News>>>,
    /// The workers of all tabs, as far as they hear of each other.
    pub(crate) others: Rc<Others>,
    /// The worker of the page that was loaded last.
    pub(crate) server: RefCell<Option<Rc<WorkerServer>>>,
    /// The port of the page that was loaded last.
    pub(crate) port: RefCell<Rc<ToWorker>>,
}

impl World {
    pub(crate) fn new() -> Self {
        let clock =
            Rc::new(FixedClock { now: Cell::new(NOON), drawn: Cell::new(1), slept: RefCell::default() });
        Self {
            services: Rc::new(Services::new(Rc::clone(&clock))),
            clock,
            store: Rc::default(),
            bar: Rc::new(Bar {
                here: RefCell::new("/guests?state=pending".to_owned()),
                left: RefCell::default(),
                reachable: Cell::new(true),
            }),
            news: Rc::default(),
            others: Rc::default(),
            server: RefCell::default(),
            port: RefCell::default(),
        }
    }

    /// Another tab of the same browser: storage and address bar of its own, and another worker when it is not shared.
    pub(crate) fn beside(&self) -> Self {
        let bar = Bar {
            here: RefCell::new("/invite".to_owned()),
            left: RefCell::default(),
            reachable: Cell::new(true),
        };
        Self {
            services: Rc::clone(&self.services),
            clock: Rc::clone(&self.clock),
            store: Rc::default(),
            bar: Rc::new(bar),
            news: Rc::default(),
            others: Rc::clone(&self.others),
            server: RefCell::new(self.server.borrow().clone()),
            port: RefCell::default(),
        }
    }

    /// A page load, with a worker of its own.
    pub(crate) fn portal(&self) -> Rc<Portal> {
        let server = tabs::server(self.config(), self);
        *self.server.borrow_mut() = Some(server);
        self.page()
    }

    /// A page load without an answer, when no other tab has a session: what the sign-in program does by itself.
    pub(crate) fn sign_in_program(&self) -> Option<Arrival> {
        let config = self.config();
        let authority = block_on(authority::find(&config, &*self.services)).unwrap();
        let registration = config.registration(authority, self.bar.home());
        let (store, navigator, clock) = (&*self.store, &*self.bar, &*self.clock);
        SignIn { registration: &registration, store, navigator, clock }.arrive_without_portal()
    }

    /// A page load, with the worker that is there.
    pub(crate) fn page(&self) -> Rc<Portal> {
        let port = Rc::new(ToWorker::default());
        let ports = Ports {
            worker: port.clone(),
            clock: self.clock.clone(),
            store: self.store.clone(),
            navigator: self.bar.clone(),
            to_ascii: |_| None,
        };
        let config = self.config();
        let authority = block_on(authority::find(&config, &*self.services)).unwrap();
        let portal = Portal::new(config, authority, ports);
        let news = Rc::clone(&self.news);
        portal.on_news(Box::new(move |piece| news.borrow_mut().push(piece)));
        port.connect(self.server.borrow().as_ref().expect("a worker"), &portal);
        self.port.replace(port);
        portal
    }

    /// The browser ends the worker; what the last page asks from now on reaches `next`, or a new one.
    pub(crate) fn lose_worker(&self, portal: &Rc<Portal>, next: Option<Rc<WorkerServer>>) {
        let next = next.unwrap_or_else(|| tabs::server(self.config(), self));
        self.port.borrow().connect(&next, portal);
        *self.server.borrow_mut() = Some(next);
    }

    fn config(&self) -> Config {
        let config = format!(
            r#"{{"tenant":"{TENANT}","clientId":"{CLIENT}","cloud":"global","defaultRedirectUrl":"https://myapps.microsoft.com"}}"#
        );
        Config::parse(&config, |_| None).unwrap()
    }

    /// A page on which somebody has signed in.
    pub(crate) fn signed_in(&self) -> (Rc<Portal>, Account) {
        let portal = self.portal();
        portal.sign_in(false);
        self.come_back()
    }

    /// The next page load, with the answer that the sign-in page gives to the last request.
    pub(crate) fn come_back(&self) -> (Rc<Portal>, Account) {
        let portal = self.portal();
        let account = redeemed(self, &portal).expect("redeemed").0;
        self.news.borrow_mut().clear();
        (portal, account)
    }

    /// The fragment with which the sign-in page answers the last request; the token answer will carry its nonce.
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

    /// The address that the tab left to last.
    pub(crate) fn left_to(&self) -> Url {
        Url::parse(self.bar.left.borrow().last().expect("the tab has not left")).unwrap()
    }

    /// How often the tab left.
    pub(crate) fn times_left(&self) -> usize {
        self.bar.left.borrow().len()
    }

    /// A parameter of the address that the tab left to last.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        self.left_to().query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// What was typed, in short.
pub(crate) fn saved() -> SavedDraft {
    SavedDraft { draft: InvitationDraft::new("https://myapps.microsoft.com"), unsure: false }
}

/// Why an arrival showed the sign-in page.
pub(crate) fn signed_out(arrival: Arrival) -> SignedOutWhy {
    match arrival {
        Arrival::SignedOut(why) => why,
        Arrival::Leaving => panic!("left for the sign-in page"),
        Arrival::Redeem(_) => panic!("redeems a code"),
        Arrival::Ask => panic!("asks the worker"),
    }
}

/// Why the sign-in was refused.
pub(crate) fn refused(why: SignedOutWhy) -> AuthKind {
    let SignedOutWhy::Refused(problem) = why else { panic!("{why:?}") };
    problem.kind
}

/// Comes back from the sign-in page: who is signed in then, with a permission that was refused; or why nobody is.
pub(crate) fn redeemed(world: &World, portal: &Portal) -> Result<(Account, Option<AuthKind>), AuthKind> {
    let arrival = portal.arrive(Some(&world.answer()), false);
    let Arrival::Redeem(_) = &arrival else { panic!("no code to redeem") };
    run(portal.go_on(arrival));
    match portal.session() {
        Session::SignedIn(account) => Ok((account, portal.take_refused())),
        Session::SignedOut(SignedOutWhy::Refused(problem)) => Err(problem.kind),
        session @ (Session::SignedOut(_)
        | Session::Leaving
        | Session::Redeeming
        | Session::NeedsInteraction(..)) => panic!("{session:?}"),
    }
}

/// A clock that moves only when somebody sleeps or sets it.
pub(crate) struct FixedClock {
    now: Cell<i64>,
    drawn: Cell<u64>,
    pub(crate) slept: RefCell<Vec<Duration>>,
}

impl FixedClock {
    pub(crate) fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + i64::try_from(time.as_millis()).unwrap());
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment(self.now.get())
    }

    fn sleep(&self, time: Duration) -> Later<'_, ()> {
        self.slept.borrow_mut().push(time);
        self.pass(time);
        Box::pin(std::future::ready(()))
    }

    /// As good as chance where only its being different each time counts.
    fn random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let drawn = self
                .drawn
                .get()
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            self.drawn.set(drawn);
            *byte = drawn.to_be_bytes()[0];
        }
    }
}

/// The tab's storage.
#[derive(Default)]
pub(crate) struct Memory {
    kept: RefCell<BTreeMap<String, String>>,
    /// Whether the browser keeps nothing.
    pub(crate) refuses: Cell<bool>,
}

impl Memory {
    pub(crate) fn keys(&self) -> Vec<String> {
        self.kept.borrow().keys().cloned().collect()
    }

    /// Everything that is kept, as one text.
    pub(crate) fn dump(&self) -> String {
        format!("{:?}", self.kept.borrow())
    }
}

impl TabStore for Memory {
    fn put(&self, key: &str, text: &str) {
        if !self.refuses.get() {
            self.kept.borrow_mut().insert(key.to_owned(), text.to_owned());
        }
    }

    fn get(&self, key: &str) -> Option<String> {
        self.kept.borrow().get(key).cloned()
    }

    fn remove(&self, key: &str) {
        self.kept.borrow_mut().remove(key);
    }
}

/// The address bar.
pub(crate) struct Bar {
    pub(crate) here: RefCell<String>,
    pub(crate) left: RefCell<Vec<String>>,
    /// Whether other sites can be reached.
    pub(crate) reachable: Cell<bool>,
}

impl Navigator for Bar {
    fn home(&self) -> String {
        HOME.to_owned()
    }

    fn here(&self) -> String {
        self.here.borrow().clone()
    }

    fn replace(&self, path: &str) {
        path.clone_into(&mut self.here.borrow_mut());
    }

    fn can_reach(&self, _: &str) -> Later<'_, bool> {
        Box::pin(std::future::ready(self.reachable.get()))
    }

    fn leave(&self, url: &str) {
        self.left.borrow_mut().push(url.to_owned());
    }
}
