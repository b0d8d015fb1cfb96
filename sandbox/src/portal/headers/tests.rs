use super::*;
use http::StatusCode;

const TEXT: &str = "# made\n/*\n  Content-Security-Policy: default-src 'none'; connect-src 'self' https://login.example https://graph.example; img-src data:\n  \
                        Strict-Transport-Security: max-age=1\n/assets/*\n  Cache-Control: immutable\n/\n  cache-control: no-store\n\n/*.css\n  Cache-Control: x";

fn header(path: &str, name: &str, tls: bool) -> Option<String> {
    let mut response = web::empty(StatusCode::OK);
    Headers::read(TEXT).apply(&mut response, path, &["http://127.0.0.1:1".to_owned()], tls);
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

#[test]
fn a_rule_covers_the_paths_that_it_names() {
    assert_eq!(header("/assets/a.js", "cache-control", false).as_deref(), Some("immutable"));
    assert_eq!(header("/", "cache-control", false).as_deref(), Some("no-store"));
    assert_eq!(header("/guests", "cache-control", false), None);
    assert_eq!(header("/assets/a.css", "cache-control", false).as_deref(), Some("immutable, x"));
}

#[test]
fn the_hosts_of_the_cloud_are_replaced_and_nothing_else() {
    assert_eq!(
        header("/any", "content-security-policy", false).as_deref(),
        Some("default-src 'none'; connect-src 'self' http://127.0.0.1:1; img-src data:")
    );
}

#[test]
fn transport_security_is_for_tls() {
    assert_eq!(header("/", "strict-transport-security", false), None);
    assert!(header("/", "strict-transport-security", true).is_some());
}
