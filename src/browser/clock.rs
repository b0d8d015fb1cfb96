//! Time and random numbers. Must not know what is measured.

use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::LocalBoxFuture;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageChannel;

use crate::app::ports::{Clock, Random};
use crate::domain::moment::Moment;

const MINUTE: f64 = 60_000.0;

/// The browser's clock and timers.
#[derive(Default)]
pub struct BrowserClock {
    /// In milliseconds: the time of the portal's host minus the time of this computer.
    behind: f64,
}

impl BrowserClock {
    /// Corrects the computer's clock by the `Date` of a response that has just arrived; without one, there is no
    /// correction. The clocks of computers that are not in a domain are often wrong by minutes, and a sign-in must work
    /// there too.
    #[must_use]
    pub fn set_by(date: Option<&str>) -> Self {
        let behind = date.map_or(0.0, |date| js_sys::Date::parse(date) - js_sys::Date::now());
        // The correction is in whole minutes: the header has whole seconds and the response takes time, so without
        // rounding the clocks of two pages would differ a little. An unreadable date gives NaN.
        let behind = js_sys::Math::round(behind / MINUTE) * MINUTE;
        Self { behind: if behind.is_nan() { 0.0 } else { behind } }
    }
}

impl Clock for BrowserClock {
    fn now(&self) -> Moment {
        moment(js_sys::Date::now() + self.behind)
    }

    fn uncorrected(&self) -> Moment {
        moment(js_sys::Date::now())
    }

    fn monotonic(&self) -> Duration {
        // It does not follow changes of the computer's clock.
        let performance = web_sys::window().and_then(|window| window.performance());
        performance.map_or_else(
            || self.uncorrected().since(Moment::default()),
            |performance| Duration::from_secs_f64((performance.now() / 1_000.0).max(0.0)),
        )
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(gloo_timers::future::sleep(time))
    }

    fn mark(&self, name: &str) {
        if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
            // An error would be a name that the browser itself uses.
            let _ = performance.mark(name);
        }
    }

    fn give_way(&self) -> LocalBoxFuture<'_, ()> {
        Box::pin(async {
            if next_task().await.is_none() {
                gloo_timers::future::sleep(Duration::ZERO).await;
            }
        })
    }
}

/// Waits for a message from this page to itself, which browsers deliver as the next task, after input that is waiting. `None`
/// if the browser has no channels.
async fn next_task() -> Option<()> {
    let channel = MessageChannel::new().ok()?;
    let (sender, receiver) = oneshot::channel();
    let delivered = Closure::once(move || {
        // The other end waits below.
        let _ = sender.send(());
    });
    channel.port1().set_onmessage(Some(delivered.as_ref().unchecked_ref()));
    channel.port2().post_message(&JsValue::NULL).ok()?;
    let received = receiver.await.ok();
    channel.port1().close();
    received
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 280,000 years")]
fn moment(millis: f64) -> Moment {
    Moment::from_unix_millis(millis as i64)
}

/// `Math.random`, which is not for secrets.
pub struct BrowserRandom;

impl Random for BrowserRandom {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
    fn byte(&self) -> u8 {
        (js_sys::Math::random() * 256.0) as u8
    }
}
