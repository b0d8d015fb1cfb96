//! Parser and evaluation of `$search`: quoted `"property:text"` terms, joined by `AND` and `OR`.
//!
//! The quotes are part of the value. A search word matches the beginning of a word [K for how text is cut into words].
//! Nesting and length are limited as for filters.

use winnow::ascii::{Caseless, multispace0, multispace1};
use winnow::combinator::{alt, delimited, opt, peek, separated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::{any, literal};

use super::QueryError;
use super::entity::{Entity, Field, Property};
use super::predicate::starts;

const MAX_DEPTH: u8 = 16;
const MAX_LENGTH: usize = 4_096;

/// A search bound to the properties of a type.
pub(crate) enum Search<E: Entity> {
    And(Vec<Search<E>>),
    Or(Vec<Search<E>>),
    /// Each of these words (in lower case) is a prefix of a word of the property.
    Words(&'static Property<E>, Vec<String>),
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
        separated(1.., |input: &mut &str| all_of(input, depth), word("or")).parse_next(input)?;
    Ok(joined(terms, Search::Or))
}

fn all_of<E: Entity>(input: &mut &str, depth: u8) -> Read<Bound<E>> {
    let terms: Vec<Bound<E>> =
        separated(1.., |input: &mut &str| term(input, depth), word("and")).parse_next(input)?;
    Ok(joined(terms, Search::And))
}

fn joined<E: Entity>(terms: Vec<Bound<E>>, join: fn(Vec<Search<E>>) -> Search<E>) -> Bound<E> {
    let mut terms = terms.into_iter().collect::<Result<Vec<_>, _>>()?;
    match (terms.len(), terms.pop()) {
        (1, Some(only)) => Ok(only),
        (_, last) => Ok(join(terms.into_iter().chain(last).collect())),
    }
}

fn word<'a>(keyword: &'static str) -> impl Parser<&'a str, (), ErrMode<ContextError>> {
    (multispace1, literal(Caseless(keyword)), peek(alt((multispace1, literal("("))))).void()
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

/// Directory objects can be searched by named properties only.
fn bind<E: Entity>(text: &str) -> Bound<E> {
    let unknown = |name: &str| QueryError::NotSearchable { name: name.to_owned(), resource: E::RESOURCE };
    let (name, text) = text.split_once(':').ok_or_else(|| unknown(text))?;
    let name = name.trim();
    let searched = E::SEARCH.iter().any(|known| known.eq_ignore_ascii_case(name));
    let property = E::property(name).filter(|_| searched).ok_or_else(|| unknown(name))?;
    let words: Vec<_> = words(text).map(str::to_lowercase).collect();
    if words.is_empty() {
        Err(QueryError::Search { text: text.to_owned() })
    } else {
        Ok(Search::Words(property, words))
    }
}

/// Words are letters and digits; all other characters separate them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl<E: Entity> Search<E> {
    pub(crate) fn finds(&self, entity: &E) -> bool {
        match self {
            Self::And(terms) => terms.iter().all(|term| term.finds(entity)),
            Self::Or(terms) => terms.iter().any(|term| term.finds(entity)),
            Self::Words(property, wanted) => {
                let field = (property.get)(entity);
                wanted.iter().all(|word| match &field {
                    Field::String(text) => begins(text, word),
                    Field::Strings(texts) => texts.iter().any(|text| begins(text, word)),
                    Field::Null
                    | Field::Boolean(_)
                    | Field::DateTime(_)
                    | Field::Objects(_)
                    | Field::Json(_) => false,
                })
            }
        }
    }
}

fn begins(text: &str, word: &str) -> bool {
    words(text).any(|found| starts(found, word))
}

#[cfg(test)]
mod tests;
