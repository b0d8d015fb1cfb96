//! Microsoft Graph, as far as guests need it: authentication, authorization and responses.
//!
//! Knows Graph's paths, scopes, roles, error shape and CORS. Must not know how tokens are issued.

mod admins;
mod audit_logs;
mod batch;
mod body;
mod colleagues;
mod delta;
mod directory_error;
mod exchange;
mod fault_injection;
mod graph_error;
mod groups;
mod invitations;
mod invite_body;
mod invite_rules;
mod invitee;
mod licences;
mod lists;
mod memberships;
mod organization;
mod people;
mod policy_routes;
mod relations;
mod reply;
mod routes;
mod schema;
mod send_mail;
mod service_error;
mod single;
mod sponsors;
pub(crate) mod throttling;
mod user_changes;

use http::{HeaderName, Method, StatusCode, header};
use jiff::Timestamp;

use crate::audit::Initiator;
use crate::control;
use crate::directory::{Role, User, UserType};
use crate::faults::test_address::Injection;
use crate::signin::Bearer;
use crate::tenant::{APP_NAME, Tenant};
use crate::web::{self, Request, Response};
use exchange::Trace;
pub(crate) use exchange::is_write;
use graph_error::GraphError;
use reply::Reply;

/// The response headers that a page of another origin may read [obs]; `x-ms-resource-unit` and `Date` are not among
/// them.
const EXPOSED: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, \
                       ReadWriteConsistencyToken, Retry-After, SdkVersion, WWW-Authenticate, \
                       x-ms-client-gcc-tenant, X-Planner-Operationid, x-ms-permissions-recommendations";

/// Roles that may change and delete users.
const USER_ADMINS: &[Role] = &[Role::UserAdministrator, Role::GlobalAdministrator];

/// The owner of an access token.
struct Caller {
    bearer: Bearer,
    /// The user as stored now; `None` for an app without a user.
    person: Option<User>,
}

impl Caller {
    /// The sign-in name, or the app's id.
    fn name(&self) -> &str {
        self.person.as_ref().map_or(self.bearer.app_id.as_str(), |person| person.upn.as_str())
    }
}

/// An authenticated call.
struct Call<'a> {
    request: &'a Request,
    bearer: &'a Bearer,
    /// The user as stored now; the roles that count are those of the token. `None` for an app without a user.
    person: Option<&'a User>,
    /// `v1.0` or `beta`.
    version: &'a str,
    now: Timestamp,
}

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
        Ok(caller) if batch::is_batch(request) => {
            let injection = tenant.faults.next_for(request, true).map(Injection::Fault);
            let make = |tenant: &mut Tenant| batch::handle(tenant, request, &caller, &trace);
            fault_injection::apply(injection, tenant, request, &trace, make)
        }
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
    if !request.header(header::HOST).is_some_and(control::is_loopback) {
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

/// Routes an authenticated call.
fn call(
    tenant: &mut Tenant,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Reply, GraphError> {
    let parts = request.parts();
    let [version @ ("v1.0" | "beta"), path @ ..] = parts.as_slice() else {
        let segment = parts.first().copied().unwrap_or_default();
        return Err(GraphError::NoSegment(segment.to_owned()));
    };
    let call = Call { request, bearer: &caller.bearer, person: caller.person.as_ref(), version, now };
    routes::handle(tenant, &call, path)
}

impl Call<'_> {
    /// The signed-in user. Paths below `/me` need one.
    fn me(&self) -> Result<&User, GraphError> {
        self.person.ok_or(GraphError::MeNeedsPerson)
    }

    /// The caller as `initiatedBy` in the audit log.
    fn initiator(&self) -> Initiator {
        self.person.map_or_else(
            || Initiator::App { id: Some(self.bearer.app_id.clone()), name: APP_NAME.to_owned() },
            Initiator::user,
        )
    }

    /// The display name in mails and audit events.
    fn caller_name(&self) -> &str {
        self.person.map_or(APP_NAME, |person| person.display_name.as_str())
    }

    fn is_guest(&self) -> bool {
        self.person.is_some_and(|person| person.user_type == UserType::Guest)
    }

    /// Whether the token has one of these permissions.
    fn has_any_scope(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.bearer.has_scope(name))
    }

    /// Whether the token has this role. A role assigned after the token was issued does not count yet. Global
    /// Administrator implies every other role.
    fn has_role(&self, role: Role) -> bool {
        let enough = [role.template_id(), Role::GlobalAdministrator.template_id()];
        self.bearer.wids.iter().any(|id| enough.contains(&id.as_str()))
    }

    /// A user needs one of these roles; an app needs its permission only.
    fn need_role(&self, roles: &[Role]) -> Result<(), GraphError> {
        let enough = self.person.is_none() || roles.iter().any(|role| self.has_role(*role));
        if enough { Ok(()) } else { Err(GraphError::Denied) }
    }

    /// 403 when the token has none of these permissions.
    fn need_scope(&self, names: &[&str]) -> Result<(), GraphError> {
        if self.has_any_scope(names) { Ok(()) } else { Err(GraphError::Denied) }
    }

    fn context(&self, set: &str) -> String {
        format!("{}/{}/$metadata#{set}", self.request.origins.graph, self.version)
    }
}
