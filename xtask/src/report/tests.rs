use super::*;

fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
    Tally { passed, failed, skipped }
}

#[test]
fn cargos_totals_are_summed_over_all_suites() {
    let output = "running 3 tests\ntest a ... ok\n\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 4 filtered out; finished in 1.20s\n";
    assert_eq!(cargo_tests(output), tally(15, 2, 1));
}

#[test]
fn the_browser_runners_totals_are_read_with_or_without_colour() {
    let plain = "test result: ok. 7 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.35s";
    let coloured = "test result: \u{1b}[32mok\u{1b}[0m. 7 passed; 0 failed; 0 ignored";
    assert_eq!(cargo_tests(plain), tally(7, 0, 0));
    assert_eq!(cargo_tests(coloured), tally(7, 0, 0));
}

#[test]
fn only_the_runners_own_lines_count() {
    let output = "it said: test result: ok. 5 passed; 0 failed\ntest 9 passed ... ok\n";
    assert_eq!(cargo_tests(output), tally(0, 0, 0));
}

#[test]
fn a_runner_that_failed_or_ran_nothing_is_a_failure() {
    assert_eq!(tally(4, 0, 0).with_exit(false), tally(4, 1, 0), "crashed after four");
    assert_eq!(tally(0, 0, 0).with_exit(false), tally(0, 1, 0), "did not compile");
    assert_eq!(tally(0, 0, 0).with_exit(true), tally(0, 1, 0), "ran nothing");
    assert_eq!(tally(4, 2, 0).with_exit(false), tally(4, 2, 0), "counted already");
    assert_eq!(tally(4, 0, 1).with_exit(true), tally(4, 0, 1));
}

#[test]
fn a_closing_line_is_read_as_it_is_written() {
    for sum in [tally(142, 0, 0), tally(141, 1, 2)] {
        assert_eq!(parse_final_line(&format!("3 passed, 0 failed\nmore\n{sum}\n")), sum);
    }
    assert_eq!(parse_final_line("3 passed, 0 failed\nError: it broke"), tally(0, 0, 0));
    assert_eq!(parse_final_line(""), tally(0, 0, 0));
}

#[test]
fn playwrights_totals_come_from_its_report() {
    let report = r#"{"stats":{"expected":5,"unexpected":1,"flaky":2,"skipped":3},"errors":[]}"#;
    assert_eq!(playwright(report).unwrap(), tally(7, 1, 3));
}

#[test]
fn an_error_outside_playwrights_tests_is_a_failure() {
    let report = r#"{"stats":{"expected":5,"unexpected":0},"errors":[{"message":"SyntaxError"}]}"#;
    assert_eq!(playwright(report).unwrap(), tally(5, 1, 0));
    assert!(playwright("{}").is_err() && playwright("").is_err());
}

#[test]
fn the_steps_are_told_with_their_time_its_share_and_the_sum() {
    let step = |title, tally, seconds| Outcome { title, tally, took: Duration::from_secs(seconds) };
    let steps = [
        step("Formatting", Some(tally(1, 0, 0)), 100),
        step("Native tests", Some(tally(420, 1, 2)), 300),
        step("Journeys", None, 0),
    ];
    assert_eq!(sum(&steps), tally(421, 1, 2));
    let expected = [
        "Formatting     1 passed, 0 failed                 100.0 s   25 %",
        "Native tests   420 passed, 1 failed, 2 skipped    300.0 s   75 %",
        "Journeys       not run                              0.0 s    0 %",
        "All steps                                         400.0 s  100 %",
    ];
    assert_eq!(table(&steps).lines().collect::<Vec<_>>(), expected);
    assert!(table(&[]).contains("0.0 s"), "no step, no division by zero");
}

#[test]
fn the_closing_line_has_its_exact_form() {
    assert_eq!(tally(142, 0, 0).to_string(), "142 passed, 0 failed");
    assert_eq!(tally(141, 1, 2).to_string(), "141 passed, 1 failed, 2 skipped");
}
