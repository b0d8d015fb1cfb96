//! What the portal needs from the outside, as small traits. `browser` implements them for real, tests in memory.
//!
//! They are used as trait objects: one copy of the code above them, and views that need no type parameters.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

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
    /// The body, as text.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// A number between 0 and 1.
    fn chance(&self) -> f64;
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
    /// Goes to another site. The page lives on for a moment: start nothing after this.
    fn leave(&self, url: &str);
}
