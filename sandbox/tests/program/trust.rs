//! Access tokens of another issuer at Graph: the issuer starts after the sandbox, and later changes its keys.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::running::Running;

/// An issuer with one signing key at a time. A key is derived from its number, which is also its `kid`.
struct Provider {
    issuer: String,
    key: Arc<Mutex<u8>>,
}

impl Provider {
    fn at(port: u16) -> Self {
        Self { issuer: format!("http://127.0.0.1:{port}"), key: Arc::new(Mutex::new(1)) }
    }

    /// Serves discovery document and keys until the test process ends.
    fn open(&self) {
        let listener = TcpListener::bind(self.issuer.strip_prefix("http://").unwrap()).unwrap();
        let (issuer, key) = (self.issuer.clone(), Arc::clone(&self.key));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let lines: Vec<_> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                let body = if lines[0].contains("/.well-known/openid-configuration") {
                    json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/jwks") })
                } else {
                    json!({ "keys": [jwk(*key.lock().unwrap())] })
                };
                let body = body.to_string();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close", body.len());
                write!(stream, "{head}\r\n\r\n{body}").unwrap();
            }
        });
    }

    /// An access token for Ada, signed with the key number `key`, with `kid` in its header.
    fn token(&self, key: u8, kid: u8) -> String {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": kid.to_string() });
        let claims = json!({
            "iss": self.issuer, "aud": "https://graph.microsoft.com", "sub": "ada@contoso.com",
            "scope": "User.Read", "exp": now + 300,
        });
        let encoded = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encoded(header), encoded(claims));
        let signature: Signature = secret(key).sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

fn secret(key: u8) -> SigningKey {
    SigningKey::from_slice(&[key; 32]).unwrap()
}

fn jwk(key: u8) -> Value {
    let point = secret(key).verifying_key().to_encoded_point(false);
    let (x, y) = (URL_SAFE_NO_PAD.encode(point.x().unwrap()), URL_SAFE_NO_PAD.encode(point.y().unwrap()));
    json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key.to_string(), "x": x, "y": y })
}

/// A port that is free now. Another process may take it before the test uses it.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_provider_is_trusted_once_it_is_up_and_after_its_keys_have_changed() {
    let provider = Provider::at(free_port());
    let sandbox = Running::start(&["--trust-issuer", &provider.issuer]);
    let me = |token: &str| sandbox.get_as("graph", "/v1.0/me", Some(token));
    assert!(me(&provider.token(1, 1)).starts_with("HTTP/1.1 401"));

    provider.open();
    let opened = Instant::now();
    while me(&provider.token(1, 1)).starts_with("HTTP/1.1 401") {
        assert!(opened.elapsed() < Duration::from_secs(10), "never trusted");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(me(&provider.token(1, 1)).contains("Ada Berg"));
    assert!(me(&provider.token(2, 1)).starts_with("HTTP/1.1 401"), "signed with another key");

    *provider.key.lock().unwrap() = 2;
    assert!(me(&provider.token(2, 2)).contains("Ada Berg"), "the first token with the new key");
    assert!(me(&provider.token(1, 1)).starts_with("HTTP/1.1 401"), "the old key is gone");
    sandbox.stop();
}

#[test]
fn only_providers_on_this_machine_can_be_trusted() {
    for url in ["https://127.0.0.1:9440", "http://login.example"] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_sandbox")).args(["--trust-issuer", url]).output().unwrap();
        assert!(!output.status.success());
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains("must be on this machine and speak plain http"), "{stderr}");
    }
}
