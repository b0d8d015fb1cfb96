//! The ports on a real browser: the only module that names web_sys, js_sys, gloo or wasm_bindgen.

mod clock;
mod desk;
mod fetch;
mod formats;
mod js;
mod navigate;
mod start;
mod store;
mod worker;

pub use clock::BrowserClock;
pub use desk::BrowserDesk;
pub use fetch::Fetch;
pub use formats::Intl;
pub use navigate::AddressBar;
pub use start::{ascii_address, is_page, load_text, report_panics, take_answer};
pub use store::TabStorage;
pub use worker::{RenewalLock, WorkerPort, is_worker_alive, refuse_connections, serve, worker_home};
