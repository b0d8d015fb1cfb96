//! A filter bound to the properties of a type: checked once against its rules, then evaluated for many objects.
//!
//! Strings are compared without case, as in the directory.

mod text;

use jiff::Timestamp;

use super::QueryError;
use super::entity::{Capability, Entity, Field, Kind, Property, Record};
use super::filter::{Clause, Function, Literal, Operator};
pub(crate) use text::starts;
use text::{StringPredicate, holds, same};

/// A checked filter.
pub(crate) enum Predicate<E: Entity> {
    And(Vec<Predicate<E>>),
    Or(Vec<Predicate<E>>),
    Not(Box<Predicate<E>>),
    Is(&'static Property<E>, Comparison),
    Null(&'static Property<E>),
    /// `any` over strings: one item satisfies one of these.
    AnyString(&'static Property<E>, Vec<StringPredicate>),
    CountIs(&'static Property<E>, usize),
    /// Matches nothing: the comparison value can be no value of the property.
    Never,
    /// `any` over objects: one of them has all these members; values in lower case.
    AnyObject(&'static Property<E>, Vec<(String, String)>),
}

/// A comparison with one value.
pub(crate) enum Comparison {
    String(StringPredicate),
    DateTime(Operator, Timestamp),
    Boolean(Operator, bool),
    Number(Operator, i64),
}

const CLAUSE: &str = "Invalid filter clause";
/// The maximum of alternatives without an advanced query [documented].
const MAX_ALTERNATIVES: usize = 15;

/// Checks a clause against the rules of `E`.
pub(crate) fn bind<E: Entity>(clause: &Clause, advanced: bool) -> Result<Predicate<E>, QueryError> {
    if !advanced {
        let alternatives = alternatives(clause);
        if alternatives > MAX_ALTERNATIVES {
            return Err(QueryError::TooManyAlternatives(alternatives));
        }
    }
    bind_in(clause, Scope { advanced, negated: false })
}

#[derive(Clone, Copy)]
struct Scope {
    advanced: bool,
    negated: bool,
}

impl Scope {
    fn allow<E: Entity>(self, property: &Property<E>, what: Capability) -> Result<(), QueryError> {
        if self.negated {
            property.allow(Capability::Not, self.advanced)?;
        }
        property.allow(what, self.advanced)
    }
}

/// The largest number of clauses joined by `or`; each value of `in` counts as one.
fn alternatives(clause: &Clause) -> usize {
    match clause {
        Clause::Or(clauses) => clauses.iter().map(alternatives).sum(),
        Clause::And(clauses) => clauses.iter().map(alternatives).max().unwrap_or(1),
        Clause::Not(inner) | Clause::Any { inner, .. } => alternatives(inner),
        Clause::In { values, .. } => values.len(),
        Clause::Compare { .. } | Clause::Call { .. } => 1,
    }
}

fn bind_in<E: Entity>(clause: &Clause, scope: Scope) -> Result<Predicate<E>, QueryError> {
    let many = |clauses: &[Clause]| {
        clauses.iter().map(|clause| bind_in(clause, scope)).collect::<Result<Vec<_>, _>>()
    };
    match clause {
        Clause::And(clauses) => many(clauses).map(Predicate::And),
        Clause::Or(clauses) => many(clauses).map(Predicate::Or),
        Clause::Not(inner) => {
            bind_in(inner, Scope { negated: true, ..scope }).map(|inner| Predicate::Not(Box::new(inner)))
        }
        Clause::Compare { path, operator, value } => compare(path, *operator, value, scope),
        Clause::In { path, values } => {
            let property = property::<E>(path)?;
            scope.allow(property, Capability::In)?;
            if values.contains(&Literal::Null) {
                scope.allow(property, Capability::Null)?;
            }
            let one = |value| literal(property, Operator::Eq, value);
            values.iter().map(one).collect::<Result<_, _>>().map(Predicate::Or)
        }
        Clause::Call { function, path, value } => {
            let property = property::<E>(path)?;
            scope.allow(property, function_use(*function)?)?;
            if property.kind != Kind::String {
                return Err(property.unsupported());
            }
            let wanted = text_function(*function, property, value)?;
            Ok(if is_possible(property, value) {
                Predicate::Is(property, Comparison::String(wanted))
            } else {
                Predicate::Never
            })
        }
        Clause::Any { collection, variable, inner } => any(collection, variable, inner, scope),
    }
}

fn property<E: Entity>(path: &str) -> Result<&'static Property<E>, QueryError> {
    E::property(path).ok_or_else(|| QueryError::UnknownProperty {
        name: path.to_owned(),
        clause: CLAUSE,
        kind: E::TYPE,
    })
}

/// No property of the directory supports `contains`.
fn function_use(function: Function) -> Result<Capability, QueryError> {
    match function {
        Function::StartsWith => Ok(Capability::StartsWith),
        Function::EndsWith => Ok(Capability::EndsWith),
        Function::Contains => Err(QueryError::Operator("Contains")),
    }
}

/// Whether the property can have this value, or one that begins or ends with it: see `Property::lower_case`.
fn is_possible<E: Entity>(property: &Property<E>, value: &Literal) -> bool {
    let Literal::String(text) = value else { return true };
    !property.lower_case || text.to_lowercase() == *text
}

fn text_equal<E: Entity>(property: &Property<E>, value: &Literal) -> Result<StringPredicate, QueryError> {
    let Literal::String(text) = value else { return Err(QueryError::WrongType { name: property.name }) };
    Ok(StringPredicate::Compare(Operator::Eq, text.to_lowercase()))
}

fn text_function<E: Entity>(
    function: Function,
    property: &Property<E>,
    value: &Literal,
) -> Result<StringPredicate, QueryError> {
    let Literal::String(text) = value else { return Err(QueryError::WrongType { name: property.name }) };
    Ok(match function {
        Function::StartsWith => StringPredicate::StartsWith(text.to_lowercase()),
        Function::EndsWith | Function::Contains => StringPredicate::EndsWith(text.to_lowercase()),
    })
}

fn operator_use(operator: Operator) -> Option<Capability> {
    match operator {
        Operator::Eq => Some(Capability::Eq),
        Operator::Ne => Some(Capability::Ne),
        Operator::Ge => Some(Capability::Ge),
        Operator::Le => Some(Capability::Le),
        Operator::Gt | Operator::Lt => None,
    }
}

fn compare<E: Entity>(
    path: &str,
    operator: Operator,
    value: &Literal,
    scope: Scope,
) -> Result<Predicate<E>, QueryError> {
    if let Some(collection) = path.strip_suffix("/$count") {
        let property = property::<E>(collection)?;
        scope.allow(property, Capability::Count)?;
        let Literal::Number(number) = value else {
            return Err(QueryError::WrongType { name: property.name });
        };
        let count = Predicate::CountIs(property, usize::try_from(*number).unwrap_or(usize::MAX));
        return match operator {
            Operator::Eq => Ok(count),
            Operator::Ne => Ok(Predicate::Not(Box::new(count))),
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => Err(property.unsupported()),
        };
    }
    let property = property::<E>(path)?;
    if matches!(property.kind, Kind::Strings | Kind::Words | Kind::Objects | Kind::Opaque) {
        return Err(property.unsupported());
    }
    scope.allow(property, operator_use(operator).ok_or_else(|| property.unsupported())?)?;
    if *value == Literal::Null {
        scope.allow(property, Capability::Null)?;
    }
    literal(property, operator, value)
}

fn literal<E: Entity>(
    property: &'static Property<E>,
    operator: Operator,
    value: &Literal,
) -> Result<Predicate<E>, QueryError> {
    let is = |wanted| Ok(Predicate::Is(property, wanted));
    if !is_possible(property, value) {
        return Ok(Predicate::Never);
    }
    match (value, property.kind) {
        (Literal::Null, _) if operator == Operator::Eq => Ok(Predicate::Null(property)),
        (Literal::Null, _) if operator == Operator::Ne => {
            Ok(Predicate::Not(Box::new(Predicate::Null(property))))
        }
        (Literal::String(text), Kind::String) => {
            is(Comparison::String(StringPredicate::Compare(operator, text.to_lowercase())))
        }
        (Literal::DateTime(at), Kind::DateTime) => is(Comparison::DateTime(operator, *at)),
        (Literal::Number(number), Kind::Number) => is(Comparison::Number(operator, *number)),
        (Literal::Boolean(flag), Kind::Boolean) => is(Comparison::Boolean(operator, *flag)),
        _ => Err(QueryError::WrongType { name: property.name }),
    }
}

fn any<E: Entity>(
    collection: &str,
    variable: &str,
    inner: &Clause,
    scope: Scope,
) -> Result<Predicate<E>, QueryError> {
    let property = property::<E>(collection)?;
    scope.allow(property, Capability::Any)?;
    match property.kind {
        Kind::Strings | Kind::Words => {
            let clauses = if let Clause::Or(clauses) = inner {
                clauses.as_slice()
            } else {
                std::slice::from_ref(inner)
            };
            let predicates = clauses.iter().map(|clause| item_predicates(property, variable, clause, scope));
            let predicates = predicates.collect::<Result<Vec<_>, _>>()?;
            Ok(Predicate::AnyString(property, predicates.into_iter().flatten().collect()))
        }
        Kind::Objects => {
            let members = members(variable, inner).ok_or_else(|| property.unsupported())?;
            let compared = |needed: &&str| members.iter().any(|(name, _)| name.eq_ignore_ascii_case(needed));
            if property.needed.iter().all(compared) {
                Ok(Predicate::AnyObject(property, members))
            } else {
                Err(QueryError::MembersNeeded { name: property.name })
            }
        }
        Kind::String | Kind::DateTime | Kind::Boolean | Kind::Number | Kind::Opaque => {
            Err(property.unsupported())
        }
    }
}

/// Predicates for an item of a collection of strings, of which one must match.
fn item_predicates<E: Entity>(
    property: &Property<E>,
    variable: &str,
    clause: &Clause,
    scope: Scope,
) -> Result<Vec<StringPredicate>, QueryError> {
    match clause {
        Clause::Compare { path, operator, value: Literal::String(text) } if path == variable => {
            scope.allow(property, operator_use(*operator).ok_or_else(|| property.unsupported())?)?;
            Ok(vec![StringPredicate::Compare(*operator, text.to_lowercase())])
        }
        Clause::In { path, values } if path == variable => {
            scope.allow(property, Capability::In)?;
            values.iter().map(|value| text_equal(property, value)).collect()
        }
        Clause::Call { function, path, value } if path == variable => {
            scope.allow(property, function_use(*function)?)?;
            text_function(*function, property, value).map(|wanted| vec![wanted])
        }
        Clause::Compare { .. }
        | Clause::Call { .. }
        | Clause::And(_)
        | Clause::Or(_)
        | Clause::Not(_)
        | Clause::In { .. }
        | Clause::Any { .. } => Err(property.unsupported()),
    }
}

/// Reads `c/issuerAssignedId eq '…' and c/issuer eq '…'`, in any order. Returns member names and values in lower case.
fn members(variable: &str, inner: &Clause) -> Option<Vec<(String, String)>> {
    let clauses =
        if let Clause::And(clauses) = inner { clauses.as_slice() } else { std::slice::from_ref(inner) };
    let member = |clause: &Clause| {
        let Clause::Compare { path, operator: Operator::Eq, value: Literal::String(text) } = clause else {
            return None;
        };
        let name = path.strip_prefix(variable)?.strip_prefix('/')?;
        Some((name.to_lowercase(), text.to_lowercase()))
    };
    clauses.iter().map(member).collect()
}

impl<E: Entity> Predicate<E> {
    /// Whether the object matches.
    pub(crate) fn passes(&self, entity: &E) -> bool {
        match self {
            Self::And(predicates) => predicates.iter().all(|predicate| predicate.passes(entity)),
            Self::Or(predicates) => predicates.iter().any(|predicate| predicate.passes(entity)),
            Self::Not(predicate) => !predicate.passes(entity),
            Self::Never => false,
            Self::Is(property, wanted) => wanted.passes(&(property.get)(entity), E::FRACTIONS),
            Self::Null(property) => (property.get)(entity).is_null(),
            Self::AnyString(property, predicates) => {
                let passes = |item: &str| predicates.iter().any(|predicate| predicate.passes(item));
                any_item(&(property.get)(entity), passes)
            }
            Self::CountIs(property, count) => match (property.get)(entity) {
                Field::Strings(texts) => texts.len() == *count,
                Field::Words(words) => words.len() == *count,
                Field::Objects(records) => records.len() == *count,
                Field::Null
                | Field::Boolean(_)
                | Field::String(_)
                | Field::DateTime(_)
                | Field::Number(_)
                | Field::Json(_) => *count == 0,
            },
            Self::AnyObject(property, members) => {
                let Field::Objects(records) = (property.get)(entity) else { return false };
                records.iter().any(|record| members.iter().all(|member| has(record, member)))
            }
        }
    }
}

fn any_item(field: &Field<'_>, passes: impl Fn(&str) -> bool) -> bool {
    if let Field::Words(words) = field {
        words.iter().any(|word| passes(word))
    } else if let Field::Strings(texts) = field {
        texts.iter().any(|text| passes(text))
    } else {
        false
    }
}

fn has(record: &Record<'_>, (name, wanted): &(String, String)) -> bool {
    record.iter().any(|(known, text)| known.eq_ignore_ascii_case(name) && same(text, wanted))
}

impl Comparison {
    /// Null is unequal to everything, and neither less nor greater than anything.
    /// Times are compared as responses show them: see `Entity::FRACTIONS`.
    fn passes(&self, field: &Field<'_>, fractions: bool) -> bool {
        match (self, field) {
            (Self::String(predicate), Field::String(text)) => predicate.passes(text),
            (Self::DateTime(operator, at), Field::DateTime(found)) => {
                let shown = if fractions {
                    ticks(*found).cmp(&ticks(*at))
                } else {
                    found.as_second().cmp(&at.as_second())
                };
                holds(*operator, shown)
            }
            (Self::Boolean(operator, flag), Field::Boolean(found)) => holds(*operator, found.cmp(flag)),
            (Self::Number(operator, number), Field::Number(found)) => holds(*operator, found.cmp(number)),
            (Self::String(StringPredicate::Compare(operator, _)), _)
            | (Self::DateTime(operator, _) | Self::Boolean(operator, _) | Self::Number(operator, _), _) => {
                *operator == Operator::Ne
            }
            (Self::String(StringPredicate::StartsWith(_) | StringPredicate::EndsWith(_)), _) => false,
        }
    }
}

/// Units of 100 ns, which is what seven decimals of a second show.
pub(crate) fn ticks(at: Timestamp) -> i128 {
    at.as_nanosecond() / 100
}
