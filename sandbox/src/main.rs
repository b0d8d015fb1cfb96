//! Hosts the sandbox tenant on three loopback ports: portal, sign-in, Graph.
//!
//! Everything with an effect is in here and below `host`: sockets, files, clock, entropy, signals. What a request means is
//! the library's business.

mod host;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let options = host::options::Options::parse();
    let ended = tokio::runtime::Runtime::new().map_err(|problem| problem.to_string()).and_then(|runtime| {
        let ended = runtime.block_on(host::run(options));
        // A thread may still sit in a read of standard input, and nothing ends that read.
        runtime.shutdown_background();
        ended
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("sandbox: {problem}");
            ExitCode::FAILURE
        }
    }
}
