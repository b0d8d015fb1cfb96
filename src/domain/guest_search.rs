//! What a person types to search the guest list, taken apart: words in any order, phrases in quotes, and limits such as
//! `domain:fabrikam.com`, `company:"Fabrikam Ltd"`, `state:pending` and `older:14`.
//!
//! Nothing that is typed is an error: what is no limit is a word. Must not know the guests.

use std::ops::Range;

use super::search_form::{Decompose, search_form};

/// One condition of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A part of the name, the address or the company, in the form in which texts are searched.
    Text(String),
    /// A part of what is behind the `@` of the address.
    Domain(String),
    /// A part of the name of the company.
    Company(String),
    State(SearchedState),
    /// An invitation that has been pending for more than so many days.
    OlderThan(u32),
}

/// A word behind `state:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchedState {
    Pending,
    Accepted,
    NoState,
    /// A state that this portal does not know.
    Other,
    Blocked,
}

/// A condition, and where it stands in the typed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub condition: Condition,
    /// In bytes.
    pub place: Range<usize>,
}

impl Term {
    /// Whether it is a limit and no plain text.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        !matches!(self.condition, Condition::Text(_))
    }
}

/// A search: a guest is found if all conditions hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestSearch {
    pub terms: Vec<Term>,
}

impl GuestSearch {
    /// Takes a typed text apart.
    #[must_use]
    pub fn read(typed: &str, decompose: Decompose) -> Self {
        let terms = pieces(typed).into_iter().filter_map(|place| {
            let piece = typed.get(place.clone())?;
            Some(Term { condition: condition(piece, decompose)?, place })
        });
        Self { terms: terms.collect() }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.terms.iter().map(|term| &term.condition)
    }

    /// Whether every guest that this search finds is found by `earlier` too, so that only those have to be looked at. `false` if
    /// that is not certain.
    #[must_use]
    pub fn narrows(&self, earlier: &Self) -> bool {
        earlier.conditions().all(|known| self.conditions().any(|new| new.implies(known)))
    }
}

impl Condition {
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(new) | Self::Domain(new) | Self::Company(new), Self::Text(old))
            | (Self::Domain(new), Self::Domain(old))
            | (Self::Company(new), Self::Company(old)) => new.contains(old.as_str()),
            (Self::OlderThan(new), Self::OlderThan(old)) => new >= old,
            (new, old) => new == old,
        }
    }
}

/// Something that looks like a limit and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread<'a> {
    /// No limit begins with this word.
    Key(&'a str),
    /// What stands behind `state:`.
    State(&'a str),
    /// What stands behind `older:` is no number.
    Older,
}

impl Misread<'_> {
    /// The first one in a typed text. It was searched for as a text.
    #[must_use]
    pub fn first<'a>(typed: &'a str, search: &GuestSearch) -> Option<Misread<'a>> {
        let texts = search.terms.iter().filter(|term| !term.is_limit());
        texts.filter_map(|term| typed.get(term.place.clone())?.split_once(':')).find_map(|(key, value)| {
            match key.to_ascii_lowercase().as_str() {
                "state" => Some(Misread::State(value)),
                "older" => Some(Misread::Older),
                _ if key.is_empty() || !key.chars().all(char::is_alphabetic) => None,
                _ => Some(Misread::Key(key)),
            }
        })
    }
}

/// The text without the piece at `place`, and without the blanks that it leaves.
#[must_use]
pub fn without(typed: &str, place: &Range<usize>) -> String {
    let before = typed.get(..place.start).unwrap_or_default().trim_end();
    let behind = typed.get(place.end..).unwrap_or_default().trim_start();
    let blank = if before.is_empty() || behind.is_empty() { "" } else { " " };
    format!("{before}{blank}{behind}")
}

/// The pieces between white space that is not in quotes. A quote that is not closed ends with the text.
fn pieces(typed: &str) -> Vec<Range<usize>> {
    let (mut pieces, mut begin, mut quoted) = (Vec::new(), None, false);
    for (at, c) in typed.char_indices() {
        if c == '"' {
            quoted = !quoted;
        }
        if c.is_whitespace() && !quoted {
            pieces.extend(begin.take().map(|begin| begin..at));
        } else {
            begin.get_or_insert(at);
        }
    }
    pieces.extend(begin.map(|begin| begin..typed.len()));
    pieces
}

/// `None` for a limit whose value is not typed yet.
fn condition(piece: &str, decompose: Decompose) -> Option<Condition> {
    let form = |text: &str| {
        let form = search_form(&text.replace('"', ""), decompose);
        (!form.trim().is_empty()).then_some(form)
    };
    if let Some((key, value)) = piece.split_once(':').filter(|(key, _)| !key.contains('"')) {
        let value = form(value);
        let typed = value.as_deref().unwrap_or_default().trim();
        match key.to_ascii_lowercase().as_str() {
            "domain" => {
                return value.map(|domain| Condition::Domain(domain.trim_start_matches('@').to_owned()));
            }
            "company" => return value.map(Condition::Company),
            "state" if typed.is_empty() => return None,
            "state" => {
                if let Some(state) = state(typed) {
                    return Some(Condition::State(state));
                }
            }
            "older" if typed.is_empty() => return None,
            "older" => {
                if let Ok(days) = typed.parse() {
                    return Some(Condition::OlderThan(days));
                }
            }
            _ => {}
        }
    }
    form(piece).map(Condition::Text)
}

fn state(word: &str) -> Option<SearchedState> {
    Some(match word {
        "pending" => SearchedState::Pending,
        "accepted" => SearchedState::Accepted,
        "none" => SearchedState::NoState,
        "other" => SearchedState::Other,
        "blocked" => SearchedState::Blocked,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
