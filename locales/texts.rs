//! The texts in this folder, checked and turned into what the portal is built from: `build.rs` makes the module
//! `texts` of it, with English inside the program; `cargo xtask build` writes the other languages beside the program,
//! for those who speak them. A text is known by its number, so a language's file is named after what it holds, and the
//! program knows the hash of each, so that a browser takes no other.
//!
//! The files are i18next JSON v4, which translation tools such as Weblate, Crowdin and Lokalise read: `{{ name }}` is a
//! placeholder, and a plural has a key for each category that CLDR gives the language: `guests.count_one`, in Polish
//! `_few` and `_many` too, and `_other`. ICU4X says here which those are; in the page the browser's `Intl.PluralRules`
//! chooses one by `count`. So no other key may end like that.
//!
//! Why this is not the library leptos_i18n: 0.6.2 was read and measured in November 2026, without its default features.
//! Its loader for browsers (`dynamic_load` with `csr`) has one address for all languages, with `{locale}` in it, so no
//! file can have its own hash in its name. It fetches by a server function, which has no place for an integrity, and
//! panics when a file does not come. It fetches English, too.
//! A small Leptos program that shows all 281 texts, in the portal's release profile with the portal's wasm-opt options,
//! is 50.7 kB of wasm and script (brotli 11) with this generator. With leptos_i18n and its plurals it is 92.6 kB when both
//! languages are inside (77.1 kB without plurals, which come with tables of ICU and not from `Intl`), and 105.8 kB at the
//! least with its loader: 26 to 55 kB more for somebody who reads English, where 25 kB were the limit.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use serde_json::Value;
use sha2::{Digest, Sha384};

/// The language that is always there, and for which each text is a key of the others.
const FIRST: &str = "en";
/// All plural categories of CLDR, in the order in which a file has them: as the ending of a key, and as the program's
/// `PluralCategory` has it.
const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];
/// Where the number stands in a plural text.
const COUNT: &str = "count";

/// All texts of all languages.
#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
pub(crate) struct Texts {
    /// In order.
    keys: Vec<Key>,
    first: String,
    /// Tag and texts of each other language.
    others: Vec<(String, String)>,
}

/// A text of all languages.
struct Key {
    /// Such as `sign_in.button`; for a plural without the category.
    name: String,
    /// The names of its placeholders, in order; that of a plural's number is not among them.
    gaps: Vec<String>,
    plural: bool,
}

/// A text of one language: as it is, or in a form for each plural category of the language.
#[derive(Clone, Debug)]
enum Text {
    Plain(String),
    Plural(BTreeMap<&'static str, String>),
}

/// A file to be served.
#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
pub(crate) struct TextFile {
    /// Below the portal's root.
    pub(crate) name: String,
    pub(crate) content: String,
    /// What a browser checks the content by.
    pub(crate) integrity: String,
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

    /// Checks the files' texts, by language: each has the same keys with the same placeholders, and each plural in the
    /// forms that the language has.
    pub(crate) fn parse(languages: &BTreeMap<String, String>) -> Result<Self, Box<dyn Error>> {
        let mut all = BTreeMap::new();
        for (tag, json) in languages {
            let texts = texts(tag, json).map_err(|why| format!("locales/{tag}.json: {why}"))?;
            all.insert(tag.clone(), texts);
        }
        let first = all.get(FIRST).ok_or("locales/en.json is missing")?;
        let keys = first.iter().map(|(name, text)| key(name, text)).collect::<Result<Vec<_>, String>>()?;
        for (tag, texts) in &all {
            let lacks = first.keys().find(|key| !texts.contains_key(*key));
            let more = texts.keys().find(|key| !first.contains_key(*key));
            if let Some(key) = lacks.or(more) {
                return Err(format!("locales/: {key} is not in both {FIRST}.json and {tag}.json").into());
            }
            for key in &keys {
                check(key, texts.get(&key.name), first.get(&key.name))
                    .map_err(|why| format!("locales/{tag}.json: {why}"))?;
            }
        }
        let first = all.remove(FIRST).unwrap_or_default();
        Ok(Self {
            first: lines(&keys, &first),
            others: all.into_iter().map(|(tag, texts)| (tag, lines(&keys, &texts))).collect(),
            keys,
        })
    }

    /// What a host serves, and only those fetch who speak the language.
    pub(crate) fn files(&self) -> Vec<TextFile> {
        let file = |(tag, content): &(String, String)| {
            let hash = Sha384::digest(content);
            let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            TextFile {
                name: format!("assets/{tag}-{digits}.txt"),
                content: content.clone(),
                integrity: format!("sha384-{}", STANDARD.encode(hash)),
            }
        };
        self.others.iter().map(file).collect()
    }

    /// A module with a constant for each text, a struct for each that has placeholders or a number, the first
    /// language's texts, and where the others are. A key, a placeholder or a number that is not there does not compile.
    pub(crate) fn module(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        writeln!(out, "pub const FIRST: &str = {:?};", self.first)?;
        writeln!(out, "pub const FILES: [File; {}] = [", self.others.len())?;
        for ((tag, _), TextFile { name, integrity, .. }) in self.others.iter().zip(self.files()) {
            writeln!(out, "    File {{ tag: {tag:?}, path: \"/{name}\", integrity: {integrity:?} }},")?;
        }
        writeln!(out, "];\nimpl Plural {{ pub fn form(self, category: PluralCategory) -> Key {{")?;
        writeln!(out, "    Key(self.0 + match category {{")?;
        for (place, (_, category)) in CATEGORIES.iter().enumerate() {
            writeln!(out, "        PluralCategory::{category:?} => {place},")?;
        }
        writeln!(out, "    }})\n}} }}")?;
        let (mut group, mut line) = ("", 0);
        for key in &self.keys {
            let (of, name) = key.name.split_once('.').unwrap_or(("", &key.name));
            if of != group {
                out.push_str(if group.is_empty() { "" } else { "}\n" });
                if !of.is_empty() {
                    writeln!(out, "pub mod {of} {{\n    use super::*;")?;
                }
                group = of;
            }
            key.write(name, line, &mut out)?;
            line += key.lines();
        }
        out.push_str(if group.is_empty() { "" } else { "}\n" });
        Ok(out)
    }
}

impl Key {
    /// How many lines it takes in a language's file.
    fn lines(&self) -> usize {
        if self.plural { CATEGORIES.len() } else { 1 }
    }

    fn write(&self, name: &str, line: usize, out: &mut String) -> std::fmt::Result {
        if self.gaps.is_empty() && !self.plural {
            return writeln!(out, "    pub const {name}: Key = Key({line});");
        }
        let mut fields: Vec<_> = self.gaps.iter().map(|gap| format!("pub {gap}: &'a str")).collect();
        let values: Vec<_> = self.gaps.iter().map(|gap| format!("self.{gap}")).collect();
        let (values, gaps) = (values.join(", "), self.gaps.len());
        let (kind, number, count) = match self.plural {
            true => ("Plural", "usize, ", "self.count, "),
            false => ("Key", "", ""),
        };
        if self.plural {
            fields.push(format!("pub {COUNT}: usize"));
        }
        let (life, of) = if gaps == 0 { ("", "'static") } else { ("<'a>", "'a") };
        writeln!(out, "    pub struct {name}{life} {{ {} }}", fields.join(", "))?;
        writeln!(out, "    impl{life} {name}{life} {{")?;
        writeln!(out, "        pub fn parts(self) -> ({kind}, {number}[&{of} str; {gaps}]) {{")?;
        writeln!(out, "            ({kind}({line}), {count}[{values}])\n        }}\n    }}")
    }
}

/// A language's texts by their keys, each plural under the key without the category.
fn texts(tag: &str, json: &str) -> Result<BTreeMap<String, Text>, String> {
    let mut found = BTreeMap::new();
    walk("", &serde_json::from_str(json).map_err(|error| error.to_string())?, &mut found)?;
    let mut texts = BTreeMap::new();
    for (key, text) in found {
        let Some((base, category)) = plural(&key) else {
            texts.insert(key, Text::Plain(text));
            continue;
        };
        match texts.entry(base.to_owned()).or_insert_with(|| Text::Plural(BTreeMap::new())) {
            Text::Plain(_) => return Err(format!("{base} is a text, and a plural too")),
            Text::Plural(forms) => forms.insert(category, text),
        };
    }
    let has = categories(tag)?;
    for (key, text) in &texts {
        let Text::Plural(forms) = text else { continue };
        if let Some(category) = has.iter().find(|category| !forms.contains_key(*category)) {
            return Err(format!("{key}_{category} is missing: the language has {}", has.join(", ")));
        }
        if let Some(category) = forms.keys().find(|category| !has.contains(category)) {
            return Err(format!("{key}_{category} is never shown: the language has {}", has.join(", ")));
        }
    }
    Ok(texts)
}

/// `guests.count_few` is the form `few` of `guests.count`.
fn plural(key: &str) -> Option<(&str, &'static str)> {
    let (base, ending) = key.rsplit_once('_')?;
    let (category, _) = CATEGORIES.iter().find(|(category, _)| *category == ending)?;
    Some((base, category))
}

/// The plural categories that a language has when it counts things.
fn categories(tag: &str) -> Result<Vec<&'static str>, String> {
    let locale = Locale::try_from_str(tag).map_err(|error| error.to_string())?;
    let rules = PluralRules::try_new_cardinal((&locale).into()).map_err(|error| error.to_string())?;
    let has: Vec<_> = rules.categories().collect();
    Ok(CATEGORIES.iter().filter(|(_, category)| has.contains(category)).map(|(name, _)| *name).collect())
}

/// What the first language's text says about all.
fn key(name: &str, text: &Text) -> Result<Key, String> {
    let (plural, mut gaps) = match text {
        Text::Plain(text) => (false, gaps(text)?),
        Text::Plural(forms) => (true, gaps(forms.get("other").map_or("", String::as_str))?),
    };
    if !plural && gaps.contains(COUNT) {
        return Err(format!(
            "locales/{FIRST}.json: {name} has a number: it needs plural forms, such as {name}_other"
        ));
    }
    gaps.remove(COUNT);
    Ok(Key { name: name.to_owned(), gaps: gaps.into_iter().collect(), plural })
}

/// Whether a language's text is of the first one's kind and has the same placeholders. A form that stands for no, one or
/// two things may say that in a word, without the number.
fn check(key: &Key, text: Option<&Text>, first: Option<&Text>) -> Result<(), String> {
    let Key { name, gaps: wanted, plural } = key;
    let (forms, numbered) = match (text, first) {
        (Some(Text::Plain(text)), Some(Text::Plain(_))) => (vec![("other", text)], false),
        (Some(Text::Plural(forms)), Some(Text::Plural(first))) => {
            let numbered =
                first.get("other").is_some_and(|text| gaps(text).is_ok_and(|gaps| gaps.contains(COUNT)));
            (forms.iter().map(|(category, text)| (*category, text)).collect(), numbered)
        }
        _ => return Err(format!("{name} is a plural in one language and none in another")),
    };
    for (category, text) in forms {
        let mut found = gaps(text)?;
        let counts = *plural && found.remove(COUNT);
        let may_lack = matches!(category, "zero" | "one" | "two");
        if !found.iter().eq(wanted) || (numbered && !counts && !may_lack) {
            let form = if *plural { format!("{name}_{category}") } else { name.clone() };
            let count = if numbered { " and the number, {{ count }}" } else { "" };
            return Err(format!("{form} needs the placeholders {wanted:?}{count}"));
        }
    }
    Ok(())
}

/// One text a line, in the order of the keys; a placeholder is one control character, its place in the list of names,
/// a plural's number after them. A plural has a line for each category; those that the language lacks are empty.
fn lines(keys: &[Key], texts: &BTreeMap<String, Text>) -> String {
    let mut lines = Vec::new();
    for key in keys {
        match texts.get(&key.name) {
            Some(Text::Plural(forms)) => {
                let form =
                    |(category, _)| forms.get(category).map_or_else(String::new, |text| line(key, text));
                lines.extend(CATEGORIES.map(form));
            }
            Some(Text::Plain(text)) => lines.push(line(key, text)),
            None => lines.push(String::new()),
        }
    }
    lines.join("\n")
}

fn line(key: &Key, text: &str) -> String {
    let mut line = String::new();
    for piece in text.split("{{") {
        let (name, rest) = piece.split_once("}}").unwrap_or(("", piece));
        let mut names = key.gaps.iter().map(String::as_str).chain([COUNT]);
        let place = names.position(|known| known == name.trim());
        line.extend(place.and_then(|place| u8::try_from(place + 1).ok()).map(char::from));
        line.push_str(rest);
    }
    line
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

/// The names in `{{ name }}`.
fn gaps(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    for piece in text.split("{{").skip(1) {
        let (name, _) =
            piece.split_once("}}").ok_or_else(|| format!("a placeholder is not closed: {text}"))?;
        names.insert(name.trim().to_owned());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(first: &str, tag: &str, other: &str) -> Result<Texts, String> {
        let languages = [(FIRST, first), (tag, other)].map(|(tag, json)| (tag.to_owned(), json.to_owned()));
        Texts::parse(&languages.into()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_text_is_a_line_and_a_placeholder_its_place_among_the_names() {
        let texts = of(
            r#"{"b": {"y": "{{ n }} of {{ all }}", "x": "X { … }"}, "a": "A"}"#,
            "fr",
            r#"{"a": "B", "b": {"x": "Y", "y": "sur {{all}} : {{ n }}"}}"#,
        )
        .unwrap();
        assert_eq!(texts.first, "A\nX { … }\n\u{2} of \u{1}");
        let files = texts.files();
        assert_eq!((files.len(), files[0].content.as_str()), (1, "B\nY\nsur \u{1} : \u{2}"));
        let module = texts.module().unwrap();
        for part in [
            "pub const a: Key = Key(0);",
            "pub mod b {",
            "pub const x: Key = Key(1);",
            "pub struct y<'a> { pub all: &'a str, pub n: &'a str }",
            &files[0].name,
            &files[0].integrity,
        ] {
            assert!(module.contains(part), "{module}");
        }
    }

    #[test]
    fn a_plural_has_a_line_for_each_category_and_its_number_is_the_last_placeholder() {
        let texts = of(
            r#"{"a": "A", "n_one": "{{ x }}: one", "n_other": "{{ x }}: {{ count }}", "z": "Z"}"#,
            "pl",
            r#"{"a": "A", "n_one": "{{ x }}: jeden {{ count }}", "n_few": "{{ count }} {{ x }} few", "n_many": "{{ x }} many {{ count }}",
                "n_other": "{{ x }} other {{ count }}", "z": "Z"}"#,
        )
        .unwrap();
        assert_eq!(texts.first, "A\n\n\u{1}: one\n\n\n\n\u{1}: \u{2}\nZ");
        let polish = "A\n\n\u{1}: jeden \u{2}\n\n\u{2} \u{1} few\n\u{1} many \u{2}\n\u{1} other \u{2}\nZ";
        assert_eq!(texts.files()[0].content, polish);
        let module = texts.module().unwrap();
        for part in [
            "pub struct n<'a> { pub x: &'a str, pub count: usize }",
            "(Plural(1), self.count, [self.x])",
            "pub const z: Key = Key(7);",
            "PluralCategory::Few => 3,",
        ] {
            assert!(module.contains(part), "{module}");
        }
        let bare =
            of(r#"{"n_one": "One", "n_other": "{{ count }}"}"#, "zh-Hant", r#"{"n_other": "{{ count }}"}"#);
        let module = bare.unwrap().module().unwrap();
        assert!(module.contains("pub struct n { pub count: usize }"), "{module}");
    }

    #[test]
    fn each_language_has_its_own_plural_categories() {
        for (tag, has) in [
            ("en", "one other"),
            ("nl", "one other"),
            ("fr", "one many other"),
            ("pl", "one few many other"),
            ("zh-Hant", "other"),
            ("ar", "zero one two few many other"),
        ] {
            assert_eq!(categories(tag).unwrap().join(" "), has, "{tag}");
        }
    }

    #[test]
    fn a_file_has_another_name_when_it_says_something_else() {
        let file = |french: &str| {
            of(r#"{"a": "A"}"#, "fr", &format!(r#"{{"a": "{french}"}}"#)).unwrap().files().remove(0)
        };
        assert_eq!(file("B").name, file("B").name);
        assert_ne!(file("B").name, file("C").name);
        assert!(
            file("B").name.starts_with("assets/fr-") && file("B").name.ends_with(".txt"),
            "{}",
            file("B").name
        );
        // printf B | openssl dgst -sha384 -binary | openssl base64 -A
        let integrity = "sha384-il5tkIGwitokkYxqhpeVK8fHyS90ozQetKMb6T3UJch4H4jC8v5A1fgQGLqBpUtI";
        assert_eq!(file("B").integrity, integrity);
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
            let Err(problem) = of(english, "fr", french) else { panic!("{english} {french}") };
            assert!(problem.contains(named), "{problem}");
        }
    }

    #[test]
    fn a_plural_that_is_not_as_the_language_needs_it_stops_the_build_and_is_named() {
        const ENGLISH: &str = r#"{"g": {"n_one": "One", "n_other": "{{ count }} of {{ x }}"}}"#;
        for (english, tag, other, named) in [
            (r#"{"n_other": "x"}"#, "fr", "{}", "en.json: n_one is missing: the language has one, other"),
            (r#"{"n_one": "x", "n_few": "x", "n_other": "x"}"#, "fr", "{}", "en.json: n_few is never shown"),
            (
                r#"{"n": "x", "n_one": "x", "n_other": "x"}"#,
                "fr",
                "{}",
                "en.json: n is a text, and a plural too",
            ),
            (r#"{"n": "{{ count }}"}"#, "fr", r#"{"n": "{{ count }}"}"#, "en.json: n has a number"),
            (ENGLISH, "fr", "{}", "en.json: g.n_one needs"),
            (
                ENGLISH.replace("One", "One of {{ x }}").as_str(),
                "fr",
                r#"{"g": {"n": "x"}}"#,
                "fr.json: g.n is a plural in one",
            ),
        ] {
            let Err(problem) = of(english, tag, other) else { panic!("{english} {other}") };
            assert!(problem.contains(named), "{problem}");
        }
        let polish = |few: &str, many: &str| {
            format!(
                r#"{{"g": {{"n_one": "{{{{ x }}}}", {few} {many} "n_other": "{{{{ count }}}} z {{{{ x }}}}"}}}}"#
            )
        };
        let few = r#""n_few": "{{ count }} {{ x }}","#;
        let many = r#""n_many": "{{ x }} {{ count }}","#;
        for (few, many, problem) in [
            (few, many, None),
            (few, "", Some("pl.json: g.n_many is missing: the language has one, few, many, other")),
            (few, &many.replace("many", "two"), Some("pl.json: g.n_many is missing")),
            (
                few,
                &format!("{many} {}", many.replace("many", "zero")),
                Some("pl.json: g.n_zero is never shown"),
            ),
            (few, r#""n_many": "{{ x }}","#, Some("pl.json: g.n_many needs")),
            (r#""n_few": "{{ count }}","#, many, Some("pl.json: g.n_few needs")),
        ] {
            let english = ENGLISH.replace("One", "One of {{ x }}");
            let found = of(&english, "pl", &polish(few, many)).err();
            let as_told = match (&found, problem) {
                (Some(found), Some(told)) => found.contains(told),
                (found, told) => found.is_none() && told.is_none(),
            };
            assert!(as_told, "{found:?} in place of {problem:?}");
        }
    }
}
