//! How an object looks in an answer: its default properties, or those of `$select`.

use serde_json::{Map, Value};

use super::Problem;
use super::entity::{Entity, Row};

const CLAUSE: &str = "Parsing OData Select and Expand failed";

/// The properties of one answer, found once and read from many objects.
pub(crate) struct Shape<E: Entity> {
    columns: Vec<Column<E>>,
}

struct Column<E: Entity> {
    row: &'static Row<E>,
    /// The caller may know that it exists, not what it says.
    hidden: bool,
}

impl<E: Entity> Shape<E> {
    /// `select` of `None` takes the default set. `visible` names the properties whose values the caller may see;
    /// `None` means all of them.
    pub(crate) fn new(select: Option<&[String]>, visible: Option<&[&str]>) -> Result<Self, Problem> {
        let rows = match select {
            None if E::DEFAULT.is_empty() => E::ROWS.iter().filter(|row| row.shown()).collect(),
            None => E::DEFAULT.iter().map(|name| find::<E>(name)).collect::<Result<Vec<_>, _>>()?,
            Some(names) => {
                let mut rows: Vec<&'static Row<E>> = Vec::new();
                for name in names {
                    let row = find::<E>(name)?;
                    if !rows.iter().any(|known| std::ptr::eq(*known, row)) {
                        rows.push(row);
                    }
                }
                rows
            }
        };
        let hidden = |row: &Row<E>| visible.is_some_and(|names| !names.contains(&row.name));
        Ok(Self { columns: rows.into_iter().map(|row| Column { row, hidden: hidden(row) }).collect() })
    }

    pub(crate) fn object(&self, entity: &E) -> Map<String, Value> {
        let value = |column: &Column<E>| {
            if column.hidden { Value::Null } else { (column.row.get)(entity).into_json() }
        };
        self.columns.iter().map(|column| (column.row.name.to_owned(), value(column))).collect()
    }
}

fn find<E: Entity>(name: &str) -> Result<&'static Row<E>, Problem> {
    E::row(name).filter(|row| row.shown()).ok_or_else(|| Problem::UnknownProperty {
        name: name.to_owned(),
        clause: CLAUSE,
        kind: E::TYPE,
    })
}
