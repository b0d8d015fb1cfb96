//! A request to Graph and its response, as values.
//!
//! A [`GraphRequest`] must not contain a host or a token. `app::token_broker`, which holds the token, adds both.

use serde::{Deserialize, Serialize};

/// The HTTP methods that the portal uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Changes nothing, so it may be repeated.
    Get,
    /// Usually changes something, see [`GraphRequest::is_read`].
    Post,
}

impl Method {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The path of a JSON batch.
pub(super) const BATCH: &str = "/v1.0/$batch";

/// The address of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A path on Graph's host with its query, already encoded, such as `/v1.0/me`.
    Path(String),
    /// An `@odata.nextLink` of Graph. It is requested only if its origin is Graph's own (S-11).
    Link(String),
}

/// A request that a page sends to the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphRequest {
    pub method: Method,
    pub target: Target,
    /// The JSON of a POST.
    pub body: Option<String>,
    /// The header `client-request-id`, a UUID of this attempt. Microsoft's support finds a request by it whose response was
    /// lost, and two requests with the same one are one that the browser has sent again by itself.
    /// <https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support>
    pub client_id: Option<String>,
}

impl GraphRequest {
    #[must_use]
    pub const fn new(method: Method, target: Target, body: Option<String>) -> Self {
        Self { method, target, body, client_id: None }
    }

    /// Whether it changes nothing, so that it may be repeated. All batches of the portal contain reads only.
    #[must_use]
    pub fn is_read(&self) -> bool {
        match self.method {
            Method::Get => true,
            Method::Post => self.target == Target::Path(BATCH.to_owned()),
        }
    }

    /// Whether it is an advanced query, which needs the header `ConsistencyLevel: eventual`. All advanced queries of
    /// the portal have `$count=true`, and no others do. Typed text cannot contain it, because its `=` is encoded.
    #[must_use]
    pub fn is_advanced(&self) -> bool {
        let (Target::Path(address) | Target::Link(address)) = &self.target;
        address.contains("$count=true")
    }
}

/// A response of Graph, with the headers that a browser may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphResponse {
    pub status: u16,
    /// The unchanged value of `Retry-After`.
    pub retry_after: Option<String>,
    /// The header `request-id`.
    pub request_id: Option<String>,
    pub body: String,
}

impl GraphResponse {
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
