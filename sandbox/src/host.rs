//! The program around the library: binds, reads the portal's files, serves, stops.

mod doors;
mod fetch;
mod files;
mod front;
pub(crate) mod options;
mod record;
mod resend;
mod serve;
mod stop;
mod tls;
mod trust;

use std::io::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use sandbox::{Sandbox, Setup, SigningKey};
use serde_json::Value;
use tokio::task::JoinSet;

use doors::Doors;
use front::Front;
use options::Options;
use record::Recorder;
use trust::Trust;

/// Runs until told to stop. The error is a sentence for a person.
pub(crate) async fn run(options: Options) -> Result<(), String> {
    let dist = options.portal.as_deref().map(files::read).transpose()?;
    let recorder = options.record.as_deref().map(Recorder::append).transpose()?.map(Arc::new);
    let started = Timestamp::now();
    let stop = stop::Stop::new(options.exit_with_stdin);
    let listen = options.listen();
    let mut doors = if options.tls {
        Doors::names(listen, &options.cloud, started).await?
    } else {
        Doors::ports(listen).await?
    };
    let origins = doors.origins.clone();
    let Options { guests, seed, mut redirect_uri, trust_issuer, .. } = options;
    redirect_uri.extend(doors.second_start_page());
    let making = tokio::task::spawn_blocking(move || {
        let key = SigningKey::generate(entropy()?).map_err(|problem| problem.to_string())?;
        let redirect_uris = redirect_uri;
        let entropy = entropy()?;
        Ok::<_, String>(Sandbox::new(Setup {
            origins,
            guests,
            redirect_uris,
            seed,
            entropy,
            key,
            started,
            dist,
        }))
    });
    let sandbox = tokio::select! {
        made = making => Arc::new(made.map_err(|problem| problem.to_string())??),
        () = stop.clone().wait() => return Ok(()),
    };
    let trust = Arc::new(Trust::new(&trust_issuer));
    trust.start(&sandbox).await;
    let mut servers = JoinSet::new();
    for (listener, address) in std::mem::take(&mut doors.listeners) {
        let (sandbox, trust) = (Arc::clone(&sandbox), Arc::clone(&trust));
        let front = Front { address, sandbox, trust, recorder: recorder.clone() };
        let acceptor = doors.tls.as_ref().map(|tls| tls.acceptor.clone());
        servers.spawn(serve::listen(listener, acceptor, front, stop.clone()));
    }
    say_ready(&doors.ready())?;
    tokio::select! {
        _ = servers.join_all() => {}
        () = stop.last_moment() => {}
    }
    Ok(())
}

fn entropy() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|problem| format!("no entropy: {problem}"))?;
    Ok(bytes)
}

/// The one line on standard output: where the sites are, and how to trust them.
fn say_ready(line: &Value) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|problem| problem.to_string())
}
