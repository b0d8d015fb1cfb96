//! Reads and checks the texts in this folder and generates what the portal is built from. `build.rs` makes the module
//! `texts` with them; English is compiled into the program. `cargo xtask build` writes each other language into a file
//! of its own, which a browser fetches only for that language. The program refers to a text by its number. So each
//! language file has the hash of its content in its name, and the program knows the hash of each file: a browser
//! accepts no file of another build.
//!
//! The files are i18next JSON v4, which translation tools such as Weblate, Crowdin and Lokalise read: `{{ name }}` is a
//! placeholder, and a plural has a key for each category that CLDR gives the language: `guests.count_one`, in Polish
//! `_few` and `_many` too, and `_other`. Here ICU4X tells which categories a language has; in the page the browser's
//! `Intl.PluralRules` chooses one by `count`. So a key that is no plural may not end with the name of a category.
//!
//! Why this is not the library leptos_i18n: 0.6.2 was read and measured in November 2026, without its default features.
//! Its loader for browsers (`dynamic_load` with `csr`) has one address for all languages, with `{locale}` in it, so a
//! file cannot have its own hash in its name. It fetches by a server function, which has no parameter for an integrity
//! hash, and it panics when a file does not arrive. It fetches English, too. A small Leptos program that shows all 281
//! texts, in the portal's release profile with the portal's wasm-opt options, is 50.7 kB of wasm and script (brotli 11)
//! with this generator. With leptos_i18n it is 77.1 kB without plurals and 92.6 kB with them (its plurals bring tables
//! of ICU and do not use `Intl`), when both languages are inside the program. With its loader it is 105.8 kB or more.
//! So a visitor who reads English would load 26 to 55 kB more; the limit was 25 kB.

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

/// The source language: compiled into the program, and its keys are the keys of all languages.
const SOURCE: &str = "en";
/// All plural categories of CLDR, in the order of their lines in a language file: the ending of a key, and the variant
/// of the program's `PluralCategory`.
const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];
/// The key of a language's own name.
const OWN_NAME: &str = "language_name";
/// The placeholder for the number in a plural text.
const COUNT: &str = "count";

#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
pub(crate) struct Texts {
    /// In the order of their lines in a language file.
    keys: Vec<Key>,
    source: String,
    /// Tag and content of the file, for each language but the source language.
    others: Vec<(String, String)>,
}

/// One key of all languages.
struct Key {
    /// `sign_in.button`, for example; for a plural without the category.
    name: String,
    /// The names of its placeholders, sorted, without `count`.
    placeholders: Vec<String>,
    plural: bool,
}

/// A text of one language: a single string, or one string for each plural category of the language.
#[derive(Clone, Debug)]
enum Text {
    Plain(String),
    Plural(BTreeMap<&'static str, String>),
}

/// A file of `dist/`.
#[allow(dead_code, reason = "build.rs needs the module, xtask the files")]
pub(crate) struct TextFile {
    /// Path relative to the portal's root, such as `assets/fr-0123456789abcdef.txt`.
    pub(crate) name: String,
    pub(crate) content: String,
    /// The value for Subresource Integrity: `sha384-` and the hash of the content.
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

    /// Takes the JSON of each file by language tag. Fails unless all languages have the same keys with the same
    /// placeholders, and each plural has exactly the categories of its language.
    pub(crate) fn parse(languages: &BTreeMap<String, String>) -> Result<Self, Box<dyn Error>> {
        let mut all = BTreeMap::new();
        for (tag, json) in languages {
            let texts = texts(tag, json).map_err(|why| format!("locales/{tag}.json: {why}"))?;
            all.insert(tag.clone(), texts);
        }
        let source = all.get(SOURCE).ok_or("locales/en.json is missing")?;
        let keys = source.iter().map(|(name, text)| key(name, text)).collect::<Result<Vec<_>, String>>()?;
        for (tag, texts) in &all {
            let absent = source.keys().find(|key| !texts.contains_key(*key));
            let extra = texts.keys().find(|key| !source.contains_key(*key));
            if let Some(key) = absent.or(extra) {
                return Err(format!("locales/: {key} is not in both {SOURCE}.json and {tag}.json").into());
            }
            for key in &keys {
                check(key, texts.get(&key.name), source.get(&key.name))
                    .map_err(|why| format!("locales/{tag}.json: {why}"))?;
            }
        }
        let source = all.remove(SOURCE).unwrap_or_default();
        Ok(Self {
            source: lines(&keys, &source),
            others: all.into_iter().map(|(tag, texts)| (tag, lines(&keys, &texts))).collect(),
            keys,
        })
    }

    /// The files of all languages but the source language.
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

    /// A text without plural in all languages, by tag, the source language first. Placeholders get their values from
    /// `values`. `None` if there is no such key, or if a value is missing.
    pub(crate) fn text(&self, name: &str, values: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        let at = self.keys.iter().position(|key| key.name == name && !key.plural)?;
        let line = self.keys.iter().take(at).map(Key::lines).sum();
        let placeholders = &self.keys.get(at)?.placeholders;
        let mut translations = vec![(SOURCE.to_owned(), self.source.split('\n').nth(line)?.to_owned())];
        for (tag, lines) in &self.others {
            translations.push((tag.clone(), lines.split('\n').nth(line)?.to_owned()));
        }
        for (placeholder, place) in placeholders.iter().zip('\u{1}'..) {
            let (_, value) = values.iter().find(|(name, _)| name == placeholder)?;
            for (_, text) in &mut translations {
                *text = text.replace(place, value);
            }
        }
        Some(translations)
    }

    /// The tag and the own name of each language, the source language first.
    pub(crate) fn languages(&self) -> Vec<(String, String)> {
        self.text(OWN_NAME, &[]).unwrap_or_default()
    }

    /// The source of the module `texts`: a constant for each text, a struct for each text that has placeholders or a
    /// number, the texts of the source language, and the paths of the other files. So a wrong key, a missing
    /// placeholder and a missing number are compile errors in the portal.
    pub(crate) fn module(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        writeln!(out, "pub const FIRST: &str = {:?};", self.source)?;
        writeln!(out, "pub const FILES: [File; {}] = [", self.others.len())?;
        for ((tag, _), TextFile { name, integrity, .. }) in self.others.iter().zip(self.files()) {
            writeln!(out, "    File {{ tag: {tag:?}, path: \"/{name}\", integrity: {integrity:?} }},")?;
        }
        let languages = self.languages();
        writeln!(
            out,
            "];\npub const LANGUAGES: [(&str, &str); {}] = {};",
            languages.len(),
            array(&languages)
        )?;
        writeln!(out, "impl Plural {{ pub fn form(self, category: PluralCategory) -> Key {{")?;
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
    /// How many lines this key has in a language file.
    fn lines(&self) -> usize {
        if self.plural { CATEGORIES.len() } else { 1 }
    }

    fn write(&self, name: &str, line: usize, out: &mut String) -> std::fmt::Result {
        if self.placeholders.is_empty() && !self.plural {
            return writeln!(out, "    pub const {name}: Key = Key({line});");
        }
        let mut fields: Vec<_> =
            self.placeholders.iter().map(|placeholder| format!("pub {placeholder}: &'a str")).collect();
        let values: Vec<_> =
            self.placeholders.iter().map(|placeholder| format!("self.{placeholder}")).collect();
        let (values, placeholders) = (values.join(", "), self.placeholders.len());
        let (kind, number, count) = match self.plural {
            true => ("Plural", "usize, ", "self.count, "),
            false => ("Key", "", ""),
        };
        if self.plural {
            fields.push(format!("pub {COUNT}: usize"));
        }
        let (life, of) = if placeholders == 0 { ("", "'static") } else { ("<'a>", "'a") };
        writeln!(out, "    pub struct {name}{life} {{ {} }}", fields.join(", "))?;
        writeln!(out, "    impl{life} {name}{life} {{")?;
        writeln!(out, "        pub fn parts(self) -> ({kind}, {number}[&{of} str; {placeholders}]) {{")?;
        writeln!(out, "            ({kind}({line}), {count}[{values}])\n        }}\n    }}")
    }
}

/// A list of pairs, as Rust writes an array of them.
fn array(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(a, b)| format!("({a:?}, {b:?})")).collect();
    format!("[{}]", pairs.join(", "))
}

/// A language's texts by key. A plural has one entry, under the key without category.
fn texts(tag: &str, json: &str) -> Result<BTreeMap<String, Text>, String> {
    let mut found = BTreeMap::new();
    flatten("", &serde_json::from_str(json).map_err(|error| error.to_string())?, &mut found)?;
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
    let used = categories(tag)?;
    for (key, text) in &texts {
        let Text::Plural(forms) = text else { continue };
        if let Some(category) = used.iter().find(|category| !forms.contains_key(*category)) {
            return Err(format!("{key}_{category} is missing: the language has {}", used.join(", ")));
        }
        if let Some(category) = forms.keys().find(|category| !used.contains(category)) {
            return Err(format!("{key}_{category} is never shown: the language has {}", used.join(", ")));
        }
    }
    Ok(texts)
}

/// Splits the key of a plural: `guests.count_few` is the category `few` of `guests.count`.
fn plural(key: &str) -> Option<(&str, &'static str)> {
    let (base, ending) = key.rsplit_once('_')?;
    let (category, _) = CATEGORIES.iter().find(|(category, _)| *category == ending)?;
    Some((base, category))
}

/// The categories that the language uses for cardinal numbers.
fn categories(tag: &str) -> Result<Vec<&'static str>, String> {
    let locale = Locale::try_from_str(tag).map_err(|error| error.to_string())?;
    let rules = PluralRules::try_new_cardinal((&locale).into()).map_err(|error| error.to_string())?;
    let used: Vec<_> = rules.categories().collect();
    Ok(CATEGORIES.iter().filter(|(_, category)| used.contains(category)).map(|(name, _)| *name).collect())
}

/// The key as the source language's text defines it.
fn key(name: &str, text: &Text) -> Result<Key, String> {
    let (plural, mut placeholders) = match text {
        Text::Plain(text) => (false, placeholders(text)?),
        Text::Plural(forms) => (true, placeholders(forms.get("other").map_or("", String::as_str))?),
    };
    if !plural && placeholders.contains(COUNT) {
        return Err(format!(
            "locales/{SOURCE}.json: {name} has a number: it needs plural forms, such as {name}_other"
        ));
    }
    placeholders.remove(COUNT);
    Ok(Key { name: name.to_owned(), placeholders: placeholders.into_iter().collect(), plural })
}

/// Checks that a translation is of the same kind (single or plural) and has the same placeholders as the source text.
/// The categories `zero`, `one` and `two` may leave out the number, since a language may write it as a word.
fn check(key: &Key, text: Option<&Text>, source: Option<&Text>) -> Result<(), String> {
    let Key { name, placeholders: wanted, plural } = key;
    let (forms, shows_count) = match (text, source) {
        (Some(Text::Plain(text)), Some(Text::Plain(_))) => (vec![("other", text)], false),
        (Some(Text::Plural(forms)), Some(Text::Plural(source))) => {
            let shows_count = source.get("other").is_some_and(|text| {
                placeholders(text).is_ok_and(|placeholders| placeholders.contains(COUNT))
            });
            (forms.iter().map(|(category, text)| (*category, text)).collect(), shows_count)
        }
        _ => return Err(format!("{name} is a plural in one language and none in another")),
    };
    for (category, text) in forms {
        let mut found = placeholders(text)?;
        let counts = *plural && found.remove(COUNT);
        let may_lack = matches!(category, "zero" | "one" | "two");
        if !found.iter().eq(wanted) || (shows_count && !counts && !may_lack) {
            let form = if *plural { format!("{name}_{category}") } else { name.clone() };
            let count = if shows_count { " and the number, {{ count }}" } else { "" };
            return Err(format!("{form} needs the placeholders {wanted:?}{count}"));
        }
    }
    Ok(())
}

/// The content of a language file: one text per line, in the order of the keys. A placeholder is a control character
/// whose code is the placeholder's position in the list of names, counted from 1; `count` comes after the others. A
/// plural has a line for each category of CLDR; lines of categories that the language lacks are empty.
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
        let mut names = key.placeholders.iter().map(String::as_str).chain([COUNT]);
        let place = names.position(|known| known == name.trim());
        line.extend(place.and_then(|place| u8::try_from(place + 1).ok()).map(char::from));
        line.push_str(rest);
    }
    line
}

fn flatten(at: &str, value: &Value, into: &mut BTreeMap<String, String>) -> Result<(), String> {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                if name.is_empty() || !name.chars().all(word) || at.contains('.') {
                    return Err(format!("{at}.{name}: keys are words in small letters, at most two deep"));
                }
                flatten(&if at.is_empty() { name.clone() } else { format!("{at}.{name}") }, value, into)?;
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
fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    for piece in text.split("{{").skip(1) {
        let (name, _) =
            piece.split_once("}}").ok_or_else(|| format!("a placeholder is not closed: {text}"))?;
        names.insert(name.trim().to_owned());
    }
    Ok(names)
}

#[cfg(test)]
#[path = "texts/tests.rs"]
mod tests;
