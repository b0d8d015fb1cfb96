//! A filter bound to the properties of users: checked against the rules once, then asked of many users.
//!
//! Text is compared without regard to case, as the directory does.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;

use super::Problem;
use super::filter::{Clause, Function, Literal, Operator};
use super::rules::{Property, Use};
use crate::directory::User;

/// What kind of value a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Moment,
    Flag,
    /// Several texts.
    Collection,
    Identity,
}

/// A filter that may be asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    All(Vec<Test>),
    One(Vec<Test>),
    Not(Box<Test>),
    Text(Property, TextTest),
    Moment(Property, Operator, Timestamp),
    Flag(Property, Operator, bool),
    Null(Property),
    AnyText(Property, Vec<TextTest>),
    CountIs(Property, usize),
    /// `identities/any`: issuer and assigned id, both needed.
    Identity {
        issuer: String,
        assigned: String,
    },
}

/// A comparison with a text already in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TextTest {
    Compare(Operator, String),
    StartsWith(String),
    EndsWith(String),
}

const CLAUSE: &str = "Invalid filter clause";

/// Checks a clause against the rules of users.
pub(crate) fn bind(clause: &Clause, advanced: bool) -> Result<Test, Problem> {
    if !advanced {
        let alternatives = alternatives(clause);
        if alternatives > 15 {
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
    fn allow(self, property: Property, what: Use) -> Result<(), Problem> {
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

fn bind_in(clause: &Clause, scope: Scope) -> Result<Test, Problem> {
    let many = |clauses: &[Clause]| {
        clauses.iter().map(|clause| bind_in(clause, scope)).collect::<Result<Vec<_>, _>>()
    };
    match clause {
        Clause::And(clauses) => many(clauses).map(Test::All),
        Clause::Or(clauses) => many(clauses).map(Test::One),
        Clause::Not(inner) => {
            bind_in(inner, Scope { negated: true, ..scope }).map(|inner| Test::Not(Box::new(inner)))
        }
        Clause::Compare { path, operator, value } => compare(path, *operator, value, scope),
        Clause::In { path, values } => {
            let property = property(path)?;
            scope.allow(property, Use::In)?;
            let one = |value| literal(property, Operator::Eq, value);
            values.iter().map(one).collect::<Result<_, _>>().map(Test::One)
        }
        Clause::Call { function, path, value } => {
            let property = property(path)?;
            scope.allow(property, function_use(*function, path)?)?;
            if property.kind() != Kind::Text {
                return Err(Problem::Unsupported { name: property.name().into() });
            }
            Ok(Test::Text(property, text_function(*function, property, value)?))
        }
        Clause::Any { collection, variable, inner } => any(collection, variable, inner, scope),
    }
}

fn property(path: &str) -> Result<Property, Problem> {
    Property::named(path).ok_or_else(|| Problem::UnknownProperty { name: path.to_owned(), clause: CLAUSE })
}

fn function_use(function: Function, path: &str) -> Result<Use, Problem> {
    match function {
        Function::StartsWith => Ok(Use::StartsWith),
        Function::EndsWith => Ok(Use::EndsWith),
        Function::Contains => Err(Problem::Unsupported { name: path.to_owned() }),
    }
}

fn text_function(function: Function, property: Property, value: &Literal) -> Result<TextTest, Problem> {
    let Literal::Text(text) = value else { return Err(Problem::WrongType { name: property.name() }) };
    Ok(match function {
        Function::StartsWith => TextTest::StartsWith(text.to_lowercase()),
        Function::EndsWith | Function::Contains => TextTest::EndsWith(text.to_lowercase()),
    })
}

fn operator_use(operator: Operator, property: Property) -> Result<Use, Problem> {
    match operator {
        Operator::Eq => Ok(Use::Eq),
        Operator::Ne => Ok(Use::Ne),
        Operator::Ge => Ok(Use::Ge),
        Operator::Le => Ok(Use::Le),
        Operator::Gt | Operator::Lt => Err(Problem::Unsupported { name: property.name().into() }),
    }
}

fn compare(path: &str, operator: Operator, value: &Literal, scope: Scope) -> Result<Test, Problem> {
    if let Some(collection) = path.strip_suffix("/$count") {
        let property = property(collection)?;
        scope.allow(property, Use::Count)?;
        let Literal::Number(number) = value else { return Err(Problem::WrongType { name: property.name() }) };
        let count = Test::CountIs(property, usize::try_from(*number).unwrap_or(usize::MAX));
        return match operator {
            Operator::Eq => Ok(count),
            Operator::Ne => Ok(Test::Not(Box::new(count))),
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
                Err(Problem::Unsupported { name: property.name().into() })
            }
        };
    }
    let property = property(path)?;
    if matches!(property.kind(), Kind::Collection | Kind::Identity) {
        return Err(Problem::Unsupported { name: property.name().into() });
    }
    scope.allow(property, operator_use(operator, property)?)?;
    if *value == Literal::Null {
        scope.allow(property, Use::Null)?;
    }
    literal(property, operator, value)
}

fn literal(property: Property, operator: Operator, value: &Literal) -> Result<Test, Problem> {
    match (value, property.kind()) {
        (Literal::Null, _) if operator == Operator::Eq => Ok(Test::Null(property)),
        (Literal::Null, _) if operator == Operator::Ne => Ok(Test::Not(Box::new(Test::Null(property)))),
        (Literal::Text(text), Kind::Text) => {
            Ok(Test::Text(property, TextTest::Compare(operator, text.to_lowercase())))
        }
        (Literal::Moment(at), Kind::Moment) => Ok(Test::Moment(property, operator, *at)),
        (Literal::Flag(flag), Kind::Flag) => Ok(Test::Flag(property, operator, *flag)),
        _ => Err(Problem::WrongType { name: property.name() }),
    }
}

fn any(collection: &str, variable: &str, inner: &Clause, scope: Scope) -> Result<Test, Problem> {
    let property = property(collection)?;
    scope.allow(property, Use::Any)?;
    let unsupported = || Problem::Unsupported { name: property.name().into() };
    match property.kind() {
        Kind::Collection => {
            let clauses = if let Clause::Or(clauses) = inner {
                clauses.as_slice()
            } else {
                std::slice::from_ref(inner)
            };
            let tests = clauses.iter().map(|clause| item_test(property, variable, clause, scope));
            tests.collect::<Result<_, _>>().map(|tests| Test::AnyText(property, tests))
        }
        Kind::Identity => identity(variable, inner).ok_or_else(unsupported),
        Kind::Text | Kind::Moment | Kind::Flag => Err(unsupported()),
    }
}

/// A test on one item of a collection of texts.
fn item_test(property: Property, variable: &str, clause: &Clause, scope: Scope) -> Result<TextTest, Problem> {
    match clause {
        Clause::Compare { path, operator: Operator::Eq, value: Literal::Text(text) } if path == variable => {
            scope.allow(property, Use::Eq)?;
            Ok(TextTest::Compare(Operator::Eq, text.to_lowercase()))
        }
        Clause::Call { function, path, value } if path == variable => {
            scope.allow(property, function_use(*function, property.name())?)?;
            text_function(*function, property, value)
        }
        Clause::Compare { .. }
        | Clause::Call { .. }
        | Clause::And(_)
        | Clause::Or(_)
        | Clause::Not(_)
        | Clause::In { .. }
        | Clause::Any { .. } => Err(Problem::Unsupported { name: property.name().into() }),
    }
}

/// `c/issuerAssignedId eq '…' and c/issuer eq '…'`, in either order.
fn identity(variable: &str, inner: &Clause) -> Option<Test> {
    let Clause::And(clauses) = inner else { return None };
    let field = |name: &str| {
        let wanted = format!("{variable}/{name}");
        clauses.iter().find_map(|clause| {
            if let Clause::Compare { path, operator: Operator::Eq, value: Literal::Text(text) } = clause {
                (*path == wanted).then(|| text.to_lowercase())
            } else {
                None
            }
        })
    };
    if clauses.len() != 2 {
        return None;
    }
    Some(Test::Identity { issuer: field("issuer")?, assigned: field("issuerAssignedId")? })
}

impl Test {
    /// Whether this user passes.
    pub(crate) fn passes(&self, user: &User) -> bool {
        match self {
            Self::All(tests) => tests.iter().all(|test| test.passes(user)),
            Self::One(tests) => tests.iter().any(|test| test.passes(user)),
            Self::Not(test) => !test.passes(user),
            Self::Text(property, test) => match text(user, *property) {
                Some(value) => test.passes(&value),
                None => matches!(test, TextTest::Compare(Operator::Ne, _)),
            },
            Self::Moment(property, operator, at) => match moment(user, *property) {
                Some(value) => holds(*operator, value.as_second().cmp(&at.as_second())),
                None => *operator == Operator::Ne,
            },
            Self::Flag(_, operator, flag) => holds(*operator, user.enabled.cmp(flag)),
            Self::Null(property) => text(user, *property).is_none() && moment(user, *property).is_none(),
            Self::AnyText(property, tests) => {
                texts(user, *property).iter().any(|item| tests.iter().any(|test| test.passes(item)))
            }
            Self::CountIs(property, count) => texts(user, *property).len() == *count,
            Self::Identity { issuer, assigned } => user.identities.iter().any(|identity| {
                same(&identity.issuer, issuer) && same(&identity.issuer_assigned_id, assigned)
            }),
        }
    }
}

impl TextTest {
    fn passes(&self, value: &str) -> bool {
        match self {
            Self::Compare(Operator::Eq, wanted) => same(value, wanted),
            Self::Compare(Operator::Ne, wanted) => !same(value, wanted),
            Self::Compare(operator, wanted) => holds(*operator, value.to_lowercase().as_str().cmp(wanted)),
            Self::StartsWith(wanted) => value.to_lowercase().starts_with(wanted.as_str()),
            Self::EndsWith(wanted) => value.to_lowercase().ends_with(wanted.as_str()),
        }
    }
}

/// Equal but for case; `lowered` is in lower case already.
fn same(value: &str, lowered: &str) -> bool {
    if value.is_ascii() { value.eq_ignore_ascii_case(lowered) } else { value.to_lowercase() == lowered }
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

/// The value of a property of kind text.
pub(crate) fn text(user: &User, property: Property) -> Option<Cow<'_, str>> {
    let borrowed = match property {
        Property::Id => return Some(Cow::Owned(user.id.to_string())),
        Property::UserType => Some(user.user_type.name()),
        Property::ExternalUserState => user.state.map(crate::directory::GuestState::name),
        Property::CreationType => user.creation_type.map(crate::directory::CreationType::name),
        Property::DisplayName => Some(user.display_name.as_str()),
        Property::GivenName => user.given_name.as_deref(),
        Property::Surname => user.surname.as_deref(),
        Property::JobTitle => user.job_title,
        Property::PreferredLanguage => user.preferred_language,
        Property::UserPrincipalName => Some(user.upn.as_str()),
        Property::Mail => user.mail.as_deref(),
        Property::CompanyName => user.company.as_deref(),
        Property::ExternalUserStateChangeDateTime
        | Property::CreatedDateTime
        | Property::OtherMails
        | Property::ProxyAddresses
        | Property::AccountEnabled
        | Property::Identities => None,
    };
    borrowed.map(Cow::Borrowed)
}

/// The value of a property of kind moment.
pub(crate) fn moment(user: &User, property: Property) -> Option<Timestamp> {
    if property == Property::CreatedDateTime {
        user.created
    } else if property == Property::ExternalUserStateChangeDateTime {
        user.state_changed
    } else {
        None
    }
}

fn texts(user: &User, property: Property) -> &[String] {
    if property == Property::OtherMails { &user.other_mails } else { &user.proxy_addresses }
}
