//! The listeners: three ports with one site each, or one TLS port for all host names.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use sandbox::{HostedSite, Hosts, Origins, RedirectUri, Site};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::site_service::Routing;
use super::tls::{self, CaFile};

/// The bound sockets, and the origins of the sites.
pub(super) struct Listeners {
    /// The origins of all sites, for a browser that has opened the portal.
    pub(super) origins: Origins,
    pub(super) sockets: Vec<(TcpListener, Routing)>,
    pub(super) tls: Option<Tls>,
}

pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    port: u16,
    ca: CaFile,
}

impl Listeners {
    /// Portal on this port, sign-in on the next, Graph on the one after.
    pub(super) async fn on_ports(listen: SocketAddr) -> Result<Self, String> {
        let [portal, login, graph] = [bind(listen, 0).await?, bind(listen, 1).await?, bind(listen, 2).await?];
        let origins = Origins {
            portal: format!("http://{}", address(&portal)?),
            login: format!("http://{}", address(&login)?),
            graph: format!("http://{}", address(&graph)?),
            control: format!("http://{}", address(&graph)?),
        };
        let shared = Arc::new(origins.clone());
        let socket =
            |(listener, site)| (listener, Routing::Port(HostedSite { site, origins: Arc::clone(&shared) }));
        let sites = [(portal, Site::Portal), (login, Site::Login), (graph, Site::Graph)];
        Ok(Self { origins, sockets: sites.into_iter().map(socket).collect(), tls: None })
    }

    /// All sites on one port with TLS, by host name.
    pub(super) async fn by_name(listen: SocketAddr, cloud: &str, now: Timestamp) -> Result<Self, String> {
        let listener = bind(listen, 0).await?;
        let port = address(&listener)?.port();
        // Browsers leave the default port out of an origin.
        let own =
            if port == 443 { "https://localhost".to_owned() } else { format!("https://localhost:{port}") };
        let hosts =
            Hosts::new(&own, cloud).ok_or_else(|| format!("--cloud {cloud}: there is no such cloud"))?;
        let hosts = Arc::new(hosts);
        let (acceptor, ca) = tls::prepare(now)?;
        Ok(Self {
            origins: hosts.origins().clone(),
            sockets: vec![(listener, Routing::Name(hosts))],
            tls: Some(Tls { acceptor, port, ca }),
        })
    }

    /// The portal's start page on 127.0.0.1: browsers can open it by this name as well as by `localhost`.
    pub(super) fn second_redirect_uri(&self) -> Option<RedirectUri> {
        let tls = self.tls.as_ref()?;
        format!("https://127.0.0.1:{}/", tls.port).parse().ok()
    }

    /// The JSON of the ready line.
    pub(super) fn ready(&self) -> Value {
        let Origins { portal, login, graph, control } = &self.origins;
        let mut object = json!({ "portal": portal, "login": login, "graph": graph, "control": control });
        if let (Some(tls), Some(object)) = (&self.tls, object.as_object_mut()) {
            object.insert("port".into(), tls.port.into());
            object.insert("ca".into(), tls.ca.path().to_string_lossy().into());
        }
        object
    }
}

/// Binds to loopback only, because every client can change everything in the sandbox.
async fn bind(mut address: SocketAddr, offset: u16) -> Result<TcpListener, String> {
    if !address.ip().is_loopback() {
        return Err(format!("--listen {address}: the sandbox listens on loopback addresses only"));
    }
    if address.port() != 0 {
        let port = address.port().checked_add(offset);
        address.set_port(port.ok_or("--listen: the next two ports must exist as well")?);
    }
    TcpListener::bind(address).await.map_err(|problem| format!("cannot listen on {address}: {problem}"))
}

fn address(listener: &TcpListener) -> Result<SocketAddr, String> {
    listener.local_addr().map_err(|problem| problem.to_string())
}
