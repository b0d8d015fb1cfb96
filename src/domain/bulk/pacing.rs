//! How fast requests that change something are sent to Graph.
//!
//! Microsoft documents a quota of 3,000 writes in 150 seconds for an app in a tenant, and none for invitations. So the pace
//! has two limits. A token bucket stays under the quota. The number of requests without a response begins small, grows as
//! long as all goes well, and halves when Graph throttles (429) or has trouble: other clients of the same app use the same
//! quota, and the service may have a limit that is not documented. Must not know what is sent, nor wait.

use std::time::Duration;

/// The first number of requests at the same time.
const FIRST_AT_ONCE: f64 = 3.0;
/// The highest number. At 200 ms for a response these are 80 requests in a second, more than any quota lasts for.
const MOST_AT_ONCE: f64 = 16.0;
/// The pause after a 429 without `Retry-After`. It doubles with each further one in a row.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// A longer `Retry-After` is told to the person, who decides.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// After a 429, the bucket fills more slowly than the quota says, and each request that goes well speeds it up again by
/// this part of the quota.
const RECOVERY: f64 = 0.0005;

/// A token bucket: how many requests are possible at once, and how many more in each second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    pub at_once: u32,
    pub per_second: f64,
}

impl Quota {
    /// The documented quota of writes for an app in a tenant: 3,000 in 150 seconds. Ten are left for the single form.
    pub const WRITES: Self = Self { at_once: 2_990, per_second: 20.0 };
}

/// Whether the next request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Now,
    /// Ask again after this time, or when a request has ended.
    After(Duration),
    /// Ask again when a request has ended.
    WhenOneEnds,
}

/// The end of a request, as far as it says how fast the next ones may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The service took it, or refused it for what it contains.
    Answered,
    /// 429, with the wait that the service wants.
    Throttled { retry_after: Option<Duration> },
    /// There is no response, or one of a service in trouble.
    Troubled,
}

/// All times are of a clock that never jumps, from any fixed point.
#[derive(Clone, Debug)]
pub struct Pacer {
    quota: Quota,
    /// How many requests are possible now.
    tokens: f64,
    /// How many more in each second, at present.
    per_second: f64,
    /// When `tokens` was right.
    at: Duration,
    running: u32,
    /// How many requests may run at the same time.
    at_once: f64,
    /// Nothing is sent before.
    paused_until: Duration,
    /// Until then, because the service has asked for it.
    asked_until: Duration,
    /// How many 429 or troubles followed each other.
    in_a_row: u32,
    /// No second halving before: requests that ran at the same moment are throttled together.
    halved_until: Duration,
}

impl Pacer {
    #[must_use]
    pub fn new(quota: Quota, now: Duration) -> Self {
        Self {
            quota,
            tokens: f64::from(quota.at_once),
            per_second: quota.per_second,
            at: now,
            running: 0,
            at_once: FIRST_AT_ONCE,
            paused_until: Duration::ZERO,
            asked_until: Duration::ZERO,
            in_a_row: 0,
            halved_until: Duration::ZERO,
        }
    }

    #[must_use]
    pub fn next(&mut self, now: Duration) -> Next {
        self.fill(now);
        if f64::from(self.running) + 1.0 > self.at_once {
            return Next::WhenOneEnds;
        }
        let pause = self.paused_until.saturating_sub(now);
        let missing = (1.0 - self.tokens).max(0.0);
        let wait = pause.max(Duration::from_secs_f64(missing / self.per_second));
        // Timers have whole milliseconds. Rounded up, so that the request is possible after the wait.
        let wait = Duration::from_millis(u64::try_from(wait.as_micros().div_ceil(1_000)).unwrap_or(u64::MAX));
        if wait.is_zero() { Next::Now } else { Next::After(wait) }
    }

    /// A request is sent.
    pub fn begin(&mut self, now: Duration) {
        self.fill(now);
        self.tokens -= 1.0;
        self.running += 1;
    }

    /// A request has ended. Returns how long nothing is sent, if the service asked for a pause.
    pub fn end(&mut self, ended: Ended, now: Duration, jitter: u8) -> Option<Duration> {
        self.fill(now);
        self.running = self.running.saturating_sub(1);
        match ended {
            Ended::Answered => {
                self.in_a_row = 0;
                self.at_once = (self.at_once + 1.0 / self.at_once).min(MOST_AT_ONCE);
                let faster = self.per_second + self.quota.per_second * RECOVERY;
                self.per_second = faster.min(self.quota.per_second);
                None
            }
            Ended::Throttled { retry_after } => {
                // The bucket of the service is empty, whatever this one says.
                self.tokens = self.tokens.min(0.0);
                let pause = retry_after.unwrap_or_else(|| self.back_off(jitter));
                self.slow_down(now, true);
                self.paused_until = self.paused_until.max(now + pause);
                self.asked_until = self.paused_until;
                Some(self.paused_until - now)
            }
            Ended::Troubled => {
                let pause = self.back_off(jitter);
                self.slow_down(now, false);
                self.paused_until = self.paused_until.max(now + pause);
                None
            }
        }
    }

    /// The person wants to continue. A pause that is longer than [`LONGEST_PAUSE`] ends: if the service still wants it, it says
    /// so again.
    pub fn resume(&mut self, now: Duration) {
        if self.paused_until.saturating_sub(now) > LONGEST_PAUSE {
            self.paused_until = now;
            self.asked_until = now;
        }
    }

    /// Nothing is sent before this time.
    #[must_use]
    pub fn paused_until(&self) -> Duration {
        self.paused_until
    }

    /// Until this time, nothing is sent because the service has asked for it. A pause without it follows troubles, such as connections
    /// that break.
    #[must_use]
    pub fn asked_until(&self) -> Duration {
        self.asked_until
    }

    /// How many requests run.
    #[must_use]
    pub fn running(&self) -> u32 {
        self.running
    }

    /// The time that `count` more requests take at least, at the present pace.
    #[must_use]
    pub fn lasts(&mut self, count: u32, now: Duration) -> Duration {
        self.fill(now);
        let missing = (f64::from(count) - self.tokens.max(0.0)).max(0.0);
        Duration::from_secs_f64(missing / self.per_second) + self.paused_until.saturating_sub(now)
    }

    fn fill(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.tokens = (self.tokens + passed * self.per_second).min(f64::from(self.quota.at_once));
        self.at = self.at.max(now);
    }

    fn slow_down(&mut self, now: Duration, throttled: bool) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        if now < self.halved_until {
            return;
        }
        self.at_once = (self.at_once / 2.0).max(1.0);
        if throttled {
            self.per_second = (self.per_second * 0.7).max(self.quota.per_second / 20.0);
        }
        self.halved_until = now + Duration::from_secs(1);
    }

    /// Half of it is random, so that several browsers do not continue at the same moment.
    fn back_off(&self, jitter: u8) -> Duration {
        let longest = FIRST_PAUSE * 2_u32.pow(self.in_a_row.min(5));
        longest / 2 + longest / 2 * u32::from(jitter) / 255
    }
}

#[cfg(test)]
mod tests;
