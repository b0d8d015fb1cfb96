//! The command line.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use sandbox::RedirectUri;
use url::Url;

use super::fetch;

/// A tenant in a box: sign-in, Microsoft Graph and the invitation mail on loopback.
#[derive(Debug, clap::Parser)]
pub(crate) struct Options {
    /// Directory with the portal's release files; without it no portal is served.
    #[arg(long)]
    pub(crate) portal: Option<PathBuf>,
    /// Where the portal listens [default: 127.0.0.1:8080; with --tls 127.0.0.1:8443]. Sign-in takes the next port,
    /// Graph the one after; with --tls there is one port for all. Port 0 takes free ones.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Serve all sites over TLS on one port, by the host names of Microsoft's clouds, with an authority made for this run.
    #[arg(long)]
    pub(crate) tls: bool,
    /// The Microsoft cloud that the portal lives in: global, usgov, usgov-dod or china.
    #[arg(long, value_name = "NAME", default_value = "global", requires = "tls")]
    pub(crate) cloud: String,
    /// How many guests the directory holds at first.
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(0..=300_000))]
    pub(crate) guests: u32,
    /// Decides who the guests are.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Let Graph accept the tokens of this OpenID provider too, such as http://127.0.0.1:9440. May be repeated.
    #[arg(long, value_name = "URL", value_parser = fetch::address)]
    pub(crate) trust_issuer: Vec<Url>,
    /// Register one more redirect URI of the portal, of type spa, such as http://localhost:3000/. May be repeated.
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_uri: Vec<RedirectUri>,
    /// Append every answer of Graph to this file, a line of JSON each, without tokens.
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
