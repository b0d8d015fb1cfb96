//! Comparisons of texts. Letter case does not matter.

use std::cmp::Ordering;

use crate::odata::filter::Operator;

/// Comparison values are in lower case.
pub(crate) enum StringPredicate {
    Compare(Operator, String),
    StartsWith(String),
    EndsWith(String),
}

impl StringPredicate {
    pub(super) fn passes(&self, value: &str) -> bool {
        match self {
            Self::Compare(Operator::Eq, wanted) => same(value, wanted),
            Self::Compare(Operator::Ne, wanted) => !same(value, wanted),
            Self::Compare(operator, wanted) => holds(*operator, value.to_lowercase().as_str().cmp(wanted)),
            Self::StartsWith(wanted) => starts(value, wanted),
            Self::EndsWith(wanted) => value.to_lowercase().ends_with(wanted.as_str()),
        }
    }
}

/// Equality without case; `lowered` is in lower case already.
pub(super) fn same(value: &str, lowered: &str) -> bool {
    if value.is_ascii() { value.eq_ignore_ascii_case(lowered) } else { value.to_lowercase() == lowered }
}

/// Prefix test without case; `lowered` is in lower case already.
pub(crate) fn starts(value: &str, lowered: &str) -> bool {
    match value.as_bytes().get(..lowered.len()) {
        Some(head) if head.is_ascii() => head.eq_ignore_ascii_case(lowered.as_bytes()),
        Some(_) | None => value.to_lowercase().starts_with(lowered),
    }
}

pub(super) fn holds(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Eq => order.is_eq(),
        Operator::Ne => order.is_ne(),
        Operator::Gt => order.is_gt(),
        Operator::Ge => order.is_ge(),
        Operator::Lt => order.is_lt(),
        Operator::Le => order.is_le(),
    }
}
