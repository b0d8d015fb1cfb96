//! Dates, numbers, plurals and names with `Intl`.

use guestlist::app::formats::{Formats, PluralCategory};
use guestlist::browser::Intl;
use guestlist::domain::ago::Ago;
use guestlist::ui::words::LANGUAGES;

use super::*;

#[wasm_bindgen_test]
fn dates_and_numbers_have_the_format_of_the_language() {
    let (intl, noon) = (Intl::default(), Moment::from_unix_millis(1_795_176_000_000));
    assert_eq!(intl.date("en-GB", noon), "20 Nov 2026");
    assert_eq!(intl.date("fr", noon), "20 nov. 2026");
    assert_eq!(intl.date("en-US", noon), "Nov 20, 2026", "each language has its own formatter");
    let time = intl.date_time("fr", noon);
    assert!(time.starts_with("20 nov. 2026") && time.contains(':'), "{time}");
    assert_eq!(intl.utc(noon), "2026-11-20T12:00:00.000Z");
    assert_eq!(intl.number("en", 300_000), "300,000");
    assert_eq!(intl.number("fr", 300_000).replace(['\u{202f}', '\u{a0}'], " "), "300 000");
    assert_eq!(intl.number("en", 0), "0");
}

#[wasm_bindgen_test]
fn ages_are_told_in_the_language() {
    let intl = Intl::default();
    let ages = [Ago::Today, Ago::Yesterday, Ago::Days(1), Ago::Days(3), Ago::Months(4), Ago::Years(2)];
    let told = |lang| ages.map(|ago| intl.ago(lang, ago).replace(['\u{202f}', '\u{a0}', '’'], " "));
    assert_eq!(told("en"), ["today", "yesterday", "1 day ago", "3 days ago", "4 months ago", "2 years ago"]);
    assert_eq!(
        told("fr").map(|text| text.replace('\'', " ")),
        ["aujourd hui", "hier", "il y a 1 jour", "il y a 3 jours", "il y a 4 mois", "il y a 2 ans"]
    );
}

#[wasm_bindgen_test]
fn names_have_the_order_of_the_language() {
    let (intl, mut names) = (Intl::default(), ["norvégien", "hongrois", "Hébreu", "néerlandais"]);
    names.sort_by(|one, other| intl.compare("fr", one, other));
    assert_eq!(names, ["Hébreu", "hongrois", "néerlandais", "norvégien"]);
}

#[wasm_bindgen_test]
fn each_number_has_the_plural_category_of_the_language() {
    use PluralCategory::{Few, Many, One, Other};
    let intl = Intl::default();
    let forms = |lang| [0, 1, 2, 5, 12, 22, 1_000_000].map(|count| intl.plural(lang, count));
    assert_eq!(forms("en"), [Other, One, Other, Other, Other, Other, Other]);
    assert_eq!(forms("fr"), [One, One, Other, Other, Other, Other, Many]);
    assert_eq!(forms("pl"), [Many, One, Few, Many, Many, Few, Many]);
    assert_eq!(forms("zh-Hant"), [Other; 7]);
    // Polish uses the last of its four categories for fractions, which the portal never counts.
    let fraction = js("return new Intl.PluralRules('pl').select(1.5);").as_string().unwrap();
    assert_eq!(PluralCategory::named(&fraction), Other);
}

/// The build takes the categories from another version of CLDR than the browser.
#[wasm_bindgen_test]
fn every_language_has_texts_for_all_categories_of_this_browser() {
    let files =
        [("en", include_str!("../../locales/en.json")), ("fr", include_str!("../../locales/fr.json"))];
    assert!(files.iter().map(|(tag, _)| tag).eq(LANGUAGES.iter().map(|(tag, _)| tag)));
    for ((tag, json), text) in
        files.into_iter().flat_map(|file| [(file, "count_"), (file, "count_at_least_")])
    {
        let here = js(&format!(
            "return Object.keys({json}.guests).filter(key => key.startsWith('{text}'))
                .map(key => key.slice('{text}'.length)).filter(category => !category.includes('_')).sort().join();"
        ));
        let asked =
            format!("return new Intl.PluralRules('{tag}').resolvedOptions().pluralCategories.sort().join();");
        assert_eq!(here, js(&asked), "{tag} {text}");
    }
}

#[wasm_bindgen_test]
fn texts_are_converted_to_lower_case_in_every_script() {
    let fold = Intl::default().fold();
    for (name, folded) in [("Ann LEE", "ann lee"), ("ÅSA Émile", "åsa émile"), ("ЖАННА", "жанна"), ("", "")]
    {
        assert_eq!(fold(name), folded);
        assert_eq!(fold(name), name.to_lowercase());
    }
    // A letter with its accent as a second character, as macOS types it, and the same as one character.
    assert_eq!(fold("Zoe\u{308}"), "zo\u{eb}");
    assert_eq!(fold("Zo\u{eb}"), "zo\u{eb}");
}

#[wasm_bindgen_test]
fn languages_have_names_in_each_language() {
    let intl = Intl::default();
    assert_eq!(intl.language_name("en", "fr"), "French");
    assert_eq!(intl.language_name("fr", "de").to_lowercase(), "allemand");
    assert_eq!(intl.language_name("en", "no language at all"), "no language at all");
}

#[wasm_bindgen_test]
fn letters_have_the_places_that_the_language_gives_them() {
    let place =
        |lang: &str, letters: &str| Intl::default().places(lang, &letters.chars().collect::<Vec<_>>());
    let german = place("de", "zäAa\u{301}");
    assert_eq!(german, [Some(1), Some(0), Some(0), Some(0), None], "an accent is no letter in German");
    let swedish = place("sv", "zäa");
    assert_eq!(swedish, [Some(1), Some(2), Some(0)], "in Swedish, ä is a letter behind z");
}
