//! When to stop: at a signal, or, if asked for, when standard input closes.

use tokio::io::AsyncReadExt as _;
use tokio::sync::watch;

/// A wish to stop that several servers wait for. After it they finish what is open, for a moment only.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

/// Browsers keep connections open; a stopping program does not wait for them long.
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

    /// A wish that is uttered by sending `true`.
    pub(super) fn manual() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    pub(super) async fn wait(mut self) {
        // An error means that nobody can tell any more: stop as well.
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    /// The moment after which nothing is waited for any longer.
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
