//! The worker in a browser. [`client`] is the page's end of the connection, [`server`] the worker's end, [`channel`]
//! the transport of messages, and [`locks`] has the Web Locks with which pages and workers find each other. Must not
//! know what a request means.

mod channel;
mod client;
mod locks;
mod server;

pub use client::{WorkerPort, is_worker_alive};
pub use locks::RenewalLock;
pub(super) use locks::RunLock;
pub use server::{
    refuse_connections_without_configuration, refuse_connections_without_part, serve, worker_home,
};
