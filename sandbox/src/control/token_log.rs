//! Every request to the token endpoint and what it handed out: how tests count redemptions and renewals, also those that a
//! worker makes where no page sees them, and which secrets they look for where none may be. The secrets are good for
//! this sandbox alone.

use std::collections::VecDeque;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::web::{Request, Response};

/// As many requests as are remembered; the oldest go first.
const MOST: usize = 1_000;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    time: Timestamp,
    /// `authorization_code`, `refresh_token`, `client_credentials`, or whatever else was asked for.
    grant_type: String,
    /// The page's origin, where a browser asked.
    origin: Option<String>,
    status: u16,
    /// `error` of the answer.
    error: Value,
    /// What was presented: code or refresh token.
    presented: Option<String>,
    access_token: Value,
    refresh_token: Value,
    id_token: Value,
}

#[derive(Default)]
pub(crate) struct TokenLog(VecDeque<Entry>);

impl TokenLog {
    /// Writes a request down, if it is one for tokens.
    pub(crate) fn write(&mut self, request: &Request, response: &Response, now: Timestamp) {
        if request.method != Method::POST || !request.path.ends_with("/token") {
            return;
        }
        let form = request.form();
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let member = |name: &str| body.get(name).cloned().unwrap_or_default();
        if self.0.len() >= MOST {
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

    /// The requests, oldest first.
    pub(crate) fn to_json(&self) -> Value {
        json!(self.0)
    }
}
