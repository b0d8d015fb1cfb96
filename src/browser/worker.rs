//! The worker in a browser: [`client`] starts it and speaks to it from a page, [`server`] is its own end, [`channel`] what
//! messages go through, and [`locks`] the Web Locks by which tabs and workers know of each other.

mod channel;
mod client;
mod locks;
mod server;

pub use client::{WorkerPort, is_worker_alive};
pub use locks::RenewalLock;
pub use server::{refuse_connections, refuse_connections_without_part, serve, worker_home};
