//! Static hosting of the portal: its release files with the headers of production, compressed, and never HTML for a
//! missing asset.
//!
//! Knows paths, caching and content codings. Must not know what the files do.

mod coding;
mod dist;

use http::{HeaderName, Method, StatusCode, header};

use crate::tenant::Origins;
use crate::web::{self, Answer, Ask};
use coding::Coding;
pub use dist::Dist;
use dist::{Asset, Keep};

/// The portal's origin.
pub struct Portal {
    dist: Option<Dist>,
}

impl Portal {
    pub(crate) fn new(dist: Option<Dist>) -> Self {
        Self { dist }
    }

    /// Answers a request for a file or a page.
    pub(crate) fn answer(&self, ask: &Ask) -> Answer {
        let Some(dist) = &self.dist else {
            return self.finish(web::text(StatusCode::NOT_FOUND, "This sandbox serves no portal.\n"), ask);
        };
        let answer = match find(dist, &ask.path) {
            Some(asset) if ask.is_read() => serve(asset, ask),
            None if ask.is_read() => web::text(StatusCode::NOT_FOUND, "There is no such file.\n"),
            Some(_) | None => web::text(StatusCode::METHOD_NOT_ALLOWED, "Static files take GET and HEAD.\n"),
        };
        self.finish(answer, ask)
    }

    /// Answers `/config.json` with this tenant's configuration.
    pub(crate) fn config(&self, ask: &Ask, text: &str) -> Answer {
        let mut answer = web::with_body(StatusCode::OK, "application/json; charset=utf-8", text.to_owned());
        web::set(&mut answer, header::CACHE_CONTROL, Keep::Not.cache_control());
        self.finish(answer, ask)
    }

    /// The headers that every answer has. Over plain HTTP browsers ignore Strict-Transport-Security, so it is left out.
    fn finish(&self, mut answer: Answer, ask: &Ask) -> Answer {
        web::set(&mut answer, header::CONTENT_SECURITY_POLICY, &policy(&ask.origins));
        web::set(&mut answer, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        web::set(&mut answer, header::REFERRER_POLICY, "no-referrer");
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "camera=(), microphone=(), geolocation=(), usb=()"),
        ] {
            web::set(&mut answer, HeaderName::from_static(name), value);
        }
        if ask.origins.portal.starts_with("https:") {
            let two_years = "max-age=63072000; includeSubDomains";
            web::set(&mut answer, header::STRICT_TRANSPORT_SECURITY, two_years);
        }
        if ask.method == Method::HEAD {
            let length = answer.body().len().to_string();
            web::set(&mut answer, header::CONTENT_LENGTH, &length);
            *answer.body_mut() = bytes::Bytes::new();
        }
        answer
    }
}

/// The production policy with this tenant's two origins, without the Trusted Types directives.
fn policy(origins: &Origins) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self' {} {}; worker-src 'self'; manifest-src 'self'; form-action 'none'; \
         base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'",
        origins.login, origins.graph
    )
}

/// The file for a path: itself, or `index.html` for the path of a page. A last segment with an extension names a file,
/// never a page.
fn find<'a>(dist: &'a Dist, path: &str) -> Option<&'a Asset> {
    let name = percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    if let Some(asset) = dist.file(&name) {
        return Some(asset);
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    if last.contains('.') { None } else { dist.file("index.html") }
}

fn serve(asset: &Asset, ask: &Ask) -> Answer {
    let wanted = ask.header(header::ACCEPT_ENCODING).unwrap_or_default();
    let coding = if asset.compressible() { Coding::choose(wanted) } else { Coding::Identity };
    let tag = asset.tag(coding);
    let fresh = ask.header(header::IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*")
    });
    let mut answer = if fresh {
        web::empty(StatusCode::NOT_MODIFIED)
    } else {
        let mut answer = web::with_body(StatusCode::OK, "application/octet-stream", asset.body(coding));
        web::set(&mut answer, header::CONTENT_TYPE, asset.mime());
        if let Some(name) = coding.name() {
            web::set(&mut answer, header::CONTENT_ENCODING, name);
        }
        answer
    };
    if asset.compressible() {
        web::set(&mut answer, header::VARY, "Accept-Encoding");
    }
    web::set(&mut answer, header::ETAG, &tag);
    web::set(&mut answer, header::CACHE_CONTROL, asset.keep().cache_control());
    answer
}
