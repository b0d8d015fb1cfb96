//! Hosts the sandbox tenant on three loopback ports: portal, sign-in, Graph.
//!
//! Everything with an effect is in here and below `host`: sockets, files, clock, entropy, signals. What a request means is
//! the library's business.

mod host;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    let options = host::options::Options::parse();
    match host::run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("sandbox: {problem}");
            ExitCode::FAILURE
        }
    }
}
