use super::*;

fn fingerprint(body: &str) -> Fingerprint {
    named("a", body)
}

fn named(header: &str, body: &str) -> Fingerprint {
    Fingerprint::of(
        &Request::post("/v1.0/invitations").header(header, "b").body(body.to_owned().into()).unwrap(),
    )
}

#[test]
fn a_copy_is_known_once_for_each_hang_up() {
    let (resends, now) = (Resends::default(), Instant::now());
    assert!(!resends.is_copy(fingerprint("x"), now));
    resends.expect(fingerprint("x"), true, now);
    assert!(!resends.is_copy(fingerprint("y"), now));
    assert!(resends.is_copy(fingerprint("x"), now));
    assert!(!resends.is_copy(fingerprint("x"), now));
}

#[test]
fn after_a_hang_up_on_a_new_connection_nobody_resends() {
    let (resends, now) = (Resends::default(), Instant::now());
    resends.expect(fingerprint("x"), false, now);
    assert!(!resends.is_copy(fingerprint("x"), now));
}

#[test]
fn a_copy_of_a_request_with_an_id_is_the_browsers_on_each_connection() {
    let (resends, now) = (Resends::default(), Instant::now());
    resends.expect(named("client-request-id", "x"), false, now);
    assert!(resends.is_copy(named("client-request-id", "x"), now));
}

#[test]
fn what_comes_later_is_no_copy() {
    let (resends, now) = (Resends::default(), Instant::now());
    resends.expect(fingerprint("x"), true, now);
    assert!(!resends.is_copy(fingerprint("x"), now + WINDOW));
}
