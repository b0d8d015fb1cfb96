//! Plugs the browser into the portal and starts it. Nothing else names both `ui` and `browser`.

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
    use guestlist::app::authority;
    use guestlist::app::config::{Config, ConfigProblem};
    use guestlist::app::portal::{Portal, Ports};
    use guestlist::app::ports::Desk;
    use guestlist::app::sign_in::Arrival;
    use guestlist::auth::authority::Authority;
    use guestlist::auth::session::{Session, SignedOutWhy};
    use guestlist::browser::{self, AddressBar, BrowserClock, BrowserDesk, Fetch, Intl, TabStorage};
    use guestlist::ui::app::App;
    use guestlist::ui::pages::{StopPage, apply_preferences};
    use guestlist::ui::state::{State, hear};
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
        let ((config, clock), ()) = join(configuration(), speaking).await;
        match config {
            Ok(found) => run(found, clock, answer.as_deref(), desk, words),
            Err(problem) => stop(problem, desk, words),
        }
        std::mem::forget(owner); // the app lives as long as the page
    }

    /// What config.json says, and who signs people in; with a clock that is set by the portal's host.
    async fn configuration() -> (Result<(Config, Authority), ConfigProblem>, BrowserClock) {
        let Some((text, clock)) = browser::load_text("/config.json").await else {
            return (Err(ConfigProblem::NotFound), BrowserClock::default());
        };
        let found = match Config::parse(&text) {
            Ok(config) => authority::find(&config, &Fetch).await.map(|authority| (config, authority)),
            Err(problem) => Err(problem),
        };
        (found, clock)
    }

    fn run(
        (config, authority): (Config, Authority),
        clock: BrowserClock,
        answer: Option<&str>,
        desk: Rc<dyn Desk>,
        words: Words,
    ) {
        let session = RwSignal::new(Session::SignedOut(SignedOutWhy::Fresh));
        let waiting = RwSignal::new(None);
        let ports = Ports {
            transport: Rc::new(Fetch),
            clock: Rc::new(clock),
            store: Rc::new(TabStorage),
            navigator: Rc::new(AddressBar),
        };
        let portal = Rc::new(Portal::new(config, authority, ports, hear(session, waiting)));
        let state = State::new(Rc::clone(&portal), Rc::clone(&desk), session, waiting, words.fold());
        desk.before_leaving(Box::new(move || state.stow_draft()));
        let again = Rc::clone(&desk);
        desk.on_return(Box::new(move || {
            if session.with_untracked(|session| *session == Session::Leaving) {
                again.reload();
            }
        }));
        match portal.arrive(answer) {
            Arrival::SignedOut(why) => session.set(Session::SignedOut(why)),
            Arrival::Leaving => session.set(Session::Leaving),
            Arrival::Redeem(exchange) => {
                session.set(Session::Redeeming);
                spawn_local(async move {
                    match portal.redeem(exchange).await {
                        Ok((account, refused)) => state.welcome(account, refused),
                        Err(problem) => session.set(Session::SignedOut(SignedOutWhy::Refused(problem))),
                    }
                });
            }
        }
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
