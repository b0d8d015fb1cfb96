//! Parser and evaluation of `$search`: quoted `"property:text"` terms, joined by `AND` and `OR`.
//!
//! The quotes are part of the value. [documented] search-query-parameter.md: `displayName` and `description` are cut into
//! words, and each searched word is the beginning of one of them; of all other properties the whole text begins with the
//! searched one. Nesting and length are limited as for filters.

use winnow::ascii::{multispace0, multispace1};
use winnow::combinator::{alt, delimited, opt, peek, separated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::{any, literal};

use super::QueryError;
use super::entity::{Entity, Field, Property};
use super::predicate::starts;

/// The properties that are cut into words [documented].
const CUT: &[&str] = &["displayName", "description"];
const MAX_DEPTH: u8 = 16;
const MAX_LENGTH: usize = 4_096;

/// A search bound to the properties of a type.
pub(crate) enum Search<E: Entity> {
    And(Vec<Search<E>>),
    Or(Vec<Search<E>>),
    /// Each of these words (in lower case) is a prefix of a word of the property.
    Words(&'static Property<E>, Vec<String>),
    /// The property, or one of its values, begins with this text (in lower case).
    Begins(&'static Property<E>, String),
}

/// Parses a whole search.
pub(crate) fn read<E: Entity>(text: &str) -> Result<Search<E>, QueryError> {
    let bad = || QueryError::Search { text: text.chars().take(80).collect() };
    if text.len() > MAX_LENGTH {
        return Err(bad());
    }
    let mut rest = text;
    let term = (|input: &mut &str| one_of::<E>(input, MAX_DEPTH)).parse_next(&mut rest).map_err(|_| bad())?;
    if rest.trim().is_empty() { term } else { Err(bad()) }
}

type Read<T> = Result<T, ErrMode<ContextError>>;
/// A parsed term, or an error for a property that cannot be searched.
type Bound<E> = Result<Search<E>, QueryError>;

fn one_of<E: Entity>(input: &mut &str, depth: u8) -> Read<Bound<E>> {
    let terms: Vec<Bound<E>> =
        separated(1.., |input: &mut &str| all_of(input, depth), word("OR")).parse_next(input)?;
    Ok(joined(terms, Search::Or))
}

fn all_of<E: Entity>(input: &mut &str, depth: u8) -> Read<Bound<E>> {
    let terms: Vec<Bound<E>> =
        separated(1.., |input: &mut &str| term(input, depth), word("AND")).parse_next(input)?;
    Ok(joined(terms, Search::And))
}

fn joined<E: Entity>(terms: Vec<Bound<E>>, join: fn(Vec<Search<E>>) -> Search<E>) -> Bound<E> {
    let mut terms = terms.into_iter().collect::<Result<Vec<_>, _>>()?;
    match (terms.len(), terms.pop()) {
        (1, Some(only)) => Ok(only),
        (_, last) => Ok(join(terms.into_iter().chain(last).collect())),
    }
}

/// `AND` and `OR` are in upper case [documented].
fn word<'a>(keyword: &'static str) -> impl Parser<&'a str, (), ErrMode<ContextError>> {
    (multispace1, literal(keyword), peek(alt((multispace1, literal("("))))).void()
}

fn term<E: Entity>(input: &mut &str, depth: u8) -> Read<Bound<E>> {
    let Some(depth) = depth.checked_sub(1) else { return Err(ErrMode::Cut(ContextError::new())) };
    multispace0.parse_next(input)?;
    if opt(literal("(")).parse_next(input)?.is_some() {
        return delimited(multispace0, |input: &mut &str| one_of(input, depth), (multispace0, literal(")")))
            .parse_next(input);
    }
    literal("\"").parse_next(input)?;
    let text = quoted(input)?;
    Ok(bind(&text))
}

/// The rest of a term after the opening quote. A backslash escapes the next character.
fn quoted(input: &mut &str) -> Read<String> {
    let mut text = String::new();
    loop {
        match any.parse_next(input)? {
            '"' => return Ok(text),
            '\\' => text.push(any.parse_next(input)?),
            letter => text.push(letter),
        }
    }
}

/// Directory objects can be searched by named properties only, by those of type String that can be filtered
/// [documented].
fn bind<E: Entity>(text: &str) -> Bound<E> {
    let unknown = |name: &str| QueryError::NotSearchable { name: name.to_owned(), resource: E::RESOURCE };
    let (name, text) = text.split_once(':').ok_or_else(|| unknown(text))?;
    let name = name.trim();
    let property = E::property(name).filter(|property| E::SEARCHABLE && property.is_filtered_text());
    let property = property.ok_or_else(|| unknown(name))?;
    let (words, whole) = (words(text), text.trim().to_lowercase());
    if whole.is_empty() || (CUT.contains(&property.name) && words.is_empty()) {
        Err(QueryError::Search { text: text.to_owned() })
    } else if CUT.contains(&property.name) {
        Ok(Search::Words(property, words.into_iter().map(str::to_lowercase).collect()))
    } else {
        Ok(Search::Begins(property, whole))
    }
}

/// The words of a text: `hello`, `world` and `123` in `HelloWorld123`. Symbols are left out.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, letter) in text.char_indices() {
        if before.is_some_and(|before| is_cut(before, letter)) {
            found.extend(text.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    found.extend(text.get(start..));
    found.retain(|word| word.starts_with(char::is_alphanumeric));
    found
}

/// Whether a new word begins between these letters: at symbols, between letters and digits, and at a capital letter
/// behind a small one [documented].
fn is_cut(before: char, letter: char) -> bool {
    before.is_alphanumeric() != letter.is_alphanumeric()
        || before.is_numeric() != letter.is_numeric()
        || (before.is_lowercase() && letter.is_uppercase())
}

impl<E: Entity> Search<E> {
    pub(crate) fn finds(&self, entity: &E) -> bool {
        match self {
            Self::And(terms) => terms.iter().all(|term| term.finds(entity)),
            Self::Or(terms) => terms.iter().any(|term| term.finds(entity)),
            Self::Words(property, wanted) => {
                let field = (property.get)(entity);
                wanted.iter().all(|word| any_text(&field, |text| has_word(text, word)))
            }
            Self::Begins(property, wanted) => any_text(&(property.get)(entity), |text| starts(text, wanted)),
        }
    }
}

/// Whether the text, or one of the texts, passes.
fn any_text(field: &Field<'_>, passes: impl Fn(&str) -> bool) -> bool {
    match field {
        Field::String(text) => passes(text),
        Field::Strings(texts) => texts.iter().any(|text| passes(text)),
        Field::Null
        | Field::Boolean(_)
        | Field::DateTime(_)
        | Field::Number(_)
        | Field::Words(_)
        | Field::Objects(_)
        | Field::Json(_) => false,
    }
}

/// Whether a word of the text begins with this one. What stands between spaces is one word too, without its symbols:
/// `helloworld` finds `hello-world` [documented].
fn has_word(text: &str, word: &str) -> bool {
    let joined = |between: &str| {
        let mut letters =
            between.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
        word.chars().all(|letter| letters.next() == Some(letter))
    };
    words(text).into_iter().any(|found| starts(found, word)) || text.split_whitespace().any(joined)
}

#[cfg(test)]
mod tests;
