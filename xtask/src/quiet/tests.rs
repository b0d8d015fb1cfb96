use std::{env, fs, process};

use super::*;
use crate::proc;

fn quiet(name: &str) -> Redirect {
    let log = env::temp_dir().join(format!("guestlist-quiet-{name}-{}.log", process::id()));
    drop(fs::remove_file(&log));
    Redirect { log, cores: Client::new(2).unwrap() }
}

#[test]
fn what_a_program_writes_and_what_is_said_is_in_the_log_and_a_failure_quotes_it() {
    let quiet = quiet("failure");
    let log = quiet.log.clone();
    let failed = run(quiet, || {
        say("Installing something.");
        proc::run(proc::cargo().args(["metadata", "--no-such-flag"]))
    });
    let (text, error) = (fs::read_to_string(&log).unwrap(), failed.unwrap_err().to_string());
    fs::remove_file(&log).unwrap();
    assert!(text.starts_with("Installing something.\n$ cargo metadata --no-such-flag\n"), "{text}");
    assert!(text.contains("error: unexpected argument '--no-such-flag'"), "{text}");
    assert!(error.contains("unexpected argument") && error.contains(log.to_str().unwrap()), "{error}");
}

#[test]
fn a_program_is_told_of_the_cores_that_it_shares() {
    let quiet = quiet("cores");
    let log = quiet.log.clone();
    let mut command = proc::command("any");
    run(quiet, || redirect(&mut command)).unwrap();
    fs::remove_file(&log).unwrap();
    assert!(command.get_envs().any(|(name, value)| name == "CARGO_MAKEFLAGS" && value.is_some()));
}

#[test]
fn afterwards_the_thread_writes_on_the_terminal_again() {
    let quiet = quiet("after");
    let expected = quiet.log.clone();
    assert_eq!(run(quiet, log), Some(expected));
    assert_eq!(log(), None);
    let mut command = proc::command("any");
    redirect(&mut command).unwrap();
    assert!(command.get_envs().all(|(name, _)| name != "CARGO_TERM_COLOR"));
}

#[test]
fn the_last_lines_are_the_last_ones_also_of_a_long_log() {
    let log = quiet("lines").log;
    let text: String = (0..5000).map(|number| format!("line {number}\n\n")).collect();
    fs::write(&log, text).unwrap();
    let last = last_lines(&log, 2);
    fs::remove_file(&log).unwrap();
    assert_eq!(last, "line 4998\nline 4999");
    assert_eq!(last_lines(&log, 2), "", "a log that is not there has no lines");
}
