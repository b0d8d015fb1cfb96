//! A list of all requests to the token endpoint and of the tokens issued. Tests use it to count code redemptions and
//! refreshes, also those of the portal's worker, and to know the secrets that must not appear anywhere in a page. These
//! secrets are valid in this sandbox only.

use std::collections::VecDeque;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::web::{Request, Response};

/// The number of requests kept; the oldest are dropped.
const MAX_ENTRIES: usize = 1_000;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    time: Timestamp,
    /// `authorization_code`, `refresh_token`, `client_credentials`, or any other value that was sent.
    grant_type: String,
    /// The `Origin` header, when a browser sent the request.
    origin: Option<String>,
    status: u16,
    /// `error` of the response.
    error: Value,
    /// The code or refresh token of the request.
    presented: Option<String>,
    access_token: Value,
    refresh_token: Value,
    id_token: Value,
}

#[derive(Default)]
pub(crate) struct TokenLog(VecDeque<Entry>);

impl TokenLog {
    /// Adds an entry if the request is one to the token endpoint.
    pub(crate) fn write(&mut self, request: &Request, response: &Response, now: Timestamp) {
        if request.method != Method::POST || !request.path.ends_with("/token") {
            return;
        }
        let form = request.form();
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let member = |name: &str| body.get(name).cloned().unwrap_or_default();
        if self.0.len() >= MAX_ENTRIES {
            self.0.pop_front();
        }
        self.0.push_back(Entry {
            time: now,
            grant_type: form.get("grant_type").unwrap_or_default().to_owned(),
            origin: request.origin().map(str::to_owned),
            status: response.status().as_u16(),
            error: member("error"),
            presented: form.get("code").or_else(|| form.get("refresh_token")).map(str::to_owned),
            access_token: member("access_token"),
            refresh_token: member("refresh_token"),
            id_token: member("id_token"),
        });
    }

    /// The entries, oldest first.
    pub(crate) fn to_json(&self) -> Value {
        json!(self.0)
    }
}
