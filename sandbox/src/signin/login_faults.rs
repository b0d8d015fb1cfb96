//! Faults of the sign-in site.
//!
//! Knows which endpoints pages of other origins may read. Must not know what an endpoint does.

use http::Method;
use jiff::Timestamp;

use super::{metadata, token};
use crate::faults::fault_site::FaultSite;
use crate::faults::strike;
use crate::tenant::Tenant;
use crate::web::{Request, Response};

/// Handles a request to the sign-in site by `route`, with the fault of a rule. The token log says what the endpoint
/// really did, also if a fault then replaces its response.
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request,
    now: Timestamp,
    route: impl FnOnce(&mut Tenant, &Request, Timestamp) -> Response,
) -> Response {
    let struck = can_have_faults(request);
    let fault = struck.then(|| tenant.faults.next_at(FaultSite::Login, request)).flatten();
    let mut logged = false;
    let mut response = strike::apply(fault.as_ref(), request, || {
        let response = route(tenant, request, now);
        tenant.tokens.write(request, &response, now);
        logged = true;
        response
    });
    if !logged {
        tenant.tokens.write(request, &response, now);
    }
    if fault.is_some() {
        open_to_pages(tenant, request, &mut response);
    }
    response
}

fn can_have_faults(request: &Request) -> bool {
    request.method != Method::OPTIONS && request.segments.first().is_none_or(|first| first != "_sandbox")
}

/// Adds the CORS headers that the endpoint sends with each of its responses.
fn open_to_pages(tenant: &Tenant, request: &Request, response: &mut Response) {
    match request.parts().as_slice() {
        [_, "oauth2", "v2.0", "token"] => token::open_to_pages(tenant, request, response),
        [_, "v2.0", ".well-known", "openid-configuration"]
        | [_, "discovery", "v2.0", "keys"]
        | [_, "discovery", "instance"] => metadata::open_to_pages(response),
        [..] => {}
    }
}
