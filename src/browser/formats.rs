//! Formats dates, numbers and plurals with the browser's `Intl`. Must not know the portal's texts.
//!
//! Creating a formatter takes much longer than using it, and the guest list shows two dates in each row. So each
//! formatter is created once per language.

use std::cell::RefCell;
use std::cmp::Ordering;

use js_sys::Intl::{
    Collator, CollatorOptions, CollatorSensitivity, DateTimeFormat, DateTimeFormatOptions, DateTimeStyle,
    DisplayNamesOptions, DisplayNamesType, PluralRules, RelativeTimeFormat, RelativeTimeFormatNumeric,
    RelativeTimeFormatOptions,
};
use js_sys::{Array, Date, Function, Object};
use wasm_bindgen::JsValue;

use crate::app::formats::{Formats, PluralCategory};
use crate::domain::ago::Ago;
use crate::domain::moment::Moment;
use crate::domain::search_form::{Decompose, Fold};

use super::js::DisplayNames;

/// Formatters by language. A list is fast enough, because a page uses two or three languages.
type Cache<T> = RefCell<Vec<(String, T)>>;

#[derive(Default)]
pub struct Intl {
    date_times: Cache<Function>,
    dates: Cache<Function>,
    times: Cache<Function>,
    numbers: Cache<Function>,
    /// With "today" and "yesterday".
    near_times: Cache<RelativeTimeFormat>,
    /// With numbers only.
    past_times: Cache<RelativeTimeFormat>,
    plurals: Cache<PluralRules>,
    orders: Cache<Function>,
    letters: Cache<Function>,
}

/// Dates of medium length, such as "20 Nov 2026".
fn day() -> DateTimeFormatOptions {
    let options = DateTimeFormatOptions::new();
    options.set_date_style(DateTimeStyle::Medium);
    options
}

fn cached<T: Clone>(cache: &Cache<T>, lang: &str, make: impl FnOnce(&Array) -> T) -> T {
    if let Some((_, known)) = cache.borrow().iter().find(|(known, _)| known == lang) {
        return known.clone();
    }
    let made = make(&Array::of1(&lang.into()));
    cache.borrow_mut().push((lang.to_owned(), made.clone()));
    made
}

fn apply(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 and counts of guests fit exactly")]
fn number(value: i64) -> JsValue {
    JsValue::from_f64(value as f64)
}

impl Formats for Intl {
    fn date_time(&self, lang: &str, at: Moment) -> String {
        let format = cached(&self.date_times, lang, |langs| {
            let options = day();
            options.set_time_style(DateTimeStyle::Short);
            DateTimeFormat::new(langs, &options).format()
        });
        apply(&format, &Date::new(&number(at.unix_millis())))
    }

    fn date(&self, lang: &str, at: Moment) -> String {
        let format = cached(&self.dates, lang, |langs| DateTimeFormat::new(langs, &day()).format());
        apply(&format, &Date::new(&number(at.unix_millis())))
    }

    fn time(&self, lang: &str, at: Moment) -> String {
        let format = cached(&self.times, lang, |langs| {
            let options = DateTimeFormatOptions::new();
            options.set_time_style(DateTimeStyle::Short);
            DateTimeFormat::new(langs, &options).format()
        });
        apply(&format, &Date::new(&number(at.unix_millis())))
    }

    #[expect(clippy::cast_precision_loss, reason = "days since 1970 fit exactly")]
    fn ago(&self, lang: &str, ago: Ago) -> String {
        let format = |cache, numeric| {
            cached(cache, lang, |langs| {
                let options = RelativeTimeFormatOptions::new();
                options.set_numeric(numeric);
                RelativeTimeFormat::new(langs, &options)
            })
        };
        let words = |days: f64| format(&self.near_times, RelativeTimeFormatNumeric::Auto).format(days, "day");
        let number = |count: u64, unit| {
            format(&self.past_times, RelativeTimeFormatNumeric::Always).format(-(count as f64), unit)
        };
        String::from(match ago {
            Ago::Today => words(0.0),
            Ago::Yesterday => words(-1.0),
            Ago::Days(days) => number(days, "day"),
            Ago::Months(months) => number(months, "month"),
            Ago::Years(years) => number(years, "year"),
        })
    }

    fn utc(&self, at: Moment) -> String {
        Date::new(&number(at.unix_millis())).to_iso_string().into()
    }

    fn number(&self, lang: &str, count: usize) -> String {
        let format = cached(&self.numbers, lang, |langs| {
            js_sys::Intl::NumberFormat::new(langs, &Object::new()).format()
        });
        apply(&format, &number(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of guests fit exactly")]
    fn plural(&self, lang: &str, count: usize) -> PluralCategory {
        let rules = cached(&self.plurals, lang, |langs| PluralRules::new(langs, &Object::new()));
        PluralCategory::named(&String::from(rules.select(count as f64)))
    }

    fn fold(&self) -> Fold {
        |text| {
            // Most names are ASCII. A call to JavaScript for each of them would take longer.
            if text.is_ascii() {
                text.to_ascii_lowercase()
            } else {
                String::from(js_sys::JsString::from(text).normalize("NFC").to_lower_case())
            }
        }
    }

    fn decompose(&self) -> Decompose {
        |text| String::from(js_sys::JsString::from(text).normalize("NFKD").to_lower_case())
    }

    fn compare(&self, lang: &str, one: &str, other: &str) -> Ordering {
        let compare = cached(&self.orders, lang, |langs| Collator::new(langs, &Object::new()).compare());
        let order = compare.call2(&JsValue::NULL, &one.into(), &other.into()).ok();
        order.and_then(|order| order.as_f64()).unwrap_or_default().total_cmp(&0.0)
    }

    fn places(&self, lang: &str, letters: &[char]) -> Vec<Option<u16>> {
        let compare = cached(&self.letters, lang, |langs| {
            let options = CollatorOptions::new();
            options.set_sensitivity(CollatorSensitivity::Base);
            Collator::new(langs, &options).compare()
        });
        let order = |one: &JsValue, other: &JsValue| {
            let order = compare.call2(&JsValue::NULL, one, other).ok();
            order.and_then(|order| order.as_f64()).unwrap_or_default().total_cmp(&0.0)
        };
        let nothing = JsValue::from_str("");
        let texts: Vec<JsValue> = letters.iter().map(|letter| letter.to_string().into()).collect();
        let mut counting: Vec<(usize, &JsValue)> =
            texts.iter().enumerate().filter(|(_, text)| order(text, &nothing).is_ne()).collect();
        counting.sort_by(|(_, one), (_, other)| order(one, other));
        let mut places = vec![None; letters.len()];
        let (mut place, mut before) = (0_u16, None);
        for (at, text) in counting {
            if before.is_some_and(|before| order(before, text).is_ne()) {
                place = place.saturating_add(1);
            }
            before = Some(text);
            if let Some(slot) = places.get_mut(at) {
                *slot = Some(place);
            }
        }
        places
    }

    fn language_name(&self, lang: &str, tag: &str) -> String {
        let name = || -> Option<String> {
            let options = DisplayNamesOptions::new();
            options.set_type(DisplayNamesType::Language);
            let names = DisplayNames::new(&Array::of1(&lang.into()), &options).ok()?;
            names.of(tag).ok()?
        };
        name().unwrap_or_else(|| tag.to_owned())
    }
}
