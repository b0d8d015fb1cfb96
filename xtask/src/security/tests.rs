use super::*;

fn proof(number: u8, passed: bool) -> Proof {
    Proof { numbers: vec![number], name: format!("test of {number}"), passed }
}

#[test]
fn a_requirement_holds_when_all_its_tests_pass() {
    let all: Vec<_> = (1..=49).map(|number| proof(number, true)).collect();
    assert_eq!(lines(&all).1, Tally { passed: 49, failed: 0, skipped: 0 });
    let mut one_fails = all.clone();
    one_fails.push(proof(6, false));
    let (text, tally) = lines(&one_fails);
    assert_eq!((tally.passed, tally.failed), (48, 1));
    assert!(text.contains("S-06 FAILED id token"), "{text}");
}

#[test]
fn a_requirement_without_a_test_is_open() {
    let (text, tally) = lines(&[]);
    assert_eq!((tally.passed, tally.failed), (0, 49));
    assert!(text.contains("S-01 OPEN") && text.contains("no test names it"), "{text}");
}
