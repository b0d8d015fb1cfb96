use super::*;

#[test]
fn a_code_is_good_once_for_half_an_hour_and_until_the_next() {
    let (mut codes, mut random) = (Passcodes::default(), Random::from_number(1));
    let (guest, start) = (Uuid::from_u128(1), Timestamp::UNIX_EPOCH);
    let after = |minutes| start + SignedDuration::from_mins(minutes);
    let (first, until) = codes.issue(guest, &mut random, start);
    assert_eq!((first.len(), until), (8, after(30)));
    let (second, _) = codes.issue(guest, &mut random, start);
    assert_eq!(codes.enter(guest, &first, start), CodeCheck::Wrong);
    assert_eq!(codes.enter(Uuid::from_u128(2), &second, start), CodeCheck::Wrong);
    assert_eq!(codes.enter(guest, &second, after(30)), CodeCheck::Expired);
    let (left, right) = second.split_at(4);
    assert_eq!(codes.enter(guest, &format!(" {left} {right}"), after(29)), CodeCheck::Right);
    assert_eq!(codes.enter(guest, &second, after(29)), CodeCheck::Wrong);
}
