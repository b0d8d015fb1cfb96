//! JSON batches: up to twenty reads in one request, each with its own response.
//!
//! A batch saves round trips and has no limit on the length of a read's address; for Graph's quota each read counts. Only
//! reads are batched: one lost response of a batch with twenty invitations would leave twenty of them uncertain. Must not
//! know what is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::call::{Call, json};
use super::error::GraphError;
use super::http::{BATCH, GraphResponse, Method, Target};

/// The maximum of requests in a batch (Graph documentation, "Combine multiple HTTP requests using JSON batching").
pub const MOST_READS: usize = 20;

/// The responses of a batch, by the place of their calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchResponses(BTreeMap<usize, GraphResponse>);

impl BatchResponses {
    /// The result of the call at a place.
    ///
    /// # Errors
    /// The error of the service; [`super::error::GraphErrorKind::Unreadable`] if the batch has no response for the call.
    pub fn read<T>(&self, place: usize, call: &Call<T>) -> Result<T, GraphError> {
        match self.0.get(&place) {
            Some(response) => call.read(response),
            None => Err(GraphError::unreadable(&GraphResponse {
                status: 200,
                retry_after: None,
                request_id: None,
                body: String::new(),
            })),
        }
    }

    /// The response to the call at a place. The service throttles each call of a batch by itself.
    #[must_use]
    pub fn response(&self, place: usize) -> Option<&GraphResponse> {
        self.0.get(&place)
    }
}

#[derive(Serialize)]
struct Batch<'a> {
    requests: Vec<BatchRequest<'a>>,
}

#[derive(Serialize)]
struct BatchRequest<'a> {
    id: String,
    method: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<AdvancedQuery>,
}

/// The header of an advanced query. Inside a batch, the header of the whole request does not count.
#[derive(Clone, Copy, Serialize)]
struct AdvancedQuery {
    #[serde(rename = "ConsistencyLevel")]
    consistency_level: &'static str,
}

impl AdvancedQuery {
    const EVENTUAL: Self = Self { consistency_level: "eventual" };
}

#[derive(Deserialize)]
struct Responses {
    responses: Vec<BatchResponse>,
}

#[derive(Deserialize)]
struct BatchResponse {
    id: String,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Value,
}

/// Makes one request of several reads, at most [`MOST_READS`]. Reads of an absolute link are left out: a batch has paths
/// only.
#[must_use]
pub fn of<T>(calls: &[Call<T>]) -> Call<BatchResponses> {
    let request = |(place, call): (usize, &'_ Call<T>)| match (&call.request.target, call.request.method) {
        (Target::Path(path), Method::Get) => {
            let headers = call.request.is_advanced().then_some(AdvancedQuery::EVENTUAL);
            Some((place, path.strip_prefix("/v1.0")?.to_owned(), headers))
        }
        (Target::Path(_) | Target::Link(_), Method::Get | Method::Post) => None,
    };
    let paths: Vec<_> = calls.iter().take(MOST_READS).enumerate().filter_map(request).collect();
    let requests = paths
        .iter()
        .map(|(place, url, headers)| BatchRequest {
            id: place.to_string(),
            method: "GET",
            url,
            headers: *headers,
        })
        .collect();
    Call::post(BATCH.to_owned(), serde_json::json!(Batch { requests }).to_string(), read)
}

fn read(response: &GraphResponse) -> Result<BatchResponses, GraphError> {
    let whole: Responses = json(response)?;
    let mut responses = BTreeMap::new();
    for item in whole.responses {
        let Ok(place) = item.id.parse::<usize>() else { continue };
        // Header names may have any case.
        let header = |name: &str| {
            let (_, value) = item.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name))?;
            value.as_str().map(str::to_owned).or_else(|| Some(value.to_string()))
        };
        let response = GraphResponse {
            status: item.status,
            retry_after: header("retry-after"),
            request_id: header("request-id").or_else(|| response.request_id.clone()),
            body: item.body.to_string(),
        };
        // Of two responses with the same id, the first one counts.
        responses.entry(place).or_insert(response);
    }
    Ok(BatchResponses(responses))
}

#[cfg(test)]
mod tests;
