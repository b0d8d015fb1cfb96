//! Time and chance.

use std::time::Duration;

use crate::app::ports::{Clock, Later};
use crate::domain::moment::Moment;

/// The browser's clock and timers.
pub struct BrowserClock;

impl Clock for BrowserClock {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 280,000 years")]
    fn now(&self) -> Moment {
        Moment(js_sys::Date::now() as i64)
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
