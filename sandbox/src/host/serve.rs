//! One listener: accepts connections, reads requests, sends responses as [`Delivery`] says.
//!
//! Knows sockets and HTTP/1.1. Must not know what a request means.

use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sandbox::{BODY_LIMIT, Delivery, Response};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::resend::{Fingerprint, Resends};
use super::stop::Stop;

/// Handles the requests of a listener.
pub(super) trait Handler: Clone + Send + Sync + 'static {
    fn handle(&self, request: http::Request<Bytes>) -> impl Future<Output = Response> + Send;
}

/// The delay after a failed accept; most likely the process has no free file descriptors.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// The time limit of a TLS handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes of a body that are read and discarded beyond the limit. A client that is still sending would not read the 413.
const DISCARD_LIMIT: usize = 16 * BODY_LIMIT;

/// Serves until told to stop, and then finishes the requests in progress. With `tls`, plain HTTP is not served.
pub(super) async fn listen(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    handler: impl Handler,
    stop: Stop,
) {
    let mut connections = JoinSet::new();
    let resends = Resends::default();
    let mut stopping = pin!(stop.clone().wait());
    loop {
        tokio::select! {
            () = stopping.as_mut() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(open(stream, tls.clone(), handler.clone(), resends.clone(), stop.clone()));
                }
                Err(_) => tokio::time::sleep(ACCEPT_RETRY).await,
            },
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn open(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    handler: impl Handler,
    resends: Resends,
    stop: Stop,
) {
    // Responses are written as a whole, so waiting for more data would only delay them.
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else { return connection(stream, handler, resends, stop).await };
    let handshake = tokio::select! {
        handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)) => handshake,
        () = stop.clone().wait() => return,
    };
    // The handshake fails when the client does not trust the CA.
    if let Ok(Ok(stream)) = handshake {
        connection(stream, handler, resends, stop).await;
    }
}

/// Serves one connection. Its errors are ignored: the client closed it, or a fault did.
async fn connection<S>(stream: S, handler: impl Handler, resends: Resends, stop: Stop)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let used = AtomicBool::new(false);
    let service = service_fn(|request| {
        serve_request(request, used.swap(true, Ordering::Relaxed), &handler, &resends, &stop)
    });
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.clone().wait() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Handles one request. `reused` is whether its connection has carried a request before. When the client disconnects,
/// hyper drops this future, which also ends the delay.
async fn serve_request(
    request: http::Request<Incoming>,
    reused: bool,
    handler: &impl Handler,
    resends: &Resends,
    stop: &Stop,
) -> Result<http::Response<Full<Bytes>>, ConnectionClosed> {
    let (parts, body) = request.into_parts();
    // A body that is too large is replaced by one just above the limit, so that each site answers 413 in its own
    // format.
    let body = read_body(body).await?.unwrap_or_else(|| vec![0; BODY_LIMIT + 1].into());
    let request = http::Request::from_parts(parts, body);
    let fingerprint = Fingerprint::of(&request);
    if resends.is_copy(fingerprint, Instant::now()) {
        resends.expect(fingerprint, reused, Instant::now());
        return Err(ConnectionClosed);
    }
    let response = handler.handle(request).await;
    let delivery = Delivery::of(&response);
    tokio::select! {
        () = tokio::time::sleep(delivery.hold) => {}
        () = stop.clone().wait() => {}
    }
    if delivery.hang_up {
        resends.expect(fingerprint, reused, Instant::now());
        return Err(ConnectionClosed);
    }
    Ok(response.map(Full::new))
}

/// Reads the body; `None` when it exceeds the limit.
async fn read_body(mut body: Incoming) -> Result<Option<Bytes>, ConnectionClosed> {
    let mut read = BytesMut::new();
    let mut size = 0;
    let announced = body.size_hint().upper().is_some_and(|size| size > DISCARD_LIMIT as u64);
    while size <= DISCARD_LIMIT && !announced {
        let Some(frame) = body.frame().await else { break };
        let Ok(data) = frame.map_err(|_| ConnectionClosed)?.into_data() else { continue };
        size += data.len();
        if size <= BODY_LIMIT {
            read.extend_from_slice(&data);
        }
    }
    Ok((size <= BODY_LIMIT && !announced).then(|| read.freeze()))
}

/// Makes hyper close the connection without a response.
#[derive(Debug)]
struct ConnectionClosed;

impl fmt::Display for ConnectionClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hung up")
    }
}

impl std::error::Error for ConnectionClosed {}

#[cfg(test)]
mod tests;
