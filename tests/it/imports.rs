//! Finds which file imports which, from `use` declarations and from paths that begin with `crate` or `super`.
//!
//! A path that begins with a child module is an import too. A declaration of a module (`mod name;`) and a visibility
//! (`pub(in …)`) are not. Unit tests are left out, because they belong to their module, and so are the files of
//! programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The path of a module below the folder, such as `["app", "worker", "client"]`.
pub(crate) type Module = Vec<String>;

/// Which file below `root` imports which. `lib.rs` is the module `lib`.
pub(crate) fn imports(root: &str) -> BTreeMap<Module, BTreeSet<Module>> {
    let files = modules(Path::new(root));
    let names: BTreeSet<Module> = files.keys().cloned().collect();
    files
        .iter()
        .map(|(module, path)| {
            (module.clone(), imports_of(module, &fs::read_to_string(path).unwrap(), &names))
        })
        .collect()
}

/// The circles of imports among the files below `root`, one per line.
pub(crate) fn circles(root: &str) -> Vec<String> {
    let imports = imports(root);
    let mut circles = BTreeSet::new();
    for start in imports.keys() {
        if let Some(circle) = way_back(start, &imports) {
            // The same circle is found from each of its files, so it is rotated to begin with the first one in order.
            let first = circle.iter().enumerate().min_by_key(|(_, module)| (*module).clone()).unwrap().0;
            let turned: Vec<String> =
                circle.iter().cycle().skip(first).take(circle.len()).map(|module| module.join("/")).collect();
            circles.insert(turned.join(" → "));
        }
    }
    circles.into_iter().collect()
}

/// The shortest path of imports from a module back to itself, without its last element.
fn way_back(start: &Module, imports: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    let mut ways = std::collections::VecDeque::from([vec![start.clone()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in imports.get(way.last()?).into_iter().flatten() {
            if next == start {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                ways.push_back(way.iter().cloned().chain([next.clone()]).collect());
            }
        }
    }
    None
}

/// All modules below a folder with their files, without programs and unit tests.
fn modules(root: &Path) -> BTreeMap<Module, PathBuf> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(root).unwrap().with_extension("");
            let module: Module = below.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            let program = module.first().is_some_and(|first| first == "bin") || module == ["main"];
            if path.extension().is_some_and(|ending| ending == "rs")
                && !program
                && !path.ends_with("tests.rs")
            {
                found.insert(module, path);
            }
        }
    }
    found
}

/// The modules that a file imports.
fn imports_of(module: &Module, source: &str, modules: &BTreeSet<Module>) -> BTreeSet<Module> {
    let code: String =
        source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for path in paths(&code).into_iter().chain(child_paths(module, &code, modules)) {
        let Some(named) = absolute(module, &path, modules) else { continue };
        let target = (1..=named.len())
            .rev()
            .map(|length| named[..length].to_vec())
            .find(|part| modules.contains(part));
        // What is in no module is an item of the root.
        let target = target.unwrap_or_else(root);
        if target != *module && modules.contains(&target) {
            found.insert(target);
        }
    }
    found
}

/// The module of `lib.rs`. Its children are the modules at the top.
fn root() -> Module {
    vec!["lib".to_owned()]
}

/// The name of a child module.
fn child(module: &Module, name: &str) -> Module {
    let parent = if *module == root() { &[] } else { module.as_slice() };
    parent.iter().cloned().chain([name.to_owned()]).collect()
}

/// The children whose items are named in the code without `use`, such as `child::function()`.
fn child_paths(module: &Module, code: &str, modules: &BTreeSet<Module>) -> Vec<Vec<String>> {
    let named = |name: &str| {
        let start = format!("{name}::");
        code.match_indices(&start).any(|(at, _)| !is_word(&code[..at]) && !code[..at].ends_with(':'))
    };
    let names = modules.iter().filter_map(|other| other.last().filter(|name| child(module, name) == *other));
    names.filter(|name| named(name)).map(|name| vec![name.clone()]).collect()
}

/// Converts a path to one from the crate's root; `None` if it is not in this crate.
fn absolute(module: &Module, path: &[String], modules: &BTreeSet<Module>) -> Option<Module> {
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "super" => {
            let up = path.iter().take_while(|part| *part == "super").count();
            let base = module.get(..module.len().checked_sub(up)?)?;
            Some(base.iter().chain(&path[up..]).cloned().collect())
        }
        first => {
            let child = child(module, first);
            modules.contains(&child).then(|| child.iter().chain(&path[1..]).cloned().collect())
        }
    }
}

/// All imported paths of the code. Lists in braces are expanded.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ").filter(|(at, _)| *at == 0 || !is_word(&code[..*at])) {
        let tree = code[at + 4..].split(';').next().unwrap_or_default();
        written_out("", tree, &mut found);
    }
    let code = &without_use(code);
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start).filter(|(at, _)| {
            let before = &code[..*at];
            !before.ends_with("::") && !before.ends_with("pub(in ") && !is_word(before)
        }) {
            let end = code[at..]
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                .map_or(code.len(), |end| at + end);
            found.push(code[at..end].to_owned());
        }
    }
    let parts = |path: String| {
        path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    found.into_iter().map(parts).filter(|path: &Vec<String>| !path.is_empty()).collect()
}

/// The code without its `use` declarations.
fn without_use(code: &str) -> String {
    let mut rest = String::new();
    let mut declaring = false;
    for piece in code.split_inclusive(['\n', ';']) {
        let text = piece.trim_start();
        declaring |= ["use ", "pub use ", "pub(crate) use ", "pub(super) use "]
            .iter()
            .any(|start| text.starts_with(start));
        if !declaring {
            rest.push_str(piece);
        }
        declaring &= !piece.ends_with(';');
    }
    rest
}

/// Whether the text ends with a letter of a word.
fn is_word(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Expands a `use` tree to its paths.
fn written_out(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((before, list)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        found.push(format!("{prefix}{}", path.trim_end_matches("::self")));
        return;
    };
    let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in list.char_indices().chain([(list.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let item = list[start..at].trim();
                if !item.is_empty() {
                    let item = if item == "self" { "" } else { item };
                    written_out(&format!("{prefix}{before}"), item, found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

#[test]
fn imports_are_found_in_every_notation() {
    let named = |code: &str| {
        let modules = [
            vec!["lib"],
            vec!["app"],
            vec!["app", "a"],
            vec!["app", "a", "b"],
            vec!["app", "c"],
            vec!["ui", "d"],
        ];
        let modules: BTreeSet<Module> =
            modules.into_iter().map(|path| path.into_iter().map(str::to_owned).collect()).collect();
        let module = vec!["app".to_owned(), "a".to_owned()];
        imports_of(&module, code, &modules).into_iter().map(|path| path.join("/")).collect::<Vec<_>>()
    };
    assert_eq!(named("use super::c::{self, Thing};"), ["app/c"]);
    assert_eq!(named("use crate::app::{c, a::b::Other as Same};"), ["app/a/b", "app/c"]);
    assert_eq!(named("pub use b::Other;"), ["app/a/b"]);
    assert_eq!(named("fn f() { super::c::thing(); }"), ["app/c"]);
    assert_eq!(named("use super::ITEM;"), ["app"]);
    assert_eq!(named("use crate::ui::d::View;"), ["ui/d"]);
    assert_eq!(named("mod b;\nfn f() { b::thing(); }"), ["app/a/b"]);
    assert_eq!(named("use crate::Item;"), ["lib"]);
    assert!(named("mod b;\n// use super::c::Thing;\nuse std::fmt;\npub(in crate::app) fn f() {}").is_empty());
}

#[test]
fn a_circle_is_found() {
    let module = |name: &str| vec!["app".to_owned(), name.to_owned()];
    let imports = BTreeMap::from([
        (module("a"), BTreeSet::from([module("b")])),
        (module("b"), BTreeSet::from([module("c")])),
        (module("c"), BTreeSet::from([module("a")])),
        (module("d"), BTreeSet::from([module("a")])),
    ]);
    assert_eq!(way_back(&module("a"), &imports), Some(vec![module("a"), module("b"), module("c")]));
    assert_eq!(way_back(&module("d"), &imports), None);
}
