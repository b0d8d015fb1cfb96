//! Guestlist: invite B2B guests to Microsoft Entra from the browser, and see who has accepted.
//!
//! The layers point inward, and `tests/architecture.rs` holds the rule (arrows are "may name"):
//! `ui → app → {graph, auth} → domain`, `browser → {app::ports, graph, auth, domain}`. Only `main.rs`
//! names both `ui` and `browser`, and plugs the adapters into `app`.
//!
//! * [`domain`] knows guests, invitations, rights. No I/O, no clock, no foreign formats.
//! * [`auth`] and [`graph`] are the two protocols as values: what to send, how to read the answer.
//! * [`app`] sends those values through small ports; async, no framework.
//! * `browser` has the ports on fetch, storage, history, Intl and the clipboard.
//! * [`ui`] has the views.

pub mod domain;

pub mod auth;
pub mod graph;

pub mod app;

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod ui;

/// The texts of `locales/`, compiled in by build.rs; the code in here is generated.
#[allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    unused,
    clippy::all,
    clippy::wildcard_enum_match_arm,
    clippy::expect_used
)]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}
