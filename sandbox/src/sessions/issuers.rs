//! Other OpenID providers whose tokens Graph accepts; tests use them to sign in users of this tenant.
//!
//! The host passes the public keys. Must not fetch anything.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::bearer::{Bearer, TokenError, is_audience, words};
use crate::directory::accounts::ACCOUNTS;
use crate::directory::{DEFAULT_DOMAIN, Directory, User};
use crate::keys::jws::{Jws, PublicKey};

#[derive(Default)]
pub(crate) struct Issuers {
    /// Keys with their `kid`, by issuer.
    known: BTreeMap<String, Vec<(String, PublicKey)>>,
    /// Issuers of tokens with an unknown `kid`.
    stale: BTreeSet<String>,
}

impl Issuers {
    /// Accepts tokens of `issuer` signed with a key of this JSON web key set; replaces previous keys. Returns the
    /// number of usable keys.
    pub(crate) fn trust(&mut self, issuer: &str, jwks: &Value) -> usize {
        let text =
            |key: &Value, name: &str| key.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let keys = jwks.get("keys").and_then(Value::as_array).into_iter().flatten();
        let keys: Vec<_> = keys
            .filter(|key| text(key, "use") != "enc")
            .filter_map(|key| Some((text(key, "kid"), PublicKey::from_jwk(key)?)))
            .collect();
        let usable = keys.len();
        self.stale.remove(issuer);
        self.known.insert(issuer.to_owned(), keys);
        usable
    }

    /// The origins of the trusted issuers, in the form of the `Origin` header.
    pub(crate) fn origins(&self) -> Vec<String> {
        let origin = |issuer: &String| Some(url::Url::parse(issuer).ok()?.origin().ascii_serialization());
        self.known.keys().filter_map(origin).collect()
    }

    /// The issuers whose keys the host should fetch again, each once.
    pub(crate) fn take_stale(&mut self) -> Vec<String> {
        std::mem::take(&mut self.stale).into_iter().collect()
    }

    pub(super) fn bearer(
        &mut self,
        jws: &Jws,
        graph: &str,
        directory: &Directory,
        now: Timestamp,
    ) -> Result<Bearer, TokenError> {
        let issuer = jws.claim("iss");
        let keys = self.known.get(issuer).ok_or(TokenError::Signature)?;
        let kid = jws.header("kid");
        let mut candidates = keys.iter().filter(|(known, _)| kid.is_empty() || known == kid).peekable();
        if candidates.peek().is_none() {
            self.stale.insert(issuer.to_owned());
            return Err(TokenError::Signature);
        }
        if !candidates.any(|(_, key)| jws.is_signed_by(key)) {
            return Err(TokenError::Signature);
        }
        let seconds = now.as_second();
        let over = jws.timestamp("exp").is_none_or(|end| end <= seconds);
        if over || jws.timestamp("nbf").is_some_and(|begin| begin > seconds) {
            return Err(TokenError::Expired);
        }
        if !words(&jws.claims, "aud").any(|audience| is_audience(&audience, graph)) {
            return Err(TokenError::Audience);
        }
        let person = person(jws, directory).ok_or(TokenError::UnknownUser)?;
        let app_id = ["azp", "appid", "client_id"].into_iter().map(|name| jws.claim(name));
        Ok(Bearer {
            person: Some(person.id),
            app_id: app_id.into_iter().find(|id| !id.is_empty()).unwrap_or_default().to_owned(),
            scopes: words(&jws.claims, "scp").chain(words(&jws.claims, "scope")).collect(),
            // Another provider does not know the roles of this tenant.
            wids: person.roles.iter().map(|role| role.template_id().to_owned()).collect(),
            cp1: false,
            contexts: Vec::new(),
            revoked: None,
        })
    }
}

/// The user of another provider's token: by object id, by sign-in name, or by a subject that is a sign-in name or its
/// part before the `@`.
fn person<'a>(jws: &Jws, directory: &'a Directory) -> Option<&'a User> {
    let by_id = Uuid::try_parse(jws.claim("oid")).ok().and_then(|id| directory.user(id));
    let by_name = ["upn", "preferred_username", "sub"]
        .into_iter()
        .find_map(|name| directory.user_by_upn(jws.claim(name)));
    let by_local_part = || {
        let upn = format!("{}@{DEFAULT_DOMAIN}", jws.claim("sub"));
        ACCOUNTS.iter().find(|account| account.upn == upn).and_then(|_| directory.user_by_upn(&upn))
    };
    by_id.or(by_name).or_else(by_local_part)
}
