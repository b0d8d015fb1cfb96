//! The list of what the sandbox's behaviour rests on, from the marks in its comments: `cargo xtask sources` writes
//! `sandbox/SOURCES.md`, and a test fails when the file is not up to date.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// The marks, each with its meaning.
const MARKS: [(&str, &str); 4] = [
    ("documented", "Microsoft's documentation, or its description of Graph, says so."),
    ("observed", "The service's own answers in public threads show it."),
    (
        "inferred",
        "It follows from a source but is not said by it, or is common knowledge that no stored source confirms.",
    ),
    ("invented", "No source says anything about it."),
];

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let path = file(workspace);
    fs::write(&path, list(&workspace.root)?).with_context(|| format!("writing {}", path.display()))?;
    println!("Written: {}", path.display());
    Ok(())
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.root.join("sandbox/SOURCES.md")
}

/// The content of the file.
fn list(root: &Path) -> Result<String> {
    let source = root.join("sandbox/src");
    let mut files = Vec::new();
    rust_files(&source, &mut files)?;
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let name = path.strip_prefix(&source).unwrap_or(&path).display().to_string().replace('\\', "/");
        found.extend(marked(&text).into_iter().map(|(mark, sentence)| (mark, name.clone(), sentence)));
    }
    let mut out = "# What the sandbox rests on\n\nThis file is generated from the comments in `sandbox/src`: `cargo xtask sources`. \
                   What has no mark is the sandbox's own\n(its pages, its control plane), or plain HTTP, OAuth and OData.\n\n\
                   | Mark | Meaning | Places |\n|---|---|---|\n"
        .to_owned();
    for (mark, meaning) in MARKS {
        let count = found.iter().filter(|(one, _, _)| *one == mark).count();
        let _ = writeln!(out, "| {mark} | {meaning} | {count} |");
    }
    for (mark, _) in MARKS {
        let _ = write!(out, "\n## {}{}\n", mark[..1].to_uppercase(), &mark[1..]);
        let mut last = "";
        for (_, name, sentence) in found.iter().filter(|(one, _, _)| *one == mark) {
            if name != last {
                let _ = write!(out, "\n`{name}`\n\n");
                last = name;
            }
            let _ = writeln!(out, "- {sentence}");
        }
    }
    Ok(out)
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// The marked sentences of a file, each with its mark. A comment without further words is about the line of code after it.
fn marked(text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((code, first)) = comment(line) else { continue };
        let mut words = first.to_owned();
        if code.is_empty() {
            while let Some((_, more)) =
                lines.peek().and_then(|next| comment(next)).filter(|(code, _)| code.is_empty())
            {
                // An empty line of a comment separates paragraphs.
                words.push_str(if more.is_empty() { "\n" } else { " " });
                words.push_str(more);
                lines.next();
            }
        }
        let about = if code.is_empty() { lines.peek().copied().unwrap_or_default() } else { code };
        for sentence in sentences(&words) {
            for (mark, _) in MARKS.into_iter().filter(|(mark, _)| sentence.contains(&format!("[{mark}]"))) {
                let bare = sentence.trim_matches(['.', ' ']) == format!("[{mark}]");
                let shown = if bare { format!("`{}`", about.trim()) } else { sentence.clone() };
                found.push((mark, shown));
            }
        }
    }
    found
}

/// The code before a comment, and its text.
fn comment(line: &str) -> Option<(&str, &str)> {
    let (code, text) = line.split_once("//")?;
    // An address in a string is no comment.
    if code.ends_with(':') || code.contains('"') && !code.trim_end().ends_with(',') {
        return None;
    }
    Some((code.trim(), text.trim_start_matches(['/', '!']).trim()))
}

/// The sentences of a comment: they end with a full stop before a space and a capital letter, a backtick or a mark.
fn sentences(words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in words.split('\n') {
        let mut start = 0;
        for (at, _) in paragraph.match_indices(". ") {
            let next = paragraph[at + 2..].chars().next();
            if next.is_some_and(|next| next.is_uppercase() || next == '`' || next == '[') {
                found.push(paragraph[start..=at].trim().to_owned());
                start = at + 2;
            }
        }
        found.push(paragraph[start..].trim().to_owned());
    }
    found
}

#[cfg(test)]
mod tests;
