//! Graph's types: their properties, how each is read, and the query options that it supports.

mod app_schema;
mod contact_schema;
mod group_schema;
mod registration_schema;
mod role_schema;
mod user_schema;

use serde_json::{Map, Value, json};

use crate::directory::app::ServicePrincipal;
use crate::directory::{Contact, Directory, Group, Object, Role, User};
use crate::odata::QueryError;
use crate::odata::entity::Entity;
use crate::odata::shape::Shape;

pub(super) use app_schema::{ShownAssignment, read_assignment_id};
pub(super) use registration_schema::ShownGrant;
pub(super) use user_schema::{BASIC, EXTENSION_ATTRIBUTES, PATCHABLE_DETAILS, SINGLE_ONLY, of_profile};

/// An object in a list of several types: with `@odata.type`, and its default or selected properties.
pub(super) fn tagged<E: Entity>(object: &E, select: Option<&[String]>) -> Result<Value, QueryError> {
    let mut body = Map::new();
    body.insert("@odata.type".into(), format!("#{}", E::TYPE).into());
    let own = select.map(own_names::<E>).transpose()?;
    body.extend(Shape::<E>::new(own.as_deref(), None)?.object(object));
    Ok(Value::Object(body))
}

/// The selected properties that this type has. A name that no type has is an error.
fn own_names<E: Entity>(select: &[String]) -> Result<Vec<String>, QueryError> {
    let elsewhere = |name: &str| {
        shows::<User>(name)
            || shows::<Group>(name)
            || shows::<Role>(name)
            || shows::<Contact>(name)
            || shows::<ServicePrincipal>(name)
    };
    let foreign = |name: &&String| !shows::<E>(name) && !elsewhere(name);
    match select.iter().find(foreign) {
        Some(name) => Err(QueryError::UnknownProperty {
            name: name.clone(),
            clause: "Parsing OData Select and Expand failed",
            kind: "microsoft.graph.directoryObject",
        }),
        None => Ok(select.iter().filter(|name| shows::<E>(name)).cloned().collect()),
    }
}

fn shows<E: Entity>(name: &str) -> bool {
    E::property(name).is_some_and(|property| property.shown())
}

/// The user or group with this id; only the id when there is none.
pub(super) fn by_id(
    directory: &Directory,
    id: uuid::Uuid,
    select: Option<&[String]>,
) -> Result<Value, QueryError> {
    match directory.object(id) {
        Some(Object::User(user)) => tagged(user, select),
        Some(Object::Group(group)) => tagged(group, select),
        None => Ok(json!({ "id": id.to_string() })),
    }
}
