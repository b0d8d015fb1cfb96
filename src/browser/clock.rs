//! Time and chance.

use std::time::Duration;

use crate::app::ports::{Clock, Later};
use crate::domain::moment::Moment;

const MINUTE: f64 = 60_000.0;

/// The browser's clock and timers.
#[derive(Default)]
pub struct BrowserClock {
    /// Milliseconds by which the computer's clock is behind.
    behind: f64,
}

impl BrowserClock {
    /// A clock that is set by an answer's `Date` when the answer arrives; by the computer where there is none. Computers
    /// that belong to no domain are often minutes off, and a sign-in must work there too.
    #[must_use]
    pub fn set_by(date: Option<&str>) -> Self {
        let behind = date.map_or(0.0, |date| js_sys::Date::parse(date) - js_sys::Date::now());
        // In whole minutes: seconds are the header's own grain and the way of the answer, and would make each page's clock
        // a little different. What is no date is NaN.
        let behind = js_sys::Math::round(behind / MINUTE) * MINUTE;
        Self { behind: if behind.is_nan() { 0.0 } else { behind } }
    }
}

impl Clock for BrowserClock {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 280,000 years")]
    fn now(&self) -> Moment {
        Moment((js_sys::Date::now() + self.behind) as i64)
    }

    fn sleep(&self, time: Duration) -> Later<'_, ()> {
        Box::pin(gloo_timers::future::sleep(time))
    }

    fn random(&self, bytes: &mut [u8]) {
        let crypto = web_sys::window().and_then(|window| window.crypto().ok());
        let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok());
        // Without chance no sign-in may begin: zeros could be guessed.
        assert!(filled, "crypto.getRandomValues failed");
    }
}
