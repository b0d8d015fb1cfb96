//! All sites on one port, by the real host names. The client trusts only the certificate authority that the ready line
//! names.

use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::running::{Dist, Running, get_over};

/// Connects to this machine and returns the whole response.
fn get(sandbox: &Running, host: &str, path: &str) -> String {
    get_from(sandbox, host, host, path)
}

/// The same with one name in TLS (`server`, for which the certificate is checked) and another in the `Host` header.
fn get_from(sandbox: &Running, server: &str, host: &str, path: &str) -> String {
    let ca = CertificateDer::from_pem_file(sandbox.ready_field("ca")).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(ca).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let port = u16::try_from(sandbox.ready["port"].as_u64().unwrap()).unwrap();
    let server = ServerName::try_from(server.to_owned()).unwrap();
    let connection = ClientConnection::new(Arc::new(config), server).unwrap();
    get_over(StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port)).unwrap()), host, path)
}

fn json(response: &str) -> Value {
    serde_json::from_str(response.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn the_real_names_are_answered_by_their_sites() {
    let dist = Dist::new("tls");
    let sandbox = Running::start(&["--tls", "--portal", dist.path()]);
    assert_eq!(sandbox.ready_field("login"), "https://login.microsoftonline.com");
    assert_eq!(sandbox.ready_field("graph"), "https://graph.microsoft.com");
    assert_eq!(sandbox.ready_field("portal"), format!("https://localhost:{}", sandbox.ready["port"]));
    assert_eq!(sandbox.ready_field("control"), sandbox.ready_field("portal"));

    let discovery = "/contoso.com/v2.0/.well-known/openid-configuration";
    let global = json(&get(&sandbox, "login.microsoftonline.com", discovery));
    assert!(global["token_endpoint"].as_str().unwrap().starts_with("https://login.microsoftonline.com/"));
    assert!(get(&sandbox, "graph.microsoft.com", "/v1.0/me").starts_with("HTTP/1.1 401"));
    assert!(get(&sandbox, "login.windows.net", discovery).starts_with("HTTP/1.1 200"));
    for host in ["login.microsoftonline.us", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn"] {
        let elsewhere = get(&sandbox, host, discovery);
        assert!(elsewhere.starts_with("HTTP/1.1 400") && elsewhere.contains("AADSTS90002"), "{host}");
    }
    for host in ["graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"] {
        assert!(get(&sandbox, host, "/v1.0/me").starts_with("HTTP/1.1 401"), "{host}");
    }
    let landing = format!("location: {}/_sandbox/landing", sandbox.ready_field("control"));
    assert!(get(&sandbox, "myapps.microsoft.com", "/").contains(&landing));
    sandbox.stop();
}

#[test]
fn the_tenant_is_in_the_cloud_of_the_option() {
    let sandbox = Running::start(&["--tls", "--cloud", "usgov-dod"]);
    assert_eq!(sandbox.ready_field("graph"), "https://dod-graph.microsoft.us");
    let discovery = "/contoso.onmicrosoft.us/v2.0/.well-known/openid-configuration";
    let government = json(&get(&sandbox, "login.microsoftonline.us", discovery));
    assert!(government["issuer"].as_str().unwrap().starts_with("https://login.microsoftonline.us/"));
    assert_eq!(government["msgraph_host"], "dod-graph.microsoft.us");
    let global = get(&sandbox, "login.microsoftonline.com", discovery);
    assert!(global.starts_with("HTTP/1.1 400") && global.contains("AADSTS90002"), "{global}");
    assert!(get(&sandbox, "localhost", "/_sandbox/settings").contains("\"allowInvitesFrom\":\"none\""));
    sandbox.stop();
}

#[test]
fn portal_and_control_plane_are_on_this_machine_only() {
    let dist = Dist::new("tls-own");
    let sandbox = Running::start(&["--tls", "--portal", dist.path()]);
    for host in ["localhost", "127.0.0.1"] {
        let page = get(&sandbox, host, "/guests");
        assert!(page.contains("<title>Guestlist</title>"));
        assert!(
            page.contains(
                "connect-src 'self' https://login.microsoftonline.com https://graph.microsoft.com;"
            )
        );
        assert!(page.contains("strict-transport-security: max-age=63072000; includeSubDomains"));
        let config = json(&get(&sandbox, host, "/config.json"));
        assert_eq!(config["cloud"], "global");
        assert_eq!(config["defaultRedirectUrl"], "https://myapps.microsoft.com");
        assert!(get(&sandbox, host, "/_sandbox/outbox").contains("<h1>Outbox</h1>"));
    }
    for host in ["graph.microsoft.com", "login.microsoftonline.com", "graph.microsoft.us"] {
        let refused = get(&sandbox, host, "/_sandbox/outbox");
        assert!(refused.starts_with("HTTP/1.1 40"), "{refused}");
        assert!(!refused.contains("Outbox"));
    }
    sandbox.stop();
}

#[test]
fn the_name_in_the_request_decides() {
    let sandbox = Running::start(&["--tls"]);
    // The absolute form of a request target, as proxies send it.
    let whole = get_from(&sandbox, "localhost", "localhost", "https://graph.microsoft.com/v1.0/me");
    assert!(whole.starts_with("HTTP/1.1 401"), "{whole}");
    let unknown = get_from(&sandbox, "localhost", "login.example", "/");
    assert!(unknown.starts_with("HTTP/1.1 421"), "{unknown}");
    sandbox.stop();
}

#[test]
fn the_authoritys_certificate_lasts_as_long_as_the_program() {
    let sandbox = Running::start(&["--tls"]);
    let ca = sandbox.ready_field("ca");
    assert!(!std::fs::read_to_string(&ca).unwrap().contains("PRIVATE KEY"));
    sandbox.stop();
    assert!(!Path::new(&ca).exists());
    #[cfg(unix)]
    {
        let sandbox = Running::start(&["--tls"]);
        let ca = sandbox.ready_field("ca");
        assert!(Path::new(&ca).exists());
        assert!(sandbox.ends_by_signal("-TERM"));
        assert!(!Path::new(&ca).exists());
    }
}
