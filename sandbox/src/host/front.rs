//! What stands between a listener and the tenant: which site a request is for, and the moment it is answered.

use std::sync::Arc;

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderValue, StatusCode, Uri, header};
use jiff::Timestamp;
use sandbox::{Hosts, Place, Response, Sandbox, is_loopback, misdirected};

use super::record::Recorder;
use super::serve::Handler;
use super::trust::Trust;

/// How a listener tells which site a request is for.
#[derive(Clone)]
pub(super) enum Address {
    /// By the port: there is one site on it. Names of other machines are refused, or a page whose name is made to mean
    /// this one (DNS rebinding) could read everything.
    Port(Place),
    /// By the name in the `Host` header.
    Name(Arc<Hosts>),
}

/// The tenant as one listener shows it.
#[derive(Clone)]
pub(super) struct Front {
    pub(super) address: Address,
    pub(super) sandbox: Arc<Sandbox>,
    pub(super) trust: Arc<Trust>,
    pub(super) recorder: Option<Arc<Recorder>>,
}

impl Handler for Front {
    async fn handle(&self, request: http::Request<Bytes>) -> Response {
        let request = in_origin_form(request);
        let Some(place) = self.place(&request) else { return misdirected() };
        let noted =
            self.recorder.clone().and_then(|recorder| Some((Recorder::request(&place, &request)?, recorder)));
        let mut response = self.tenants(place.clone(), request.clone()).await;
        // A call that was turned away changed nothing, so it may be made again with the provider's new keys.
        if response.status() == StatusCode::UNAUTHORIZED && self.trust.refresh(&self.sandbox).await {
            response = self.tenants(place, request).await;
        }
        match noted {
            None => response,
            Some((asked, recorder)) => {
                let write = move || {
                    recorder.write(&asked, &response);
                    response
                };
                tokio::task::spawn_blocking(write).await.unwrap_or_else(|_| failed())
            }
        }
    }
}

impl Front {
    /// Compressing and signing take milliseconds of pure work, so they stay off the threads that serve sockets.
    async fn tenants(&self, place: Place, request: http::Request<Bytes>) -> Response {
        let sandbox = Arc::clone(&self.sandbox);
        let work = move || sandbox.handle_at(&place, request, Timestamp::now());
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| failed())
    }

    fn place(&self, request: &http::Request<Bytes>) -> Option<Place> {
        let host = request.headers().get(header::HOST)?.to_str().ok()?;
        match &self.address {
            Address::Port(place) => is_loopback(host).then(|| place.clone()),
            Address::Name(hosts) => hosts.place(host, request.uri().path()).cloned(),
        }
    }
}

/// A request line may carry the whole URL; its host then counts instead of the header (RFC 9112, 3.2.2).
fn in_origin_form(mut request: http::Request<Bytes>) -> http::Request<Bytes> {
    let Some(authority) = request.uri().authority() else { return request };
    if let Ok(host) = HeaderValue::from_str(authority.as_str()) {
        request.headers_mut().insert(header::HOST, host);
    }
    let path = request.uri().path_and_query().cloned();
    *request.uri_mut() = Uri::from(path.unwrap_or(PathAndQuery::from_static("/")));
    request
}

fn failed() -> Response {
    let mut response = Response::new(Bytes::from_static(b"The sandbox failed to answer.\n"));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

#[cfg(test)]
mod tests;
