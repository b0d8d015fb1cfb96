use super::*;

#[test]
fn major_versions_are_read_from_what_the_programs_print() {
    assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"), Some(156));
    assert_eq!(major("ChromeDriver 155.0.1.2 (a21ce95c24ce-refs/branch-heads/8078@{#1704})"), Some(155));
    assert_eq!(major("Google Chrome 9.1"), Some(9));
    assert_eq!(major(""), None);
}

#[test]
fn the_browsers_own_sandbox_is_off_for_root_only() {
    assert!(flags(true).contains(&"--no-sandbox"));
    assert!(!flags(false).contains(&"--no-sandbox"));
}
