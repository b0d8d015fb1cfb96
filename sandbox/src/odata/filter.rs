//! Parser of `$filter`. Nesting and length are limited, so hostile input is cheap.
//!
//! Knows OData's grammar as far as Graph uses it. Must not know which properties exist.

use jiff::Timestamp;
use winnow::ascii::{Caseless, multispace0, multispace1};
use winnow::combinator::{alt, opt, peek, preceded, repeat, separated, terminated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::{any, literal, one_of, take_while};

use super::QueryError;

/// The limit for nested parentheses, `not` and lambdas; portals need two or three levels.
const MAX_DEPTH: u8 = 24;
const MAX_LENGTH: usize = 16_384;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    StartsWith,
    EndsWith,
    Contains,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Boolean(bool),
    String(String),
    DateTime(Timestamp),
    Number(i64),
}

/// A parsed filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Clause {
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Not(Box<Clause>),
    Compare { path: String, operator: Operator, value: Literal },
    In { path: String, values: Vec<Literal> },
    Call { function: Function, path: String, value: Literal },
    Any { collection: String, variable: String, inner: Box<Clause> },
}

/// Parses a whole filter.
pub(crate) fn read(text: &str) -> Result<Clause, QueryError> {
    if text.len() > MAX_LENGTH {
        return Err(QueryError::Syntax { at: MAX_LENGTH, text: "…".into() });
    }
    let mut rest = text;
    let clause = (|input: &mut &str| alternatives(input, MAX_DEPTH)).parse_next(&mut rest);
    let tail = rest.trim_start();
    match clause {
        Ok(clause) if tail.is_empty() => Ok(clause),
        Ok(_) | Err(_) => Err(QueryError::Syntax { at: text.len() - tail.len(), text: text.to_owned() }),
    }
}

type Read<T> = Result<T, ErrMode<ContextError>>;

fn fail<T>() -> Read<T> {
    Err(ErrMode::Cut(ContextError::new()))
}

fn alternatives(input: &mut &str, depth: u8) -> Read<Clause> {
    let mut clauses: Vec<Clause> =
        separated(1.., |input: &mut &str| conjunction(input, depth), word("or")).parse_next(input)?;
    Ok(if clauses.len() == 1 { clauses.remove(0) } else { Clause::Or(clauses) })
}

fn conjunction(input: &mut &str, depth: u8) -> Read<Clause> {
    let mut clauses: Vec<Clause> =
        separated(1.., |input: &mut &str| negation(input, depth), word("and")).parse_next(input)?;
    Ok(if clauses.len() == 1 { clauses.remove(0) } else { Clause::And(clauses) })
}

/// A keyword between two clauses.
fn word<'a>(keyword: &'static str) -> impl Parser<&'a str, (), ErrMode<ContextError>> {
    (multispace1, literal(Caseless(keyword)), peek(alt((multispace1, literal("("))))).void()
}

fn negation(input: &mut &str, depth: u8) -> Read<Clause> {
    let Some(depth) = depth.checked_sub(1) else { return fail() };
    multispace0.parse_next(input)?;
    let not = (literal(Caseless("not")), peek(alt((multispace1, literal("(")))), multispace0);
    if opt(not).parse_next(input)?.is_some() {
        return negation(input, depth).map(|clause| Clause::Not(Box::new(clause)));
    }
    if opt(literal("(")).parse_next(input)?.is_some() {
        return terminated(|input: &mut &str| alternatives(input, depth), (multispace0, literal(")")))
            .parse_next(input);
    }
    let path = path(input)?;
    if opt((multispace0, literal("("))).parse_next(input)?.is_some() {
        return terminated(|input: &mut &str| call(input, path, depth), (multispace0, literal(")")))
            .parse_next(input);
    }
    multispace1.parse_next(input)?;
    comparison(input, path)
}

fn name<'a>(input: &mut &'a str) -> Read<&'a str> {
    (
        one_of(|letter: char| letter.is_ascii_alphabetic() || letter == '_' || letter == '$'),
        take_while(0.., |letter: char| letter.is_ascii_alphanumeric() || letter == '_'),
    )
        .take()
        .parse_next(input)
}

fn path<'a>(input: &mut &'a str) -> Read<&'a str> {
    (name, repeat::<_, _, (), _, _>(0.., preceded("/", name))).take().parse_next(input)
}

fn comparison(input: &mut &str, path: &str) -> Read<Clause> {
    let path = path.to_owned();
    let operator = name(input)?.to_ascii_lowercase();
    if operator == "in" {
        let values = (multispace0, literal("("), list, multispace0, literal(")")).parse_next(input)?.2;
        return Ok(Clause::In { path, values });
    }
    let operator = match operator.as_str() {
        "eq" => Operator::Eq,
        "ne" => Operator::Ne,
        "gt" => Operator::Gt,
        "ge" => Operator::Ge,
        "lt" => Operator::Lt,
        "le" => Operator::Le,
        _ => return fail(),
    };
    let value = preceded(multispace1, value).parse_next(input)?;
    Ok(Clause::Compare { path, operator, value })
}

fn list(input: &mut &str) -> Read<Vec<Literal>> {
    separated(1.., preceded(multispace0, value), (multispace0, literal(","))).parse_next(input)
}

/// The content of the parentheses in `startsWith(path,'text')` or `collection/any(x:clause)`.
fn call(input: &mut &str, path: &str, depth: u8) -> Read<Clause> {
    multispace0.parse_next(input)?;
    // Microsoft's own pages write `Any` too.
    let collection = path.len().checked_sub("/any".len()).and_then(|end| path.split_at_checked(end));
    if let Some((collection, _)) = collection.filter(|(_, end)| end.eq_ignore_ascii_case("/any")) {
        let variable = terminated(name, (multispace0, literal(":"))).parse_next(input)?.to_owned();
        let inner = Box::new(alternatives(input, depth)?);
        return Ok(Clause::Any { collection: collection.to_owned(), variable, inner });
    }
    let function = match path.to_ascii_lowercase().as_str() {
        "startswith" => Function::StartsWith,
        "endswith" => Function::EndsWith,
        "contains" => Function::Contains,
        _ => return fail(),
    };
    let path = self::path(input)?.to_owned();
    let value = preceded((multispace0, literal(","), multispace0), value).parse_next(input)?;
    Ok(Clause::Call { function, path, value })
}

fn value(input: &mut &str) -> Read<Literal> {
    if opt(literal("'")).parse_next(input)?.is_some() {
        return quoted(input).map(Literal::String);
    }
    let word = take_while(1.., |letter: char| letter.is_ascii_alphanumeric() || "-:.+".contains(letter))
        .parse_next(input)?;
    match word {
        "null" => Ok(Literal::Null),
        "true" => Ok(Literal::Boolean(true)),
        "false" => Ok(Literal::Boolean(false)),
        _ => bare(word).map_or_else(fail, Ok),
    }
}

/// A number, a date (`2026-01-31T00:00:00Z`, or a day), or an id without quotes.
fn bare(word: &str) -> Option<Literal> {
    if let Ok(number) = word.parse() {
        return Some(Literal::Number(number));
    }
    let moment = word.parse().ok().or_else(|| format!("{word}T00:00:00Z").parse().ok());
    if let Some(moment) = moment {
        return Some(Literal::DateTime(moment));
    }
    uuid::Uuid::try_parse(word).ok().map(|id| Literal::String(id.to_string()))
}

/// The rest of a string after the opening quote. A quote inside is doubled.
fn quoted(input: &mut &str) -> Read<String> {
    let mut text = String::new();
    loop {
        match any.parse_next(input)? {
            '\'' if opt(literal("'")).parse_next(input)?.is_none() => return Ok(text),
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests;
