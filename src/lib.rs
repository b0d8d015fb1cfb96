//! Guestlist: invite B2B guests to Microsoft Entra from the browser, and see who has accepted.
//!
//! The layers point inward; `tests/it/architecture.rs` checks this (an arrow means "may use"): `ui → app → {graph,
//! auth} → domain`, `browser → {app, graph, auth, domain}`. Only `main.rs`, the portal, uses both `ui` and `browser`,
//! and passes the adapters to `app`; `bin/sign_in.rs`, the program before it, has no views.
//!
//! * [`domain`] has guests, invitations and rights. It has no I/O, no clock and no formats of other services.
//! * `wire` has the rules for reading JSON from outside; `auth`, `graph` and `app` use it.
//! * [`auth`] and [`graph`] have the two protocols as values: what to send, and how to read the response.
//! * [`app`] sends those values through small ports. It is async and uses no framework.
//! * `browser` implements the ports with fetch, storage, history, Intl and the clipboard.
//! * [`ui`] has the views.

pub mod domain;

mod wire;

pub mod auth;
pub mod graph;

pub mod app;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(feature = "portal")]
pub mod ui;

/// The texts of `locales/` by their keys. `build.rs` generates this code with `locales/texts.rs`.
#[cfg(feature = "portal")]
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals, dead_code, unreachable_pub)]
mod texts {
    use crate::app::formats::PluralCategory;

    /// A text without placeholders.
    #[derive(Clone, Copy)]
    pub struct Key(pub u16);

    /// A text with one form for each plural category of the language.
    #[derive(Clone, Copy)]
    pub struct Plural(pub u16);

    /// The file with the texts of a language.
    pub struct File {
        pub tag: &'static str,
        /// The path on the portal's own host. It contains a hash of the content.
        pub path: &'static str,
        /// The subresource integrity value, with which the browser checks the content.
        pub integrity: &'static str,
    }

    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
