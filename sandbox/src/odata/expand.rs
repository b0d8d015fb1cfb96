//! `$expand`: relations of a user in the response, with selected properties.

use super::QueryError;
use super::shape::selection;

/// A relation that `$expand` supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Sponsors,
    Manager,
}

/// One item of an `$expand`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expansion {
    pub(crate) relation: Relation,
    /// The nested `$select`.
    pub(crate) select: Option<Vec<String>>,
}

/// Parses `sponsors,manager($select=id,displayName)`. Other nested options are not supported.
pub(crate) fn read(text: &str) -> Result<Vec<Expansion>, QueryError> {
    let bad = || QueryError::BadOption { name: "$expand", value: text.chars().take(80).collect() };
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([',', '(']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let relation = match name.trim() {
            "sponsors" => Relation::Sponsors,
            "manager" => Relation::Manager,
            _ => return Err(bad()),
        };
        let (select, tail) = match tail.strip_prefix('(') {
            Some(inner) => {
                let (options, tail) = inner.split_once(')').ok_or_else(bad)?;
                let select = options.trim().strip_prefix("$select=").ok_or_else(bad)?;
                (selection(select), tail)
            }
            None => (None, tail),
        };
        found.push(Expansion { relation, select });
        rest = match tail.trim_start().strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if tail.trim().is_empty() => "",
            None => return Err(bad()),
        };
    }
    if found.is_empty() { Err(bad()) } else { Ok(found) }
}

#[cfg(test)]
mod tests;
