//! What the generator accepts, rejects and writes.

use super::*;

fn of(source: &str, tag: &str, other: &str) -> Result<Texts, String> {
    let languages = [(SOURCE, source), (tag, other)].map(|(tag, json)| (tag.to_owned(), json.to_owned()));
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
    assert_eq!(texts.source, "A\nX { … }\n\u{2} of \u{1}");
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
    assert_eq!(texts.source, "A\n\n\u{1}: one\n\n\n\n\u{1}: \u{2}\nZ");
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
        (r#"{"n": "x", "n_one": "x", "n_other": "x"}"#, "fr", "{}", "en.json: n is a text, and a plural too"),
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
        (few, &format!("{many} {}", many.replace("many", "zero")), Some("pl.json: g.n_zero is never shown")),
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
