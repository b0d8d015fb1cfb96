use super::*;

/// Converts the hosts below in the way that browsers do; `tests/browser` checks the conversion in a real browser.
fn browser(text: &str) -> Option<String> {
    Some(text.replace("cont\u{43e}so", "xn--contso-zqf").replace('\u{3002}', "."))
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
        ("https://conto\tso.com", Some(RedirectProblem::NotAUrl)),
        ("https://contoso.com/a\nb", Some(RedirectProblem::NotAUrl)),
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
        assert_eq!(parse(typed, &[]), Err(RedirectProblem::NotAUrl), "{typed}");
    }
}

#[test]
fn hosts_out_of_service_are_known() {
    assert!(parse("https://myapps.azure.com/x", &[]).unwrap().is_known_dead());
    assert!(!parse("https://myapps.microsoft.com", &[]).unwrap().is_known_dead());
}
