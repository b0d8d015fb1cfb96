//! One app registration: its redirect URIs, credentials and permissions.

use std::str::FromStr;

use serde_json::{Value, json};
use uuid::Uuid;

use super::certificate::Certificate;
use crate::keys::key::{hash_id, hash_uuid};
use crate::origins::Origins;

/// The platform of a redirect URI. It decides who may redeem a code that was sent there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectKind {
    /// A single-page app, from its own origin.
    Spa,
    /// A server, with a secret or a certificate.
    Web,
    /// A mobile or desktop app.
    PublicClient,
}

/// Where a redirect URI points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// The portal's start page; its origin depends on the host name that the caller uses.
    Portal,
    Exact(String),
}

/// A valid redirect URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(pub(super) String);

impl FromStr for RedirectUri {
    /// A sentence for the user.
    type Err = String;

    /// `http` is allowed for localhost only; a fragment is never allowed.
    fn from_str(uri: &str) -> Result<Self, String> {
        let read = url::Url::parse(uri).map_err(|problem| format!("{uri}: {problem}"))?;
        let local = ["localhost", "127.0.0.1"].contains(&read.host_str().unwrap_or_default());
        if read.fragment().is_some() {
            Err(format!("{uri}: a redirect URI has no fragment"))
        } else if read.scheme() == "http" && !local {
            Err(format!("{uri}: http is for localhost only"))
        } else {
            Ok(Self(uri.to_owned()))
        }
    }
}

/// Client id and display name, for errors and pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppIdentity {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A registration with its service principal in this tenant.
pub(crate) struct App {
    pub(crate) identity: AppIdentity,
    pub(crate) multi_tenant: bool,
    pub(super) redirects: Vec<(RedirectKind, Address)>,
    /// Hashes of the client secrets.
    pub(super) secrets: Vec<String>,
    pub(crate) certificates: Vec<Certificate>,
    /// The delegated permissions of the registration, which `.default` requests.
    pub(crate) delegated: Vec<&'static str>,
    /// Application permissions; all are consented to.
    pub(crate) roles: Vec<&'static str>,
}

impl App {
    /// The object id of the app's service principal.
    pub(crate) fn principal(&self) -> Uuid {
        hash_uuid(&["service principal", &self.identity.id])
    }

    /// The platform of a registered redirect URI.
    pub(crate) fn redirect(&self, uri: &str, origins: &Origins) -> Option<RedirectKind> {
        self.redirects
            .iter()
            .find(|(kind, address)| address.matches(*kind, uri, origins))
            .map(|(kind, _)| *kind)
    }

    /// Whether CORS lets a page of this origin read responses of the token endpoint.
    pub(crate) fn is_page_origin(&self, origin: &str, origins: &Origins) -> bool {
        self.redirects.iter().any(|(kind, address)| {
            *kind == RedirectKind::Spa && origin_of(&address.shown(origins)).as_deref() == Some(origin)
        })
    }

    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        self.secrets.contains(&fingerprint(&self.identity.id, secret))
    }

    /// Whether the app is a public client. Entra has a setting for it; here an app without credentials and without a
    /// web redirect URI is one.
    pub(crate) fn is_public(&self) -> bool {
        let web = self.redirects.iter().any(|(kind, _)| *kind == RedirectKind::Web);
        !web && self.secrets.is_empty() && self.certificates.is_empty()
    }

    pub(super) fn to_json(&self, origins: &Origins) -> Value {
        let of = |kind| {
            let uris = self.redirects.iter().filter(move |(known, _)| *known == kind);
            uris.map(|(_, address)| address.shown(origins)).collect::<Vec<_>>()
        };
        json!({
            "clientId": self.identity.id,
            "displayName": self.identity.name,
            "servicePrincipalId": self.principal(),
            "multiTenant": self.multi_tenant,
            "spa": of(RedirectKind::Spa),
            "web": of(RedirectKind::Web),
            "publicClient": of(RedirectKind::PublicClient),
            "secrets": self.secrets.len(),
            "certificates": self.certificates.iter().map(|known| &known.x5t_s256).collect::<Vec<_>>(),
            "delegatedPermissions": self.delegated,
            "applicationPermissions": self.roles,
        })
    }
}

impl Address {
    fn shown(&self, origins: &Origins) -> String {
        match self {
            Self::Portal => origins.redirect_uri(),
            Self::Exact(uri) => uri.clone(),
        }
    }

    /// Redirect URIs are compared exactly. The port is ignored for `http://localhost` only [documented], and for
    /// `http://127.0.0.1` of mobile and desktop apps [inferred].
    fn matches(&self, kind: RedirectKind, asked: &str, origins: &Origins) -> bool {
        let known = self.shown(origins);
        if known == asked {
            return true;
        }
        let (Ok(mut known), Ok(mut asked)) = (url::Url::parse(&known), url::Url::parse(asked)) else {
            return false;
        };
        let host = known.host_str().unwrap_or_default();
        let free = host == "localhost" || (host == "127.0.0.1" && kind == RedirectKind::PublicClient);
        let ports_dropped = [&mut known, &mut asked].into_iter().all(|uri| uri.set_port(None).is_ok());
        free && ports_dropped && known.scheme() == "http" && known == asked
    }
}

/// The origin of an address, in the form of the `Origin` header.
pub(crate) fn origin_of(uri: &str) -> Option<String> {
    let origin = url::Url::parse(uri).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

pub(super) fn fingerprint(client_id: &str, secret: &str) -> String {
    hash_id(&["client secret", client_id, secret])
}
