//! A filter bound to the properties of a kind of object: checked against its rules once, then asked of many objects.
//!
//! Text is compared without regard to case, as the directory does.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::Problem;
use super::entity::{Entity, Field, Kind, Property, Record, Use};
use super::filter::{Clause, Function, Literal, Operator};

/// A filter that may be asked.
pub(crate) enum Predicate<E: Entity> {
    All(Vec<Predicate<E>>),
    One(Vec<Predicate<E>>),
    Not(Box<Predicate<E>>),
    Is(&'static Property<E>, Wanted),
    Null(&'static Property<E>),
    /// `any` over texts: one item passes one of these.
    AnyText(&'static Property<E>, Vec<TextPredicate>),
    CountIs(&'static Property<E>, usize),
    /// `any` over objects: one of them has all these members, in lower case.
    AnyRecord(&'static Property<E>, Vec<(String, String)>),
}

/// A comparison with one value.
pub(crate) enum Wanted {
    Text(TextPredicate),
    Moment(Operator, Timestamp),
    Flag(Operator, bool),
}

/// A comparison with a text already in lower case.
pub(crate) enum TextPredicate {
    Compare(Operator, String),
    StartsWith(String),
    EndsWith(String),
}

const CLAUSE: &str = "Invalid filter clause";
/// Alternatives that a filter may have by default; documented.
const MAX_ALTERNATIVES: usize = 15;

/// Checks a clause against the rules of `E`.
pub(crate) fn bind<E: Entity>(clause: &Clause, advanced: bool) -> Result<Predicate<E>, Problem> {
    if !advanced {
        let alternatives = alternatives(clause);
        if alternatives > MAX_ALTERNATIVES {
            return Err(Problem::TooManyAlternatives(alternatives));
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
    fn allow<E: Entity>(self, property: &Property<E>, what: Use) -> Result<(), Problem> {
        if self.negated {
            property.allow(Use::Not, self.advanced)?;
        }
        property.allow(what, self.advanced)
    }
}

/// The largest number of clauses joined by one `or`, a value of `in` counting as a clause.
fn alternatives(clause: &Clause) -> usize {
    match clause {
        Clause::Or(clauses) => clauses.iter().map(alternatives).sum(),
        Clause::And(clauses) => clauses.iter().map(alternatives).max().unwrap_or(1),
        Clause::Not(inner) | Clause::Any { inner, .. } => alternatives(inner),
        Clause::In { values, .. } => values.len(),
        Clause::Compare { .. } | Clause::Call { .. } => 1,
    }
}

fn bind_in<E: Entity>(clause: &Clause, scope: Scope) -> Result<Predicate<E>, Problem> {
    let many = |clauses: &[Clause]| {
        clauses.iter().map(|clause| bind_in(clause, scope)).collect::<Result<Vec<_>, _>>()
    };
    match clause {
        Clause::And(clauses) => many(clauses).map(Predicate::All),
        Clause::Or(clauses) => many(clauses).map(Predicate::One),
        Clause::Not(inner) => {
            bind_in(inner, Scope { negated: true, ..scope }).map(|inner| Predicate::Not(Box::new(inner)))
        }
        Clause::Compare { path, operator, value } => compare(path, *operator, value, scope),
        Clause::In { path, values } => {
            let property = property::<E>(path)?;
            scope.allow(property, Use::In)?;
            let one = |value| literal(property, Operator::Eq, value);
            values.iter().map(one).collect::<Result<_, _>>().map(Predicate::One)
        }
        Clause::Call { function, path, value } => {
            let property = property::<E>(path)?;
            scope.allow(property, function_use(*function).ok_or_else(|| property.unsupported())?)?;
            if property.kind != Kind::Text {
                return Err(property.unsupported());
            }
            Ok(Predicate::Is(property, Wanted::Text(text_function(*function, property, value)?)))
        }
        Clause::Any { collection, variable, inner } => any(collection, variable, inner, scope),
    }
}

fn property<E: Entity>(path: &str) -> Result<&'static Property<E>, Problem> {
    E::property(path).ok_or_else(|| Problem::UnknownProperty {
        name: path.to_owned(),
        clause: CLAUSE,
        kind: E::TYPE,
    })
}

/// No property of the directory takes `contains`.
fn function_use(function: Function) -> Option<Use> {
    match function {
        Function::StartsWith => Some(Use::StartsWith),
        Function::EndsWith => Some(Use::EndsWith),
        Function::Contains => None,
    }
}

fn text_function<E: Entity>(
    function: Function,
    property: &Property<E>,
    value: &Literal,
) -> Result<TextPredicate, Problem> {
    let Literal::Text(text) = value else { return Err(Problem::WrongType { name: property.name }) };
    Ok(match function {
        Function::StartsWith => TextPredicate::StartsWith(text.to_lowercase()),
        Function::EndsWith | Function::Contains => TextPredicate::EndsWith(text.to_lowercase()),
    })
}

fn operator_use(operator: Operator) -> Option<Use> {
    match operator {
        Operator::Eq => Some(Use::Eq),
        Operator::Ne => Some(Use::Ne),
        Operator::Ge => Some(Use::Ge),
        Operator::Le => Some(Use::Le),
        Operator::Gt | Operator::Lt => None,
    }
}

fn compare<E: Entity>(
    path: &str,
    operator: Operator,
    value: &Literal,
    scope: Scope,
) -> Result<Predicate<E>, Problem> {
    if let Some(collection) = path.strip_suffix("/$count") {
        let property = property::<E>(collection)?;
        scope.allow(property, Use::Count)?;
        let Literal::Number(number) = value else { return Err(Problem::WrongType { name: property.name }) };
        let count = Predicate::CountIs(property, usize::try_from(*number).unwrap_or(usize::MAX));
        return match operator {
            Operator::Eq => Ok(count),
            Operator::Ne => Ok(Predicate::Not(Box::new(count))),
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => Err(property.unsupported()),
        };
    }
    let property = property::<E>(path)?;
    if matches!(property.kind, Kind::Texts | Kind::Records | Kind::Opaque) {
        return Err(property.unsupported());
    }
    scope.allow(property, operator_use(operator).ok_or_else(|| property.unsupported())?)?;
    if *value == Literal::Null {
        scope.allow(property, Use::Null)?;
    }
    literal(property, operator, value)
}

fn literal<E: Entity>(
    property: &'static Property<E>,
    operator: Operator,
    value: &Literal,
) -> Result<Predicate<E>, Problem> {
    let is = |wanted| Ok(Predicate::Is(property, wanted));
    match (value, property.kind) {
        (Literal::Null, _) if operator == Operator::Eq => Ok(Predicate::Null(property)),
        (Literal::Null, _) if operator == Operator::Ne => {
            Ok(Predicate::Not(Box::new(Predicate::Null(property))))
        }
        (Literal::Text(text), Kind::Text) => {
            is(Wanted::Text(TextPredicate::Compare(operator, text.to_lowercase())))
        }
        (Literal::Moment(at), Kind::Moment) => is(Wanted::Moment(operator, *at)),
        (Literal::Flag(flag), Kind::Flag) => is(Wanted::Flag(operator, *flag)),
        _ => Err(Problem::WrongType { name: property.name }),
    }
}

fn any<E: Entity>(
    collection: &str,
    variable: &str,
    inner: &Clause,
    scope: Scope,
) -> Result<Predicate<E>, Problem> {
    let property = property::<E>(collection)?;
    scope.allow(property, Use::Any)?;
    match property.kind {
        Kind::Texts => {
            let clauses = if let Clause::Or(clauses) = inner {
                clauses.as_slice()
            } else {
                std::slice::from_ref(inner)
            };
            let predicates = clauses.iter().map(|clause| item_predicate(property, variable, clause, scope));
            predicates.collect::<Result<_, _>>().map(|predicates| Predicate::AnyText(property, predicates))
        }
        Kind::Records => members(variable, inner)
            .map(|members| Predicate::AnyRecord(property, members))
            .ok_or_else(|| property.unsupported()),
        Kind::Text | Kind::Moment | Kind::Flag | Kind::Opaque => Err(property.unsupported()),
    }
}

/// A predicate on one item of a collection of texts.
fn item_predicate<E: Entity>(
    property: &Property<E>,
    variable: &str,
    clause: &Clause,
    scope: Scope,
) -> Result<TextPredicate, Problem> {
    match clause {
        Clause::Compare { path, operator: Operator::Eq, value: Literal::Text(text) } if path == variable => {
            scope.allow(property, Use::Eq)?;
            Ok(TextPredicate::Compare(Operator::Eq, text.to_lowercase()))
        }
        Clause::Call { function, path, value } if path == variable => {
            scope.allow(property, function_use(*function).ok_or_else(|| property.unsupported())?)?;
            text_function(*function, property, value)
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

/// `c/issuerAssignedId eq '…' and c/issuer eq '…'`, in any order: member and wanted text, in lower case.
fn members(variable: &str, inner: &Clause) -> Option<Vec<(String, String)>> {
    let clauses =
        if let Clause::And(clauses) = inner { clauses.as_slice() } else { std::slice::from_ref(inner) };
    let member = |clause: &Clause| {
        let Clause::Compare { path, operator: Operator::Eq, value: Literal::Text(text) } = clause else {
            return None;
        };
        let name = path.strip_prefix(variable)?.strip_prefix('/')?;
        Some((name.to_lowercase(), text.to_lowercase()))
    };
    clauses.iter().map(member).collect()
}

impl<E: Entity> Predicate<E> {
    /// Whether this object passes.
    pub(crate) fn passes(&self, entity: &E) -> bool {
        match self {
            Self::All(predicates) => predicates.iter().all(|predicate| predicate.passes(entity)),
            Self::One(predicates) => predicates.iter().any(|predicate| predicate.passes(entity)),
            Self::Not(predicate) => !predicate.passes(entity),
            Self::Is(property, wanted) => wanted.passes(&(property.get)(entity)),
            Self::Null(property) => (property.get)(entity).is_null(),
            Self::AnyText(property, predicates) => texts(&(property.get)(entity))
                .iter()
                .any(|item| predicates.iter().any(|predicate| predicate.passes(item))),
            Self::CountIs(property, count) => texts(&(property.get)(entity)).len() == *count,
            Self::AnyRecord(property, members) => {
                let Field::Records(records) = (property.get)(entity) else { return false };
                records.iter().any(|record| members.iter().all(|member| has(record, member)))
            }
        }
    }
}

fn texts<'a>(field: &Field<'a>) -> &'a [String] {
    if let Field::Texts(texts) = field { texts } else { &[] }
}

fn has(record: &Record<'_>, (name, wanted): &(String, String)) -> bool {
    record.iter().any(|(known, text)| known.eq_ignore_ascii_case(name) && same(text, wanted))
}

impl Wanted {
    /// What is null is unequal to everything and neither before nor after anything.
    fn passes(&self, field: &Field<'_>) -> bool {
        match (self, field) {
            (Self::Text(predicate), Field::Text(text)) => predicate.passes(text),
            (Self::Moment(operator, at), Field::Moment(found)) => {
                holds(*operator, found.as_second().cmp(&at.as_second()))
            }
            (Self::Flag(operator, flag), Field::Flag(found)) => holds(*operator, found.cmp(flag)),
            (Self::Text(TextPredicate::Compare(operator, _)), _)
            | (Self::Moment(operator, _) | Self::Flag(operator, _), _) => *operator == Operator::Ne,
            (Self::Text(TextPredicate::StartsWith(_) | TextPredicate::EndsWith(_)), _) => false,
        }
    }
}

impl TextPredicate {
    fn passes(&self, value: &str) -> bool {
        match self {
            Self::Compare(Operator::Eq, wanted) => same(value, wanted),
            Self::Compare(Operator::Ne, wanted) => !same(value, wanted),
            Self::Compare(operator, wanted) => holds(*operator, value.to_lowercase().as_str().cmp(wanted)),
            Self::StartsWith(wanted) => starts(value, wanted),
            Self::EndsWith(wanted) => value.to_lowercase().ends_with(wanted.as_str()),
        }
    }
}

/// Equal but for case; `lowered` is in lower case already.
fn same(value: &str, lowered: &str) -> bool {
    if value.is_ascii() { value.eq_ignore_ascii_case(lowered) } else { value.to_lowercase() == lowered }
}

/// Begins with `lowered` but for case.
pub(crate) fn starts(value: &str, lowered: &str) -> bool {
    match value.as_bytes().get(..lowered.len()) {
        Some(head) if head.is_ascii() => head.eq_ignore_ascii_case(lowered.as_bytes()),
        Some(_) | None => value.to_lowercase().starts_with(lowered),
    }
}

fn holds(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Eq => order.is_eq(),
        Operator::Ne => order.is_ne(),
        Operator::Gt => order.is_gt(),
        Operator::Ge => order.is_ge(),
        Operator::Lt => order.is_lt(),
        Operator::Le => order.is_le(),
    }
}
