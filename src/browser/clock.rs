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

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to 255")]
    fn chance(&self) -> u8 {
        (js_sys::Math::random() * 256.0) as u8
    }
}
