//! Views: signals, contexts and markup. Decisions of a view are in a `model` beside it, with tests.
//!
//! Must not know the network or storage.

// The component macro makes its items `pub`, also for components that are private to a page.
#![allow(unreachable_pub)]

pub mod app;
pub mod navigation;
pub mod pages;
pub mod parts;
pub mod routes;
pub mod state;
pub mod words;
