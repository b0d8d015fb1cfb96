//! Requests on `fetch`: no cookies, no cache, no redirects, an end after a time, and an end when nobody waits.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder, Response};
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect,
};

use crate::app::ports::{HttpAsk, HttpReply, Later, Transport, TransportError};

/// A page of 999 guests over a slow line takes seconds; a minute means that nothing comes any more.
const LONGEST: Duration = Duration::from_secs(60);

/// The browser's `fetch`.
pub struct Fetch;

/// Ends the request when the future is dropped; harmless once it is finished.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport for Fetch {
    fn send(&self, ask: HttpAsk) -> Later<'_, Result<HttpReply, TransportError>> {
        fetch(ask, RequestCache::NoStore, "")
    }
}

/// Sends a request; `cache` may be other than "none" for files of the portal's own. An answer that does not have the hash
/// `integrity` is none; where that is empty, any will do. Boxed: it would be compiled into each of those who wait for it.
pub(super) fn fetch(
    ask: HttpAsk,
    cache: RequestCache,
    integrity: &'static str,
) -> Later<'static, Result<HttpReply, TransportError>> {
    Box::pin(async move {
        let guard = AbortOnDrop(AbortController::new().map_err(|_| TransportError::NoAnswer)?);
        let signal = guard.0.signal();
        let timer = gloo_timers::future::sleep(LONGEST);
        match select(pin!(exchange(ask, cache, integrity, &signal)), pin!(timer)).await {
            Either::Left((outcome, _)) => outcome.map_err(|_| TransportError::NoAnswer),
            Either::Right(((), _)) => Err(TransportError::TimedOut),
        }
    })
}

async fn exchange(
    ask: HttpAsk,
    cache: RequestCache,
    integrity: &str,
    signal: &AbortSignal,
) -> Result<HttpReply, gloo_net::Error> {
    let mut builder = RequestBuilder::new(&ask.url)
        .method(if ask.method == "POST" { Method::POST } else { Method::GET })
        .credentials(RequestCredentials::Omit)
        .cache(cache)
        .integrity(integrity)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(signal));
    for (name, value) in &ask.headers {
        builder = builder.header(name, value);
    }
    let request = match ask.body {
        Some(body) => builder.body(body)?,
        None => builder.build()?,
    };
    read(request.send().await?).await
}

/// An answer with all of its body.
pub(super) async fn read(answer: Response) -> Result<HttpReply, gloo_net::Error> {
    let header = |name| answer.headers().get(name);
    Ok(HttpReply {
        status: answer.status(),
        retry_after: header("retry-after"),
        request_id: header("request-id"),
        content_type: header("content-type"),
        // What comes out of a cache was dated when it went in; a minute is the grain of clocks here.
        date: header("date")
            .filter(|_| header("age").is_none_or(|age| age.parse().is_ok_and(|age: u32| age < 30))),
        challenge: header("www-authenticate"),
        body: answer.text().await?,
    })
}
