//! Decides whether a request is repeated, and after which time. Must not wait itself: `app::client` does.

use std::time::Duration;

use super::http::{GraphRequest, GraphResponse};

/// The maximum number of tries, with the first one.
const MOST_TRIES: u32 = 5;
/// The longest wait. If the service requests a longer one, the portal shows the error instead of waiting.
const LONGEST: Duration = Duration::from_secs(120);

/// What to do after a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Use this response.
    Take,
    /// Wait, then send the same request again.
    WaitFor(Duration),
}

/// The decision after a response. `tries` is the number of tries so far, from 1; `jitter` is a random number.
///
/// The service does not carry out a request that it answers with 429, or with 503 and `Retry-After`. So these are
/// repeated even if they change something. After other server errors such a request may have taken effect, so only a read is
/// repeated.
#[must_use]
pub fn after(request: &GraphRequest, response: &GraphResponse, tries: u32, jitter: u8) -> Next {
    let asked_to_wait = response.retry_after.as_deref().and_then(seconds);
    let repeatable = match response.status {
        429 => true,
        503 => request.is_read() || asked_to_wait.is_some(),
        500 | 502 | 504 | 509 => request.is_read(),
        _ => false,
    };
    let wait = asked_to_wait.unwrap_or_else(|| back_off(tries, jitter));
    if repeatable && tries < MOST_TRIES && wait <= LONGEST { Next::WaitFor(wait) } else { Next::Take }
}

/// The decision if there is no response: the time to wait, or `None`. Only a read is repeated, because another request may
/// have taken effect.
#[must_use]
pub fn after_silence(request: &GraphRequest, tries: u32, jitter: u8) -> Option<Duration> {
    (request.is_read() && tries < 3).then(|| back_off(tries, jitter))
}

/// The decision if the request could not be sent, because the sign-in host gave no new token within `waited`. Also a
/// POST is repeated then, once. `asked` is the wait that the host wants. After a long wait the person is told instead of
/// waiting once more.
#[must_use]
pub fn after_not_sent(waited: Duration, asked: Option<Duration>, tries: u32, jitter: u8) -> Option<Duration> {
    let wait = asked.unwrap_or_else(|| back_off(tries, jitter));
    (waited < Duration::from_secs(5) && tries < 2 && wait <= LONGEST).then_some(wait)
}

/// The wait after a throttled read of a batch; `None` if the service requests one that is too long.
#[must_use]
pub fn pause(asked: Option<Duration>, jitter: u8) -> Option<Duration> {
    let wait = asked.unwrap_or_else(|| back_off(3, jitter));
    (wait <= LONGEST).then_some(wait)
}

/// Half of the wait is random, so that many tabs do not send their requests at the same moment. The longest wait
/// doubles with each try, from one second after the first.
fn back_off(tries: u32, jitter: u8) -> Duration {
    let longest = Duration::from_millis(500 << tries.min(6));
    longest / 2 + longest / 2 * u32::from(jitter) / 255
}

/// Reads a `Retry-After` in seconds, which may have a fraction, as in Graph's own example (`2.128`). A date is ignored,
/// because the service's clock is not known.
#[must_use]
pub fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let whole: u32 = whole.parse().ok()?;
    let millis: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let asked = Duration::from_secs(whole.into()) + Duration::from_millis(millis);
    Some(asked.max(Duration::from_millis(100)))
}

#[cfg(test)]
mod tests;
