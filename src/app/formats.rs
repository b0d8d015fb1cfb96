//! A port for formatting dates, numbers and names in a language. The browser's `Intl` does it, so that the wasm files
//! need no tables for it. Must not know the texts of the portal.

use std::cmp::Ordering;

use crate::domain::ago::Ago;
use crate::domain::moment::Moment;
use crate::domain::search_form::{Decompose, Fold};

/// `lang` is a BCP 47 tag.
pub trait Formats {
    /// A date and time in the time zone of this computer.
    fn date_time(&self, lang: &str, at: Moment) -> String;
    /// A date in the time zone of this computer.
    fn date(&self, lang: &str, at: Moment) -> String;
    /// A time of the day in the time zone of this computer.
    fn time(&self, lang: &str, at: Moment) -> String;
    /// How long ago something was, such as "3 days ago".
    fn ago(&self, lang: &str, ago: Ago) -> String;
    /// A date and time in UTC by ISO 8601, such as `2026-11-20T15:05:36.000Z`, for logs and support.
    fn utc(&self, at: Moment) -> String;
    /// A whole number with its group separators.
    fn number(&self, lang: &str, number: usize) -> String;
    /// The plural category for this number.
    fn plural(&self, lang: &str, number: usize) -> PluralCategory;
    /// A function that converts a text of any script to lower case, in Unicode's normalization form C.
    fn fold(&self) -> Fold;
    /// A function that converts a text to lower case, in Unicode's normalization form KD.
    fn decompose(&self) -> Decompose;
    /// Which of two names comes first in a list in the language `lang`.
    fn compare(&self, lang: &str, one: &str, other: &str) -> Ordering;
    /// The places of letters in the order of the language `lang`, see [`Places`](crate::domain::alphabet::Places).
    fn places(&self, lang: &str, letters: &[char]) -> Vec<Option<u16>>;
    /// The name of the language `tag`, in the language `lang`.
    fn language_name(&self, lang: &str, tag: &str) -> String;
}

/// The plural categories of Unicode CLDR. Each language has some of them, and all have [`Other`](Self::Other).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluralCategory {
    /// For example 0 in Arabic.
    Zero,
    /// For example 1 in English, 0 and 1 in French.
    One,
    /// For example 2 in Arabic.
    Two,
    /// For example 2, 3, 4 and 22 in Polish.
    Few,
    /// For example 5 in Polish, 1,000,000 in French.
    Many,
    Other,
}

impl PluralCategory {
    /// Reads CLDR's name of a category, which `Intl.PluralRules` returns.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "zero" => Self::Zero,
            "one" => Self::One,
            "two" => Self::Two,
            "few" => Self::Few,
            "many" => Self::Many,
            _ => Self::Other,
        }
    }
}
