//! Requests with `fetch`: without cookies, cache, redirects or referrer, with a time limit, and aborted when the future
//! is dropped. Must not know what is requested.

use std::pin::pin;

use futures_util::future::{Either, LocalBoxFuture, select};
use gloo_net::http::{RequestBuilder, Response};
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect,
};

use crate::app::ports::{HttpRequest, HttpResponse, Transport, TransportError};
use crate::graph::http::Method;

pub struct Fetch;

/// Aborts the request when the future is dropped. It has no effect on a finished request.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport for Fetch {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<HttpResponse, TransportError>> {
        fetch(request, RequestCache::NoStore, "")
    }
}

/// Sends a request. A `cache` other than `NoStore` is for the portal's own files only. The browser refuses a response
/// that does not match `integrity`; an empty one allows all. The future is boxed so that it is not compiled into each
/// caller.
pub(super) fn fetch(
    request: HttpRequest,
    cache: RequestCache,
    integrity: &'static str,
) -> LocalBoxFuture<'static, Result<HttpResponse, TransportError>> {
    Box::pin(async move {
        let guard = AbortOnDrop(AbortController::new().map_err(|_| TransportError::NoAnswer)?);
        let signal = guard.0.signal();
        let timer = gloo_timers::future::sleep(request.limit);
        match select(pin!(exchange(request, cache, integrity, &signal)), pin!(timer)).await {
            Either::Left((outcome, _)) => outcome.map_err(|_| TransportError::NoAnswer),
            Either::Right(((), _)) => Err(TransportError::TimedOut),
        }
    })
}

async fn exchange(
    request: HttpRequest,
    cache: RequestCache,
    integrity: &str,
    signal: &AbortSignal,
) -> Result<HttpResponse, gloo_net::Error> {
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
        })
        .credentials(RequestCredentials::Omit)
        .cache(cache)
        .integrity(integrity)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(signal));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = match request.body {
        Some(body) => builder.body(body)?,
        None => builder.build()?,
    };
    read(built.send().await?).await
}

/// Reads headers and body of a response.
pub(super) async fn read(answer: Response) -> Result<HttpResponse, gloo_net::Error> {
    let header = |name| answer.headers().get(name);
    Ok(HttpResponse {
        status: answer.status(),
        retry_after: header("retry-after"),
        request_id: header("request-id"),
        content_type: header("content-type"),
        // A response from a cache has the date at which it was stored. The clock is corrected in whole minutes, so less
        // than half a minute is no problem.
        date: header("date")
            .filter(|_| header("age").is_none_or(|age| age.parse().is_ok_and(|age: u32| age < 30))),
        challenge: header("www-authenticate"),
        body: answer.text().await?,
    })
}
