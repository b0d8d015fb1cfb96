//! The portal's program: connects the browser's adapters with the portal and starts it. Only this file uses both `ui`
//! and `browser`.
//!
//! It runs when a person is signed in or returns from a sign-in, and when there is a message that the sign-in page
//! cannot show. The program before it, which also runs in the worker, is `bin/sign_in.rs`.

#[cfg(target_arch = "wasm32")]
fn main() {
    use guestlist::browser;
    browser::report_panics();
    // Leptos does this when it mounts a view. It is needed earlier, because the configuration is loaded before that.
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
    use guestlist::app::ports::{Navigator as _, PagePorts};
    use guestlist::app::sign_in::Arrival;
    use guestlist::auth::authority::Authority;
    use guestlist::auth::flow::AccountPicker;
    use guestlist::auth::session::Session;
    use guestlist::browser::{
        self, AddressBar, BrowserClock, BrowserRandom, Intl, LocalStorage, TabStorage, WorkerPort,
    };
    use guestlist::ui::app::App;
    use guestlist::ui::pages::{StopPage, apply_preferences};
    use guestlist::ui::state::AppState;
    use guestlist::ui::words::Words;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    /// Loads the configuration, reads the address and shows the portal.
    pub(super) async fn portal() {
        // This is the first step, so that no other script can read the code from the address.
        let answer = browser::take_answer();
        browser::keep_translated_texts_true();
        let owner = Owner::new();
        owner.set();
        let page = browser::page_ports();
        let (words, language) = apply_preferences(page.clone(), Rc::new(Intl::default()));
        let configuration = join(browser::configuration(), browser::is_worker_alive());
        let (((config, clock), worker_alive), ()) = join(configuration, language).await;
        match config {
            Ok(found) => run(found, clock, answer.as_deref(), worker_alive, page, words),
            Err(problem) => stop(problem, page, words),
        }
        std::mem::forget(owner); // The app lives as long as the page.
    }

    fn run(
        (config, authority): (Config, Authority),
        clock: BrowserClock,
        answer: Option<&str>,
        worker_alive: bool,
        page: PagePorts,
        words: Words,
    ) {
        let registration = config.registration(authority.clone(), AddressBar.home()).name();
        let port = WorkerPort::new(registration);
        let ports = Ports {
            worker: port.clone(),
            clock: Rc::new(clock),
            random: Rc::new(BrowserRandom),
            store: Rc::new(TabStorage),
            browser_store: Rc::new(LocalStorage),
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
        let state = AppState::new(Rc::clone(&portal), page.clone(), words.fold(), words.decompose());
        portal.on_event(Box::new(move |event| state.handle(event)));
        let hides = Rc::clone(&portal);
        page.lifecycle.on_hide(Box::new(move || {
            state.invite.leave_page();
            hides.page_hides(state.form_to_save());
        }));
        let hidden = Rc::clone(&portal);
        page.lifecycle.on_visibility(Box::new(move |visible| {
            state.session.set_visible(visible);
            if visible {
                hidden.page_is_shown();
            } else {
                hidden.page_is_hidden(state.form_to_save());
            }
        }));
        let elsewhere = Rc::clone(&portal);
        page.lifecycle.on_store_change(Box::new(move || {
            elsewhere.browser_store_changed();
            state.run.read_told();
        }));
        page.lifecycle.on_leave(Box::new(move || state.asks_before_leaving()));
        let (lifecycle, restored) = (Rc::clone(&page.lifecycle), Rc::clone(&portal));
        page.lifecycle.on_restore(Box::new(move || {
            // The page was in the back-forward cache. Meanwhile its sign-in may have ended in another tab.
            if !matches!(restored.session(), Session::SignedOut(_)) {
                lifecycle.reload();
            }
        }));
        let arrival = portal.arrive(answer, worker_alive);
        let out = matches!(arrival, Arrival::SignedOut(_));
        if out && browser::wanted_to_sign_in() {
            // The person pressed the button, but the sign-in page could not begin a sign-in. The portal tries again,
            // and shows the reason if it fails.
            portal.sign_in(AccountPicker::IfNeeded);
        }
        spawn_local(async move { portal.go_on(arrival).await });
        show(move || view! { <App state words /> });
    }

    fn stop(why: ConfigProblem, page: PagePorts, words: Words) {
        let lifecycle = StoredValue::new_local(page.lifecycle);
        let reload = Callback::new(move |()| lifecycle.with_value(|lifecycle| lifecycle.reload()));
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
