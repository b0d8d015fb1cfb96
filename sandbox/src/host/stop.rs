//! The stop signal: SIGINT, SIGTERM, or, on request, the end of standard input.

use tokio::io::AsyncReadExt as _;
use tokio::sync::watch;

/// A stop signal for several servers. After it they finish the open requests within a grace period.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

/// Browsers keep connections open; the program waits for them at most this long.
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

impl Stop {
    pub(super) fn new(with_stdin: bool) -> Self {
        let (sender, stop) = Self::manual();
        tokio::spawn(async move {
            tokio::select! {
                () = interrupted() => {}
                () = terminated() => {}
                () = stdin_closed(), if with_stdin => {}
            }
            let _ = sender.send(true);
        });
        stop
    }

    /// A signal that is given by sending `true`.
    pub(super) fn manual() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    pub(super) async fn wait(mut self) {
        // An error means that the sender is gone; this stops as well.
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    /// Returns at the end of the grace period after the stop signal.
    pub(super) async fn grace_period_over(self) {
        self.wait().await;
        tokio::time::sleep(GRACE).await;
    }
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

async fn stdin_closed() {
    let mut stdin = tokio::io::stdin();
    let mut bytes = [0; 64];
    while stdin.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
}
