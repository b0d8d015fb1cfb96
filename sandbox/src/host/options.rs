//! The command line, and the three ports it asks for.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::net::TcpListener;

/// A tenant in a box: sign-in, Microsoft Graph and the invitation mail on loopback.
#[derive(Debug, clap::Parser)]
pub(crate) struct Options {
    /// Directory with the portal's release files; without it no portal is served.
    #[arg(long)]
    pub(crate) portal: Option<PathBuf>,
    /// Where the portal listens. Sign-in takes the next port, Graph the one after; port 0 takes three free ones.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How many guests the directory holds at first.
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(0..=300_000))]
    pub(crate) guests: u32,
    /// Decides who the guests are.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Stop when standard input is closed, for programs that start the sandbox.
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,
}

impl Options {
    /// Binds portal, sign-in and Graph. Only loopback: whoever reaches the sandbox is an administrator of it.
    pub(crate) async fn listeners(&self) -> Result<[TcpListener; 3], String> {
        if !self.listen.ip().is_loopback() {
            return Err(format!("--listen {}: the sandbox listens on loopback addresses only", self.listen));
        }
        Ok([self.bind(0).await?, self.bind(1).await?, self.bind(2).await?])
    }

    async fn bind(&self, offset: u16) -> Result<TcpListener, String> {
        let mut address = self.listen;
        if address.port() != 0 {
            let port = address.port().checked_add(offset);
            address.set_port(port.ok_or("--listen: the next two ports must exist as well")?);
        }
        TcpListener::bind(address).await.map_err(|problem| format!("cannot listen on {address}: {problem}"))
    }
}
