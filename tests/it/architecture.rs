//! Rules about the source: inner layers do not use outer ones, the token is written in one place, all texts for people
//! are in `locales/`. Add a row when you add a layer.

use std::fs;
use std::path::{Path, PathBuf};

/// The words that each layer must not contain. The browser's crates are allowed in `src/browser` only.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "src/domain",
        &["leptos_", "leptos", "serde_json", "base64", "::auth", "::graph", "::app", "::browser", "::ui"],
    ),
    ("src/wire", &["leptos_", "leptos", "::domain", "::auth", "::graph", "::app", "::browser", "::ui"]),
    ("src/auth", &["leptos_", "leptos", "::graph", "::app", "::browser", "::ui"]),
    ("src/graph", &["leptos_", "leptos", "::auth", "::app", "::browser", "::ui"]),
    ("src/app", &["leptos_", "leptos", "::browser", "::ui"]),
    ("src/browser", &["leptos_", "leptos", "::ui"]),
    ("src/ui", &["::browser", "local_storage", "session_storage", "gloo_net"]),
    ("src/bin", &["leptos_", "leptos", "::ui"]),
];

/// The crates with the browser's types.
const BROWSER: [&str; 4] = ["web_sys", "js_sys", "gloo_", "wasm_bindgen"];

/// Views that use an element of the browser through leptos, each with the prefix that it may use.
const NEAR_THE_BROWSER: &[(&str, &str)] = &[
    // It moves the focus.
    ("src/ui/parts/focus.rs", "leptos::"),
    // It finds and moves rows.
    ("src/ui/parts/elements.rs", "leptos::"),
];

/// The maximum number of lines of a file. A longer file should be split by subject.
const MOST_LINES: usize = 400;

#[test]
fn layers_point_inward() {
    let broken = each_line("src", |path, line| {
        let banned = LAYERS.iter().filter(|(layer, _)| belongs(path, layer)).flat_map(|(_, banned)| *banned);
        banned.filter(|word| names(line, word)).map(|word| format!("names `{word}`")).collect()
    });
    holds(broken);
}

/// With a list in braces directly after the crate's name, the rule above would not see a layer's name.
#[test]
fn imports_from_the_root_name_one_layer() {
    holds(each_line("src", |_, line| found(line, &["crate::{", "guestlist::{"])));
}

#[test]
fn only_the_adapters_name_the_browser() {
    let broken = each_line("src", |path, line| {
        let mut line = line.to_owned();
        for (_, by) in NEAR_THE_BROWSER.iter().filter(|(near, _)| path == Path::new(near)) {
            for word in BROWSER {
                line = line.replace(&format!("{by}{word}"), "");
            }
        }
        let banned = BROWSER.iter().filter(|word| !belongs(path, "src/browser") && names(&line, word));
        banned.map(|word| format!("names `{word}`")).collect()
    });
    holds(broken);
}

/// Views and adapters are combined only in `main.rs`.
#[test]
fn only_main_connects_the_adapters_with_the_views() {
    let broken = each_line("src", |path, line| {
        // The sign-in program uses the adapters too. It has no views: the row `src/bin` above forbids them.
        let roots = ["src/main.rs", "src/lib.rs", "src/bin/sign_in.rs"];
        let root = roots.iter().any(|root| path == Path::new(root));
        if root || belongs(path, "src/browser") {
            Vec::new()
        } else {
            found(line, &["crate::browser", "guestlist::browser"])
        }
    });
    holds(broken);
}

#[test]
fn the_token_is_written_in_one_place() {
    let mut written = Vec::new();
    for (path, number, line) in lines("src") {
        let lower = line.to_lowercase();
        if lower.contains("\"authorization\"") || lower.contains("\"bearer ") {
            written.push((path, number));
        }
    }
    let elsewhere: Vec<_> =
        written.iter().filter(|(path, _)| path != Path::new("src/app/token_broker.rs")).collect();
    assert!(!written.is_empty() && elsewhere.is_empty(), "Authorization is written at {elsewhere:?}");
}

/// A secret is read only where it is written into a request.
#[test]
fn secrets_are_read_only_where_requests_are_made() {
    const MAY: [&str; 4] =
        ["src/app/token_broker.rs", "src/auth/tokens.rs", "src/auth/flow.rs", "src/auth/callback.rs"];
    // The portal's own method, and those of the crate oauth2.
    const OPENS: [&str; 3] = [".expose()", ".secret()", ".into_secret()"];
    let broken = each_line("src", |path, line| {
        if MAY.iter().any(|may| path == Path::new(may)) || path.ends_with("tests.rs") {
            Vec::new()
        } else {
            found(line, &OPENS)
        }
    });
    holds(broken);
}

/// All declarations of JavaScript are in one file, and the compiler forbids unsafe code everywhere.
#[test]
fn javascript_is_declared_in_one_file() {
    let mut declaring: Vec<_> = lines("src")
        .into_iter()
        .filter(|(_, _, line)| line.contains("#[wasm_bindgen"))
        .map(|(path, ..)| path)
        .collect();
    declaring.dedup();
    assert_eq!(declaring, [Path::new("src/browser/js.rs")]);
    assert!(fs::read_to_string("Cargo.toml").unwrap().contains("\nunsafe_code = \"forbid\""));
}

/// JavaScript is called through declared types, so that a wrong name is a compiler error or fails at its declaration.
#[test]
fn nothing_is_looked_up_by_name_at_run_time() {
    holds(each_line("src", |_, line| found(line, &["Reflect::", "Reflect}", "js_sys::eval"])));
}

/// A string of two or more words between tags, or alone on a line, is a text for people and must be in `locales/`.
#[test]
fn texts_for_people_are_not_in_the_code() {
    holds(each_line("src/ui", |path, line| {
        if path.ends_with("tests.rs") {
            return Vec::new();
        }
        sentences(line).into_iter().map(|text| format!("shows {text:?}, which is not in locales/")).collect()
    }));
}

/// A longer component should be split into several.
#[test]
fn components_are_short() {
    const MOST: usize = 120;
    let mut broken = Vec::new();
    for path in rust_files("src/ui") {
        let text = fs::read_to_string(&path).unwrap();
        for component in text.split("#[component]\n").skip(1) {
            let count = component.lines().take_while(|line| *line != "}").count();
            if count > MOST {
                let name = component.lines().next().unwrap_or_default();
                broken.push(format!("{}: {name} has {count} lines", path.display()));
            }
        }
    }
    holds(broken);
}

/// The content security policy allows no inline styles, and text from outside must not become HTML (S-27).
#[test]
fn views_write_no_styles_and_no_html() {
    holds(each_line("src/ui", |_, line| {
        found(line, &[" style=", "inner_html", "innerHTML", "set_attribute(\"style\""])
    }));
}

#[test]
fn nothing_is_printed_or_left_as_todo() {
    let words = ["println!", "eprintln!", "print!", "eprint!", "dbg!", "todo!", "unimplemented!"];
    holds(each_line("src", |_, line| {
        words.iter().filter(|word| names(line, word)).map(|word| format!("has `{word}`")).collect()
    }));
}

#[test]
fn files_are_short() {
    let mut broken = Vec::new();
    for (folder, extension) in [
        ("src", "rs"),
        ("sandbox", "rs"),
        ("xtask", "rs"),
        ("tests", "rs"),
        ("locales", "rs"),
        ("tests", "js"),
        ("tests", "mjs"),
        ("public", "js"),
        ("style", "css"),
    ] {
        for path in files(folder, extension) {
            let count = fs::read_to_string(&path).unwrap().lines().count();
            if count > MOST_LINES {
                broken.push(format!("{}: {count} lines", path.display()));
            }
        }
    }
    holds(broken);
}

/// Unit tests need no such comment, because they are beside the module that they test.
#[test]
fn modules_begin_with_a_comment() {
    let mut broken = Vec::new();
    for path in rust_files("src").into_iter().filter(|path| !path.ends_with("tests.rs")) {
        if !fs::read_to_string(&path).unwrap().starts_with("//! ") {
            broken.push(format!("{}: does not open with a `//!` comment", path.display()));
        }
    }
    holds(broken);
}

/// Unit tests are in a separate file, so that the module's file contains only the module.
#[test]
fn unit_tests_are_in_a_file_beside_their_module() {
    let mut broken = Vec::new();
    for folder in ["src", "sandbox/src", "xtask/src", "xtask/wasm/src"] {
        broken.extend(each_line(folder, |_, line| found(line, &["mod tests {", "mod test {"])));
    }
    holds(broken);
}

/// A context's signals are written only by its own methods, so that everything that changes a signal is in one file.
#[test]
fn contexts_have_no_public_writers() {
    let mut broken = Vec::new();
    for place in ["src/ui/state", "src/ui/state.rs"] {
        for (path, number, line) in lines("src").into_iter().filter(|(path, ..)| path.starts_with(place)) {
            let code = line.trim_start();
            let public = code.starts_with("pub ") || code.starts_with("pub(");
            if public && ["RwSignal<", "WriteSignal<"].iter().any(|writer| code.contains(writer)) {
                broken.push(format!("{}:{number} offers a writer", path.display()));
            }
        }
    }
    holds(broken);
}

/// Times are computed with the operations of `Moment`, because a plain number does not show whether it is seconds or
/// milliseconds.
#[test]
fn times_are_not_plain_numbers() {
    holds(each_line("src", |path, line| {
        let own = path == Path::new("src/domain/moment.rs") || path.starts_with("src/domain/moment");
        if own { Vec::new() } else { found(line, &["now().0", "Moment(", "_MS: i64", "_MS: u64"]) }
    }));
}

/// Inside a layer too, a file can be understood without the files that use it.
#[test]
fn no_files_import_each_other_in_a_circle() {
    holds(["src", "sandbox/src"].into_iter().flat_map(crate::imports::circles).collect());
}

#[test]
fn the_page_has_nothing_inline() {
    let page = fs::read_to_string("index.html").unwrap();
    let tags: Vec<&str> = page.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let mut broken = Vec::new();
    for tag in &tags {
        let attributes = tag.split_whitespace().skip(1);
        let event =
            attributes.clone().any(|attribute| attribute.starts_with("on") && attribute.contains('='));
        let style =
            tag.starts_with("style") || attributes.clone().any(|attribute| attribute.starts_with("style="));
        let script =
            tag.starts_with("script") && !attributes.clone().any(|attribute| attribute.starts_with("src="));
        if event || style || script || tag.to_lowercase().contains("javascript:") {
            broken.push(format!("index.html: <{tag}>"));
        }
    }
    let pattern = fs::read_to_string("Trunk.toml").unwrap();
    let script =
        pattern.lines().find_map(|line| line.strip_prefix("pattern_script = ")).expect("a pattern_script");
    assert!(script.contains(" src=\"{base}boot.js\"") && script.contains("></script>"), "{script}");
    holds(broken);
}

// Helpers.

fn holds(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Whether a file is the layer's own module or is in its folder.
fn belongs(path: &Path, layer: &str) -> bool {
    path.starts_with(layer) || path == Path::new(&format!("{layer}.rs"))
}

/// Whether a line contains a word, and not only as a part of a longer one. A word that ends with `_` is a prefix.
fn names(line: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let starts = !word.starts_with(joins) || !line[..at].ends_with(joins);
        let ends =
            word.ends_with('_') || !word.ends_with(joins) || !line[at + word.len()..].starts_with(joins);
        starts && ends
    })
}

fn found(line: &str, words: &[&str]) -> Vec<String> {
    words.iter().filter(|word| line.contains(**word)).map(|word| format!("has `{word}`")).collect()
}

/// The violations of a rule, each with its file and line.
fn each_line(folder: &str, rule: impl Fn(&Path, &str) -> Vec<String>) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, number, line) in lines(folder) {
        broken
            .extend(rule(&path, &line).into_iter().map(|what| format!("{}:{number} {what}", path.display())));
    }
    broken
}

/// The lines of code, without comments.
fn lines(folder: &str) -> Vec<(PathBuf, usize, String)> {
    let mut lines = Vec::new();
    for path in rust_files(folder) {
        let text = fs::read_to_string(&path).unwrap();
        for (index, line) in text.lines().enumerate() {
            let code = line.split(" // ").next().unwrap_or_default();
            if !code.trim_start().starts_with("//") {
                lines.push((path.clone(), index + 1, code.to_owned()));
            }
        }
    }
    lines
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let files = files(folder, "rs");
    assert!(!files.is_empty(), "{folder} holds no Rust files");
    files
}

/// Paths are relative to the package's folder, in which cargo runs tests.
fn files(folder: impl AsRef<Path>, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !["node_modules", "target"].iter().any(|foreign| path.ends_with(foreign)) {
                found.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|ending| ending == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// String literals of two or more words in places where markup shows them: after a tag, a brace or the start of the
/// line, and before a tag, a brace or the end of the line.
fn sentences(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split('"').collect();
    let mut shown = Vec::new();
    for (index, text) in parts.iter().enumerate().skip(1).step_by(2) {
        let (Some(before), Some(after)) = (parts.get(index - 1), parts.get(index + 1)) else { continue };
        let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        let opens = before.trim().is_empty() || before.trim_end().ends_with(['>', '}']);
        let closes = after.trim().is_empty() || after.trim_start().starts_with(['<', '{']);
        let arrow = before.trim_end().ends_with("=>") || before.trim_end().ends_with("->");
        if words >= 2 && opens && closes && !arrow {
            shown.push((*text).to_owned());
        }
    }
    shown
}
