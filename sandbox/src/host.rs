//! The program around the library: opens the listeners, reads the portal's files, serves requests, stops.

mod fetch;
mod listeners;
pub(crate) mod options;
mod read_dist;
mod recorder;
mod resend;
mod serve;
mod site_service;
mod stop;
mod tls;
mod trust;

use std::io::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use sandbox::{Sandbox, Setup, SigningKey};
use serde_json::Value;
use tokio::task::JoinSet;

use listeners::Listeners;
use options::Options;
use recorder::Recorder;
use site_service::SiteService;
use trust::Trust;

/// Runs until it is told to stop. The error is a sentence for the user.
pub(crate) async fn run(options: Options) -> Result<(), String> {
    let dist = options.portal.as_deref().map(read_dist::read).transpose()?;
    let recorder = options.record.as_deref().map(Recorder::append).transpose()?.map(Arc::new);
    let started = Timestamp::now();
    let stop = stop::Stop::new(options.exit_with_stdin);
    let listen = options.listen();
    let mut listeners = if options.tls {
        Listeners::by_name(listen, &options.cloud, started).await?
    } else {
        Listeners::on_ports(listen).await?
    };
    let origins = listeners.origins.clone();
    let Options { guests, untidy, seed, mut redirect_uri, trust_issuer, undo_seconds, .. } = options;
    redirect_uri.extend(listeners.second_redirect_uri());
    let building = tokio::task::spawn_blocking(move || {
        let key = SigningKey::generate(entropy()?).map_err(|problem| problem.to_string())?;
        let redirect_uris = redirect_uri;
        let entropy = entropy()?;
        Ok::<_, String>(
            Sandbox::new(Setup { origins, guests, untidy, redirect_uris, seed, entropy, key, started, dist })
                .with_undo_seconds(undo_seconds),
        )
    });
    let sandbox = tokio::select! {
        built = building => Arc::new(built.map_err(|problem| problem.to_string())??),
        () = stop.clone().wait() => return Ok(()),
    };
    let trust = Arc::new(Trust::new(&trust_issuer));
    trust.start(&sandbox).await;
    let mut servers = JoinSet::new();
    for (listener, routing) in std::mem::take(&mut listeners.sockets) {
        let (sandbox, trust) = (Arc::clone(&sandbox), Arc::clone(&trust));
        let service = SiteService { routing, sandbox, trust, recorder: recorder.clone() };
        let acceptor = listeners.tls.as_ref().map(|tls| tls.acceptor.clone());
        servers.spawn(serve::listen(listener, acceptor, service, stop.clone()));
    }
    print_ready(&listeners.ready())?;
    tokio::select! {
        _ = servers.join_all() => {}
        () = stop.grace_period_over() => {}
    }
    Ok(())
}

fn entropy() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|problem| format!("no entropy: {problem}"))?;
    Ok(bytes)
}

/// The only line on standard output: the origins of the sites, and with TLS the port and the CA file.
fn print_ready(line: &Value) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|problem| problem.to_string())
}
