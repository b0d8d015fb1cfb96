//! Requests that a browser sends a second time by itself.
//!
//! When a connection that was used before dies without a byte of an answer, Chromium takes it for a connection that had
//! timed out and sends the request again on another, a `POST` too, within milliseconds and without telling the page
//! (observed with Chromium 156). A lost answer would then be two effects. So a copy that comes right after such a hang-up
//! is not given to the tenant; it is hung up on as well. On a connection that carried nothing before, nobody resends:
//! what comes after that is a person, however quick.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;

/// Long enough for a browser on a busy machine; shorter than the wait of any client that means to try again.
const WINDOW: Duration = Duration::from_secs(1);

/// Which copies are still to come, as far as one can know.
#[derive(Clone, Default)]
pub(super) struct Resends(Arc<Mutex<Vec<(Fingerprint, Instant)>>>);

/// What a request and its copy have in common: all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(u64);

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
        Self(hasher.finish())
    }
}

impl Resends {
    /// Whether this, arriving `now`, is a copy of a request that was just hung up on.
    pub(super) fn is_copy(&self, fingerprint: Fingerprint, now: Instant) -> bool {
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        expected.retain(|(_, since)| now.duration_since(*since) < WINDOW);
        let place = expected.iter().position(|(expected, _)| *expected == fingerprint);
        place.map(|place| expected.swap_remove(place)).is_some()
    }

    /// Expects a copy from `now` on, after a hang-up on a connection that was used before or not.
    pub(super) fn expect(&self, fingerprint: Fingerprint, reused: bool, now: Instant) {
        if !reused {
            return;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((fingerprint, now));
    }
}

#[cfg(test)]
mod tests;
