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
        claims.posting(1, ANN, NOW);
        ends(&mut claims);
        assert!(!claims.claim(2, ANN));
        claims.posted(1, ANN, Posted::Made, NOW);
        assert!(claims.claim(2, ANN), "it has its answer");
    }
}

#[test]
fn an_address_is_in_doubt_from_the_moment_at_which_it_is_sent() {
    let mut claims = Claims::default();
    claims.claim(1, ANN);
    let doubt = claims.posting(1, ANN, NOW);
    assert!(doubt.in_doubt && doubt.address == ANN);
    claims.add(doubt);
    assert_eq!(claims.posted(1, ANN, Posted::NotMade, NOW), After::NotInvited);
    claims.remove_doubt(ANN);
    assert_eq!(known(&mut claims), None);
    // It is sent again after a pause, with the same claim.
    claims.posting(1, ANN, NOW);
    assert!(matches!(claims.posted(1, ANN, Posted::Made, NOW), After::Invited(made) if !made.in_doubt));
}

#[test]
fn a_doubt_stays_after_a_later_attempt_that_is_known_to_have_failed() {
    let mut claims = Claims::default();
    claims.claim(1, ANN);
    let doubt = claims.posting(1, ANN, NOW);
    claims.add(doubt);
    assert!(matches!(claims.posted(1, ANN, Posted::InDoubt, NOW), After::Invited(lost) if lost.in_doubt));
    assert!(!claims.release(1, ANN, true));
    // The page was asked only, and sent nothing.
    claims.claim(2, ANN);
    assert!(!claims.release(2, ANN, false));
    claims.claim(2, ANN);
    claims.posting(2, ANN, NOW);
    assert_eq!(claims.posted(2, ANN, Posted::NotMade, NOW), After::StillInDoubt);
    assert!(!claims.release(2, ANN, false));
    assert_eq!(known(&mut claims), Some(true), "the first attempt may have made it");
}

#[test]
fn what_the_page_reads_from_a_doubtful_response_counts() {
    let mut claims = Claims::default();
    claims.claim(1, ANN);
    claims.posting(1, ANN, NOW);
    assert!(matches!(claims.posted(1, ANN, Posted::InDoubt, NOW), After::Invited(_)));
    assert!(claims.release(1, ANN, false), "all tabs are told that nothing was made");
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
