//! Microsoft Graph, as far as guests need it: authentication, authorization and responses.
//!
//! Knows Graph's paths, scopes, roles, error shape and CORS. Must not know how tokens are issued.

mod addresses;
mod admins;
mod annotations;
mod app_role_error;
mod app_roles;
mod applications;
mod audit_logs;
mod batch;
mod body;
mod by_ids;
mod call;
mod colleagues;
mod delta;
mod directory_error;
mod error_body;
mod exchange;
mod fault_injection;
mod graph_error;
mod groups;
mod invitations;
mod invite_body;
mod invite_rules;
mod invitee;
mod licences;
mod license_details;
mod lists;
mod managers;
mod member_casts;
mod memberships;
mod not_imitated;
mod organization;
mod paths;
mod people;
mod permission_grants;
mod policy_routes;
mod quota;
mod quota_error;
mod registration_error;
mod relations;
mod reply;
mod routes;
mod schema;
mod send_mail;
mod service_error;
mod service_principals;
mod single;
mod sponsors;
mod throttled;
mod trace;
mod transitive_members;
mod user_changes;
mod user_values;
mod value_forms;

use http::{HeaderName, Method, StatusCode, header};
use jiff::Timestamp;

use crate::tenant::Tenant;
use crate::web::{self, Request, Response};
use graph_error::GraphError;
pub(crate) use paths::normalize;
use trace::Trace;

/// The response headers that a page of another origin may read [observed]; `x-ms-resource-unit` and `Date` are not
/// among them.
const EXPOSED: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, \
                       ReadWriteConsistencyToken, Retry-After, SdkVersion, WWW-Authenticate, \
                       x-ms-client-gcc-tenant, X-Planner-Operationid, x-ms-permissions-recommendations";

/// Handles one HTTP request to Graph, a batch too.
pub(crate) fn handle(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    if request.method == Method::OPTIONS {
        return preflight(request);
    }
    let trace = Trace::new(tenant, request, now);
    let caller = if request.body.len() > web::BODY_LIMIT {
        Err(GraphError::TooLarge)
    } else {
        exchange::authenticate(tenant, request, now)
    };
    let mut response = match caller {
        Ok(caller) if batch::is_batch(request) => batch::handle_with_faults(tenant, request, &caller, &trace),
        Ok(caller) => exchange::process(tenant, request, &caller, &trace),
        Err(error) => exchange::reject(tenant, request, &error, &trace),
    };
    trace.stamp(&mut response);
    about_the_server(request, &mut response);
    open_to_browsers(&mut response);
    response
}

/// Headers of Graph's front ends that pages cannot read. Strict-Transport-Security is sent for the real host names
/// only: on loopback it would force HTTPS on every other program that answers as `localhost`.
fn about_the_server(request: &Request, response: &mut Response) {
    let diagnostic = r#"{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"SANDBOX"}}"#;
    web::set(response, HeaderName::from_static("x-ms-ags-diagnostic"), diagnostic);
    if !request.header(header::HOST).is_some_and(web::is_loopback) {
        web::set(response, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// The response to a CORS preflight: any origin, any header.
fn preflight(request: &Request) -> Response {
    let mut response = web::empty(StatusCode::OK);
    open_to_browsers(&mut response);
    web::set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE, OPTIONS");
    web::set(&mut response, header::ACCESS_CONTROL_MAX_AGE, "3600");
    if let Some(wanted) = request.header(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        web::set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
    response
}

fn open_to_browsers(response: &mut Response) {
    web::set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    web::set(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}
