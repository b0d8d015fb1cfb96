//! Clients that ask for the same token over and over (AADSTS50196).
//!
//! Entra's threshold is not documented; [obs] about fifteen within five minutes were too many for some clients. Here it is
//! far higher, so that no test meets it that does not loop.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

const WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// How often the same request may come within the window.
const MOST: u32 = 60;
/// Different requests that are remembered at most.
const MOST_REMEMBERED: usize = 10_000;

#[derive(Default)]
pub(crate) struct Loops(HashMap<String, (Timestamp, u32)>);

impl Loops {
    /// Counts a request by its fingerprint; whether it comes too often.
    pub(super) fn is_loop(&mut self, request: String, now: Timestamp) -> bool {
        let fresh = |begun: Timestamp| begun.checked_add(WINDOW).is_ok_and(|end| end > now);
        if self.0.len() >= MOST_REMEMBERED {
            self.0.retain(|_, (begun, _)| fresh(*begun));
            if self.0.len() >= MOST_REMEMBERED {
                self.0.clear();
            }
        }
        let (begun, count) = self.0.entry(request).or_insert((now, 0));
        if !fresh(*begun) {
            (*begun, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count > MOST
    }
}
