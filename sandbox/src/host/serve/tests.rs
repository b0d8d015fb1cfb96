//! `Delivery` as a client sees it on the socket.

use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

/// Answers every request with the size of its body and this `Delivery`.
#[derive(Clone)]
struct Echo(Delivery);

impl Handler for Echo {
    async fn handle(&self, request: http::Request<Bytes>) -> Response {
        let mut response = Response::new(request.body().len().to_string().into());
        response.extensions_mut().insert(self.0);
        response
    }
}

async fn serving(delivery: Delivery, stop: Stop) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (address, tokio::spawn(listen(listener, None, Echo(delivery), stop)))
}

async fn request(address: SocketAddr, size: usize) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b'x'; size]).await.unwrap();
    stream
}

/// Reads until `done` arrives or the connection ends.
async fn read_until(stream: &mut TcpStream, done: &str) -> String {
    let mut received = Vec::new();
    let mut bytes = [0; 4096];
    while !String::from_utf8_lossy(&received).contains(done) {
        match stream.read(&mut bytes).await {
            Ok(0) | Err(_) => break,
            Ok(count) => received.extend_from_slice(&bytes[..count]),
        }
    }
    String::from_utf8(received).unwrap()
}

#[tokio::test]
async fn a_connection_serves_request_after_request() {
    let (_sender, stop) = Stop::manual();
    let (address, _) = serving(Delivery::default(), stop).await;
    let mut stream = request(address, 3).await;
    assert!(read_until(&mut stream, "\r\n\r\n3").await.starts_with("HTTP/1.1 200"));
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    assert!(read_until(&mut stream, "\r\n\r\n0").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn hanging_up_ends_the_connection_without_a_byte() {
    let (_sender, stop) = Stop::manual();
    let (address, _) = serving(Delivery { hang_up: true, ..Delivery::default() }, stop).await;
    assert_eq!(read_until(&mut request(address, 3).await, "never").await, "");
}

#[tokio::test]
async fn an_answer_is_held_as_long_as_asked() {
    let (_sender, stop) = Stop::manual();
    let hold = Duration::from_millis(150);
    let (address, _) = serving(Delivery { hold, ..Delivery::default() }, stop).await;
    let asked = Instant::now();
    assert!(read_until(&mut request(address, 3).await, "\r\n\r\n3").await.starts_with("HTTP/1.1 200"));
    assert!(asked.elapsed() >= hold);
}

#[tokio::test]
async fn stopping_ends_the_wait_and_idle_connections() {
    let (sender, stop) = Stop::manual();
    let hold = Duration::from_secs(3600);
    let (address, server) = serving(Delivery { hold, ..Delivery::default() }, stop).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut waiting = request(address, 3).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    sender.send(true).unwrap();
    assert!(read_until(&mut waiting, "\r\n\r\n3").await.starts_with("HTTP/1.1 200"));
    assert_eq!(read_until(&mut idle, "never").await, "");
    tokio::time::timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_goes_away_is_not_waited_for() {
    let (sender, stop) = Stop::manual();
    let (gone, mut noticed) = tokio::sync::mpsc::channel::<()>(1);
    #[derive(Clone)]
    struct Never(tokio::sync::mpsc::Sender<()>);
    impl Handler for Never {
        async fn handle(&self, _: http::Request<Bytes>) -> Response {
            let _held = self.0.clone();
            std::future::pending().await
        }
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stream, _) = tokio::join!(TcpStream::connect(address), async {
        let (accepted, _) = listener.accept().await.unwrap();
        tokio::spawn(connection(accepted, Never(gone), Resends::default(), stop));
    });
    let mut stream = stream.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(stream);
    // The channel closes once the task of the connection has ended.
    let end = tokio::time::timeout(Duration::from_secs(5), noticed.recv()).await;
    assert_eq!(end, Ok(None));
    drop(sender);
}

#[tokio::test]
async fn too_large_a_body_is_cut_off_once_it_was_sent() {
    let (_sender, stop) = Stop::manual();
    let (address, _) = serving(Delivery::default(), stop).await;
    let mut fits = request(address, BODY_LIMIT).await;
    assert!(read_until(&mut fits, &BODY_LIMIT.to_string()).await.starts_with("HTTP/1.1 200"));
    let mut over = request(address, 2 * BODY_LIMIT).await;
    let cut = format!("\r\n\r\n{}", BODY_LIMIT + 1);
    assert!(read_until(&mut over, &cut).await.ends_with(&cut));
}

/// Answers empty requests; closes the connection on all others, and counts those.
#[derive(Clone)]
struct Lost(std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl Handler for Lost {
    async fn handle(&self, request: http::Request<Bytes>) -> Response {
        if request.body().is_empty() {
            return Response::new(Bytes::new());
        }
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut response = Response::new(Bytes::new());
        response.extensions_mut().insert(Delivery { hang_up: true, ..Delivery::default() });
        response
    }
}

#[tokio::test]
async fn what_a_browser_sends_again_by_itself_is_not_done_again() {
    let (_sender, stop) = Stop::manual();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let lost = Lost(std::sync::Arc::default());
    tokio::spawn(listen(listener, None, lost.clone(), stop));
    let given = || lost.0.load(std::sync::atomic::Ordering::SeqCst);
    // A reused connection is closed, which a browser takes for a timeout.
    let mut used = request(address, 0).await;
    assert!(read_until(&mut used, "\r\n\r\n").await.starts_with("HTTP/1.1 200"));
    used.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxxx").await.unwrap();
    assert_eq!(read_until(&mut used, "never").await, "");
    assert_eq!(given(), 1);
    // The next equal request is the browser's copy. Requests after it, and different ones, come from the user.
    for (size, so_far) in [(4, 2), (3, 2), (3, 3), (3, 4)] {
        assert_eq!(read_until(&mut request(address, size).await, "never").await, "");
        assert_eq!(given(), so_far, "{size}");
    }
}
