//! A successful response of Graph, before the headers that all responses share.

use http::{HeaderName, StatusCode, header};
use serde_json::Value;

use crate::web::{self, Response};

/// The service's exact content type.
const JSON: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// A header of OData content; errors and empty responses do not have it.
const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");

pub(super) struct Reply {
    status: StatusCode,
    body: Body,
}

enum Body {
    Json(Value),
    Text(String),
    Picture(Vec<u8>),
    Nothing,
}

impl Reply {
    pub(super) fn json(status: StatusCode, body: Value) -> Self {
        Self { status, body: Body::Json(body) }
    }

    pub(super) fn ok(body: Value) -> Self {
        Self::json(StatusCode::OK, body)
    }

    pub(super) fn created(body: Value) -> Self {
        Self::json(StatusCode::CREATED, body)
    }

    /// Adds an annotation to a JSON object.
    pub(super) fn annotate(&mut self, name: &str, value: String) {
        if let Body::Json(Value::Object(members)) = &mut self.body {
            members.insert(name.to_owned(), value.into());
        }
    }

    /// The same with the status 201.
    pub(super) fn into_created(self) -> Self {
        Self { status: StatusCode::CREATED, ..self }
    }

    /// `text/plain`, for `/$count`.
    pub(super) fn text(body: String) -> Self {
        Self { status: StatusCode::OK, body: Body::Text(body) }
    }

    /// A PNG file.
    pub(super) fn picture(bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, body: Body::Picture(bytes) }
    }

    /// 204, the usual response to a change.
    pub(super) fn no_content() -> Self {
        Self::empty(StatusCode::NO_CONTENT)
    }

    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, body: Body::Nothing }
    }

    pub(super) fn into_response(self) -> Response {
        match self.body {
            Body::Json(body) => {
                let mut response = web::json(self.status, &body);
                web::set(&mut response, header::CONTENT_TYPE, JSON);
                web::set(&mut response, ODATA_VERSION, "4.0");
                response
            }
            Body::Text(body) => {
                let mut response = web::text(self.status, body);
                web::set(&mut response, ODATA_VERSION, "4.0");
                response
            }
            Body::Picture(bytes) => web::with_body(self.status, "image/png", bytes),
            Body::Nothing => web::empty(self.status),
        }
    }
}
