//! Implements the ports in a real browser. Only this layer uses web_sys, js_sys, gloo and wasm_bindgen. It must not
//! decide anything.

mod clock;
mod downloads;
mod fetch;
mod files;
mod formats;
mod js;
mod navigate;
mod page;
mod run_store;
mod sign_in_page;
mod start;
mod store;
mod worker;

pub use clock::{BrowserClock, BrowserRandom};
pub use fetch::Fetch;
pub use formats::Intl;
pub use js::keep_translated_texts_true;
pub use navigate::AddressBar;
pub use page::page_ports;
pub use run_store::RunRecords;
pub use sign_in_page::{offer_sign_in, start_portal, wanted_to_sign_in};
pub use start::{ascii_address, configuration, is_page, load_current, report_panics, take_answer};
pub use store::{LocalStorage, TabStorage};
pub use worker::{
    RenewalLock, WorkerPort, is_worker_alive, refuse_connections_without_configuration,
    refuse_connections_without_part, serve, worker_home,
};
