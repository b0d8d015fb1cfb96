//! When to ask again, and how long to wait. Pure: somebody else sleeps.

use std::time::Duration;

use super::call::{Ask, Method, Reply};

/// Tries in all.
const MOST_TRIES: u32 = 5;
/// No single wait is longer; what asks for more is shown instead of waited for.
const LONGEST: Duration = Duration::from_secs(120);

/// What to do after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The answer stands.
    Take,
    /// Wait, then ask the same again.
    WaitFor(Duration),
}

/// After an answer. `tries` counts the ones so far, from 1; `jitter` is chance, from 0 to 255.
///
/// 429 and 503 with `Retry-After` were not carried out, so they may be repeated even with an effect. Any other
/// server error may have been, so only reading is repeated.
#[must_use]
pub fn after(ask: &Ask, reply: &Reply, tries: u32, jitter: u8) -> Next {
    let asked_to_wait = reply.retry_after.as_deref().and_then(seconds);
    let repeatable = match reply.status {
        429 => true,
        503 => ask.method == Method::Get || asked_to_wait.is_some(),
        500 | 502 | 504 | 509 => ask.method == Method::Get,
        _ => false,
    };
    let wait = asked_to_wait.unwrap_or_else(|| back_off(tries, jitter));
    if repeatable && tries < MOST_TRIES && wait <= LONGEST { Next::WaitFor(wait) } else { Next::Take }
}

/// After no answer at all. Only reading is repeated: an effect may have happened.
#[must_use]
pub fn after_silence(ask: &Ask, tries: u32, jitter: u8) -> Option<Duration> {
    (ask.method == Method::Get && tries < 3).then(|| back_off(tries, jitter))
}

/// Half a second, doubled with each try, half of it by chance, so that many tabs do not knock at once.
fn back_off(tries: u32, jitter: u8) -> Duration {
    let longest = Duration::from_millis(500 << tries.min(6));
    longest / 2 + longest / 2 * u32::from(jitter) / 255
}

/// `Retry-After` in seconds; Graph's own sample is fractional (`2.128`). A date cannot be used without its clock.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let whole: u32 = whole.parse().ok()?;
    let millis: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let asked = Duration::from_secs(whole.into()) + Duration::from_millis(millis);
    Some(asked.max(Duration::from_millis(100)))
}

#[cfg(test)]
mod tests;
