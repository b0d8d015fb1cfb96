//! How fast the rows of a run end. Must not know a row.

use std::collections::VecDeque;
use std::time::Duration;

/// The time over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(30);
/// The least time between two values.
const STEP: Duration = Duration::from_secs(1);

/// All times are of a clock that never jumps.
#[derive(Clone, Debug, Default)]
pub struct Rate(VecDeque<(Duration, usize)>);

impl Rate {
    /// So many rows have ended by now. Many calls in a second count as one.
    pub fn note(&mut self, now: Duration, ended: usize) {
        while self.0.len() > 1 && self.0.front().is_some_and(|(at, _)| now.saturating_sub(*at) > WINDOW) {
            self.0.pop_front();
        }
        if self.0.back().is_none_or(|(at, _)| now.saturating_sub(*at) >= STEP) {
            self.0.push_back((now, ended));
        }
    }

    /// Begins anew, for example after a pause.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Rows in a second; `None` as long as there is too little to tell.
    #[must_use]
    pub fn per_second(&self) -> Option<f64> {
        let ((from, before), (to, after)) = (self.0.front()?, self.0.back()?);
        let time = to.saturating_sub(*from);
        let ended = u32::try_from(after.saturating_sub(*before)).ok()?;
        (time >= 2 * STEP).then(|| f64::from(ended) / time.as_secs_f64())
    }

    /// How long `left` more rows take at this rate, but not less than `least`; `None` if the rate is not known or zero.
    #[must_use]
    pub fn remaining(&self, left: usize, least: Duration) -> Option<Duration> {
        let rate = self.per_second().filter(|rate| *rate > 0.0)?;
        let left = f64::from(u32::try_from(left).ok()?);
        Some(Duration::from_secs_f64(left / rate).max(least))
    }
}

#[cfg(test)]
mod tests;
