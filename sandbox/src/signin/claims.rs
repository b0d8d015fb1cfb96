//! What tokens say: the answer of the token endpoint, made from a grant.
//!
//! Knows Entra's claims. Must not know how a grant came about.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::consent;
use super::key::fold;
use super::store::{Grant, REFRESH_LIFE, Refresh};
use crate::directory::User;
use crate::tenant::{APP_NAME, CLIENT_ID, Origins, TENANT_ID, Tenant};

/// Microsoft Graph's application id, the audience of its tokens.
const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";
/// Entra lists this pseudo-role for everybody [K].
const EVERYBODY: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// The body of a successful token request, with its tokens in force. `None` when the person is gone.
pub(super) fn issue(
    tenant: &mut Tenant,
    origins: &Origins,
    grant: &Grant,
    client_info: bool,
    now: Timestamp,
) -> Option<Value> {
    let person = tenant.directory.user(grant.person)?.clone();
    let own = tenant.signins.consents.get(&person.id).cloned().unwrap_or_default();
    let scope = scope(grant, &consent::granted(&person, &own));
    let lifetime = tenant.settings.access_token_seconds;
    let until = now.checked_add(SignedDuration::from_secs(lifetime.into())).ok()?;

    let mut body = Map::new();
    body.insert("token_type".into(), "Bearer".into());
    body.insert("scope".into(), scope.as_str().into());
    body.insert("expires_in".into(), lifetime.into());
    body.insert("ext_expires_in".into(), lifetime.into());
    body.insert(
        "access_token".into(),
        access_token(tenant, origins, grant, &person, &scope, now, until).into(),
    );
    if grant.open_id.offline_access {
        let token = format!("1.{}", tenant.random.token());
        let end = grant.signed_in.checked_add(REFRESH_LIFE).ok()?;
        tenant.signins.refreshes.insert(token.clone(), Refresh { grant: grant.clone(), revoked: false });
        body.insert("refresh_token".into(), token.into());
        body.insert("refresh_token_expires_in".into(), (end.as_second() - now.as_second()).into());
    }
    if grant.open_id.openid {
        body.insert("id_token".into(), id_token(tenant, origins, grant, &person, now, until).into());
    }
    if client_info {
        let info = json!({ "uid": person.id, "utid": TENANT_ID });
        body.insert("client_info".into(), base64url(&info).into());
    }
    Some(Value::Object(body))
}

/// The scopes of the answer: OpenID's own, then every permission in force, in their short form.
fn scope(grant: &Grant, granted: &[&'static str]) -> String {
    let open_id = grant.open_id;
    let mut names = Vec::new();
    for (on, name) in [(open_id.openid, "openid"), (open_id.profile, "profile"), (open_id.email, "email")] {
        if on {
            names.push(name);
        }
    }
    names.extend(granted);
    names.join(" ")
}

fn access_token(
    tenant: &mut Tenant,
    origins: &Origins,
    grant: &Grant,
    person: &User,
    scope: &str,
    now: Timestamp,
    until: Timestamp,
) -> String {
    let uti = uti(tenant);
    tenant.signins.enliven(&uti, until, now);
    tenant.signins.key.sign(&json!({
        "aud": GRAPH_APP_ID,
        "iss": format!("{}/{TENANT_ID}/", origins.login),
        "iat": now.as_second(),
        "nbf": now.as_second(),
        "exp": until.as_second(),
        "app_displayname": APP_NAME,
        "appid": CLIENT_ID,
        "idtyp": "user",
        "name": person.display_name,
        "oid": person.id,
        "scp": scope,
        "sid": grant.sid,
        "sub": fold(&[&person.id.to_string(), GRAPH_APP_ID]),
        "tid": TENANT_ID,
        "unique_name": person.upn,
        "upn": person.upn,
        "uti": uti,
        "ver": "1.0",
        "wids": wids(person),
    }))
}

/// The id token. `login_hint` and `wids` are optional claims that this registration has switched on.
fn id_token(
    tenant: &mut Tenant,
    origins: &Origins,
    grant: &Grant,
    person: &User,
    now: Timestamp,
    until: Timestamp,
) -> String {
    let mut claims = json!({
        "aud": CLIENT_ID,
        "iss": issuer(origins),
        "iat": now.as_second(),
        "nbf": now.as_second(),
        "exp": until.as_second(),
        "oid": person.id,
        "rh": format!("1.{}.", fold(&["rh", &person.id.to_string()])),
        "sid": grant.sid,
        "sub": fold(&[&person.id.to_string(), CLIENT_ID]),
        "tid": TENANT_ID,
        "uti": uti(tenant),
        "ver": "2.0",
        "login_hint": login_hint(person),
        "wids": wids(person),
    });
    if let Some(claims) = claims.as_object_mut() {
        if grant.open_id.profile {
            claims.insert("name".into(), person.display_name.as_str().into());
            claims.insert("preferred_username".into(), person.upn.as_str().into());
        }
        if let (true, Some(mail)) = (grant.open_id.email, &person.mail) {
            claims.insert("email".into(), mail.as_str().into());
        }
        if let Some(nonce) = &grant.nonce {
            claims.insert("nonce".into(), nonce.as_str().into());
        }
    }
    tenant.signins.key.sign(&claims)
}

pub(super) fn issuer(origins: &Origins) -> String {
    format!("{}/{TENANT_ID}/v2.0", origins.login)
}

/// The opaque `login_hint` claim, which names a person at authorize and logout without showing the address.
pub(super) fn login_hint(person: &User) -> String {
    format!("O.{}", fold(&["hint", &person.id.to_string()]))
}

fn wids(person: &User) -> Vec<&'static str> {
    person.roles.iter().map(|role| role.template_id()).chain([EVERYBODY]).collect()
}

fn uti(tenant: &mut Tenant) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(tenant.random.bytes::<16>())
}

fn base64url(value: &Value) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string())
}
