//! The properties of an object in a response: the default ones, or those of `$select`.

use serde_json::{Map, Value};

use super::QueryError;
use super::entity::{Entity, Property};

const CLAUSE: &str = "Parsing OData Select and Expand failed";

/// The properties of a response, looked up once for many objects.
pub(crate) struct Shape<E: Entity> {
    columns: Vec<Column<E>>,
}

struct Column<E: Entity> {
    property: &'static Property<E>,
    /// The response has null instead of the value.
    hidden: bool,
}

impl<E: Entity> Shape<E> {
    /// `select` of `None` means the default properties. `visible` names the properties whose values the caller may see;
    /// `None` means all.
    pub(crate) fn new(select: Option<&[String]>, visible: Option<&[&str]>) -> Result<Self, QueryError> {
        let properties = match select {
            None if E::DEFAULT.is_empty() => {
                E::PROPERTIES.iter().filter(|property| property.shown()).collect()
            }
            None => E::DEFAULT.iter().map(|name| find::<E>(name)).collect::<Result<Vec<_>, _>>()?,
            Some(names) => {
                let mut properties: Vec<&'static Property<E>> = Vec::new();
                for name in names {
                    let property = find::<E>(name)?;
                    if !properties.iter().any(|known| std::ptr::eq(*known, property)) {
                        properties.push(property);
                    }
                }
                properties
            }
        };
        let hidden = |property: &Property<E>| visible.is_some_and(|names| !names.contains(&property.name));
        Ok(Self {
            columns: properties
                .into_iter()
                .map(|property| Column { property, hidden: hidden(property) })
                .collect(),
        })
    }

    pub(crate) fn object(&self, entity: &E) -> Map<String, Value> {
        let value = |column: &Column<E>| {
            if column.hidden { Value::Null } else { (column.property.get)(entity).into_json(E::FRACTIONS) }
        };
        // Collecting into a map would sort the columns in a list of its own first, for each of 999 rows.
        let mut object = Map::new();
        for column in &self.columns {
            object.insert(column.property.name.to_owned(), value(column));
        }
        object
    }
}

fn find<E: Entity>(name: &str) -> Result<&'static Property<E>, QueryError> {
    E::property(name).filter(|property| property.shown()).ok_or_else(|| QueryError::UnknownProperty {
        name: name.to_owned(),
        clause: CLAUSE,
        kind: E::TYPE,
    })
}

/// The names in `$select`; `None` if there are none. An empty selection counts as no selection [inferred].
pub(crate) fn selection(value: &str) -> Option<Vec<String>> {
    Some(names(value)).filter(|names| !names.is_empty())
}

fn names(value: &str) -> Vec<String> {
    value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
