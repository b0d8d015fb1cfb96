use super::*;

fn read(text: &str) -> Option<(String, bool)> {
    HttpUrl::parse_ascii(text).map(|read| (read.url.origin().ascii_serialization(), read.user_info))
}

#[test]
fn the_host_ends_where_a_browser_ends_it() {
    for (text, origin) in [
        ("https://contoso.com", "https://contoso.com"),
        ("HTTPS://Contoso.COM:443/a@b:1", "https://contoso.com"),
        ("http://contoso.com:80?x", "http://contoso.com"),
        ("https://contoso.com:8443#@evil.test", "https://contoso.com:8443"),
        ("https://evil.test\\.contoso.com/", "https://evil.test"),
        ("https://evil.test?.contoso.com/", "https://evil.test"),
        ("https://contoso.com:/", "https://contoso.com"),
        ("http://[::1]:8081/", "http://[::1]:8081"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example"),
    ] {
        assert_eq!(read(text), Some((origin.to_owned(), false)), "{text}");
    }
    for text in [
        "https://contoso.com@evil.test/",
        "https://a:b@evil.test",
        "https://@evil.test",
        "https://a@b@evil.test",
    ] {
        assert_eq!(read(text), Some(("https://evil.test".to_owned(), true)), "{text}");
    }
}

/// Combines hosts with the separators that attackers use. The host that this module cuts out of the text must be the
/// one that the crate reads.
#[test]
fn the_typed_host_is_the_one_that_is_read() {
    let pieces = ["contoso.com", "evil.test", "127.0.0.1", "[::1]", "0x7f.1", "a b", "%63", "x_y", "A.b"];
    let joints = [
        "", "@", ":", ":1", ":99999", "\\", "/", "?", "#", ".", "..", "\t", "\n", "//", "[", "]", "/@", ":@",
    ];
    let mut compared = 0;
    for scheme in ["https://", "http://", "https:", "https:/", "https:\\\\", "ftp://", "//", "HTTPS://"] {
        for first in pieces {
            for joint in joints {
                for second in pieces {
                    let text = format!("{scheme}{first}{joint}{second}");
                    let Some(read) = HttpUrl::parse_ascii(&text) else { continue };
                    let user = !read.url.username().is_empty() || read.url.password().is_some();
                    assert!(read.user_info || !user, "{text}");
                    assert!(read.is_ip() || read.typed_host == read.host(), "{text}");
                    assert!(!read.is_loopback() || read.typed_host == read.host(), "{text}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn a_number_is_an_ip_address_and_not_a_name_of_this_machine() {
    for text in
        ["https://2130706433/", "https://0x7f.1", "http://127.1", "https://0177.0.0.1", "https://10.0.0.1."]
    {
        let read = HttpUrl::parse_ascii(text).unwrap();
        assert!(read.is_ip() && !read.is_loopback(), "{text}");
    }
    assert!(HttpUrl::parse_ascii("http://127.0.0.1:1").unwrap().is_loopback());
}

#[test]
fn a_host_in_other_letters_is_converted_by_the_browser() {
    let browser: ToAscii = |text| Some(text.replace("bücher", "xn--bcher-kva").replace('\u{3002}', "."));
    let read = |text| HttpUrl::parse(text, browser).unwrap();
    let books = read("https://bücher.example/ä");
    assert_eq!((books.host(), books.typed_host.as_str()), ("xn--bcher-kva.example", "bücher.example"));
    assert!(books.is_spelled_as_read());
    for text in ["https://contoso\u{3002}com", "https://evil.test\u{3002}contoso.com"] {
        assert!(!read(text).is_spelled_as_read(), "{text}");
    }
    assert_eq!(HttpUrl::parse("https://bücher.example/", |_| None), None, "the browser refuses it");
}

#[test]
fn an_incomplete_address_is_refused() {
    for text in [
        "",
        "contoso.com",
        "/x",
        "//contoso.com",
        "https:contoso.com",
        "https:/contoso.com",
        "https://",
        "https:///x",
        "ftp://contoso.com",
        "javascript://contoso.com",
        " https://contoso.com",
        "https://con toso.com",
        "https://%63ontoso.com",
        "https://contoso.com:99999",
        "https://contoso.com:1:2",
        "https://[::1",
        "https://[x]",
        "https://con\ttoso.com",
        "https://.",
        "https://a..b",
    ] {
        assert_eq!(HttpUrl::parse_ascii(text), None, "{text}");
    }
}
