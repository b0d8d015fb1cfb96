//! Plugs the browser into the portal and starts it. Nothing else names both `ui` and `browser`.
//!
//! The same program is the portal in a page and the token broker in a worker, so that a visitor downloads it once.

#[cfg(target_arch = "wasm32")]
fn main() {
    use guestlist::browser;
    browser::report_panics();
    if !browser::is_page() {
        return wasm_bindgen_futures::spawn_local(worker::run());
    }
    // Mounting would do this too, but the configuration is awaited before anything can be mounted.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(start::portal());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    // The portal runs in a browser; `cargo xtask demo` builds and serves it.
}

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::rc::Rc;

    use guestlist::app::authority;
    use guestlist::app::config::{Config, ConfigProblem};
    use guestlist::app::token_broker::TokenBroker;
    use guestlist::auth::authority::Authority;
    use guestlist::browser::{self, BrowserClock, Fetch, RenewalLock};

    /// Serves the pages, in a worker. It reads the configuration itself: no page can name a host to it.
    pub(super) async fn run() {
        let (config, clock) = configuration().await;
        match config {
            Ok((config, authority)) => {
                let registration = config.registration(authority, browser::worker_home());
                let lock = Rc::new(RenewalLock);
                browser::serve(TokenBroker::new(registration, Rc::new(Fetch), Rc::new(clock), lock));
            }
            Err(_) => browser::refuse_connections(),
        }
    }

    /// What config.json says, and who signs people in; with a clock that is set by the portal's host.
    pub(super) async fn configuration() -> (Result<(Config, Authority), ConfigProblem>, BrowserClock) {
        let Some((text, clock)) = browser::load_text("/config.json").await else {
            return (Err(ConfigProblem::NotFound), BrowserClock::default());
        };
        let found = match Config::parse(&text, browser::ascii_address) {
            Ok(config) => authority::find(&config, &Fetch).await.map(|authority| (config, authority)),
            Err(problem) => Err(problem),
        };
        (found, clock)
    }
}

#[cfg(target_arch = "wasm32")]
mod start {
    use std::rc::Rc;

    use futures_util::future::join;
    use guestlist::app::config::{Config, ConfigProblem};
    use guestlist::app::portal::{Portal, Ports};
    use guestlist::app::ports::Desk;
    use guestlist::auth::authority::Authority;
    use guestlist::auth::session::Session;
    use guestlist::browser::{self, AddressBar, BrowserClock, BrowserDesk, Intl, TabStorage, WorkerPort};
    use guestlist::ui::app::App;
    use guestlist::ui::pages::{StopPage, apply_preferences};
    use guestlist::ui::state::State;
    use guestlist::ui::words::Words;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    /// Reads the configuration, decides what the address means, and shows the portal.
    pub(super) async fn portal() {
        // First of all, so that the code is in no variable that anybody else could read.
        let answer = browser::take_answer();
        let owner = Owner::new();
        owner.set();
        let desk: Rc<dyn Desk> = Rc::new(BrowserDesk);
        let (words, speaking) = apply_preferences(Rc::clone(&desk), Rc::new(Intl::default()));
        let asking = join(super::worker::configuration(), browser::is_worker_alive());
        let (((config, clock), worker_alive), ()) = join(asking, speaking).await;
        match config {
            Ok(found) => run(found, clock, answer.as_deref(), worker_alive, desk, words),
            Err(problem) => stop(problem, desk, words),
        }
        std::mem::forget(owner); // the app lives as long as the page
    }

    fn run(
        (config, authority): (Config, Authority),
        clock: BrowserClock,
        answer: Option<&str>,
        worker_alive: bool,
        desk: Rc<dyn Desk>,
        words: Words,
    ) {
        let port = WorkerPort::new();
        let ports = Ports {
            worker: port.clone(),
            clock: Rc::new(clock),
            store: Rc::new(TabStorage),
            navigator: Rc::new(AddressBar),
            to_ascii: browser::ascii_address,
        };
        let portal = Portal::new(config, authority, ports);
        let (receives, loses) = (Rc::clone(&portal), Rc::clone(&portal));
        let lost = move || {
            let portal = Rc::clone(&loses);
            spawn_local(async move { portal.worker_is_lost().await });
        };
        port.on_message(move |message| receives.receive(message), lost);
        let state = State::new(Rc::clone(&portal), Rc::clone(&desk), words.fold());
        portal.on_news(Box::new(move |news| state.hear(news)));
        let leaves = Rc::clone(&portal);
        desk.before_leaving(Box::new(move || {
            state.stow_draft();
            leaves.leaves();
        }));
        let again = Rc::clone(&desk);
        desk.on_return(Box::new(move || {
            // While the page was away, its sign-in may have ended in another tab.
            if !state.session.with_untracked(|session| matches!(session, Session::SignedOut(_))) {
                again.reload();
            }
        }));
        let arrival = portal.arrive(answer, worker_alive);
        spawn_local(async move { portal.go_on(arrival).await });
        show(move || view! { <App state words /> });
    }

    fn stop(why: ConfigProblem, desk: Rc<dyn Desk>, words: Words) {
        let desk = StoredValue::new_local(desk);
        let reload = Callback::new(move |()| desk.with_value(|desk| desk.reload()));
        show(move || view! { <StopPage why words reload /> });
    }

    fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) {
        if let Some(waiting) = document().get_element_by_id("boot") {
            waiting.remove();
        }
        leptos::mount::mount_to_body(view);
    }
}
