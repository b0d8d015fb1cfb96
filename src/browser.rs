//! The ports on a real browser: the only module that names web_sys, js_sys, gloo or wasm_bindgen.

mod clock;
mod desk;
mod fetch;
mod formats;
mod keeper;
mod navigate;
mod start;
mod store;
mod vault;

pub use clock::BrowserClock;
pub use desk::BrowserDesk;
pub use fetch::Fetch;
pub use formats::Intl;
pub use keeper::{Renewals, keep, turn_away, worker_home};
pub use navigate::AddressBar;
pub use start::{is_page, load_text, report_panics, take_answer};
pub use store::TabStorage;
pub use vault::{VaultWire, vault_is_open};
