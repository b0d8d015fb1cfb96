use super::super::call::Target;
use super::*;

fn ask(method: Method) -> Ask {
    Ask { method, target: Target::Path("/v1.0/me".to_owned()), body: None }
}

fn reply(status: u16, retry_after: Option<&str>) -> Reply {
    Reply { status, retry_after: retry_after.map(str::to_owned), request_id: None, body: String::new() }
}

#[test]
fn what_the_service_asks_for_is_kept() {
    let wait = |text| after(&ask(Method::Get), &reply(429, Some(text)), 1, 0);
    assert_eq!(wait("10"), Next::WaitFor(Duration::from_secs(10)));
    assert_eq!(wait("2.128"), Next::WaitFor(Duration::from_millis(2_128)));
    assert_eq!(wait("0"), Next::WaitFor(Duration::from_millis(100)));
    assert_eq!(wait("86400"), Next::Take);
    for odd in ["-1", "soon", "NaN", "Fri, 20 Nov 2026 15:00:00 GMT"] {
        assert_eq!(wait(odd), Next::WaitFor(Duration::from_millis(500)), "{odd}");
    }
}

#[test]
fn an_effect_is_repeated_only_when_it_did_not_happen() {
    let post = ask(Method::Post);
    assert!(matches!(after(&post, &reply(429, None), 1, 128), Next::WaitFor(_)));
    assert!(matches!(after(&post, &reply(503, Some("1")), 1, 128), Next::WaitFor(_)));
    for status in [200, 201, 400, 401, 403, 500, 502, 503, 504] {
        assert_eq!(after(&post, &reply(status, None), 1, 128), Next::Take, "{status}");
    }
    assert_eq!(after_silence(&post, 1, 128), None);
    assert!(after_silence(&ask(Method::Get), 1, 128).is_some());
}

#[test]
fn it_gives_up_in_the_end() {
    assert_eq!(after(&ask(Method::Get), &reply(503, None), MOST_TRIES, 128), Next::Take);
    assert_eq!(after_silence(&ask(Method::Get), 3, 128), None);
}
