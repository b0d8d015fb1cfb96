use super::*;

fn request(uri: &str, headers: &[(&str, &str)]) -> Request {
    let mut request = http::Request::builder().uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Request::read(request.body(Bytes::new()).unwrap(), Arc::default())
}

#[test]
fn segments_are_decoded_after_splitting() {
    assert_eq!(request("/v1.0/users/a%2Fb%23EXT", &[]).segments, ["v1.0", "users", "a/b#EXT"]);
}

#[test]
fn an_empty_parameter_counts_as_absent() {
    let request = request("/?prompt=&state=a%20b", &[]);
    assert_eq!((request.query("prompt"), request.query("state")), (None, Some("a b")));
}

#[test]
fn cookies_are_found_by_their_whole_name() {
    let request = request("/", &[("cookie", "xsid=1; sid=2")]);
    assert_eq!(request.cookie("sid"), Some("2"));
}

#[test]
fn links_are_encoded_as_the_service_encodes_them() {
    assert_eq!(encode_lower("https://a-b.C/?x=Y"), "https%3a%2f%2fa-b.C%2f%3fx%3dY");
}

#[test]
fn a_header_value_with_a_line_break_is_dropped() {
    let response = redirect(StatusCode::FOUND, "https://a\r\nSet-Cookie: x=1");
    assert!(response.headers().get(header::LOCATION).is_none());
}

#[test]
fn only_loopback_hosts_are_answered() {
    for host in ["localhost:8082", "127.0.0.1:8082", "[::1]:8082", "LOCALHOST"] {
        assert!(is_loopback(host), "{host}");
    }
    for host in ["graph.microsoft.com", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]"] {
        assert!(!is_loopback(host), "{host}");
    }
}
