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
        Ok(self.linked(link, collections).ok_or(DirectoryError::BadReference)?)
    }

    /// The id at the end of a link to one of these collections at this Graph.
    pub(super) fn linked(&self, link: &str, collections: &[&str]) -> Option<Uuid> {
        linked(&self.request.origins.graph, link, collections)
    }
}

/// Relative links and links to another host are refused: every documented example is absolute [inferred].
/// `users('id')` is accepted, as in paths [inferred].
fn linked(graph: &str, link: &str, collections: &[&str]) -> Option<Uuid> {
    let origin = link.get(..graph.len()).filter(|origin| origin.eq_ignore_ascii_case(graph))?;
    let path = link.get(origin.len()..)?.strip_prefix('/')?;
    let parts: Vec<_> = path.trim_end_matches('/').split('/').collect();
    let keyed = |last: &str| {
        let (collection, key) = last.split_once("('")?;
        Some((collection.to_owned(), key.strip_suffix("')")?.to_owned()))
    };
    let (version, collection, id) = match parts.as_slice() {
        [version, collection, id] => (*version, (*collection).to_owned(), (*id).to_owned()),
        [version, last] => keyed(last).map(|(collection, id)| (*version, collection, id))?,
        _ => return None,
    };
    let known = |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let good = known(&["v1.0", "beta"], version) && known(collections, &collection);
    Uuid::try_parse(&id).ok().filter(|_| good)
}

#[cfg(test)]
mod tests;
