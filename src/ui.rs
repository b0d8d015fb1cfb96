//! Views: signals, context, markup. What a view decides stands in a `model` beside it, with its tests.

// The component macro writes `pub` on what it makes, also for components that are private to a page.
#![allow(unreachable_pub)]

pub mod app;
pub mod navigation;
pub mod pages;
pub mod parts;
pub mod routes;
pub mod seen;
pub mod sending;
pub mod state;
pub mod words;
