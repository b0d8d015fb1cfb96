//! Requests that a browser sends again by itself.
//!
//! When a reused connection is closed without a byte of a response, Chromium assumes that the connection had timed out.
//! It sends the request again on another connection, also a `POST`, within milliseconds and without telling the page
//! (observed with Chromium 156). A lost response would then have two effects. So a copy that comes right after such a
//! close is not passed to the tenant; its connection is closed as well.
//!
//! A connection that Chromium opened in advance and has not used yet counts as reused for it, which a host cannot see. So a
//! copy is expected on each connection if the request has a `client-request-id`, which differs between requests that a
//! client sends on purpose. Without one, a second request behind a close of a new connection comes from the user.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;

/// Long enough for a browser on a busy machine, and shorter than the delay of any client that retries on purpose.
const WINDOW: Duration = Duration::from_secs(1);

/// The copies that may still come.
#[derive(Clone, Default)]
pub(super) struct Resends(Arc<Mutex<Vec<(Fingerprint, Instant)>>>);

/// A complete request; a copy has the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    hash: u64,
    /// Whether no other request can have the same one.
    unique: bool,
}

impl Fingerprint {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        let mut hasher = DefaultHasher::new();
        request.method().hash(&mut hasher);
        request.uri().hash(&mut hasher);
        for (name, value) in request.headers() {
            name.hash(&mut hasher);
            value.as_bytes().hash(&mut hasher);
        }
        request.body().hash(&mut hasher);
        Self { hash: hasher.finish(), unique: request.headers().contains_key("client-request-id") }
    }
}

impl Resends {
    /// Whether this request, arriving `now`, is the copy of one whose connection was just closed.
    pub(super) fn is_copy(&self, fingerprint: Fingerprint, now: Instant) -> bool {
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        expected.retain(|(_, since)| now.duration_since(*since) < WINDOW);
        let place = expected.iter().position(|(expected, _)| *expected == fingerprint);
        place.map(|place| expected.swap_remove(place)).is_some()
    }

    /// Expects a copy from `now` on, if the closed connection was a reused one or only the browser can send a copy.
    pub(super) fn expect(&self, fingerprint: Fingerprint, reused: bool, now: Instant) {
        if !reused && !fingerprint.unique {
            return;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((fingerprint, now));
    }
}

#[cfg(test)]
mod tests;
