use super::*;

#[test]
fn a_tally_counts_by_kind() {
    let mut tally = Tally::default();
    tally.add(VerdictKind::WillInvite);
    tally.add(VerdictKind::NoAddress);
    tally.add(VerdictKind::NeedsALook);
    tally.remove(VerdictKind::WillInvite);
    assert_eq!(
        (tally.of(VerdictKind::WillInvite), tally.of(VerdictKind::NoAddress), tally.problems()),
        (0, 1, 2)
    );
}
