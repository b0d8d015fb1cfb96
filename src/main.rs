//! Plugs the browser into the portal and starts it. Nothing else names both `ui` and `browser`.
//!
//! It runs where somebody is signed in or comes back from signing in, and where there is something to say that the sign-in
//! page has no words for. What runs before it, and in the worker, is `bin/sign_in.rs`.

#[cfg(target_arch = "wasm32")]
fn main() {
    use guestlist::browser;
    browser::report_panics();
    // Mounting would do this too, but the configuration is awaited before anything can be mounted.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(start::portal());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    // The portal runs in a browser; `cargo xtask demo` builds and serves it.
}

#[cfg(target_arch = "wasm32")]
mod start {
    use std::rc::Rc;

    use futures_util::future::join;
    use guestlist::app::config::{Config, ConfigProblem};
    use guestlist::app::portal::{Portal, Ports};
    use guestlist::app::ports::Desk;
    use guestlist::app::sign_in::Arrival;
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
        let asking = join(browser::configuration(), browser::is_worker_alive());
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
        let out = matches!(arrival, Arrival::SignedOut(_));
        if out && browser::wanted_to_sign_in() {
            // The sign-in page could not do it. The portal says why, or can.
            portal.sign_in(false);
        }
        spawn_local(async move { portal.go_on(arrival).await });
        show(move || view! { <App state words /> });
    }

    fn stop(why: ConfigProblem, desk: Rc<dyn Desk>, words: Words) {
        let desk = StoredValue::new_local(desk);
        let reload = Callback::new(move |()| desk.with_value(|desk| desk.reload()));
        show(move || view! { <StopPage why words reload /> });
    }

    fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) {
        for shown in ["boot", "sign-in"] {
            if let Some(shown) = document().get_element_by_id(shown) {
                shown.remove();
            }
        }
        leptos::mount::mount_to_body(view);
    }
}
