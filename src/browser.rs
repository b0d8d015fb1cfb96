//! The ports on a real browser: the only module that names web_sys, js_sys, gloo or wasm_bindgen.

mod clock;
mod desk;
mod fetch;
mod formats;
mod js;
mod navigate;
mod sign_in_page;
mod start;
mod store;
mod worker;

pub use clock::BrowserClock;
pub use desk::BrowserDesk;
pub use fetch::Fetch;
pub use formats::Intl;
pub use navigate::AddressBar;
pub use sign_in_page::{offer_sign_in, start_portal, wanted_to_sign_in};
pub use start::{ascii_address, configuration, is_page, load_now, report_panics, take_answer};
pub use store::TabStorage;
pub use worker::{
    RenewalLock, WorkerPort, is_worker_alive, refuse_connections, refuse_connections_without_part, serve,
    worker_home,
};
