//! The command line.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use sandbox::RedirectUri;
use url::Url;

use super::fetch;

/// A local imitation of a Microsoft Entra tenant: sign-in, Microsoft Graph and the invitation mail, on loopback.
#[derive(Debug, clap::Parser)]
pub(crate) struct Options {
    /// Directory with the portal's release files; without this option there is no portal.
    #[arg(long)]
    pub(crate) portal: Option<PathBuf>,
    /// The address of the portal [default: 127.0.0.1:8080; with --tls 127.0.0.1:8443]. Sign-in listens on the next
    /// port, Graph on the one after it; with --tls all sites share one port. Port 0 means any free ports.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Serve all sites over TLS on one port, by the host names of Microsoft's clouds. The certificate authority is
    /// created for this run.
    #[arg(long)]
    pub(crate) tls: bool,
    /// The Microsoft cloud of the tenant and of the portal's configuration: global, usgov, usgov-dod or china.
    #[arg(long, value_name = "NAME", default_value = "global", requires = "tls")]
    pub(crate) cloud: String,
    /// Number of guests at the start.
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(0..=300_000))]
    pub(crate) guests: u32,
    /// Percentage of untidy guests: unusual names, addresses, origins and missing values. 0 gives tidy guests only.
    #[arg(long, value_name = "PERCENT", default_value_t = sandbox::DEFAULT_UNTIDY, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(crate) untidy: u32,
    /// Seed of the generated directory: the same seed gives the same guests.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Write `undoSeconds` into the portal's configuration: how long an invitation can be taken back before it is sent.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) undo_seconds: Option<u32>,
    /// Let Graph accept the tokens of this OpenID provider, too, such as http://127.0.0.1:9440. May be repeated.
    #[arg(long, value_name = "URL", value_parser = fetch::address)]
    pub(crate) trust_issuer: Vec<Url>,
    /// Register one more redirect URI of the portal, of type spa, such as http://localhost:3000/. May be repeated.
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_uri: Vec<RedirectUri>,
    /// Append every response of Graph to this file, one line of JSON each, without tokens.
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Stop when standard input is closed, for programs that start the sandbox.
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,
}

impl Options {
    pub(crate) fn listen(&self) -> SocketAddr {
        let port = if self.tls { 8443 } else { 8080 };
        self.listen.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
    }
}
