//! Checks the documents: every link has a target, and ARCHITECTURE.md names every important folder and suite, and only
//! files that exist.

use std::fs;
use std::path::{Path, PathBuf};

/// ARCHITECTURE.md must name each folder and each suite in these folders.
const HOUSES: [&str; 6] = ["src", "sandbox/src", "xtask/src", "tests", "tests/it", "tests/e2e"];
/// Exceptions: folders that tools create, and folders that belong to the suites beside them.
const NO_ROOMS: [&str; 5] = ["node_modules", "results", "fixtures", "support", "bin"];

#[test]
fn every_link_has_a_target() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = document.parent().unwrap();
            let file = if file.is_empty() { document.clone() } else { folder.join(file) };
            if !file.exists() {
                broken.push(format!("{}: {target} is not there", document.display()));
            } else if !anchor.is_empty()
                && !anchors(&fs::read_to_string(&file).unwrap()).contains(&anchor.to_owned())
            {
                broken.push(format!("{}: {target} has no such heading", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_map_names_every_folder_and_suite() {
    let map = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let named: Vec<&str> = map.split('`').skip(1).step_by(2).collect();
    let mut missing = Vec::new();
    for house in HOUSES {
        for entry in fs::read_dir(house).unwrap().map(|entry| entry.unwrap().path()) {
            let stem = entry.file_stem().unwrap().to_str().unwrap().to_owned();
            let room = if entry.is_dir() {
                !NO_ROOMS.contains(&&*stem) && !holds_only_tests(&entry)
            } else {
                house == "tests/it" && stem != "main"
            };
            if room && !named.contains(&&*stem) && !named.contains(&&*format!("{house}/{stem}")) {
                missing.push(format!("{house}/{stem}"));
            }
        }
    }
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name {missing:?}");
}

/// Whether a folder contains only the unit tests of the module beside it.
fn holds_only_tests(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().all(|entry| entry.unwrap().file_name() == "tests.rs")
}

/// In ARCHITECTURE.md, paths are in code font and relative to the root or to `src/`.
#[test]
fn every_file_that_the_map_names_exists() {
    let map = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let gone: Vec<_> = map
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|text| text.contains('/') && !text.contains([' ', '*', '{', '<', '#', '(']))
        .filter(|path| !Path::new(path).exists() && !Path::new("src").join(path).exists())
        .collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md names {gone:?}");
}

/// What a page says whose program does not start cannot come out of locales/, which the program brings.
#[test]
fn a_page_that_has_stopped_speaks_every_language() {
    let (page, styles) =
        (fs::read_to_string("index.html").unwrap(), fs::read_to_string("style/base.css").unwrap());
    let count = |tag: &str| page.matches(&format!("<p lang=\"{tag}\"")).count();
    for file in fs::read_dir("locales").unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "json") {
            let tag = file.file_stem().unwrap().to_str().unwrap();
            assert_eq!(count(tag), count("en"), "index.html: sentences with lang=\"{tag}\"");
            let hides = format!("html[data-boot]:not([lang=\"{tag}\"]) .stopped [lang=\"{tag}\"]");
            assert!(styles.contains(&hides), "style/base.css shows {tag} on pages in other languages");
        }
    }
}

/// README.md is an overview. Details should be in the documents that it links to.
#[test]
fn the_readme_is_short() {
    let lines = fs::read_to_string("README.md").unwrap().lines().count();
    assert!(lines <= 130, "README.md has {lines} lines");
}

fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in [".", "docs", "docs/registration", "sandbox"] {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_some_and(|ending| ending == "md") {
                found.push(entry);
            }
        }
    }
    found
}

/// The anchors that GitHub makes from the headings.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    let letters = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings
        .map(|line| {
            line.trim_start_matches('#').trim().to_lowercase().chars().filter(letters).collect::<String>()
        })
        .map(|heading| heading.replace(' ', "-"))
        .collect()
}
