//! The sandbox's only outgoing requests: JSON of an OpenID provider on this machine, over plain HTTP.

use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use url::Url;

/// Bytes; far more than a key set has.
const LIMIT: usize = 1 << 20;

/// Parses an address that [`json`] can fetch. The error is a sentence for the user.
pub(super) fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| format!("{text:?} is not an address"))?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if url.scheme() != "http" || !here {
        Err("a provider must be on this machine and speak plain http, such as http://127.0.0.1:9440".into())
    } else if !plain {
        Err("a provider's address has a path at most".into())
    } else {
        Ok(url)
    }
}

/// Fetches JSON from this machine. The error is a sentence for the user.
pub(super) async fn json(url: &Url) -> Result<Value, String> {
    let message = |problem: &dyn std::fmt::Display| format!("{url}: {problem}");
    let address = address(url.as_str()).map_err(|problem| message(&problem))?;
    let host = address.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, address.port_or_known_default().unwrap_or(80)));
    let stream = stream.await.map_err(|problem| message(&problem))?;
    let (mut client, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|problem| message(&problem))?;
    tokio::spawn(connection);
    let request = Request::get(address.path())
        .header(header::HOST, address.authority())
        .header(header::ACCEPT, "application/json")
        .body(Empty::<Bytes>::new())
        .map_err(|problem| message(&problem))?;
    let response = client.send_request(request).await.map_err(|problem| message(&problem))?;
    if response.status() != StatusCode::OK {
        return Err(message(&format!("it answers {}", response.status())));
    }
    let body =
        Limited::new(response.into_body(), LIMIT).collect().await.map_err(|problem| message(&problem))?;
    serde_json::from_slice(&body.to_bytes()).map_err(|problem| message(&format!("it is not JSON: {problem}")))
}

#[cfg(test)]
mod tests;
