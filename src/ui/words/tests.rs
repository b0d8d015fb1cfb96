use std::future::ready;

use futures_executor::block_on;
use futures_util::future::LocalBoxFuture;

use super::*;
use crate::texts;

/// Has the plural rules of Polish.
pub(super) struct Polish;

impl Formats for Polish {
    fn date_time(&self, lang: &str, at: Moment) -> String {
        format!("{}, {}", self.date(lang, at), self.time(lang, at))
    }
    fn date(&self, _: &str, at: Moment) -> String {
        format!("day {}", at.unix_seconds() / 86_400)
    }
    fn time(&self, _: &str, at: Moment) -> String {
        format!("{} o'clock", at.unix_seconds() % 86_400 / 3_600)
    }
    fn ago(&self, _: &str, ago: Ago) -> String {
        format!("{ago:?}")
    }
    fn utc(&self, _: Moment) -> String {
        String::new()
    }
    fn number(&self, lang: &str, number: usize) -> String {
        format!("{number} ({lang})")
    }
    fn plural(&self, _: &str, number: usize) -> PluralCategory {
        match (number, number % 10) {
            (1, _) => PluralCategory::One,
            (12..=14, _) => PluralCategory::Many,
            (_, 2..=4) => PluralCategory::Few,
            _ => PluralCategory::Many,
        }
    }
    fn fold(&self) -> fn(&str) -> String {
        str::to_lowercase
    }
    fn decompose(&self) -> fn(&str) -> String {
        str::to_lowercase
    }
    fn compare(&self, _: &str, one: &str, other: &str) -> std::cmp::Ordering {
        one.cmp(other)
    }
    fn places(&self, _: &str, letters: &[char]) -> Vec<Option<u16>> {
        letters.iter().map(|letter| u16::try_from(u32::from(*letter)).ok()).collect()
    }
    fn language_name(&self, _: &str, tag: &str) -> String {
        tag.to_owned()
    }
}

/// Loads this text, or fails with `None`.
struct Files(Option<&'static str>);

impl StaticFiles for Files {
    fn load_config(&self) -> LocalBoxFuture<'_, Option<String>> {
        Box::pin(std::future::ready(None))
    }

    fn load_text(&self, path: &'static str, integrity: &'static str) -> LocalBoxFuture<'_, Option<String>> {
        let named = path.starts_with("/assets/fr-") && integrity.starts_with("sha384-");
        assert!(named, "{path}");
        Box::pin(ready(self.0.map(str::to_owned)))
    }
    fn is_replaced(&self) -> LocalBoxFuture<'_, bool> {
        Box::pin(ready(false))
    }
}

#[test]
fn a_plural_has_the_form_for_its_number() {
    Owner::new().with(|| {
        let words = Words::new(Rc::new(Polish));
        let shown = |count| say!(words, guests.count, count = count, shown = "x");
        assert_eq!(shown(1), "x of 1 (en) guest");
        assert_eq!(shown(3), "x of 3 (en) guests", "English has no form for few: the last one counts");

        // There is no Polish translation, so the test makes one text.
        let (plural, ..) = texts::guests::count { shown: "", count: 0 }.parts();
        let mut polish = vec![""; usize::from(plural.0)];
        polish.extend(["", "one \u{2}", "", "few \u{2}", "many \u{2} \u{1}", "other"]);
        words.current.set(LoadedLanguage { tag: "pl", texts: polish.leak() });
        assert_eq!(
            [1, 2, 5, 12, 22].map(shown),
            ["one 1 (pl)", "few 2 (pl)", "many 5 (pl) x", "many 12 (pl) x", "few 22 (pl)"]
        );
    });
}

#[test]
fn a_language_is_used_as_soon_as_its_texts_are_loaded() {
    Owner::new().with(|| {
        let words = Words::new(Rc::new(Polish));
        let speak = |file| block_on(words.use_language(vec!["fr-CA".to_owned()], Rc::new(Files(file))));
        speak(None);
        assert_eq!((words.tag(), say!(words, shell.invite)), ("en", "Invite".to_owned()));
        speak(Some("oui"));
        assert_eq!(words.tag(), "fr");
    });
}

#[test]
fn values_replace_placeholders_in_any_order() {
    assert_eq!(fill("\u{2} of \u{1} – \u{2}", &["all", "é\u{1}"]), "é\u{1} of all – é\u{1}");
    assert_eq!(fill("as it is", &[]), "as it is");
}

#[test]
fn every_language_of_the_interface_has_texts() {
    let with_texts = ["en"].into_iter().chain(FILES.map(|file| file.tag));
    assert!(with_texts.eq(LANGUAGES.map(|(tag, _)| tag)));
    assert_eq!(language_of("FR-ca"), Some("fr"));
    assert_eq!(language_of("de"), None);
}

#[test]
fn a_time_of_another_day_has_its_date() {
    Owner::new().with(|| {
        let words = Words::new(Rc::new(Polish));
        let hour = |hour: i64| Moment::from_unix_millis(hour * 3_600_000);
        assert_eq!(words.time_of_day(hour(20), hour(23)), "20 o'clock");
        assert_eq!(words.time_of_day(hour(20), hour(24)), "day 0, 20 o'clock");
    });
}

/// Errors link to the page by its name in their text (`parts::advice`).
#[test]
fn every_language_names_the_page_your_access_where_english_does() {
    fn texts(value: &serde_json::Value, at: &str, found: &mut Vec<(String, String)>) {
        if let Some(text) = value.as_str() {
            found.push((at.to_owned(), text.to_owned()));
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            texts(value, &format!("{at}.{key}"), found);
        }
    }
    let naming = |json: &str| {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        let (page, mut found) = (json["access"]["title"].as_str().unwrap().to_owned(), Vec::new());
        texts(&json, "", &mut found);
        found.retain(|(_, text)| text.contains(&page));
        found.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    let english = naming(include_str!("../../../locales/en.json"));
    assert!(english.contains(&".error.invites_not_allowed".to_owned()), "{english:?}");
    assert_eq!(naming(include_str!("../../../locales/fr.json")), english);
}

/// A line of French text does not begin with a colon, and does not end with an opening quotation mark.
#[test]
fn french_has_no_break_spaces_at_its_punctuation() {
    let french = include_str!("../../../locales/fr.json");
    for wrong in [" :", " ;", " ?", " !", " »", "« "] {
        let line = french.lines().find(|line| line.contains(wrong));
        assert_eq!(line, None, "{wrong:?}");
    }
}
