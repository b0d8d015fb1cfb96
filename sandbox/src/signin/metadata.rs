//! Metadata of the authority: OpenID Connect discovery, signing keys and instance discovery. Any origin can read them.

use http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::authority::Authority;
use super::claims;
use crate::directory::TENANT_ID;
use crate::sessions::sign_in_error::{ErrorReport, SignInError};
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// `/v2.0/.well-known/openid-configuration`. For `common` and `organizations` the issuer is a template, as at Entra.
pub(super) fn configuration(
    tenant: &mut Tenant,
    segment: &str,
    request: &Request,
    now: Timestamp,
) -> Response {
    let login = request.origins.login.as_str();
    let (name, issuer) = match Authority::read(tenant, segment, &request.origins) {
        Ok(Authority::Ours) => (TENANT_ID, claims::issuer(&request.origins)),
        Ok(Authority::Shared) => (segment, format!("{login}/{{tenantid}}/v2.0")),
        Ok(Authority::Consumers) => {
            return refused(tenant, SignInError::UnknownTenant(segment.to_owned()), request, now);
        }
        Err(error) => return refused(tenant, error, request, now),
    };
    let endpoint = |path: &str| format!("{login}/{name}/{path}");
    readable(web::json(
        StatusCode::OK,
        &json!({
            "token_endpoint": endpoint("oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": endpoint("discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": issuer,
            "request_uri_parameter_supported": false,
            "authorization_endpoint": endpoint("oauth2/v2.0/authorize"),
            // Entra does not have this member, and also supports `plain`. Clients that are not made for Entra read it.
            "code_challenge_methods_supported": ["S256"],
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": endpoint("oauth2/v2.0/logout"),
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email",
            ],
            "tenant_region_scope": "EU",
            "cloud_instance_name": host(login),
            "msgraph_host": host(&request.origins.graph),
        }),
    ))
}

pub(super) fn keys(tenant: &Tenant, request: &Request) -> Response {
    let keys = json!({ "keys": [tenant.signins.key.jwk(&claims::issuer(&request.origins))] });
    readable(web::json(StatusCode::OK, &keys))
}

/// The sign-in hosts of Microsoft's clouds: preferred network, preferred cache, aliases. MSAL has the same list.
const CLOUDS: &[(&str, &str, &[&str])] = &[
    (
        "login.microsoftonline.com",
        "login.windows.net",
        &["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
    ),
    (
        "login.partner.microsoftonline.cn",
        "login.partner.microsoftonline.cn",
        &["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
    ),
    (
        "login.microsoftonline.us",
        "login.microsoftonline.us",
        &["login.microsoftonline.us", "login.usgovcloudapi.net"],
    ),
    ("login-us.microsoftonline.com", "login-us.microsoftonline.com", &["login-us.microsoftonline.com"]),
];

/// `/common/discovery/instance`: whether the host of an authority is one of Microsoft's, and its aliases. The sandbox's
/// own host is accepted too.
pub(super) fn instances(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    let own = host(&request.origins.login);
    let Some(asked) = request.query("authorization_endpoint") else {
        return refused(tenant, SignInError::MissingParameter("authorization_endpoint"), request, now);
    };
    let Some((asked_host, path)) = asked.split_once("://").and_then(|(_, rest)| rest.split_once('/')) else {
        return refused(tenant, SignInError::UnknownInstance, request, now);
    };
    let known = |name: &str| CLOUDS.iter().any(|(_, _, aliases)| aliases.contains(&name));
    if asked_host != own && !known(asked_host) {
        return refused(tenant, SignInError::UnknownInstance, request, now);
    }
    let row = |network: &str, cache: &str, aliases: &[&str]| json!({ "preferred_network": network, "preferred_cache": cache, "aliases": aliases });
    let ours = (!known(own)).then(|| row(own, own, &[own]));
    let clouds = CLOUDS.iter().map(|(network, cache, aliases)| row(network, cache, aliases));
    let authority = path.split('/').next().unwrap_or_default();
    let scheme = asked.split("://").next().unwrap_or_default();
    readable(web::json(
        StatusCode::OK,
        &json!({
            "tenant_discovery_endpoint":
                format!("{scheme}://{asked_host}/{authority}/v2.0/.well-known/openid-configuration"),
            "api-version": "1.1",
            "metadata": clouds.chain(ours).collect::<Value>(),
        }),
    ))
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

fn refused(tenant: &mut Tenant, error: SignInError, request: &Request, now: Timestamp) -> Response {
    let report = ErrorReport::new(error, None, &mut tenant.random, now);
    readable(web::json(StatusCode::BAD_REQUEST, &report.body(&request.origins.login)))
}

/// The response to a CORS preflight: any origin, any header.
pub(super) fn preflight(request: &Request) -> Response {
    let mut response = readable(web::empty(StatusCode::OK));
    web::set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, OPTIONS");
    if let Some(wanted) = request.header(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        web::set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
    response
}

fn readable(mut response: Response) -> Response {
    open_to_pages(&mut response);
    response
}

pub(super) fn open_to_pages(response: &mut Response) {
    web::set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
}
