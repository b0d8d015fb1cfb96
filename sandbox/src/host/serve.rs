//! One listener: connections are accepted, bytes become request values, answers go back as they are meant to be
//! delivered.
//!
//! Knows sockets, HTTP/1.1 and [`Delivery`]. Must not know what a request means.

use std::fmt;
use std::pin::pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sandbox::{Answer, BODY_LIMIT, Delivery, too_large};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::stop::Stop;

/// What answers the requests of a listener.
pub(super) trait Handler: Clone + Send + Sync + 'static {
    fn answer(&self, request: http::Request<Bytes>) -> impl Future<Output = Answer> + Send;
}

/// How long to wait after the system refused a connection, most likely for want of file descriptors.
const BREATH: Duration = Duration::from_millis(50);

/// What is read of a body beyond the limit, so that the client has sent it and is ready to hear that it was too much.
const DISCARD_LIMIT: usize = 16 * BODY_LIMIT;

/// Serves until told to stop, and then what is under way.
pub(super) async fn listen(listener: TcpListener, handler: impl Handler, stop: Stop) {
    let mut connections = JoinSet::new();
    let mut stopping = pin!(stop.clone().wait());
    loop {
        tokio::select! {
            () = stopping.as_mut() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(open(stream, handler.clone(), stop.clone()));
                }
                Err(_) => tokio::time::sleep(BREATH).await,
            },
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn open(stream: TcpStream, handler: impl Handler, stop: Stop) {
    // Answers are written whole: waiting for more to send would only cost time.
    let _ = stream.set_nodelay(true);
    connection(stream, handler, stop).await;
}

/// One connection, request after request. That it breaks is no news: the client went, or it was hung up on.
async fn connection<S>(stream: S, handler: impl Handler, stop: Stop)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(|request| one(request, &handler, &stop));
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.clone().wait() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Answers one request. Its future is dropped when the client goes away, which ends the wait.
async fn one(
    request: http::Request<Incoming>,
    handler: &impl Handler,
    stop: &Stop,
) -> Result<http::Response<Full<Bytes>>, NoAnswer> {
    let (parts, body) = request.into_parts();
    let answer = match whole(body).await? {
        Some(body) => handler.answer(http::Request::from_parts(parts, body)).await,
        None => too_large(),
    };
    let delivery = Delivery::of(&answer);
    tokio::select! {
        () = tokio::time::sleep(delivery.hold) => {}
        () = stop.clone().wait() => {}
    }
    if delivery.hang_up { Err(NoAnswer) } else { Ok(answer.map(Full::new)) }
}

/// The body, or `None` when there is more of it than the sandbox reads.
async fn whole(mut body: Incoming) -> Result<Option<Bytes>, NoAnswer> {
    let mut read = BytesMut::new();
    let mut size = 0;
    let announced = body.size_hint().upper().is_some_and(|size| size > DISCARD_LIMIT as u64);
    while size <= DISCARD_LIMIT && !announced {
        let Some(frame) = body.frame().await else { break };
        let Ok(data) = frame.map_err(|_| NoAnswer)?.into_data() else { continue };
        size += data.len();
        if size <= BODY_LIMIT {
            read.extend_from_slice(&data);
        }
    }
    Ok((size <= BODY_LIMIT && !announced).then(|| read.freeze()))
}

/// Makes hyper close the connection without a byte.
#[derive(Debug)]
struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hung up")
    }
}

impl std::error::Error for NoAnswer {}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Instant;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// Answers every request in the same way of delivery, with the body's size.
    #[derive(Clone)]
    struct Echo(Delivery);

    impl Handler for Echo {
        async fn answer(&self, request: http::Request<Bytes>) -> Answer {
            let mut answer = Answer::new(request.body().len().to_string().into());
            answer.extensions_mut().insert(self.0);
            answer
        }
    }

    async fn serving(delivery: Delivery, stop: Stop) -> (SocketAddr, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (address, tokio::spawn(listen(listener, Echo(delivery), stop)))
    }

    async fn ask(address: SocketAddr, size: usize) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&vec![b'x'; size]).await.unwrap();
        stream
    }

    /// What arrives until `done`, or until the connection ends.
    async fn hear(stream: &mut TcpStream, done: &str) -> String {
        let mut heard = Vec::new();
        let mut bytes = [0; 4096];
        while !String::from_utf8_lossy(&heard).contains(done) {
            match stream.read(&mut bytes).await {
                Ok(0) | Err(_) => break,
                Ok(count) => heard.extend_from_slice(&bytes[..count]),
            }
        }
        String::from_utf8(heard).unwrap()
    }

    #[tokio::test]
    async fn a_connection_serves_request_after_request() {
        let (_told, stop) = Stop::by_hand();
        let (address, _) = serving(Delivery::default(), stop).await;
        let mut stream = ask(address, 3).await;
        assert!(hear(&mut stream, "\r\n\r\n3").await.starts_with("HTTP/1.1 200"));
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        assert!(hear(&mut stream, "\r\n\r\n0").await.starts_with("HTTP/1.1 200"));
    }

    #[tokio::test]
    async fn hanging_up_ends_the_connection_without_a_byte() {
        let (_told, stop) = Stop::by_hand();
        let (address, _) = serving(Delivery { hang_up: true, ..Delivery::default() }, stop).await;
        assert_eq!(hear(&mut ask(address, 3).await, "never").await, "");
    }

    #[tokio::test]
    async fn an_answer_is_held_as_long_as_asked() {
        let (_told, stop) = Stop::by_hand();
        let hold = Duration::from_millis(150);
        let (address, _) = serving(Delivery { hold, ..Delivery::default() }, stop).await;
        let asked = Instant::now();
        assert!(hear(&mut ask(address, 3).await, "\r\n\r\n3").await.starts_with("HTTP/1.1 200"));
        assert!(asked.elapsed() >= hold);
    }

    #[tokio::test]
    async fn stopping_ends_the_wait_and_idle_connections() {
        let (told, stop) = Stop::by_hand();
        let hold = Duration::from_secs(3600);
        let (address, server) = serving(Delivery { hold, ..Delivery::default() }, stop).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        let mut waiting = ask(address, 3).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        told.send(true).unwrap();
        assert!(hear(&mut waiting, "\r\n\r\n3").await.starts_with("HTTP/1.1 200"));
        assert_eq!(hear(&mut idle, "never").await, "");
        tokio::time::timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_client_that_goes_away_is_not_waited_for() {
        let (told, stop) = Stop::by_hand();
        let (gone, mut noticed) = tokio::sync::mpsc::channel::<()>(1);
        #[derive(Clone)]
        struct Never(tokio::sync::mpsc::Sender<()>);
        impl Handler for Never {
            async fn answer(&self, _: http::Request<Bytes>) -> Answer {
                let _held = self.0.clone();
                std::future::pending().await
            }
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stream, _) = tokio::join!(TcpStream::connect(address), async {
            let (accepted, _) = listener.accept().await.unwrap();
            tokio::spawn(connection(accepted, Never(gone), stop));
        });
        let mut stream = stream.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(stream);
        // All senders are gone once the connection's task has ended.
        let end = tokio::time::timeout(Duration::from_secs(5), noticed.recv()).await;
        assert_eq!(end, Ok(None));
        drop(told);
    }

    #[tokio::test]
    async fn too_large_a_body_is_refused_once_it_was_sent() {
        let (_told, stop) = Stop::by_hand();
        let (address, _) = serving(Delivery::default(), stop).await;
        let mut fits = ask(address, BODY_LIMIT).await;
        assert!(hear(&mut fits, &BODY_LIMIT.to_string()).await.starts_with("HTTP/1.1 200"));
        let mut over = ask(address, BODY_LIMIT + 1).await;
        assert!(hear(&mut over, "too large").await.starts_with("HTTP/1.1 413"));
    }
}
