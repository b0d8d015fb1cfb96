//! The texts in this folder, checked and turned into what the portal is built from: `build.rs` makes the module
//! `texts` of it, with English inside the program; `cargo xtask build` writes the other languages beside the program,
//! for those who speak them. A text is known by its number, so a language's file is named after what it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The language that is always there, and for which each text is a key of the others.
const FIRST: &str = "en";

/// All texts of all languages.
#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
pub(crate) struct Texts {
    /// Keys such as `sign_in.button`, with the names of their placeholders, in order.
    keys: Vec<(String, Vec<String>)>,
    first: String,
    /// Tag and texts of each other language.
    others: Vec<(String, String)>,
}

/// A file to be served.
#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
pub(crate) struct TextFile {
    /// Below the portal's root.
    pub(crate) name: String,
    pub(crate) content: String,
}

#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
impl Texts {
    /// Reads `FOLDER/*.json`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut languages = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "json") {
                let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                languages.insert(tag.to_owned(), fs::read_to_string(&path)?);
            }
        }
        Self::parse(&languages)
    }

    /// Checks the files' texts, by language: each has the same keys with the same placeholders.
    pub(crate) fn parse(languages: &BTreeMap<String, String>) -> Result<Self, Box<dyn Error>> {
        let mut all = BTreeMap::new();
        for (tag, json) in languages {
            let mut texts = BTreeMap::new();
            walk("", &serde_json::from_str(json)?, &mut texts)
                .map_err(|why| format!("locales/{tag}.json: {why}"))?;
            all.insert(tag.clone(), texts);
        }
        let first = all.remove(FIRST).ok_or("locales/en.json is missing")?;
        let keys = first
            .iter()
            .map(|(key, text)| Ok((key.clone(), gaps(text)?)))
            .collect::<Result<Vec<_>, String>>()?;
        for (tag, texts) in &all {
            let lacks = first.keys().find(|key| !texts.contains_key(*key));
            let more = texts.keys().find(|key| !first.contains_key(*key));
            if let Some(key) = lacks.or(more) {
                return Err(format!("locales/: {key} is not in both {FIRST}.json and {tag}.json").into());
            }
            for (key, names) in &keys {
                if texts.get(key).map(|text| gaps(text)) != Some(Ok(names.clone())) {
                    return Err(format!("locales/{tag}.json: {key} needs the placeholders {names:?}").into());
                }
            }
        }
        Ok(Self {
            first: lines(&keys, &first),
            others: all.into_iter().map(|(tag, texts)| (tag, lines(&keys, &texts))).collect(),
            keys,
        })
    }

    /// What a host serves, and only those fetch who speak the language.
    pub(crate) fn files(&self) -> Vec<TextFile> {
        let file = |(tag, content): &(String, String)| TextFile {
            name: format!("assets/{tag}-{:016x}.txt", fold(content)),
            content: content.clone(),
        };
        self.others.iter().map(file).collect()
    }

    /// A module with a constant for each text, a struct with the placeholders for each that has some, the first
    /// language's texts, and where the others are. A key or a placeholder that is not there does not compile.
    pub(crate) fn module(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        let tags: Vec<_> = self.others.iter().map(|(tag, _)| tag).zip(self.files()).collect();
        writeln!(out, "pub const FIRST: &str = {:?};", self.first)?;
        writeln!(out, "pub const FILES: [(&str, &str); {}] = [", tags.len())?;
        for (tag, file) in tags {
            writeln!(out, "    ({tag:?}, \"/{}\"),", file.name)?;
        }
        writeln!(out, "];")?;
        let mut group = "";
        for (number, (key, names)) in self.keys.iter().enumerate() {
            let (of, name) = key.split_once('.').unwrap_or(("", key));
            if of != group {
                out.push_str(if group.is_empty() { "" } else { "}\n" });
                out.push_str(&if of.is_empty() {
                    String::new()
                } else {
                    format!("pub mod {of} {{\n    use super::Key;\n")
                });
                group = of;
            }
            if names.is_empty() {
                writeln!(out, "    pub const {name}: Key = Key({number});")?;
                continue;
            }
            let (fields, values): (Vec<_>, Vec<_>) =
                names.iter().map(|name| (format!("pub {name}: &'a str"), format!("self.{name}"))).unzip();
            let count = names.len();
            writeln!(out, "    pub struct {name}<'a> {{ {} }}", fields.join(", "))?;
            writeln!(out, "    impl<'a> {name}<'a> {{ pub fn parts(self) -> (Key, [&'a str; {count}]) {{")?;
            writeln!(out, "        (Key({number}), [{}])\n    }} }}", values.join(", "))?;
        }
        out.push_str(if group.is_empty() { "" } else { "}\n" });
        Ok(out)
    }
}

/// One text a line, in the order of the keys; a placeholder is one control character, its place in the list of names.
fn lines(keys: &[(String, Vec<String>)], texts: &BTreeMap<String, String>) -> String {
    let line = |(key, names): &(String, Vec<String>)| {
        let mut line = String::new();
        for piece in texts.get(key).map_or("", String::as_str).split("{{") {
            let (name, rest) = piece.split_once("}}").unwrap_or(("", piece));
            let place = names.iter().position(|known| known == name.trim());
            line.extend(place.and_then(|place| u8::try_from(place + 1).ok()).map(char::from));
            line.push_str(rest);
        }
        line
    };
    keys.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn walk(at: &str, value: &Value, into: &mut BTreeMap<String, String>) -> Result<(), String> {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                if name.is_empty() || !name.chars().all(word) || at.contains('.') {
                    return Err(format!("{at}.{name}: keys are words in small letters, at most two deep"));
                }
                walk(&if at.is_empty() { name.clone() } else { format!("{at}.{name}") }, value, into)?;
            }
            Ok(())
        }
        Value::String(text) if !text.trim().is_empty() && !text.contains(char::is_control) => {
            into.insert(at.to_owned(), text.clone());
            Ok(())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(format!("{at}: a text is not empty and is one line"))
        }
    }
}

/// The names in `{{ name }}`, each once, in order.
fn gaps(text: &str) -> Result<Vec<String>, String> {
    let mut names = BTreeSet::new();
    for piece in text.split("{{").skip(1) {
        let (name, _) =
            piece.split_once("}}").ok_or_else(|| format!("a placeholder is not closed: {text}"))?;
        names.insert(name.trim().to_owned());
    }
    Ok(names.into_iter().collect())
}

/// FNV-1a: the same on every machine and with every compiler.
fn fold(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(english: &str, french: &str) -> Result<Texts, String> {
        let languages =
            [("en", english), ("fr", french)].map(|(tag, json)| (tag.to_owned(), json.to_owned()));
        Texts::parse(&languages.into()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_text_is_a_line_and_a_placeholder_its_place_among_the_names() {
        let texts = of(
            r#"{"b": {"y": "{{ n }} of {{ all }}", "x": "X { … }"}, "a": "A"}"#,
            r#"{"a": "B", "b": {"x": "Y", "y": "sur {{all}} : {{ n }}"}}"#,
        )
        .unwrap();
        assert_eq!(texts.first, "A\nX { … }\n\u{2} of \u{1}");
        let files = texts.files();
        assert_eq!((files.len(), files[0].content.as_str()), (1, "B\nY\nsur \u{1} : \u{2}"));
        let module = texts.module().unwrap();
        for part in
            ["pub const a: Key = Key(0);", "pub mod b {", "pub const x: Key = Key(1);", &files[0].name]
        {
            assert!(module.contains(part), "{module}");
        }
        assert!(module.contains("pub struct y<'a> { pub all: &'a str, pub n: &'a str }"), "{module}");
    }

    #[test]
    fn a_file_has_another_name_when_it_says_something_else() {
        let name = |french: &str| {
            of(r#"{"a": "A"}"#, &format!(r#"{{"a": "{french}"}}"#)).unwrap().files()[0].name.clone()
        };
        assert_eq!(name("B"), name("B"));
        assert_ne!(name("B"), name("C"));
        assert!(name("B").starts_with("assets/fr-") && name("B").ends_with(".txt"), "{}", name("B"));
    }

    #[test]
    fn what_is_missing_stops_the_build_and_is_named() {
        for (english, french, named) in [
            (r#"{"a": {"b": "x"}}"#, r#"{"a": {}}"#, "a.b"),
            (r#"{"a": {}}"#, r#"{"a": {"b": "x"}}"#, "a.b"),
            (r#"{"a": "{{ n }}"}"#, r#"{"a": "n"}"#, "fr.json: a needs"),
            (r#"{"a": "{{ n }}"}"#, r#"{"a": "{{ m }}"}"#, "fr.json: a needs"),
            (r#"{"a": "x"}"#, r#"{"a": " "}"#, "fr.json: a:"),
            (r#"{"a": "x"}"#, r#"{"a": "x\ny"}"#, "fr.json: a:"),
            (r#"{"a": "{{ n"}"#, r#"{"a": "x"}"#, "not closed"),
            (r#"{"A b": "x"}"#, r#"{"a": "x"}"#, "en.json: .A b"),
        ] {
            let Err(problem) = of(english, french) else { panic!("{english} {french}") };
            assert!(problem.contains(named), "{problem}");
        }
    }
}
