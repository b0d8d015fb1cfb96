//! What Graph's types look like here: their properties, how each is read, and what the service lets queries do with it.

mod contact;
mod group;
mod role;
mod user;

use serde_json::{Map, Value, json};

use crate::directory::{Directory, Object};
use crate::odata::Problem;
use crate::odata::entity::Entity;
use crate::odata::shape::Shape;

pub(super) use user::{BASIC, PATCHABLE_DETAILS, SINGLE_ONLY};

/// An object in a list of several kinds: with its type, and its default properties unless others are named.
pub(super) fn tagged<E: Entity>(object: &E, select: Option<&[String]>) -> Result<Value, Problem> {
    let mut body = Map::new();
    body.insert("@odata.type".into(), format!("#{}", E::TYPE).into());
    body.extend(Shape::<E>::new(select, None)?.object(object));
    Ok(Value::Object(body))
}

/// The object behind an id, of whichever kind; just its id when nothing is known.
pub(super) fn by_id(
    directory: &Directory,
    id: uuid::Uuid,
    select: Option<&[String]>,
) -> Result<Value, Problem> {
    match directory.object(id) {
        Some(Object::User(user)) => tagged(user, select),
        Some(Object::Group(group)) => tagged(group, select),
        None => Ok(json!({ "id": id.to_string() })),
    }
}
