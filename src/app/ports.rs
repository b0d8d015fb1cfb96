//! Small traits for everything that the portal needs from outside. `browser` implements them; tests implement them in
//! memory.
//!
//! They are used as trait objects, so that the code above them is compiled once and views need no type parameters. Must
//! not name types of a browser.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

use crate::domain::moment::Moment;
use crate::graph::http::Method;

use super::bulk::journal::RunStore;

pub struct HttpRequest {
    pub method: Method,
    /// An absolute URL, or a path on the portal's own host.
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    /// How long the response may take.
    pub limit: Duration,
}

impl HttpRequest {
    /// The usual limit. A page of 999 guests takes some seconds on a slow connection.
    pub const LIMIT: Duration = Duration::from_secs(60);

    /// A GET without headers.
    #[must_use]
    pub fn get(url: String) -> Self {
        Self { method: Method::Get, url, headers: Vec::new(), body: None, limit: Self::LIMIT }
    }
}

/// An HTTP response, with the headers that the portal uses and a page may read.
#[derive(Clone, Debug)]
pub struct HttpResponse {
    pub status: u16,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `request-id`.
    pub request_id: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Date`; only if the response is from the portal's own host and not from a cache.
    pub date: Option<String>,
    /// `WWW-Authenticate`.
    pub challenge: Option<String>,
    pub body: String,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransportError {
    /// Offline, blocked or refused: a page cannot distinguish these.
    NoAnswer,
    TimedOut,
}

/// Sends HTTP requests. It must never follow a redirect (S-12). Dropping the future aborts the request.
pub trait Transport {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// The time in a page or worker.
pub trait Clock {
    /// The current time, corrected by the known error of this computer's clock.
    fn now(&self) -> Moment;
    /// The time of this computer's clock, as it is. Pages and worker agree on it, so it is the one for all times that one
    /// of them stores and another one reads.
    fn uncorrected(&self) -> Moment {
        self.now()
    }
    /// The time since a fixed point, by a clock that never jumps.
    fn monotonic(&self) -> Duration {
        self.uncorrected().since(Moment::default())
    }
    fn sleep(&self, time: Duration) -> LocalBoxFuture<'_, ()>;
    /// Lets the page draw and react before long work goes on. Needs no timer, which browsers delay.
    fn give_way(&self) -> LocalBoxFuture<'_, ()> {
        self.sleep(Duration::ZERO)
    }
    /// Marks this moment in the browser's timeline (User Timing), where developer tools and the benchmark find it.
    fn mark(&self, _name: &str) {}
    /// As [`Self::sleep`], for a limit beside other work: in tests, a sleep ends at once, and a limit is not reached
    /// unless a test wants it.
    fn deadline(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        self.sleep(time)
    }
}

/// Random numbers that are not secret. The crate oauth2 makes the secret ones of a sign-in.
pub trait Random {
    fn byte(&self) -> u8;
}

/// A lock among all tabs of this browser, with one holder at a time.
pub trait CrossTabLock {
    /// Waits for the lock. Dropping the guard releases it.
    fn acquire(&self) -> LocalBoxFuture<'_, Box<dyn LockGuard>>;
}

pub trait LockGuard {}

/// Locks with names among all tabs of this browser. None of them is waited for.
pub trait NamedLocks {
    /// Acquires a lock if it is free; `None` if it is held. Dropping the guard releases it.
    fn try_acquire(&self, name: &str) -> LocalBoxFuture<'_, Option<Box<dyn LockGuard>>>;
}

/// One end of a connection: from a page to the worker, or from a worker to a page or to other workers.
pub trait Port {
    fn post(&self, message: String);
}

/// Storage that outlives the page, but not the tab.
pub trait TabStore {
    /// Stores a text. If the browser does not allow storage, nothing happens.
    fn put(&self, key: &str, text: &str);
    fn get(&self, key: &str) -> Option<String>;
    fn remove(&self, key: &str);
    /// Reads and removes a text.
    fn take(&self, key: &str) -> Option<String> {
        let text = self.get(key);
        self.remove(key);
        text
    }
}

/// Storage that all tabs of this browser share and that outlives them. It must not contain personal data.
pub trait BrowserStore {
    /// Stores a text. If the browser does not allow storage, nothing happens.
    fn put(&self, key: &str, text: &str);
    fn get(&self, key: &str) -> Option<String>;
    fn remove(&self, key: &str);
}

/// The address of the page, and navigation.
pub trait Navigator {
    /// The portal's own address with a slash at the end, which is the registered redirect URI.
    fn home(&self) -> String;
    /// Path and query of the current page.
    fn here(&self) -> String;
    /// Changes the path in the address bar, without a new entry in the history and without loading a page.
    fn replace(&self, path: &str);
    /// Whether the browser says that it has a connection. Without one, a navigation would lead to an error page of the
    /// browser's own.
    fn is_online(&self) -> bool;
    /// Whether a page of another site can be reached. The request has no cookies, so that it changes nothing there.
    fn can_reach(&self, url: &str) -> LocalBoxFuture<'_, bool>;
    /// Whether this page was opened by a link, a redirect or a typed address, and not by Back, Forward or a reload.
    fn is_newly_opened(&self) -> bool;
    /// Navigates to another site. This page still runs for a moment, so start nothing after this call.
    fn leave(&self, url: &str, entry: HistoryEntry);
}

/// What a navigation does to the tab's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryEntry {
    /// Back returns to this page.
    New,
    /// The new page takes the place of this one, because the person did not begin the navigation.
    Replaced,
}

/// The key of the chosen theme in the browser's storage.
pub const THEME: &str = "guestlist.theme";
/// The key of the chosen language in the browser's storage.
pub const LANGUAGE: &str = "guestlist.language";
/// The key of the setting "Use keyboard shortcuts" in the browser's storage.
pub const SHORTCUTS: &str = "guestlist.shortcuts";

/// The settings of this browser. They outlive the tab and must not contain personal data.
pub trait Preferences {
    fn get(&self, key: &str) -> Option<String>;
    fn put(&self, key: &str, value: &str);
    /// The languages of the browser's settings as BCP 47 tags, the preferred one first.
    fn languages(&self) -> Vec<String>;
}

/// The document's root element.
pub trait DocumentRoot {
    /// Sets an attribute (`lang`, `data-theme`); `None` removes it.
    fn set_attribute(&self, name: &str, value: Option<&str>);
}

/// The portal's own static files.
pub trait StaticFiles {
    /// Loads a text file whose name contains a hash of its content. A file that does not match `integrity` (`sha384-…`)
    /// is refused.
    fn load_text(&self, path: &'static str, integrity: &'static str) -> LocalBoxFuture<'_, Option<String>>;
    /// Loads config.json as the host has it now.
    fn load_config(&self) -> LocalBoxFuture<'_, Option<String>>;
    /// Whether the host has a different build than this page by now; `false` if that is not known.
    fn is_replaced(&self) -> LocalBoxFuture<'_, bool>;
}

pub trait Clipboard {
    /// Returns `false` if the browser does not allow it.
    fn write(&self, text: &str) -> LocalBoxFuture<'_, bool>;
}

/// Files that the person gives to the page.
pub trait ChosenFiles {
    /// The file that the person has chosen in the control with this id. The control is empty afterwards, so that the same
    /// file can be chosen again.
    fn take(&self, control: &str) -> Option<Rc<dyn ChosenFile>>;
    /// Begins to decode a text in the encoding with this label (WHATWG Encoding Standard). Bytes that the encoding does not
    /// have become U+FFFD, and a byte order mark is left out.
    fn decoder(&self, label: &str) -> Option<Box<dyn TextDecoding>>;
}

/// Files that the page gives to the person.
pub trait Downloads {
    /// Lets the browser save a file with this name and these pieces of text.
    fn save(&self, name: &str, pieces: Vec<String>);
    /// Begins a text that may be too long to be made or handed over at once.
    fn begin(&self) -> Rc<dyn LongText>;
}

/// A text that is made piece by piece. The browser keeps the pieces, outside of this program's memory.
pub trait LongText {
    fn add(&self, piece: &str);
    /// Lets the browser save what was added as a file with this name.
    fn save(&self, name: &str);
    /// Lets the browser copy what was added when `made` ends with `true`. Returns `false` if it ends with `false`, or if the
    /// browser does not allow copying. Some browsers allow it only if this is called while a press of the person is handled.
    fn copy(self: Rc<Self>, made: LocalBoxFuture<'static, bool>) -> LocalBoxFuture<'static, bool>;
}

/// A file of the person's computer.
pub trait ChosenFile {
    fn name(&self) -> String;
    /// In bytes.
    fn size(&self) -> u64;
    /// `None` if the browser cannot read it, for example because it was changed or removed since it was chosen.
    fn read(&self) -> LocalBoxFuture<'_, Option<Vec<u8>>>;
}

/// A text that is decoded piece by piece.
pub trait TextDecoding {
    /// Decodes the next bytes. A character whose bytes are in two pieces is in the text of the second one. `last` says that
    /// no more bytes follow.
    fn decode(&mut self, bytes: &[u8], last: bool) -> String;
}

pub trait PageLifecycle {
    /// Sets a listener for the moment before the page is left, for any reason (`pagehide`).
    fn on_hide(&self, call: Box<dyn Fn()>);
    /// Sets a listener for the moments when the page becomes hidden, such as behind another tab or app, and visible
    /// again; it gets whether the page is visible (`visibilitychange`).
    fn on_visibility(&self, call: Box<dyn Fn(bool)>);
    /// Sets a listener for the moment after the page is restored from the back-forward cache (`pageshow`).
    fn on_restore(&self, call: Box<dyn Fn()>);
    /// Sets a listener for changes of [`BrowserStore`] by other tabs (`storage`).
    fn on_store_change(&self, call: Box<dyn Fn()>);
    /// Sets the function that says whether the browser asks the person before the page is left (`beforeunload`).
    fn on_leave(&self, asks: Box<dyn Fn() -> bool>);
    fn reload(&self);
}

/// Where lists that are not sent yet outlive the page. A tab uses one place, and holds its lock meanwhile.
#[derive(Clone)]
pub struct ListPlaces {
    pub stores: Vec<Rc<dyn RunStore>>,
    pub locks: Rc<dyn NamedLocks>,
}

/// The ports that views use.
#[derive(Clone)]
pub struct PagePorts {
    pub preferences: Rc<dyn Preferences>,
    pub root: Rc<dyn DocumentRoot>,
    pub files: Rc<dyn StaticFiles>,
    pub clipboard: Rc<dyn Clipboard>,
    pub chosen_files: Rc<dyn ChosenFiles>,
    pub downloads: Rc<dyn Downloads>,
    pub browser_store: Rc<dyn BrowserStore>,
    /// The records of a bulk invitation.
    pub runs: Rc<dyn RunStore>,
    /// The lock on them: one tab sends, the others look on.
    pub run_lock: Rc<dyn NamedLocks>,
    pub lists: ListPlaces,
    pub lifecycle: Rc<dyn PageLifecycle>,
}
