//! The program around the library: binds, reads the portal's files, serves, stops.

mod files;
mod front;
pub(crate) mod options;
mod serve;
mod stop;

use std::io::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use sandbox::{Origins, Sandbox, Setup, SigningKey, Site};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use front::Front;
use options::Options;

/// Runs until told to stop. The error is a sentence for a person.
pub(crate) async fn run(options: Options) -> Result<(), String> {
    let dist = options.portal.as_deref().map(files::read).transpose()?;
    let [portal, login, graph] = options.listeners().await?;
    let origins = Origins {
        portal: origin(&portal)?,
        login: origin(&login)?,
        graph: origin(&graph)?,
        control: origin(&graph)?,
    };
    let key = SigningKey::generate(entropy()?).map_err(|problem| problem.to_string())?;
    let setup = Setup {
        origins: origins.clone(),
        guests: options.guests,
        seed: options.seed,
        entropy: entropy()?,
        key,
        started: Timestamp::now(),
        dist,
    };
    let sandbox = Arc::new(Sandbox::new(setup));
    let stop = stop::Stop::new(options.exit_with_stdin);
    let mut servers = JoinSet::new();
    for (listener, site) in [(portal, Site::Portal), (login, Site::Login), (graph, Site::Graph)] {
        let front = Front { site, sandbox: Arc::clone(&sandbox) };
        servers.spawn(serve::listen(listener, front, stop.clone()));
    }
    say_ready(&origins)?;
    tokio::select! {
        _ = servers.join_all() => {}
        () = stop.last_moment() => {}
    }
    Ok(())
}

fn origin(listener: &TcpListener) -> Result<String, String> {
    let address = listener.local_addr().map_err(|problem| problem.to_string())?;
    Ok(format!("http://{address}"))
}

fn entropy() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|problem| format!("no entropy: {problem}"))?;
    Ok(bytes)
}

/// The one line on standard output: where the three sites are.
fn say_ready(origins: &Origins) -> Result<(), String> {
    let line =
        serde_json::json!({ "portal": origins.portal, "login": origins.login, "graph": origins.graph });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|problem| problem.to_string())
}
