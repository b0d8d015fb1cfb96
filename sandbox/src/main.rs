//! Hosts the simulated tenant on loopback: portal, sign-in, Graph.
//!
//! All effects are here and in `host`: sockets, files, clock, entropy, signals. What a request means is in the library.

mod host;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let options = host::options::Options::parse();
    let ended = tokio::runtime::Runtime::new().map_err(|problem| problem.to_string()).and_then(|runtime| {
        let ended = runtime.block_on(host::run(options));
        // A thread may still block in a read of standard input, which cannot be cancelled.
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
