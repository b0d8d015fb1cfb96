use super::*;

#[test]
fn a_missing_program_is_named() {
    let error = run(&mut command("guestlist-no-such-program")).unwrap_err().to_string();
    assert_eq!(error, "`guestlist-no-such-program` is needed and was not found on PATH");
}

#[test]
fn a_command_is_shown_as_one_would_type_it() {
    assert_eq!(command_line(command("/opt/rust/bin/cargo").args(["fmt", "--all"])), "cargo fmt --all");
}

#[test]
fn output_is_passed_on_and_kept_and_failure_noticed() {
    let mut shown = Vec::new();
    let (ok, kept) = tee(cargo().arg("--version"), &mut shown).unwrap();
    assert!(ok && kept.starts_with("cargo "), "{ok} {kept}");
    assert_eq!(shown, kept.as_bytes());

    let mut failing = cargo();
    failing.args(["metadata", "--no-such-flag"]).stderr(Stdio::null());
    assert!(!tee(&mut failing, &mut shown).unwrap().0);
}
