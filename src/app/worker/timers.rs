//! A clock whose sleeps are those of the worker: browsers let the timers of a hidden page pass once a second, and after some
//! minutes once a minute. Must not know what waits.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;

use crate::app::ports::Clock;
use crate::domain::moment::Moment;

use super::client::WorkerClient;

pub struct WorkerTimers {
    worker: Rc<WorkerClient>,
    /// The page's clock.
    clock: Rc<dyn Clock>,
}

impl WorkerTimers {
    #[must_use]
    pub fn new(worker: Rc<WorkerClient>, clock: Rc<dyn Clock>) -> Self {
        Self { worker, clock }
    }
}

impl Clock for WorkerTimers {
    fn now(&self) -> Moment {
        self.clock.now()
    }

    fn uncorrected(&self) -> Moment {
        self.clock.uncorrected()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(async move {
            // If the worker has ended, the whole time passes once more: too long is better than not at all.
            if !self.worker.sleep(time).await {
                self.clock.sleep(time).await;
            }
        })
    }

    fn give_way(&self) -> LocalBoxFuture<'_, ()> {
        // The page does it as well, without a way to the worker and back.
        self.clock.give_way()
    }

    fn mark(&self, name: &str) {
        self.clock.mark(name);
    }

    fn deadline(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        self.clock.deadline(time)
    }
}
