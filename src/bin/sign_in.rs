//! The program that runs before the portal. It begins a sign-in when the person presses the button, or silently after a
//! reload. The same program runs in the worker, where it holds the tokens.
//!
//! It must not contain views, so that it is small and a visitor who is not signed in waits only a short time. If there
//! is a message to show, it starts the portal instead.

#[cfg(target_arch = "wasm32")]
fn main() {
    use guestlist::browser;
    browser::report_panics();
    if browser::is_page() {
        wasm_bindgen_futures::spawn_local(page::run());
    } else {
        wasm_bindgen_futures::spawn_local(worker::run());
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    // It runs in a browser; `cargo xtask demo` builds and serves it.
}

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::future::Future;
    use std::pin::Pin;
    use std::rc::Rc;

    use guestlist::app::ports::Clock;
    use guestlist::app::token_broker::TokenBroker;
    use guestlist::browser::{self, Fetch, RenewalLock};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    /// Serves the pages. The code is in a separate wasm file that only the worker loads.
    pub(super) async fn run() {
        match serving().await {
            Ok(serving) => serving.await,
            Err(_) => browser::refuse_connections_without_part(),
        }
    }

    #[wasm_split(worker, fallible)]
    fn serving() -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
        Ok(Box::pin(serve()))
    }

    /// The worker loads the configuration itself, so that no page can make it send tokens to another host.
    async fn serve() {
        let (found, clock) = browser::configuration().await;
        match found {
            Ok((config, authority)) => {
                let registration = config.registration(authority, browser::worker_home());
                let name = registration.name();
                let (clock, lock): (Rc<dyn Clock>, _) = (Rc::new(clock), Rc::new(RenewalLock::new(&name)));
                let broker = TokenBroker::new(registration, Rc::new(Fetch), Rc::clone(&clock), lock);
                browser::serve(broker, clock, name);
            }
            Err(_) => browser::refuse_connections_without_configuration(),
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod page {
    use std::time::Duration;

    use guestlist::app::ports::{Clock as _, Navigator};
    use guestlist::app::sign_in::{Arrival, SignIn};
    use guestlist::auth::flow::AccountPicker;
    use guestlist::auth::session::SignedOutReason;
    use guestlist::browser::{self, AddressBar, LocalStorage, TabStorage};

    /// How long a silent redirect may take.
    const LEAVING_TAKES: Duration = Duration::from_secs(10);

    /// Signs in silently if this tab was signed in before; otherwise lets the page's button begin a sign-in.
    pub(super) async fn run() {
        let (found, clock) = browser::configuration().await;
        let Ok((config, authority)) = found else { return browser::start_portal() };
        let registration = config.registration(authority, AddressBar.home());
        // Both are used as long as the page exists, so they are never freed.
        let (registration, clock) = (Box::leak(Box::new(registration)), Box::leak(Box::new(clock)));
        let (store, browser_store) = (&TabStorage, &LocalStorage);
        let steps = SignIn { registration, store, browser_store, navigator: &AddressBar, clock };
        match steps.arrive_without_portal() {
            Some(Arrival::Leaving) => {
                // If the browser still shows this page, the sign-in host does not respond. The portal then asks it, and
                // has the words.
                clock.sleep(LEAVING_TAKES).await;
                browser::start_portal();
            }
            Some(Arrival::SignedOut(why)) => {
                // A person who has just signed out may want to choose another account.
                let left = why == SignedOutReason::Left;
                browser::offer_sign_in(left, move || {
                    let picker = if left { AccountPicker::Always } else { AccountPicker::IfNeeded };
                    if steps.sign_in(None, picker, None).is_err() {
                        browser::start_portal();
                    }
                });
            }
            Some(
                Arrival::Redeem(_) | Arrival::AskWorker | Arrival::AskWorkerAfterSignOut | Arrival::AskHost,
            )
            | None => browser::start_portal(),
        }
    }
}
