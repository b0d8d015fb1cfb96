//! Request bodies: JSON objects, and references to other objects.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;

impl Call<'_> {
    pub(super) fn object(&self) -> Result<Map<String, Value>, GraphError> {
        match serde_json::from_slice(&self.request.body) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) | Err(_) => Err(DirectoryError::Unreadable.into()),
        }
    }

    /// The id in a body of `{"@odata.id": "{graph}/v1.0/directoryObjects/{id}"}`.
    pub(super) fn reference(&self, collections: &[&str]) -> Result<Uuid, GraphError> {
        let object = self.object()?;
        let link = object.get("@odata.id").and_then(Value::as_str).ok_or(DirectoryError::BadReference)?;
        Ok(linked(link, collections).ok_or(DirectoryError::BadReference)?)
    }
}

/// The id at the end of a link to one of these collections. `users('id')` and links without an origin are accepted too
/// [K].
pub(super) fn linked(link: &str, collections: &[&str]) -> Option<Uuid> {
    let mut parts = link.trim_end_matches('/').rsplit('/');
    let last = parts.next()?;
    if let Some((collection, id)) = last.split_once("('") {
        let id = id.strip_suffix("')")?;
        return Uuid::try_parse(id).ok().filter(|_| collections.contains(&collection));
    }
    let collection = parts.next()?;
    Uuid::try_parse(last).ok().filter(|_| collections.contains(&collection))
}

#[cfg(test)]
mod tests;
