//! Detects clients that request the same token again and again (AADSTS50196).
//!
//! Entra's threshold is not documented; [observed] about fifteen requests in five minutes were too many for some clients.
//! Here it is much higher, so that only a real loop reaches it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

const WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// The number of equal requests in the window before the error.
const MAX_REQUESTS: u32 = 60;
/// The maximum number of different requests that are counted.
const MAX_REMEMBERED: usize = 10_000;

#[derive(Default)]
pub(crate) struct Loops(HashMap<String, (Timestamp, u32)>);

impl Loops {
    /// Counts a request by its hash, and returns whether there were too many.
    pub(crate) fn is_loop(&mut self, request: String, now: Timestamp) -> bool {
        let fresh = |begun: Timestamp| begun.checked_add(WINDOW).is_ok_and(|end| end > now);
        if self.0.len() >= MAX_REMEMBERED {
            self.0.retain(|_, (begun, _)| fresh(*begun));
            if self.0.len() >= MAX_REMEMBERED {
                self.0.clear();
            }
        }
        let (begun, count) = self.0.entry(request).or_insert((now, 0));
        if !fresh(*begun) {
            (*begun, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count > MAX_REQUESTS
    }
}
