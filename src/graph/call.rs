//! A request to Graph together with the function that reads its response.
//!
//! Knows how Graph expects paths and filters to be encoded. Must not know single resources.

use serde::de::DeserializeOwned;
use url::form_urlencoded;

use crate::wire;

use super::error::GraphError;
use super::http::{GraphRequest, GraphResponse, Method, Target};

type Read<T> = fn(&GraphResponse) -> Result<T, GraphError>;

#[derive(Clone, Debug)]
pub struct Call<T> {
    pub request: GraphRequest,
    read: Read<T>,
}

impl<T> Call<T> {
    pub(super) fn get(path: String, read: Read<T>) -> Self {
        Self { request: GraphRequest::new(Method::Get, Target::Path(path), None), read }
    }

    /// The request for a next page; `link` is the `@odata.nextLink` of the page before.
    pub(super) fn follow(link: String, read: Read<T>) -> Self {
        Self { request: GraphRequest::new(Method::Get, Target::Link(link), None), read }
    }

    /// A call with an effect; `body` is JSON.
    pub(super) fn post(path: String, body: String, read: Read<T>) -> Self {
        let request = GraphRequest::new(Method::Post, Target::Path(path), Some(body));
        Self { request, read }
    }

    /// # Errors
    /// The error of the service, or [`super::error::GraphErrorKind::Unreadable`].
    pub fn read(&self, response: &GraphResponse) -> Result<T, GraphError> {
        (self.read)(response)
    }
}

/// Decodes the body of a successful response.
///
/// # Errors
/// The error of the service, or [`super::error::GraphErrorKind::Unreadable`].
pub(super) fn json<T: DeserializeOwned>(response: &GraphResponse) -> Result<T, GraphError> {
    if !response.is_success() {
        return Err(GraphError::read(response));
    }
    let read = wire::object(&response.body).or_else(|error| {
        let mended = wire::without_half_pairs(&response.body).ok_or(error)?;
        wire::object(&mended)
    });
    read.map_err(|_| GraphError::unreadable(response))
}

/// A path with OData options. A space is encoded as `%20`, because Graph reads `+` as a plus sign in some places.
pub(super) fn path(resource: &str, options: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in options {
        query.append_pair(name, value);
    }
    format!("/v1.0{resource}?{}", query.finish().replace('+', "%20").replace("%24", "$"))
}

/// A string literal for an OData filter. Quotes are doubled, so that a text such as o'brien@ cannot end the literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests;
