use super::super::http::Target;
use super::*;
use crate::graph::http::Method;

fn request(method: Method) -> GraphRequest {
    GraphRequest::new(method, Target::Path("/v1.0/me".to_owned()), None)
}

fn response(status: u16, retry_after: Option<&str>) -> GraphResponse {
    GraphResponse {
        status,
        retry_after: retry_after.map(str::to_owned),
        request_id: None,
        body: String::new(),
    }
}

#[test]
fn the_wait_that_the_service_requests_is_used() {
    let wait = |text| after(&request(Method::Get), &response(429, Some(text)), 1, 0);
    assert_eq!(wait("10"), Next::WaitFor(Duration::from_secs(10)));
    assert_eq!(wait("2.128"), Next::WaitFor(Duration::from_millis(2_128)));
    assert_eq!(wait("0"), Next::WaitFor(Duration::from_millis(100)));
    assert_eq!(wait("86400"), Next::Take);
    for odd in ["-1", "soon", "NaN", "Fri, 20 Nov 2026 15:00:00 GMT"] {
        assert_eq!(wait(odd), Next::WaitFor(Duration::from_millis(500)), "{odd}");
    }
}

#[test]
fn a_post_is_repeated_only_if_it_was_not_carried_out() {
    let post = request(Method::Post);
    assert!(matches!(after(&post, &response(429, None), 1, 128), Next::WaitFor(_)));
    assert!(matches!(after(&post, &response(503, Some("1")), 1, 128), Next::WaitFor(_)));
    for status in [200, 201, 400, 401, 403, 500, 502, 503, 504] {
        assert_eq!(after(&post, &response(status, None), 1, 128), Next::Take, "{status}");
    }
    assert_eq!(after_silence(&post, 1, 128), None);
    assert!(after_silence(&request(Method::Get), 1, 128).is_some());
}

#[test]
fn repeating_ends_after_the_maximum_of_tries() {
    assert_eq!(after(&request(Method::Get), &response(503, None), MOST_TRIES, 128), Next::Take);
    assert_eq!(after_silence(&request(Method::Get), 3, 128), None);
}

#[test]
fn a_batch_is_a_read_and_repeated_like_one() {
    let target = Target::Path("/v1.0/$batch".to_owned());
    let batch = GraphRequest { target, ..request(Method::Post) };
    assert!(after_silence(&batch, 1, 128).is_some());
    assert!(matches!(after(&batch, &response(500, None), 1, 0), Next::WaitFor(_)));
}
