//! One site on one listener: bytes from the socket become a request value, the library's answer goes back.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use jiff::Timestamp;
use sandbox::{Answer, BODY_LIMIT, Delivery, Sandbox, Site, too_large};
use tokio::net::TcpListener;

use super::stop::Stop;

pub(super) async fn site(
    listener: TcpListener,
    site: Site,
    sandbox: Arc<Sandbox>,
    stop: Stop,
) -> std::io::Result<()> {
    let app = Router::new().fallback(move |request: Request| {
        let sandbox = Arc::clone(&sandbox);
        async move { answer(site, &sandbox, request).await.map(Body::from) }
    });
    axum::serve(listener, app).with_graceful_shutdown(stop.wait()).await
}

async fn answer(site: Site, sandbox: &Arc<Sandbox>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else { return too_large() };
    let answer = work(site, Arc::clone(sandbox), http::Request::from_parts(parts, body)).await;
    tokio::time::sleep(Delivery::of(&answer).hold).await;
    answer
}

/// Compressing and signing take milliseconds of pure work, so they stay off the threads that serve sockets.
async fn work(site: Site, sandbox: Arc<Sandbox>, request: http::Request<Bytes>) -> Answer {
    let done = tokio::task::spawn_blocking(move || sandbox.answer(site, request, Timestamp::now())).await;
    done.unwrap_or_else(|_| {
        let mut answer = Answer::new(Bytes::from_static(b"The sandbox failed to answer.\n"));
        *answer.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
        answer
    })
}
