use super::*;
use serde_json::json;

#[test]
fn a_functions_name_begins_with_its_requirements() {
    assert_eq!(of_function("s06_a_bad_claim"), [6]);
    assert_eq!(of_function("s02_s03_a_forged_answer"), [2, 3]);
    for name in ["signs_in", "s6_x", "a_s06_b", "s061_x", ""] {
        assert!(of_function(name).is_empty(), "{name}");
    }
}

#[test]
fn a_title_begins_with_its_requirements() {
    assert_eq!(of_title("S-25: one changed byte"), [25]);
    assert_eq!(of_title("S-02, S-03: forged"), [2, 3]);
    assert!(of_title("what S-02 says").is_empty() && of_title("a: b").is_empty());
}

#[test]
fn output_tells_who_passed() {
    let output = "running 3 tests\ntest auth::s06_a ... ok\ntest b::s11_s12_c ... FAILED\ntest other ... ok\n\
            test d::s40_e ... ignored, not here\n";
    let found = in_output(output);
    let short: Vec<_> = found.iter().map(|proof| (proof.numbers.as_slice(), proof.passed)).collect();
    assert_eq!(short, [(&[6][..], true), (&[11, 12][..], false), (&[40][..], false)]);
}

#[test]
fn a_report_tells_who_passed() {
    let spec = |title: &str, ok: bool, status: &str| json!({"title": title, "ok": ok, "tests": [{"status": status}]});
    let report = json!({"suites": [{"specs": [spec("S-23: framed", true, "expected")], "suites": [
        {"specs": [spec("S-24: headers", false, "unexpected"), spec("S-25: x", true, "skipped"), spec("other", true, "expected")]}
    ]}]});
    let short: Vec<_> = in_report(&report).into_iter().map(|proof| (proof.numbers, proof.passed)).collect();
    assert_eq!(short, [(vec![23], true), (vec![24], false), (vec![25], false)]);
}
