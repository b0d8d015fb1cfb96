//! The response of the token endpoint: tokens made from a grant.
//!
//! Knows Entra's claims. Must not know how the grant was made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::apps::scopes::GRAPH_APP_ID;
use crate::apps::{App, RedirectKind};
use crate::directory::{TENANT_ID, User};
use crate::keys::key::hash_id;
use crate::origins::Origins;
use crate::sessions::{Grant, Refresh, SPA_REFRESH_LIFETIME};
use crate::tenant::Tenant;

/// A role id that Entra puts into every token [inferred].
const EVERYBODY: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// The token response for a user. `None` when the user no longer exists.
pub(super) fn issue(
    tenant: &mut Tenant,
    origins: &Origins,
    grant: &Grant,
    client_info: bool,
    now: Timestamp,
) -> Option<Value> {
    let person = tenant.directory.user(grant.signed_in.person)?.clone();
    let granted = tenant.signins.consents.granted(&grant.app.identity.id, person.id);
    let scope = scope(grant, granted.into_iter());
    // Tokens of clients that handle claims challenges live longer, because they can be revoked.
    let settings = &tenant.settings;
    let lifetime = if grant.cp1 { settings.cae_token_seconds } else { settings.access_token_seconds };
    let validity = Validity::of(now, lifetime)?;

    let mut body = Map::new();
    body.insert("token_type".into(), "Bearer".into());
    body.insert("scope".into(), scope.as_str().into());
    body.insert("expires_in".into(), lifetime.into());
    body.insert("ext_expires_in".into(), lifetime.into());
    let token = access_token(tenant, origins, grant, &person, &scope, &validity);
    body.insert("access_token".into(), token.into());
    if grant.open_id.offline_access {
        let token = format!("1.{}", tenant.random.token());
        let refresh = Refresh { grant: grant.clone(), issued: now, ended: None };
        tenant.signins.refreshes.insert(token.clone(), refresh);
        body.insert("refresh_token".into(), token.into());
        // Only single-page apps get this member [inferred].
        if grant.kind == RedirectKind::Spa {
            let end = grant.given.checked_add(SPA_REFRESH_LIFETIME).ok()?;
            body.insert("refresh_token_expires_in".into(), (end.as_second() - now.as_second()).into());
        }
    }
    if grant.open_id.openid {
        body.insert("id_token".into(), id_token(tenant, origins, grant, &person, &validity).into());
    }
    if client_info {
        body.insert("client_info".into(), self::client_info(person.id).into());
    }
    Some(Value::Object(body))
}

/// The token response for an app without a user.
pub(super) fn issue_to_app(
    tenant: &mut Tenant,
    origins: &Origins,
    app: &App,
    audience: Option<&str>,
    certified: bool,
    now: Timestamp,
) -> Option<Value> {
    let lifetime = tenant.settings.access_token_seconds;
    let validity = Validity::of(now, lifetime)?;
    let uti = uti(tenant);
    tenant.signins.activate(&uti, None, validity.until, now);
    let principal = app.principal();
    let mut claims = validity.claims();
    claims.extend(object(json!({
        "aud": audience.unwrap_or(&origins.graph),
        "iss": v1_issuer(origins),
        "app_displayname": app.identity.name,
        "appid": app.identity.id,
        "appidacr": if certified { "2" } else { "1" },
        "idp": v1_issuer(origins),
        "idtyp": "app",
        "oid": principal,
        "rh": format!("1.{}.", hash_id(&["rh", &principal.to_string()])),
        "roles": app.roles,
        "sub": principal,
        "tenant_region_scope": "EU",
        "tid": TENANT_ID,
        "uti": uti,
        "ver": "1.0",
        "wids": [],
    })));
    let token = tenant.signins.key.sign(&Value::Object(claims));
    Some(json!({
        "token_type": "Bearer",
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": token,
    }))
}

/// The validity period of a token.
struct Validity {
    from: Timestamp,
    until: Timestamp,
}

impl Validity {
    fn of(now: Timestamp, seconds: u32) -> Option<Self> {
        let until = now.checked_add(SignedDuration::from_secs(seconds.into())).ok()?;
        Some(Self { from: now, until })
    }

    fn claims(&self) -> Map<String, Value> {
        let from = self.from.as_second();
        object(json!({ "iat": from, "nbf": from, "exp": self.until.as_second() }))
    }
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(members) = value { members } else { Map::new() }
}

/// `scope` in the response: OpenID scopes, then all granted permissions, in their short form.
fn scope(grant: &Grant, granted: impl Iterator<Item = &'static str>) -> String {
    let open_id = grant.open_id;
    let own = [(open_id.openid, "openid"), (open_id.profile, "profile"), (open_id.email, "email")];
    let own = own.into_iter().filter(|(on, _)| *on).map(|(_, name)| name);
    own.chain(granted).collect::<Vec<_>>().join(" ")
}

fn access_token(
    tenant: &mut Tenant,
    origins: &Origins,
    grant: &Grant,
    person: &User,
    scope: &str,
    validity: &Validity,
) -> String {
    let uti = uti(tenant);
    let signed_in = &grant.signed_in;
    tenant.signins.activate(&uti, Some(person.id), validity.until, validity.from);
    let mut claims = validity.claims();
    claims.extend(object(json!({
        "aud": grant.audience.as_deref().unwrap_or(&origins.graph),
        "iss": v1_issuer(origins),
        "acr": "1",
        "amr": if signed_in.mfa { &["pwd", "mfa"][..] } else { &["pwd"][..] },
        "app_displayname": grant.app.identity.name,
        "appid": grant.app.identity.id,
        "appidacr": if grant.kind == RedirectKind::Web { "1" } else { "0" },
        "idtyp": "user",
        "name": person.display_name,
        "oid": person.id,
        "scp": scope,
        "sid": signed_in.sid,
        "sub": hash_id(&[&person.id.to_string(), GRAPH_APP_ID]),
        "tid": TENANT_ID,
        "unique_name": person.upn,
        "upn": person.upn,
        "uti": uti,
        "ver": "1.0",
        "wids": wids(person),
    })));
    if grant.cp1 {
        claims.insert("xms_cc".into(), json!(["cp1"]));
    }
    if !signed_in.contexts.is_empty() {
        claims.insert("acrs".into(), json!(signed_in.contexts));
    }
    tenant.signins.key.sign(&Value::Object(claims))
}

/// The id token. `login_hint` and `wids` are optional claims, configured for all registrations here.
fn id_token(
    tenant: &mut Tenant,
    origins: &Origins,
    grant: &Grant,
    person: &User,
    validity: &Validity,
) -> String {
    let client = &grant.app.identity.id;
    let mut claims = validity.claims();
    claims.extend(object(json!({
        "aud": client,
        "iss": issuer(origins),
        "oid": person.id,
        "rh": format!("1.{}.", hash_id(&["rh", &person.id.to_string()])),
        "sid": grant.signed_in.sid,
        "sub": hash_id(&[&person.id.to_string(), client]),
        "tid": TENANT_ID,
        "uti": uti(tenant),
        "ver": "2.0",
        "login_hint": login_hint(person),
    })));
    if tenant.settings.roles_in_id_token {
        claims.insert("wids".into(), json!(wids(person)));
    }
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
    let (mut claims, change) = (Value::Object(claims), tenant.id_token_change.as_ref());
    let part = |name: &str| change.and_then(|change| change.get(name)).unwrap_or(&Value::Null);
    if part("claims").is_object() {
        crate::merge_patch::merge(&mut claims, part("claims"));
    }
    tenant.signins.key.sign_under(part("header"), &claims)
}

/// The issuer of id tokens, as in the discovery document.
pub(super) fn issuer(origins: &Origins) -> String {
    format!("{}/{TENANT_ID}/v2.0", origins.login)
}

/// The issuer of access tokens for Graph, which have version 1.0. At Entra it is another host.
fn v1_issuer(origins: &Origins) -> String {
    format!("{}/{TENANT_ID}/", origins.login)
}

/// `client_info` for MSAL: object id and tenant id.
pub(super) fn client_info(person: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(json!({ "uid": person, "utid": TENANT_ID }).to_string())
}

/// The opaque `login_hint` claim. It names a user at authorize and logout without the address.
pub(super) fn login_hint(person: &User) -> String {
    format!("O.{}", hash_id(&["hint", &person.id.to_string()]))
}

fn wids(person: &User) -> Vec<&'static str> {
    person.roles.iter().map(|role| role.template_id()).chain([EVERYBODY]).collect()
}

fn uti(tenant: &mut Tenant) -> String {
    URL_SAFE_NO_PAD.encode(tenant.random.bytes::<16>())
}
