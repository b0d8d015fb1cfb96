//! Rules about the levels of the sandbox: data below, then the tenant, handlers, dispatch, program. Add a module to its
//! level when you add one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::imports::{Module, imports};

/// The modules of the sandbox, lowest level first. A file imports its own level and lower ones only. `lib` is `lib.rs`,
/// and `host` belongs to the program.
const LEVELS: [&[&str]; 7] = [
    &["clouds", "merge_patch", "odata", "origins", "page", "random", "web"],
    &[
        "apps",
        "audit",
        "directory",
        "faults",
        "invitations",
        "keys",
        "ledger",
        "limits",
        "mail",
        "policies",
        "sessions",
        "settings",
        "token_log",
    ],
    &["tenant"],
    &["control", "graph", "portal", "redemption", "signin"],
    &["sites"],
    &["lib"],
    &["host"],
];

/// The level of the handlers. Those of one site do not import those of another.
const SITES_LEVEL: usize = 3;

/// Exceptions: a site, the other site that it imports, and why.
const BETWEEN_SITES: &[(&str, &str, &str)] = &[];

#[test]
fn the_sandbox_imports_downwards() {
    let broken = violations(&imports("sandbox/src"));
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The table of levels in the library's comment is that of this test.
#[test]
fn the_sandbox_names_its_levels() {
    let source = fs::read_to_string("sandbox/src/lib.rs").unwrap();
    let rows: Vec<Vec<&str>> = source
        .lines()
        .filter(|line| line.starts_with("//! | ") && line.contains('`'))
        .map(|line| line.split('`').skip(1).step_by(2).collect())
        .collect();
    assert_eq!(rows, LEVELS.iter().rev().map(|modules| modules.to_vec()).collect::<Vec<_>>());
}

#[test]
fn a_violation_is_found() {
    let found = |file: &str, other: &str| {
        let module = |path: &str| path.split('/').map(str::to_owned).collect::<Module>();
        violations(&BTreeMap::from([(module(file), BTreeSet::from([module(other)]))]))
    };
    assert!(found("graph/users", "directory/user").is_empty());
    assert!(found("graph/users", "graph").is_empty());
    assert!(found("sites", "signin").is_empty());
    assert_eq!(found("directory/user", "tenant"), ["directory/user imports tenant of a higher level"]);
    assert_eq!(found("web", "lib"), ["web imports lib of a higher level"]);
    assert_eq!(found("graph/users", "control/reset"), ["graph/users imports control/reset of another site"]);
    assert_eq!(found("stranger", "web"), ["stranger has no level"]);
}

/// All imports that are against the rules.
fn violations(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let level = |module: &Module| LEVELS.iter().position(|names| names.contains(&&*module[0]));
    let mut broken = Vec::new();
    for (file, imported) in imports {
        let name = file.join("/");
        let Some(own) = level(file) else {
            broken.push(format!("{name} has no level"));
            continue;
        };
        for other in imported {
            let other_name = other.join("/");
            if level(other).is_none_or(|level| level > own) {
                broken.push(format!("{name} imports {other_name} of a higher level"));
            }
            let another = own == SITES_LEVEL && level(other) == Some(own) && file[0] != other[0];
            if another && !BETWEEN_SITES.iter().any(|(from, to, _)| *from == file[0] && *to == other[0]) {
                broken.push(format!("{name} imports {other_name} of another site"));
            }
        }
    }
    broken
}
