//! The program itself: it starts, says where it is, answers over real sockets, and stops.
#![cfg(feature = "host")]

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpStream;
    use std::process::{Command, Stdio};

    use serde_json::Value;

    fn get(origin: &str, path: &str) -> String {
        let address = origin.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn it_says_where_it_is_and_serves_there() {
        let dist = std::env::temp_dir().join(format!("sandbox-dist-{}", std::process::id()));
        std::fs::create_dir_all(&dist).unwrap();
        std::fs::write(dist.join("index.html"), "<!doctype html><title>Guestlist</title>").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args(["--listen", "127.0.0.1:0", "--guests", "3", "--exit-with-stdin", "--portal"])
            .arg(&dist)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let origin = |name: &str| ready[name].as_str().unwrap().to_owned();
        assert!(get(&origin("portal"), "/guests").contains("<title>Guestlist</title>"));
        assert!(get(&origin("portal"), "/config.json").contains(&origin("login")));
        assert!(get(&origin("login"), "/contoso.com/v2.0/.well-known/openid-configuration").contains("S256"));
        assert!(get(&origin("graph"), "/v1.0/me").starts_with("HTTP/1.1 401"));
        assert!(get(&origin("graph"), "/_sandbox/outbox").contains("<h1>Outbox</h1>"));
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
        std::fs::remove_dir_all(&dist).unwrap();
    }

    #[test]
    fn a_missing_portal_is_an_error_with_a_reason() {
        let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args(["--listen", "127.0.0.1:0", "--portal", "/nowhere/dist"])
            .output()
            .unwrap();
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/dist"));
    }

    #[test]
    fn it_does_not_listen_beyond_loopback() {
        let output =
            Command::new(env!("CARGO_BIN_EXE_sandbox")).args(["--listen", "0.0.0.0:0"]).output().unwrap();
        assert!(String::from_utf8_lossy(&output.stderr).contains("loopback"));
    }

    #[cfg(unix)]
    #[test]
    fn a_signal_ends_it_although_standard_input_stays_open() {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args(["--listen", "127.0.0.1:0", "--guests", "3", "--exit-with-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let held = child.stdin.take();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        let started = std::time::Instant::now();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed().as_secs() > 5 {
                child.kill().unwrap();
                panic!("it went on");
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        drop(held);
    }
}
