use super::*;

/// Converts the hosts below in the way that browsers do; `tests/browser` checks the conversion in a real browser.
fn browser(text: &str) -> Option<String> {
    let text = text.replace("cont\u{43e}so", "xn--contso-zqf").replace('\u{3002}', ".");
    Some(text.replace("１２７", "127").replace("①②⑦", "127"))
}

fn parse(typed: &str, allowed: &[String]) -> Result<RedirectTarget, RedirectProblem> {
    RedirectTarget::parse(typed, allowed, browser)
}

#[test]
fn https_is_allowed_anywhere_and_http_on_this_machine() {
    for url in [
        "https://myapps.microsoft.com",
        " https://contoso.com/a?b=c#d ",
        "http://127.0.0.1:8082/x",
        "http://localhost/",
        "https://[::1]:1/",
    ] {
        assert!(parse(url, &[]).is_ok(), "{url}");
    }
}

#[test]
fn each_mistake_has_its_own_problem() {
    let cases = [
        ("", RedirectProblem::Empty),
        ("contoso.com", RedirectProblem::NotAUrl),
        ("contoso.com:8443/x", RedirectProblem::NotAUrl),
        ("/welcome", RedirectProblem::NotAUrl),
        ("http://contoso.com", RedirectProblem::NotHttps),
        ("javascript:alert(1)", RedirectProblem::NotHttps),
        ("data:text/html,x", RedirectProblem::NotHttps),
        ("ftp://contoso.com", RedirectProblem::NotHttps),
        ("https://contoso.com@evil.test/", RedirectProblem::UserInfo),
        ("https://10.0.0.1/", RedirectProblem::IpAddress),
        ("https://", RedirectProblem::NotAUrl),
    ];
    for (typed, problem) in cases {
        assert_eq!(parse(typed, &[]), Err(problem), "{typed}");
    }
}

#[test]
fn an_allowed_host_includes_its_sub_domains_but_not_similar_names() {
    let allowed = ["contoso.com".to_owned()];
    assert!(parse("https://contoso.com/", &allowed).is_ok());
    assert!(parse("https://Portal.Contoso.com/", &allowed).is_ok());
    for (url, host) in [
        ("https://evilcontoso.com", "evilcontoso.com"),
        ("https://contoso.com.evil.test", "contoso.com.evil.test"),
    ] {
        assert_eq!(parse(url, &allowed), Err(RedirectProblem::HostNotAllowed(host.to_owned())));
    }
}

/// `None` means that the address is accepted.
#[test]
fn s35_a_redirect_url_is_https_with_an_allowed_host_name() {
    let allowed = ["contoso.com".to_owned(), "microsoft.com".to_owned()];
    let elsewhere = |host: &str| Some(RedirectProblem::HostNotAllowed(host.to_owned()));
    let table = [
        ("https://contoso.com", None),
        ("https://myapps.microsoft.com/?tenantid=x#y", None),
        ("https://apps.CONTOSO.com:8443/welcome", None),
        ("javascript:alert(1)//contoso.com", Some(RedirectProblem::NotAUrl)),
        ("JaVaScRiPt://contoso.com/%0aalert(1)", Some(RedirectProblem::NotHttps)),
        ("data:text/html,x", Some(RedirectProblem::NotHttps)),
        ("vbscript://contoso.com", Some(RedirectProblem::NotHttps)),
        ("file:///etc/passwd", Some(RedirectProblem::NotHttps)),
        ("blob:https://contoso.com/x", Some(RedirectProblem::NotAUrl)),
        ("http://contoso.com", Some(RedirectProblem::NotHttps)),
        ("//contoso.com/x", Some(RedirectProblem::NotAUrl)),
        ("https://203.0.113.7/x", Some(RedirectProblem::IpAddress)),
        ("https://0xcb007107/x", Some(RedirectProblem::IpAddress)),
        ("https://3405803783/x", Some(RedirectProblem::IpAddress)),
        ("https://[2001:db8::1]/x", Some(RedirectProblem::IpAddress)),
        ("https://contoso.com@evil.test/", Some(RedirectProblem::UserInfo)),
        ("https://contoso.com:x@evil.test/", Some(RedirectProblem::UserInfo)),
        ("https://contoso.com\\@evil.test/", Some(RedirectProblem::NotAUrl)),
        ("https:\\\\contoso.com", Some(RedirectProblem::NotAUrl)),
        ("https://conto\tso.com", Some(RedirectProblem::Blank)),
        ("https://contoso.com/a\nb", Some(RedirectProblem::Blank)),
        ("https://contoso.com.evil.test", elsewhere("contoso.com.evil.test")),
        ("https://evil.test/contoso.com", elsewhere("evil.test")),
        ("https://evil.test?contoso.com", elsewhere("evil.test")),
        ("https://evil.test#contoso.com", elsewhere("evil.test")),
        // A Cyrillic letter, and full stops of another script.
        ("https://cont\u{43e}so.com", elsewhere("cont\u{43e}so.com")),
        ("https://contoso\u{3002}com", elsewhere("contoso\u{3002}com")),
        ("https://evil.test\u{3002}contoso.com", elsewhere("evil.test\u{3002}contoso.com")),
        ("https://xn--contso-zqf.com", elsewhere("xn--contso-zqf.com")),
    ];
    for (typed, problem) in table {
        assert_eq!(parse(typed, &allowed).err(), problem, "{typed}");
    }
}

#[test]
fn s35_a_host_that_looks_like_another_is_found() {
    for typed in [
        "https://xn--contso-zqf.com",
        "https://cont\u{43e}so.com",
        "https://a.xn--contso-zqf.com/x",
        "https://a.xn--bcher-kva.example/",
    ] {
        assert_ne!(parse(typed, &[]).unwrap().host_look(), HostLook::Plain, "{typed}");
    }
    assert_eq!(parse("https://contoso.com/xn--x", &[]).unwrap().host_look(), HostLook::Plain);
    assert_eq!(
        parse("https://cont\u{43e}so.com/\u{43e}", &[]).unwrap().as_str(),
        "https://xn--contso-zqf.com/%D0%BE"
    );
    for typed in ["https://contoso\u{3002}com", "https://evil.test\u{3002}contoso.com"] {
        assert_eq!(parse(typed, &[]), Err(RedirectProblem::BadHost), "{typed}");
    }
}

#[test]
fn hosts_out_of_service_are_known() {
    assert!(parse("https://myapps.azure.com/x", &[]).unwrap().is_known_dead());
    assert!(!parse("https://myapps.microsoft.com", &[]).unwrap().is_known_dead());
}

#[test]
fn s35_a_list_of_hosts_holds_for_this_machine_too() {
    let allowed = ["contoso.com".to_owned()];
    for (url, host) in [
        ("http://localhost/", "localhost"),
        ("http://127.0.0.1:8082/x", "127.0.0.1"),
        ("https://[::1]/", "[::1]"),
    ] {
        assert_eq!(parse(url, &allowed), Err(RedirectProblem::HostNotAllowed(host.to_owned())));
        assert!(parse(url, &[host.to_owned()]).is_ok(), "{url}");
    }
}

#[test]
fn s35_a_port_is_a_number_and_a_host_is_what_it_looks_like() {
    let cases = [
        ("https://contoso.com:+8443/", RedirectProblem::BadPort),
        ("https://contoso.com::8443/", RedirectProblem::BadPort),
        ("https://contoso.com:/", RedirectProblem::BadPort),
        ("https://contoso.com:0/", RedirectProblem::BadPort),
        ("https://contoso.com:65536/", RedirectProblem::BadPort),
        ("https://contoso.com:８４４３/", RedirectProblem::BadPort),
        ("https://１２７.0.0.1/", RedirectProblem::IpAddress),
        ("https://①②⑦.0.0.1/", RedirectProblem::IpAddress),
        ("https://127\u{3002}0\u{3002}0\u{3002}1/", RedirectProblem::IpAddress),
        ("https://contoso.com./", RedirectProblem::BadHost),
        ("https://contoso..com/", RedirectProblem::BadHost),
        ("https://cont oso.com/", RedirectProblem::Blank),
        ("https://contoso.com/a\u{202e}b", RedirectProblem::Invisible('\u{202e}')),
    ];
    for (typed, problem) in cases {
        assert_eq!(parse(typed, &[]), Err(problem), "{typed}");
    }
    assert!(parse("https://contoso.com:8443/a:+b", &[]).is_ok());
}

#[test]
fn what_is_copied_with_a_url_is_removed() {
    for typed in [
        "<https://contoso.com/a>",
        "\u{200b}https://contoso.com/a\u{feff}",
        " \"https://contoso.com/a\" ",
        "https://contoso\u{3002}com/a",
        "https://ｃontoso．com/a",
    ] {
        assert_eq!(tidied(typed), "https://contoso.com/a", "{typed}");
    }
    assert_eq!(tidied("https://contoso.com/ａ。"), "https://contoso.com/ａ。", "the path stays");
    assert_eq!(tidied("contoso.com"), "contoso.com");
}
