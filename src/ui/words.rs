//! Turns what the inner layers know into words, in the language that the person chose. The only place where an
//! error becomes a sentence.

mod access;
mod auth;
mod config;
mod fields;
pub mod graph;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;

use crate::app::ports::{Desk, Formats, PluralCategory};
use crate::domain::guest::GuestState;
use crate::domain::moment::Moment;
use crate::texts::{FILES, FIRST, Key, Plural};

/// The text with that key in the person's language, with its placeholders filled in; follows a change of language. A
/// plural wants the number first, `count = 3`: it chooses the form, and fills the placeholder of that name.
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

/// The text with that key as a signal, for a view. All such signals are of one type: a closure for each text would make
/// the compiler write the rendering code anew each time, at about a kilobyte a piece.
macro_rules! text {
    ($words:expr, $key:ident $(. $more:ident)*) => {
        $words.text(crate::texts::$key $(::$more)*)
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
    spoken: RwSignal<Spoken>,
    own: StoredValue<Own, LocalStorage>,
}

/// A language whose texts are here.
#[derive(Clone, Copy)]
struct Spoken {
    tag: &'static str,
    lines: &'static [&'static str],
}

struct Own {
    formats: Rc<dyn Formats>,
    wanted: Cell<&'static str>,
    /// English, and what else was spoken since the page was loaded.
    known: RefCell<Vec<Spoken>>,
}

/// The languages of the interface: tag and own name. English comes with the program, the others are fetched.
pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("fr", "Français")];

impl Words {
    /// English words, until [`speak`](Self::speak) was heard.
    #[must_use]
    pub fn new(formats: Rc<dyn Formats>) -> Self {
        let english = Spoken { tag: "en", lines: lines(FIRST) };
        let known = RefCell::new(vec![english]);
        let own = Own { formats, wanted: Cell::new(english.tag), known };
        Self { spoken: RwSignal::new(english), own: StoredValue::new_local(own) }
    }

    /// Goes on in the first of `tags` that the interface speaks. Where its texts cannot be had, the language stays as it
    /// is: better other words than none.
    pub async fn speak(self, tags: Vec<String>, desk: Rc<dyn Desk>) {
        let Some(tag) = tags.iter().find_map(|tag| language_of(tag)) else { return };
        let known = self.own.with_value(|own| {
            own.wanted.set(tag);
            own.known.borrow().iter().find(|known| known.tag == tag).copied()
        });
        let spoken = match known {
            Some(spoken) => spoken,
            None => {
                let Some(file) = FILES.iter().find(|file| file.tag == tag) else { return };
                let Some(text) = desk.load_text(file.path, file.integrity).await else { return };
                let spoken = Spoken { tag, lines: lines(text.leak()) };
                self.own.with_value(|own| own.known.borrow_mut().push(spoken));
                spoken
            }
        };
        // Another language may have been chosen while this one was on its way.
        if self.own.with_value(|own| own.wanted.get()) == tag {
            self.spoken.set(spoken);
        }
    }

    /// The language's tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.spoken.get().tag
    }

    /// A text; made by `say!`.
    #[must_use]
    pub fn say(self, key: Key) -> String {
        self.line(key).to_owned()
    }

    /// A text with its placeholders filled in; made by `say!`.
    #[must_use]
    pub fn fill<const N: usize>(self, (key, values): (Key, [&str; N])) -> String {
        fill(self.line(key), &values)
    }

    /// A plural text in the form that goes with its number, with its placeholders filled in; made by `say!`.
    #[must_use]
    pub fn count<const N: usize>(self, (plural, count, values): (Plural, usize, [&str; N])) -> String {
        let tag = self.tag();
        let category = self.own.with_value(|own| own.formats.plural(tag, count));
        // A browser may know a category that the language did not have when its texts were checked.
        let forms = [category, PluralCategory::Other].map(|category| self.line(plural.form(category)));
        let line = forms.into_iter().find(|form| !form.is_empty()).unwrap_or_default();
        let number = self.number(count);
        let values: Vec<&str> = values.into_iter().chain([number.as_str()]).collect();
        fill(line, &values)
    }

    /// A text that follows the language; made by `text!`.
    #[must_use]
    pub fn text(self, key: Key) -> Signal<String> {
        Signal::derive(move || self.say(key))
    }

    fn line(self, key: Key) -> &'static str {
        self.spoken.get().lines.get(usize::from(key.0)).copied().unwrap_or_default()
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
        self.own.with_value(|own| own.formats.date_time(tag, at))
    }

    /// A day.
    #[must_use]
    pub fn date(self, at: Moment) -> String {
        let tag = self.tag();
        self.own.with_value(|own| own.formats.date(tag, at))
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, number: usize) -> String {
        let tag = self.tag();
        self.own.with_value(|own| own.formats.number(tag, number))
    }

    /// How to make texts comparable.
    #[must_use]
    pub fn fold(self) -> fn(&str) -> String {
        self.own.with_value(|own| own.formats.fold())
    }

    /// A language's name.
    #[must_use]
    pub fn language_name(self, of: &str) -> String {
        let tag = self.tag();
        self.own.with_value(|own| own.formats.language_name(tag, of))
    }
}

/// The words of this app.
#[must_use]
pub fn expect_words() -> Words {
    expect_context::<Words>()
}

/// `fr-CA` is French.
fn language_of(tag: &str) -> Option<&'static str> {
    let language = tag.split('-').next()?;
    LANGUAGES.into_iter().map(|(tag, _)| tag).find(|tag| tag.eq_ignore_ascii_case(language))
}

/// A text's number is its line. They live as long as the page, as each language is fetched once.
fn lines(text: &'static str) -> &'static [&'static str] {
    text.split('\n').collect::<Vec<_>>().leak()
}

/// Puts values where the control characters stand that locales/texts.rs put in for placeholders.
fn fill(line: &str, values: &[&str]) -> String {
    let mut text = String::new();
    for letter in line.chars() {
        match (letter as usize).checked_sub(1).and_then(|place| values.get(place)) {
            Some(value) => text.push_str(value),
            None => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests;
