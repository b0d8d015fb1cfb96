//! The HTTP headers and cache rules that a host must send with the portal's files, for the cloud in a config.json. This
//! is the only source of them; [`crate::hosts`] writes them in the formats of several hosts.
//!
//! Knows the policy and the clouds' host names. Must not know the hosts' formats.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::clouds::CLOUDS;

/// The origins to which the portal may connect besides its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cloud {
    hosts: Vec<String>,
}

impl Cloud {
    /// The cloud in the text of a config.json.
    pub(crate) fn of_config(text: &str) -> Result<Self> {
        let config: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).context("it is no JSON")?;
        let cloud = config.get("cloud").context("it has no key \"cloud\"")?;
        if let Some(name) = cloud.as_str() {
            let known = CLOUDS.iter().find(|cloud| cloud.name == name);
            let cloud = known.with_context(|| {
                let names = CLOUDS.map(|cloud| format!("\"{}\"", cloud.name)).join(", ");
                format!("\"cloud\" is \"{name}\"; there are {names}")
            })?;
            return Ok(Self { hosts: vec![cloud.login.to_owned(), cloud.graph.to_owned()] });
        }
        let host = |key: &str| {
            let text = cloud.get(key).and_then(Value::as_str);
            let text = text.with_context(|| format!("\"cloud\" names no \"{key}\""))?.trim_end_matches('/');
            if !is_loopback_origin(text) {
                bail!("\"{key}\" is {text}: only a host on this machine may be named");
            }
            Ok(text.to_owned())
        };
        Ok(Self { hosts: vec![host("login")?, host("graph")?] })
    }

    /// The directives of the Content-Security-Policy.
    fn policy(&self) -> Vec<String> {
        let mut directives: Vec<String> = [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
        ]
        .map(str::to_owned)
        .into();
        directives.push(format!("connect-src 'self' {}", self.hosts.join(" ")));
        directives.extend(
            [
                "worker-src 'self'",
                "manifest-src 'self'",
                "form-action 'none'",
                "base-uri 'none'",
                "object-src 'none'",
                "frame-src 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types guestlist",
            ]
            .map(str::to_owned),
        );
        directives
    }

    /// The policy for a `<meta>` tag, where `frame-ancestors` has no effect.
    pub(crate) fn policy_for_meta(&self) -> String {
        let kept = self.policy().into_iter().filter(|directive| !directive.starts_with("frame-ancestors"));
        kept.collect::<Vec<_>>().join("; ")
    }

    /// The headers of every response.
    pub(crate) fn headers(&self) -> [(&'static str, String); 7] {
        [
            ("Content-Security-Policy", self.policy().join("; ")),
            ("Strict-Transport-Security", "max-age=63072000; includeSubDomains".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Referrer-Policy", "no-referrer".to_owned()),
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=()".to_owned()),
        ]
    }
}

/// True for `http://127.0.0.1:8081` and the like, without path.
fn is_loopback_origin(text: &str) -> bool {
    let Some(host) = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")) else {
        return false;
    };
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host.strip_prefix(name).is_some_and(|port| {
            let digits = port.strip_prefix(':');
            port.is_empty() || digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
        })
    })
}

/// `Cache-Control` for files with a hash in their name, which are all below `/assets/`.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// `Cache-Control` for the page, under each of its paths, and for config.json. `no-transform` forbids a proxy on the way to
/// rewrite them: a script that it put into the page would be stopped by the policy, and so would the portal be.
pub(crate) const UNCHANGED: &str = "no-store, no-transform";
/// `Cache-Control` for what is not there: it may be there in a minute, when all of a new version has arrived.
pub(crate) const NO_STORE: &str = "no-store";
/// `Cache-Control` for all other files: cached, but revalidated each time.
pub(crate) const NO_CACHE: &str = "no-cache";

/// The paths of pages: the response to each is `index.html`. They must be the routes of `src/ui/routes.rs`.
pub(crate) const PAGES: [&str; 5] = ["/", "/invite", "/bulk", "/access", "/guests"];
/// Files at the top of dist/ that are cached and revalidated each time.
pub(crate) const PLAIN_FILES: [&str; 4] =
    ["/config.schema.json", "/icon.svg", "/sbom.cdx.json", "/SHA256SUMS"];

#[cfg(test)]
mod tests;
