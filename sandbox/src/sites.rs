//! The routing of the two sites with a tenant behind them: sign-in, and Graph with the control plane.
//!
//! Knows all handlers by name; decides nothing itself.

use std::time::Duration;

use http::{Method, StatusCode};
use jiff::Timestamp;

use crate::tenant::Tenant;
use crate::web::{self, Request, Response};
use crate::{control, graph, page, redemption, signin};

/// Applies to the simulated services only, not to pages and the control plane.
fn add_latency(tenant: &Tenant, response: &mut Response) {
    web::hold(response, Duration::from_millis(tenant.settings.latency_ms.into()));
}

pub(crate) fn handle_login(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    let now = tenant.clock(now);
    let mut response = signin::login_faults::handle(tenant, request, now, route_login);
    if request.path.ends_with("/token") {
        add_latency(tenant, &mut response);
    }
    response
}

fn route_login(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    match request.parts().as_slice() {
        ["_sandbox", "pages.css"] => page::stylesheet(),
        ["redeem"] | ["invitations", "redeem"] => redemption::handle(tenant, request, now),
        ["unsubscribe"] | ["unsubscribe", "manage"] => redemption::unsubscribe::handle(tenant, request, now),
        [segment, rest @ ..] => signin::handle(tenant, segment, rest, request, now),
        [] => web::text(StatusCode::NOT_FOUND, "This is the sandbox's sign-in site.\n"),
    }
}

pub(crate) fn handle_graph(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    let now = tenant.clock(now);
    match request.parts().as_slice() {
        ["_sandbox", "pages.css"] => page::stylesheet(),
        ["_sandbox", rest @ ..] => control::handle(tenant, rest, request, now),
        [] => web::redirect(StatusCode::FOUND, "/_sandbox"),
        [..] => {
            let mut response = graph::handle(tenant, request, now);
            // A preflight needs nothing of the directory.
            if request.method != Method::OPTIONS {
                add_latency(tenant, &mut response);
            }
            response
        }
    }
}
