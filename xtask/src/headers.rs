//! What a host must say with each file: the one source of the portal's headers and cache rules, for the cloud that a
//! config.json names. [`crate::hosts`] writes them in the languages of hosts.
//!
//! Knows the policy and the clouds' hosts. Must not know how a host is told.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Which hosts the portal may talk to besides its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cloud {
    hosts: Vec<String>,
}

/// Microsoft's clouds: the name in config.json, sign-in, Graph.
const CLOUDS: [(&str, &str, &str); 4] = [
    ("global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
    ("usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
    ("usgov-dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
    ("china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
];

impl Cloud {
    /// The cloud in the text of a config.json.
    pub(crate) fn of_config(text: &str) -> Result<Self> {
        let config: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).context("it is no JSON")?;
        let cloud = config.get("cloud").context("it has no key \"cloud\"")?;
        if let Some(name) = cloud.as_str() {
            let known = CLOUDS.iter().find(|(known, ..)| *known == name);
            let (_, login, graph) = known.with_context(|| {
                let names = CLOUDS.map(|(name, ..)| format!("\"{name}\"")).join(", ");
                format!("\"cloud\" is \"{name}\"; there are {names}")
            })?;
            return Ok(Self { hosts: vec![(*login).to_owned(), (*graph).to_owned()] });
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

    /// The Content-Security-Policy, directive by directive.
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

    /// The policy for a `<meta>` tag, which cannot say who may frame the page.
    pub(crate) fn policy_for_meta(&self) -> String {
        let kept = self.policy().into_iter().filter(|directive| !directive.starts_with("frame-ancestors"));
        kept.collect::<Vec<_>>().join("; ")
    }

    /// What every answer has.
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

/// `http://127.0.0.1:8081` and the like, with nothing behind the port.
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

/// How long browsers may keep what has a hash in its name: all below `/assets/`.
pub(crate) const FOREVER: &str = "public, max-age=31536000, immutable";
/// The page, whichever address asked for it, and the configuration.
pub(crate) const NEVER: &str = "no-store";
/// All others: kept, but asked about each time.
pub(crate) const ASK: &str = "no-cache";

/// The addresses of pages: all answer with `index.html`. The portal's own routes, see `src/ui/routes.rs`.
pub(crate) const PAGES: [&str; 4] = ["/", "/invite", "/access", "/guests"];
/// Files at the top of dist/ that may be kept, but are asked about each time.
pub(crate) const PLAIN_FILES: [&str; 2] = ["/config.schema.json", "/icon.svg"];

#[cfg(test)]
mod tests {
    use super::*;

    fn cloud(text: &str) -> Result<Cloud> {
        Cloud::of_config(&format!("{{\"tenant\": \"contoso.com\", \"cloud\": {text}}}"))
    }

    fn policy(text: &str) -> String {
        cloud(text).unwrap().policy().join("; ")
    }

    #[test]
    fn s20_the_policy_lets_in_the_clouds_hosts_and_nothing_inline() {
        for (name, login, graph) in CLOUDS {
            let policy = policy(&format!("\"{name}\""));
            assert!(policy.contains(&format!("; connect-src 'self' {login} {graph}; ")), "{policy}");
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "),
                "{policy}"
            );
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        }
        let local = r#"{"login": "http://127.0.0.1:1", "graph": "https://[::1]:2/"}"#;
        assert!(policy(local).contains("connect-src 'self' http://127.0.0.1:1 https://[::1]:2;"));
    }

    #[test]
    fn s22_trusted_types_are_enforced_without_a_default_policy() {
        let policy = policy("\"global\"");
        assert!(
            policy.ends_with("; require-trusted-types-for 'script'; trusted-types guestlist"),
            "{policy}"
        );
    }

    #[test]
    fn a_configuration_that_names_no_known_cloud_makes_no_headers() {
        for (text, says) in [
            ("\"moon\"", "there are \"global\", \"usgov\", \"usgov-dod\", \"china\""),
            ("7", "\"cloud\" names no \"login\""),
            (
                r#"{"login": "https://login.evil.test", "graph": "http://127.0.0.1:2"}"#,
                "only a host on this machine",
            ),
            (
                r#"{"login": "http://127.0.0.1:1; script-src *", "graph": "http://[::1]"}"#,
                "only a host on this",
            ),
            (r#"{"login": "http://127.0.0.1.evil.test", "graph": "http://[::1]"}"#, "only a host on this"),
        ] {
            let error = cloud(text).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn a_meta_tag_says_all_that_it_can() {
        let global = cloud("\"global\"").unwrap();
        assert!(global.policy().contains(&"frame-ancestors 'none'".to_owned()));
        assert!(!global.policy_for_meta().contains("frame-ancestors"));
        assert_eq!(global.policy_for_meta().split("; ").count() + 1, global.policy().len());
    }

    /// The portal's own list of clouds and of pages, as its source names them.
    #[test]
    fn the_clouds_and_the_pages_are_those_of_the_portal() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let source = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
        let hosts: Vec<_> = CLOUDS.iter().flat_map(|(_, login, graph)| [*login, *graph]).collect();
        let portal = source("src/domain/cloud.rs");
        let code = portal.split("mod tests").next().unwrap();
        for (at, _) in code.match_indices("\"https://") {
            let named = code[at + 1..].split('"').next().unwrap();
            assert!(hosts.contains(&named), "src/domain/cloud.rs names {named}");
        }
        let routes = source("src/ui/routes.rs");
        let read = routes.split("pub fn read").nth(1).unwrap().split("mod tests").next().unwrap();
        let pages: Vec<_> = read.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/')).collect();
        assert_eq!(pages, PAGES, "the pages in src/ui/routes.rs");
    }
}
