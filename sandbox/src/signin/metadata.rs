//! The authority's description of itself: OpenID Connect discovery and the signing keys, readable from any origin.

use http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::json;

use super::error::Incident;
use super::{Authority, claims};
use crate::tenant::{TENANT_ID, Tenant};
use crate::web::{self, Answer, Ask};

/// `/v2.0/.well-known/openid-configuration`. The shared authorities answer with the issuer as a template, as Entra's do.
pub(super) fn configuration(tenant: &mut Tenant, segment: &str, ask: &Ask, now: Timestamp) -> Answer {
    let login = ask.origins.login.as_str();
    let (name, issuer) = match Authority::read(segment) {
        Ok(Authority::Ours) => (TENANT_ID, claims::issuer(&ask.origins)),
        Ok(Authority::Shared) => (segment, format!("{login}/{{tenantid}}/v2.0")),
        Err(refusal) => {
            let incident = Incident::new(refusal, None, &mut tenant.random, now);
            return readable(web::json(StatusCode::BAD_REQUEST, &incident.body(login)));
        }
    };
    let endpoint = |path: &str| format!("{login}/{name}/{path}");
    readable(web::json(
        StatusCode::OK,
        &json!({
            "token_endpoint": endpoint("oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": endpoint("discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": issuer,
            "request_uri_parameter_supported": false,
            "authorization_endpoint": endpoint("oauth2/v2.0/authorize"),
            "code_challenge_methods_supported": ["S256"],
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": endpoint("oauth2/v2.0/logout"),
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email",
            ],
            "tenant_region_scope": "EU",
            "cloud_instance_name": login.trim_start_matches("http://"),
            "msgraph_host": ask.origins.graph.trim_start_matches("http://"),
        }),
    ))
}

pub(super) fn keys(tenant: &Tenant, ask: &Ask) -> Answer {
    let keys = json!({ "keys": [tenant.signins.key.jwk(&claims::issuer(&ask.origins))] });
    readable(web::json(StatusCode::OK, &keys))
}

fn readable(mut answer: Answer) -> Answer {
    web::set(&mut answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    answer
}
