//! What all responses to one HTTP request share.

use http::{HeaderName, header};
use jiff::Timestamp;

use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// The ids and the time that all responses to one HTTP request share.
pub(super) struct Trace {
    pub(super) request_id: String,
    /// The `client-request-id` header, or the request id when there is none.
    pub(super) client_id: String,
    pub(super) now: Timestamp,
}

impl Trace {
    pub(super) fn new(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Self {
        let request_id = tenant.random.uuid().to_string();
        let client_id = request.header("client-request-id").map_or_else(|| request_id.clone(), str::to_owned);
        Self { request_id, client_id, now }
    }

    /// Sets `request-id`, `client-request-id` and `Date`.
    pub(super) fn stamp(&self, response: &mut Response) {
        web::set(response, HeaderName::from_static("request-id"), &self.request_id);
        web::set(response, HeaderName::from_static("client-request-id"), &self.client_id);
        web::set(response, header::DATE, &web::http_date(self.now));
    }
}
