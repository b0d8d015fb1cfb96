//! Texts in the person's language, for values and errors of the inner layers. Only this module converts an error to a
//! sentence. Must not know where a text is shown.

mod auth_errors;
mod bulk;
mod bulk_files;
pub mod bulk_result;
mod bulk_run;
mod capabilities;
mod config_problems;
mod field_problems;
pub mod graph_errors;
mod guest_history;
mod options;

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::rc::Rc;

use leptos::prelude::*;

use crate::app::formats::{Formats, PluralCategory};
use crate::app::ports::StaticFiles;
use crate::domain::ago::Ago;
use crate::domain::alphabet::Collation;
use crate::domain::guest::{GuestOrigin, GuestState};
use crate::domain::invisible::{TextKind, visible};
use crate::domain::moment::Moment;
use crate::domain::search_form::{Decompose, Fold};
use crate::texts::{FILES, FIRST, Key, Plural};

/// The languages of the interface: tag and own name. English is part of the program, the others are loaded.
pub use crate::texts::LANGUAGES;

/// The text with this key in the person's language, with its placeholders filled in. It is reactive: a change of the
/// language changes it. For a plural, the number is the first argument, such as `count = 3`: it selects the form, and
/// fills the placeholder of that name.
macro_rules! say {
    ($words:expr, $key:ident $(. $more:ident)*) => {
        $words.say(crate::texts::$key $(::$more)*)
    };
    ($words:expr, $key:ident $(. $more:ident)*, count = $count:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $words.count(
            crate::texts::$key $(::$more)* { count: $count, $($name: AsRef::<str>::as_ref(&$value)),* }.parts(),
        )
    };
    ($words:expr, $key:ident $(. $more:ident)*, $($name:ident = $value:expr),+ $(,)?) => {
        $words.fill(crate::texts::$key $(::$more)* { $($name: AsRef::<str>::as_ref(&$value)),+ }.parts())
    };
}
pub(crate) use say;

/// The text with this key as a signal, for a view. All these signals have one type. A closure for each text would have
/// its own type, and the compiler would generate about a kilobyte of rendering code for each.
macro_rules! text {
    ($words:expr, $key:ident $(. $more:ident)*) => {
        $words.text(crate::texts::$key $(::$more)*)
    };
}
pub(crate) use text;

/// The characters around a name in a text: Unicode's marks for a part with a writing direction of its own.
pub const NAME_STARTS: char = '\u{2068}';
/// See [`NAME_STARTS`].
pub const NAME_ENDS: char = '\u{2069}';

/// Marks a person's name, an address, a host, an id or another word that is the same in all languages, for a text that
/// [`sentence`](crate::ui::parts::sentence) shows. Characters that would turn the writing direction are left out.
#[must_use]
pub fn named(name: &str) -> String {
    let name = visible(name, TextKind::Name);
    format!("{NAME_STARTS}{name}{NAME_ENDS}")
}

/// The text of an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorText {
    /// What happened and what to do.
    pub text: String,
    /// Ids and codes for support, one per line.
    pub details: Vec<String>,
}

/// The texts of the selected language, and its formats for dates and numbers.
#[derive(Clone, Copy)]
pub struct Words {
    current: RwSignal<LoadedLanguage>,
    languages: StoredValue<Languages, LocalStorage>,
}

/// A language whose texts are loaded.
#[derive(Clone, Copy)]
struct LoadedLanguage {
    tag: &'static str,
    /// The texts; the index is the number of the key.
    texts: &'static [&'static str],
}

struct Languages {
    formats: Rc<dyn Formats>,
    /// The tag of the language that was selected last. Its texts may still be loading.
    chosen: Cell<&'static str>,
    /// English, and the languages that were selected since the page was loaded.
    loaded: RefCell<Vec<LoadedLanguage>>,
}

impl Words {
    /// Starts with English, until [`use_language`](Self::use_language) has loaded another language.
    #[must_use]
    pub fn new(formats: Rc<dyn Formats>) -> Self {
        let english = LoadedLanguage { tag: "en", texts: split(FIRST) };
        let loaded = RefCell::new(vec![english]);
        let languages = Languages { formats, chosen: Cell::new(english.tag), loaded };
        Self { current: RwSignal::new(english), languages: StoredValue::new_local(languages) }
    }

    /// Changes to the first of `tags` for which there are texts. If they cannot be loaded, the language does not
    /// change.
    pub async fn use_language(self, tags: Vec<String>, files: Rc<dyn StaticFiles>) {
        let Some(tag) = tags.iter().find_map(|tag| language_of(tag)) else { return };
        let loaded = self.languages.with_value(|languages| {
            languages.chosen.set(tag);
            languages.loaded.borrow().iter().find(|loaded| loaded.tag == tag).copied()
        });
        let language = match loaded {
            Some(language) => language,
            None => {
                let Some(file) = FILES.iter().find(|file| file.tag == tag) else { return };
                let Some(text) = files.load_text(file.path, file.integrity).await else { return };
                let language = LoadedLanguage { tag, texts: split(text.leak()) };
                self.languages.with_value(|languages| languages.loaded.borrow_mut().push(language));
                language
            }
        };
        // The person may have selected another language while this one was loading.
        if self.languages.with_value(|languages| languages.chosen.get()) == tag {
            self.current.set(language);
        }
    }

    #[must_use]
    pub fn tag(self) -> &'static str {
        self.current.get().tag
    }

    /// Use the macro `say!` instead.
    #[must_use]
    pub fn say(self, key: Key) -> String {
        self.raw(key).to_owned()
    }

    /// Use the macro `say!` instead, which gives the values in the order of the placeholders' numbers.
    #[must_use]
    pub fn fill<const N: usize>(self, (key, values): (Key, [&str; N])) -> String {
        fill(self.raw(key), &values)
    }

    /// Use the macro `say!` instead.
    #[must_use]
    pub fn count<const N: usize>(self, (plural, count, values): (Plural, usize, [&str; N])) -> String {
        let tag = self.tag();
        let category = self.languages.with_value(|languages| languages.formats.plural(tag, count));
        // A newer browser may return a category that the language did not have when its texts were written.
        let forms = [category, PluralCategory::Other].map(|category| self.raw(plural.form(category)));
        let text = forms.into_iter().find(|form| !form.is_empty()).unwrap_or_default();
        let number = self.number(count);
        let values: Vec<&str> = values.into_iter().chain([number.as_str()]).collect();
        fill(text, &values)
    }

    /// Use the macro `text!` instead.
    #[must_use]
    pub fn text(self, key: Key) -> Signal<String> {
        Signal::derive(move || self.say(key))
    }

    /// The text with its placeholders.
    fn raw(self, key: Key) -> &'static str {
        self.current.get().texts.get(usize::from(key.0)).copied().unwrap_or_default()
    }

    #[must_use]
    pub fn guest_state(self, state: &GuestState) -> String {
        match state {
            GuestState::Pending => say!(self, guests.state_pending),
            GuestState::Accepted => say!(self, guests.state_accepted),
            GuestState::NoState => say!(self, guests.state_none),
            GuestState::Other(other) => other.clone(),
        }
    }

    /// How a guest was created; `None` if the directory does not say it. A word that is not known is shown as it is.
    #[must_use]
    pub fn guest_origin(self, origin: &GuestOrigin) -> Option<String> {
        Some(match origin {
            GuestOrigin::Unsaid => return None,
            GuestOrigin::EmailVerified => say!(self, guests.origin_email),
            GuestOrigin::Invitation => say!(self, guests.origin_invitation),
            GuestOrigin::LocalAccount => say!(self, guests.origin_local),
            GuestOrigin::SelfServiceSignUp => say!(self, guests.origin_sign_up),
            GuestOrigin::Other(other) => other.clone(),
        })
    }

    #[must_use]
    pub fn date_time(self, at: Moment) -> String {
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.date_time(tag, at))
    }

    #[must_use]
    pub fn date(self, at: Moment) -> String {
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.date(tag, at))
    }

    /// How long ago something was, such as "3 days ago"; the date of what is later than now.
    #[must_use]
    pub fn ago(self, at: Moment, now: Moment) -> String {
        let Some(ago) = Ago::between(at, now, || self.date(at) == self.date(now)) else {
            return self.date(at);
        };
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.ago(tag, ago))
    }

    /// A time of today, or else date and time.
    #[must_use]
    pub fn time_of_day(self, at: Moment, now: Moment) -> String {
        if self.date(at) != self.date(now) {
            return self.date_time(at);
        }
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.time(tag, at))
    }

    /// Date and time in UTC, the same in all languages.
    #[must_use]
    pub fn utc(self, at: Moment) -> String {
        self.languages.with_value(|languages| languages.formats.utc(at))
    }

    #[must_use]
    pub fn number(self, number: usize) -> String {
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.number(tag, number))
    }

    /// A function that converts a text of any script to lower case.
    #[must_use]
    pub fn fold(self) -> Fold {
        self.languages.with_value(|languages| languages.formats.fold())
    }

    /// A function that converts a text to lower case and takes its letters and accents apart.
    #[must_use]
    pub fn decompose(self) -> Decompose {
        self.languages.with_value(|languages| languages.formats.decompose())
    }

    /// The name of a language, with its name in the language itself behind it.
    #[must_use]
    pub fn language_with_own_name(self, of: &str) -> String {
        let name = self.language_name(of);
        let own = self.languages.with_value(|languages| languages.formats.language_name(of, of));
        if own.to_lowercase() == name.to_lowercase() { name } else { format!("{name} ({own})") }
    }

    /// Which of two names comes first in a list in the person's language.
    #[must_use]
    pub fn compare(self, one: &str, other: &str) -> Ordering {
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.compare(tag, one, other))
    }

    /// The order of texts in the person's language.
    #[must_use]
    pub fn collation(self) -> Collation {
        let lang = self.tag();
        let formats = self.languages.with_value(|languages| Rc::clone(&languages.formats));
        Collation { lang, places: Rc::new(move |letters| formats.places(lang, letters)) }
    }

    #[must_use]
    pub fn language_name(self, of: &str) -> String {
        let tag = self.tag();
        self.languages.with_value(|languages| languages.formats.language_name(tag, of))
    }
}

#[must_use]
pub fn expect_words() -> Words {
    expect_context::<Words>()
}

/// The interface's language for a BCP 47 tag: `fr` for `fr-CA`.
fn language_of(tag: &str) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next()?;
    LANGUAGES.into_iter().map(|(tag, _)| tag).find(|tag| tag.eq_ignore_ascii_case(language))
}

/// The number of a text's key is the number of its line. The memory is never freed, because each language is loaded
/// only once and used as long as the page exists.
fn split(text: &'static str) -> &'static [&'static str] {
    text.split('\n').collect::<Vec<_>>().leak()
}

/// Replaces placeholders by values. `locales/texts.rs` writes placeholder number n as the control character n.
fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::new();
    for letter in text.chars() {
        match (letter as usize).checked_sub(1).and_then(|place| values.get(place)) {
            Some(value) => filled.push_str(value),
            None => filled.push(letter),
        }
    }
    filled
}

#[cfg(test)]
mod tests;
