//! What the portal needs from the outside, as small traits. `browser` implements them for real, tests in memory.
//!
//! They are used as trait objects: one copy of the code above them, and views that need no type parameters.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::moment::Moment;

/// A future that stays on its thread, as everything in a browser tab does.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// An HTTP request.
pub struct HttpAsk {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Names in any case.
    pub headers: Vec<(&'static str, String)>,
    /// The body, as text.
    pub body: Option<String>,
}

/// An HTTP answer, as far as a page may see it.
#[derive(Clone, Debug)]
pub struct HttpReply {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `request-id`.
    pub request_id: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Date`, where the answer comes straight from the portal's own host.
    pub date: Option<String>,
    /// `WWW-Authenticate`.
    pub challenge: Option<String>,
    /// The body, as text.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransportError {
    /// Offline, blocked, refused: a page cannot tell these apart.
    NoAnswer,
    /// It took too long.
    TimedOut,
}

/// Sends requests. Never follows a redirect (S-12); dropping the future ends the request.
pub trait Transport {
    /// Sends one request.
    fn send(&self, ask: HttpAsk) -> Later<'_, Result<HttpReply, TransportError>>;
}

/// Time and chance.
pub trait Clock {
    /// The time of day.
    fn now(&self) -> Moment;
    /// Waits.
    fn sleep(&self, time: Duration) -> Later<'_, ()>;
    /// Fills bytes with chance that nobody can guess (`crypto.getRandomValues`).
    fn random(&self, bytes: &mut [u8]);
}

/// A lock that one holder at a time can have, among all tabs of this browser.
pub trait CrossTabLock {
    /// Waits for the lock, which is free again when what is given is dropped.
    fn acquire(&self) -> Later<'_, Box<dyn LockGuard>>;
}

/// A lock that is held until this value is dropped.
pub trait LockGuard {}

/// One end of a connection: a page's to the worker, the worker's to a page or to other workers.
pub trait Port {
    /// Sends a message.
    fn post(&self, message: String);
}

/// Text that outlives the page, but not the tab.
pub trait TabStore {
    /// Keeps a text.
    fn put(&self, key: &str, text: &str);
    /// Reads a text.
    fn get(&self, key: &str) -> Option<String>;
    /// Forgets a text.
    fn remove(&self, key: &str);
    /// Reads and forgets a text.
    fn take(&self, key: &str) -> Option<String> {
        let text = self.get(key);
        self.remove(key);
        text
    }
}

/// The address bar.
pub trait Navigator {
    /// The portal's own address, with a slash at the end: the registered redirect URI.
    fn home(&self) -> String;
    /// Path and query of the page that is shown, from the portal's own address on.
    fn here(&self) -> String;
    /// Shows another address without a new entry in the history and without loading anything.
    fn replace(&self, path: &str);
    /// Whether another site's page can be reached. Asked without cookies, so that it has no effect there.
    fn can_reach(&self, url: &str) -> Later<'_, bool>;
    /// Goes to another site. The page lives on for a moment: start nothing after this.
    fn leave(&self, url: &str);
}

/// How a language writes things; the browser's `Intl` knows, so that the wasm need not. `lang` is a BCP 47 tag.
pub trait Formats {
    /// A day and a time of day, in the person's own time zone.
    fn date_time(&self, lang: &str, at: Moment) -> String;
    /// A day.
    fn date(&self, lang: &str, at: Moment) -> String;
    /// A whole number, with its group separators.
    fn number(&self, lang: &str, number: usize) -> String;
    /// Which form of a text goes with a number of things.
    fn plural(&self, lang: &str, number: usize) -> PluralCategory;
    /// Lower case, whatever the script.
    fn fold(&self) -> fn(&str) -> String;
    /// A language's name, in another language.
    fn language_name(&self, lang: &str, tag: &str) -> String;
}

/// The forms that a language has for numbers of things, as CLDR names them. Each language has some of them, and all have
/// [`Other`](Self::Other).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluralCategory {
    /// As Arabic has for 0.
    Zero,
    /// As English has for 1, French for 0 and 1.
    One,
    /// As Arabic has for 2.
    Two,
    /// As Polish has for 2, 3, 4 and 22.
    Few,
    /// As Polish has for 5, French for 1,000,000.
    Many,
    /// All other numbers.
    Other,
}

impl PluralCategory {
    /// The category with that name of CLDR.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "zero" => Self::Zero,
            "one" => Self::One,
            "two" => Self::Two,
            "few" => Self::Few,
            "many" => Self::Many,
            _ => Self::Other,
        }
    }
}

/// The person's own settings on this machine, and the rest of the desk.
pub trait Desk {
    /// A setting that outlives the tab. Holds no personal data.
    fn setting(&self, key: &str) -> Option<String>;
    /// Keeps a setting.
    fn keep_setting(&self, key: &str, value: &str);
    /// Languages in the order in which the browser's owner likes them.
    fn languages(&self) -> Vec<String>;
    /// Marks the document with an attribute (`lang`, `data-theme`); `None` takes it away.
    fn mark_document(&self, name: &str, value: Option<&str>);
    /// A text file of the portal's own whose name changes with its content. `integrity` is the content's hash, as
    /// `sha384-…`: a file with another one is none.
    fn load_text(&self, path: &'static str, integrity: &'static str) -> Later<'_, Option<String>>;
    /// Whether the portal's host has another build than this page's by now; `false` where that cannot be found out.
    fn is_replaced(&self) -> Later<'_, bool>;
    /// Puts a text on the clipboard; `false` when the browser does not let us.
    fn copy(&self, text: &str) -> Later<'_, bool>;
    /// Calls back when the page is about to go away, for whatever reason.
    fn before_leaving(&self, call: Box<dyn Fn()>);
    /// Calls back when the page is shown again after it had gone away (back-forward cache).
    fn on_return(&self, call: Box<dyn Fn()>);
    /// Loads the page anew.
    fn reload(&self);
}
