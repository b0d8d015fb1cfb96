//! One question to Graph and how to read its answer. An [`Ask`] names no host and carries no token: both are added
//! in the one place that holds the token (`app::gate`).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::wire;

use super::error::GraphError;

/// HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Reads.
    Get,
    /// Has an effect.
    Post,
}

/// Where a question goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A path under Graph, with the query, ready encoded: `/v1.0/me`.
    Path(String),
    /// A link that Graph gave (`@odata.nextLink`). Followed only when it lies on Graph's own origin (S-11).
    Link(String),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// How.
    pub method: Method,
    /// Where.
    pub target: Target,
    /// JSON, for a POST.
    pub body: Option<String>,
}

impl Ask {
    /// Whether it is an advanced query, which wants the header `ConsistencyLevel: eventual`: those count, the others do
    /// not. What a person typed cannot make one, since an `=` of theirs is encoded.
    #[must_use]
    pub fn is_advanced(&self) -> bool {
        let (Target::Path(address) | Target::Link(address)) = &self.target;
        address.contains("$count=true")
    }
}

/// What was answered, as far as a browser may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After`, as it stands.
    pub retry_after: Option<String>,
    /// `request-id`.
    pub request_id: Option<String>,
    /// The body, as text.
    pub body: String,
}

impl Reply {
    /// Whether it worked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Decodes a successful answer.
    ///
    /// # Errors
    /// The service's refusal, or that its answer cannot be read.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        if !self.is_success() {
            return Err(GraphError::read(self));
        }
        wire::object(&self.body).map_err(|_| GraphError::unreadable(self))
    }
}

/// A question with the way to read its answer.
#[derive(Clone)]
pub struct Call<T> {
    /// What is asked.
    pub ask: Ask,
    read: fn(&Reply) -> Result<T, GraphError>,
}

impl<T> Call<T> {
    /// A reading call.
    pub(super) fn get(path: String, read: fn(&Reply) -> Result<T, GraphError>) -> Self {
        Self { ask: Ask { method: Method::Get, target: Target::Path(path), body: None }, read }
    }

    /// The next page of a reading call.
    pub(super) fn follow(link: String, read: fn(&Reply) -> Result<T, GraphError>) -> Self {
        Self { ask: Ask { method: Method::Get, target: Target::Link(link), body: None }, read }
    }

    /// A call with an effect; `body` is JSON.
    pub(super) fn post(path: String, body: String, read: fn(&Reply) -> Result<T, GraphError>) -> Self {
        Self { ask: Ask { method: Method::Post, target: Target::Path(path), body: Some(body) }, read }
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// The service's refusal, or that its answer cannot be read.
    pub fn read(&self, reply: &Reply) -> Result<T, GraphError> {
        (self.read)(reply)
    }
}

/// A path with OData options. A blank becomes `%20`: Graph takes `+` for a plus sign in some places.
pub(super) fn path(resource: &str, options: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in options {
        query.append_pair(name, value);
    }
    format!("/v1.0{resource}?{}", query.finish().replace('+', "%20").replace("%24", "$"))
}

/// A string literal of an OData filter: quotes are doubled, so that o'brien@ stays one literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests;
