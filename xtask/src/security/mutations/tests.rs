use std::fs;
use std::path::Path;

use super::*;
use crate::security::mutate::mutated;
use crate::security::requirements::REQUIREMENTS;

#[test]
fn every_requirement_that_is_tested_has_a_removal() {
    for requirement in &REQUIREMENTS {
        let number = requirement.number;
        assert!(all().any(|mutation| mutation.number == number), "S-{number:02}");
    }
}

#[test]
fn every_removal_still_has_something_to_remove() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for mutation in all() {
        let text = fs::read_to_string(root.join(mutation.file)).unwrap();
        let changed = mutated(&text, mutation).unwrap();
        assert_ne!(changed, text, "{}", mutation.what);
    }
}
