//! A sandbox process for one test, with a minimal HTTP client.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    pub(crate) ready: Value,
}

impl Running {
    /// Starts the program on free ports and waits for its ready line.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args(["--listen", "127.0.0.1:0", "--guests", "3", "--exit-with-stdin"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, stdin, ready: serde_json::from_str(&line).unwrap() }
    }

    /// A string of the ready line.
    pub(crate) fn ready_field(&self, name: &str) -> String {
        self.ready[name].as_str().unwrap_or_else(|| panic!("{name} in {}", self.ready)).to_owned()
    }

    /// A GET request without TLS to the origin that the ready line has under this name. Returns the whole response as
    /// text.
    pub(crate) fn get(&self, origin: &str, path: &str) -> String {
        self.get_as(origin, path, None)
    }

    /// The same with an access token.
    pub(crate) fn get_as(&self, origin: &str, path: &str, token: Option<&str>) -> String {
        let origin = self.ready_field(origin);
        let address = origin.strip_prefix("http://").unwrap();
        let head = token.map(|token| format!("{address}\r\nAuthorization: Bearer {token}"));
        get_over(TcpStream::connect(address).unwrap(), head.as_deref().unwrap_or(address), path)
    }

    /// Closes standard input; fails unless the program exits with success.
    pub(crate) fn stop(mut self) {
        drop(self.stdin.take());
        assert!(self.ends_soon());
    }

    /// Sends the signal while standard input stays open. True if the program then exits with success.
    #[cfg(unix)]
    pub(crate) fn ends_by_signal(mut self, signal: &str) -> bool {
        assert!(
            Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success()
        );
        self.ends_soon()
    }

    fn ends_soon(&mut self) -> bool {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(5) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a GET request and reads until the connection is closed. `host` may have more header lines behind it.
pub(crate) fn get_over(mut stream: impl Read + Write, host: &str, path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A temporary directory with a portal of one page.
pub(crate) struct Dist(pub(crate) std::path::PathBuf);

impl Dist {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sandbox-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("index.html"), "<!doctype html><title>Guestlist</title>").unwrap();
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/_headers");
        std::fs::copy(shipped, path.join("_headers")).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Dist {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
