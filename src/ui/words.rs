//! Turns what the inner layers know into words, in the language that the person chose. The only place where an
//! error becomes a sentence.

mod access;
mod auth;
mod config;
mod fields;
pub mod graph;

use std::rc::Rc;

use leptos::prelude::*;

use crate::app::ports::Formats;
use crate::domain::guest::GuestState;
use crate::domain::moment::Moment;
use crate::texts::i18n::Locale;

/// The text with that key in the person's language; follows a change of language.
macro_rules! say {
    ($words:expr, $($key:tt)*) => {
        String::from(leptos_i18n::td_string!($words.locale(), $($key)*))
    };
}
pub(crate) use say;

/// The text with that key as a signal, for a view. All such signals are of one type: a closure for each text would make
/// the compiler write the rendering code anew each time, at about a kilobyte a piece.
macro_rules! text {
    ($words:expr, $($key:tt)+) => {
        $words.text(|locale| leptos_i18n::td_string!(locale, $($key)+))
    };
}
pub(crate) use text;

/// A sentence with what support asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What happened and what to do.
    pub text: String,
    /// Ids and codes, a line each.
    pub details: Vec<String>,
}

/// The chosen language and how it writes dates and numbers.
#[derive(Clone, Copy)]
pub struct Words {
    chosen: RwSignal<Locale>,
    formats: StoredValue<Rc<dyn Formats>, LocalStorage>,
}

/// The languages of the interface: tag and own name.
pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("fr", "Français")];

impl Words {
    /// Words in the first of `wanted` that the interface speaks, else in English.
    #[must_use]
    pub fn new(wanted: &[String], formats: Rc<dyn Formats>) -> Self {
        let locale = wanted.iter().find_map(|tag| locale_of(tag)).unwrap_or(Locale::en);
        Self { chosen: RwSignal::new(locale), formats: StoredValue::new_local(formats) }
    }

    /// The chosen language.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.chosen.get()
    }

    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        tag_of(self.chosen.get())
    }

    /// A text that follows the language; made by `text!`.
    #[must_use]
    pub fn text(self, read: fn(Locale) -> &'static str) -> Signal<String> {
        Signal::derive(move || read(self.chosen.get()).to_owned())
    }

    /// Chooses a language by its tag.
    pub fn choose(self, tag: &str) {
        if let Some(locale) = locale_of(tag) {
            self.chosen.set(locale);
        }
    }

    /// A guest's state.
    #[must_use]
    pub fn guest_state(self, state: &GuestState) -> String {
        match state {
            GuestState::Pending => say!(self, guests.state_pending),
            GuestState::Accepted => say!(self, guests.state_accepted),
            GuestState::NotInvited => say!(self, guests.state_none),
            GuestState::Other(other) => other.clone(),
        }
    }

    /// A day and a time of day.
    #[must_use]
    pub fn date_time(self, at: Moment) -> String {
        let tag = self.tag();
        self.formats.with_value(|formats| formats.date_time(tag, at))
    }

    /// A day.
    #[must_use]
    pub fn date(self, at: Moment) -> String {
        let tag = self.tag();
        self.formats.with_value(|formats| formats.date(tag, at))
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, number: usize) -> String {
        let tag = self.tag();
        self.formats.with_value(|formats| formats.number(tag, number))
    }

    /// Whether a number takes the form for one.
    #[must_use]
    pub fn is_one(self, number: usize) -> bool {
        let tag = self.tag();
        self.formats.with_value(|formats| formats.is_one(tag, number))
    }

    /// How to make texts comparable.
    #[must_use]
    pub fn fold(self) -> fn(&str) -> String {
        self.formats.with_value(|formats| formats.fold())
    }

    /// A language's name.
    #[must_use]
    pub fn language_name(self, of: &str) -> String {
        let tag = self.tag();
        self.formats.with_value(|formats| formats.language_name(tag, of))
    }
}

/// The words of this app.
#[must_use]
pub fn expect_words() -> Words {
    expect_context::<Words>()
}

fn tag_of(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::fr => "fr",
    }
}

/// `fr-CA` is French.
fn locale_of(tag: &str) -> Option<Locale> {
    match tag.split('-').next()?.to_ascii_lowercase().as_str() {
        "en" => Some(Locale::en),
        "fr" => Some(Locale::fr),
        _ => None,
    }
}
