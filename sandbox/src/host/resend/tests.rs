use super::*;

fn fingerprint(body: &str) -> Fingerprint {
    Fingerprint::of(
        &Request::post("/v1.0/invitations").header("a", "b").body(body.to_owned().into()).unwrap(),
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
fn what_comes_later_is_no_copy() {
    let (resends, now) = (Resends::default(), Instant::now());
    resends.expect(fingerprint("x"), true, now);
    assert!(!resends.is_copy(fingerprint("x"), now + WINDOW));
}
