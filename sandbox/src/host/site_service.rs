//! Passes the requests of a listener to the tenant: chooses the site and gives the time.

use std::sync::Arc;

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderValue, StatusCode, Uri, header};
use jiff::Timestamp;
use sandbox::{HostedSite, Hosts, Response, Sandbox, is_loopback, misdirected};

use super::recorder::Recorder;
use super::serve::Handler;
use super::trust::Trust;

/// How a listener finds the site of a request.
#[derive(Clone)]
pub(super) enum Routing {
    /// Each port has one site. Only loopback host names are accepted: otherwise a page whose host name resolves to this
    /// machine (DNS rebinding) could read everything.
    Port(HostedSite),
    /// By the `Host` header.
    Name(Arc<Hosts>),
}

/// The tenant behind one listener.
#[derive(Clone)]
pub(super) struct SiteService {
    pub(super) routing: Routing,
    pub(super) sandbox: Arc<Sandbox>,
    pub(super) trust: Arc<Trust>,
    pub(super) recorder: Option<Arc<Recorder>>,
}

impl Handler for SiteService {
    async fn handle(&self, request: http::Request<Bytes>) -> Response {
        let request = in_origin_form(request);
        let Some(hosted) = self.site(&request) else { return misdirected() };
        let recording =
            self.recorder.clone().and_then(|recorder| Some((Recorder::start(&hosted, &request)?, recorder)));
        let mut response = self.call_sandbox(hosted.clone(), request.clone()).await;
        // The rejected call had no effect, so it can be repeated when the provider has new keys.
        if response.status() == StatusCode::UNAUTHORIZED && self.trust.refresh(&self.sandbox).await {
            response = self.call_sandbox(hosted, request).await;
        }
        match recording {
            None => response,
            Some((recorded, recorder)) => {
                let write = move || {
                    recorder.write(&recorded, &response);
                    response
                };
                tokio::task::spawn_blocking(write).await.unwrap_or_else(|_| failed())
            }
        }
    }
}

impl SiteService {
    /// Runs on a blocking thread, because compression and signatures take milliseconds of CPU time.
    async fn call_sandbox(&self, hosted: HostedSite, request: http::Request<Bytes>) -> Response {
        let sandbox = Arc::clone(&self.sandbox);
        let work = move || sandbox.handle_at(&hosted, request, Timestamp::now());
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| failed())
    }

    fn site(&self, request: &http::Request<Bytes>) -> Option<HostedSite> {
        let host = request.headers().get(header::HOST)?.to_str().ok()?;
        match &self.routing {
            Routing::Port(hosted) => is_loopback(host).then(|| hosted.clone()),
            Routing::Name(hosts) => hosts.site(host, request.uri().path()).cloned(),
        }
    }
}

/// A request target in absolute form replaces the `Host` header (RFC 9112, 3.2.2).
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
