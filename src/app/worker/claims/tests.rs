use super::*;

const ANN: &str = "ann@fabrikam.com";
const NOW: Moment = Moment::from_unix_millis(0);

fn known(claims: &mut Claims) -> Option<bool> {
    claims.invited(NOW).find(ANN).map(|invited| invited.in_doubt)
}

#[test]
fn an_address_is_claimed_by_one_page_until_it_is_released_or_the_page_leaves() {
    let mut claims = Claims::default();
    assert!(claims.claim(1, ANN) && !claims.claim(1, ANN) && !claims.claim(2, ANN));
    claims.release(2, ANN, false);
    assert!(!claims.claim(2, ANN), "the claim is of another page");
    claims.release(1, ANN, false);
    assert!(claims.claim(2, ANN));
    claims.leave(2);
    assert!(claims.claim(3, ANN));
}

#[test]
fn an_invitation_that_is_on_its_way_outlives_its_page_and_a_sign_out() {
    for ends in [|claims: &mut Claims| claims.leave(1), Claims::clear] {
        let mut claims = Claims::default();
        claims.claim(1, ANN);
        claims.posting(1, ANN);
        ends(&mut claims);
        assert!(!claims.claim(2, ANN));
        claims.posted(1, ANN, Posted::Made, NOW);
        assert!(claims.claim(2, ANN), "it has its answer");
        assert_eq!(known(&mut claims), Some(false));
    }
}

#[test]
fn a_doubt_stays_until_the_same_attempt_is_known_to_have_failed() {
    let mut claims = Claims::default();
    claims.claim(1, ANN);
    claims.posting(1, ANN);
    claims.posted(1, ANN, Posted::InDoubt, NOW);
    assert_eq!(known(&mut claims), Some(true));
    // The page was asked only, and sent nothing.
    claims.release(1, ANN, true);
    claims.claim(2, ANN);
    claims.release(2, ANN, false);
    assert_eq!(known(&mut claims), Some(true));
    // What the page reads from the response counts.
    claims.claim(2, ANN);
    claims.posting(2, ANN);
    claims.posted(2, ANN, Posted::InDoubt, NOW);
    claims.release(2, ANN, false);
    assert_eq!(known(&mut claims), None);
}

#[test]
fn the_status_tells_whether_an_invitation_was_made() {
    let response =
        |status| Ok(GraphResponse { status, retry_after: None, request_id: None, body: String::new() });
    for (status, posted) in [
        (201, Posted::Made),
        (400, Posted::NotMade),
        (429, Posted::NotMade),
        (503, Posted::NotMade),
        (408, Posted::InDoubt),
        (500, Posted::InDoubt),
        (504, Posted::InDoubt),
    ] {
        assert_eq!(Posted::of(&response(status)), posted, "{status}");
        assert_eq!(Posted::of(&Err(SendError::SignedOutMeanwhile { status })), posted, "{status}");
    }
    assert_eq!(Posted::of(&Err(SendError::ForeignLink)), Posted::NotMade);
}
