//! Static hosting of the portal: the release files with their own headers, compressed. A missing asset is a 404, never
//! HTML.
//!
//! Knows paths and content codings. Must not know what the files do.

mod coding;
mod dist;
mod headers;

use http::{Method, StatusCode, header};

use crate::faults::fault::Fault;
use crate::faults::strike;
use crate::web::{self, Request, Response};
use coding::Coding;
use dist::Asset;
pub use dist::Dist;
use headers::Headers;

/// The site on the portal's origin.
pub(crate) struct Portal {
    dist: Option<Dist>,
    headers: Headers,
}

impl Portal {
    pub(crate) fn new(dist: Option<Dist>) -> Self {
        let headers = dist.as_ref().and_then(|dist| dist.text("_headers")).unwrap_or_default();
        Self { headers: Headers::read(&headers), dist }
    }

    /// Handles a request for a file or a page. `trusted` are OpenID providers that the portal may sign in at, besides
    /// the tenant's own sign-in site.
    pub(crate) fn handle(&self, request: &Request, trusted: &[String]) -> Response {
        let Some(dist) = &self.dist else {
            return web::text(StatusCode::NOT_FOUND, "This sandbox serves no portal.\n");
        };
        let response = match find(dist, &request.path) {
            Some(asset) if request.is_read() => serve(asset, request),
            None if request.is_read() => web::text(StatusCode::NOT_FOUND, "There is no such file.\n"),
            Some(_) | None => web::text(StatusCode::METHOD_NOT_ALLOWED, "Static files take GET and HEAD.\n"),
        };
        self.finish(response, request, trusted)
    }

    /// The response for `/config.json`, with the fault of a rule.
    pub(crate) fn config(
        &self,
        request: &Request,
        text: &str,
        fault: Option<&Fault>,
        trusted: &[String],
    ) -> Response {
        let mut response = strike::apply(fault, request, || {
            web::with_body(StatusCode::OK, "application/json; charset=utf-8", text.to_owned())
        });
        web::set(&mut response, header::CACHE_CONTROL, "no-store");
        self.finish(response, request, trusted)
    }

    fn finish(&self, mut response: Response, request: &Request, trusted: &[String]) -> Response {
        let own = [&request.origins.login, &request.origins.graph];
        let hosts: Vec<String> = own.into_iter().chain(trusted).cloned().collect();
        self.headers.apply(
            &mut response,
            &request.path,
            &hosts,
            request.origins.portal.starts_with("https:"),
        );
        // A missing file may exist soon, so a 404 is never cached, whatever the headers of its path say.
        if response.status() == StatusCode::NOT_FOUND {
            web::set(&mut response, header::CACHE_CONTROL, "no-store");
        }
        if request.method == Method::HEAD {
            let length = response.body().len().to_string();
            web::set(&mut response, header::CONTENT_LENGTH, &length);
            *response.body_mut() = bytes::Bytes::new();
        }
        response
    }
}

/// The file for a path, or `index.html` for the path of a page. A last segment with an extension is always a file.
fn find<'a>(dist: &'a Dist, path: &str) -> Option<&'a Asset> {
    let name = percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    if let Some(asset) = dist.file(&name) {
        // Static hosts read these files and do not serve them.
        return (!matches!(&*name, "_headers" | "_redirects")).then_some(asset);
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    if last.contains('.') { None } else { dist.file("index.html") }
}

fn serve(asset: &Asset, request: &Request) -> Response {
    let wanted = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
    let coding = if asset.compressible() { Coding::choose(wanted) } else { Coding::Identity };
    let tag = asset.tag(coding);
    let fresh = request.header(header::IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*")
    });
    let mut response = if fresh {
        web::empty(StatusCode::NOT_MODIFIED)
    } else {
        let mut response = web::with_body(StatusCode::OK, "application/octet-stream", asset.body(coding));
        web::set(&mut response, header::CONTENT_TYPE, asset.mime());
        if let Some(name) = coding.name() {
            web::set(&mut response, header::CONTENT_ENCODING, name);
        }
        response
    };
    if asset.compressible() {
        web::set(&mut response, header::VARY, "Accept-Encoding");
    }
    web::set(&mut response, header::ETAG, &tag);
    response
}
