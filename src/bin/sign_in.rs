//! The program that runs before the portal: begins a sign-in from the sign-in page, or silently after a reload. In the
//! worker it holds the tokens. It has no views, so that a visitor who is not signed in waits for little.
//!
//! What it has no words for, it leaves to the portal.

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

    /// Serves the pages, in a part of the program that no page loads.
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

    /// It reads the configuration itself: no page can name a host to it.
    async fn serve() {
        let (found, clock) = browser::configuration().await;
        match found {
            Ok((config, authority)) => {
                let registration = config.registration(authority, browser::worker_home());
                let (clock, lock): (Rc<dyn Clock>, _) = (Rc::new(clock), Rc::new(RenewalLock));
                browser::serve(
                    TokenBroker::new(registration, Rc::new(Fetch), Rc::clone(&clock), lock),
                    clock,
                );
            }
            Err(_) => browser::refuse_connections(),
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod page {
    use guestlist::app::ports::Navigator;
    use guestlist::app::sign_in::{Arrival, SignIn};
    use guestlist::auth::session::SignedOutWhy;
    use guestlist::browser::{self, AddressBar, TabStorage};

    /// Signs in silently where this tab was signed in before; else lets the button of the page begin a sign-in.
    pub(super) async fn run() {
        let (found, clock) = browser::configuration().await;
        let Ok((config, authority)) = found else { return browser::start_portal() };
        let registration = config.registration(authority, AddressBar.home());
        // Both live as long as the page.
        let (registration, clock) = (Box::leak(Box::new(registration)), Box::leak(Box::new(clock)));
        let steps = SignIn { registration, store: &TabStorage, navigator: &AddressBar, clock };
        match steps.arrive_without_portal() {
            Some(Arrival::Leaving) => {}
            Some(Arrival::SignedOut(why)) => {
                // Somebody who has just signed out may want to choose another account.
                let left = why == SignedOutWhy::Left;
                browser::offer_sign_in(left, move || {
                    if steps.sign_in(None, left, None).is_err() {
                        browser::start_portal();
                    }
                });
            }
            Some(Arrival::Redeem(_) | Arrival::Ask) | None => browser::start_portal(),
        }
    }
}
