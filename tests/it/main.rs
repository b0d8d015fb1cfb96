//! The portal's native test suites, one module per subject. They are one program, so that `support` and its
//! dependencies are compiled and linked only once.
//!
//! `architecture`, `levels`, `imports` and `documents` check rules about the code and the documents. The others test
//! protocols and state against services in memory.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests; a skipped one says so"
)]

mod architecture;
mod arrivals;
mod auth_flow;
mod bulk_everyone;
mod bulk_lookup;
mod bulk_restart;
mod bulk_run;
mod documents;
mod drafts;
mod error_list;
mod graph_wire;
mod guest_changes;
mod guest_filters;
mod guest_lists;
mod guest_loading;
mod guest_reading;
mod guest_spans;
mod imports;
mod interruptions;
mod invite;
mod kept_lists;
mod levels;
mod never_twice;
mod renewals;
mod sign_in_wire;
mod sign_outs;
mod silent_sign_in;
mod support;
mod token_broker;
mod waits;
mod worker;
mod worker_messages;
mod worker_pages;
