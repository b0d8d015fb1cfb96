//! The HTML frame of all pages of the sandbox: title, language, stylesheet, Content-Security-Policy.
//!
//! Pages have no script, no inline style and no external resources.

use http::{StatusCode, header};
use maud::{DOCTYPE, Markup, html};

use crate::web::{self, Response};

/// The path of the stylesheet, on both sites.
pub(crate) const STYLESHEET: &str = "/_sandbox/pages.css";

/// One page. `form_action` lists CSP sources besides `'self'`: browsers check the redirect after a form against
/// `form-action` too.
pub(crate) struct Page<'a> {
    pub(crate) title: &'a str,
    pub(crate) lang: &'a str,
    pub(crate) layout: Layout,
    pub(crate) form_action: &'a str,
    pub(crate) body: Markup,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A narrow card in the middle, as on sign-in pages.
    Card,
    /// A wide column, for lists.
    Wide,
}

impl Page<'_> {
    pub(crate) fn response(self, status: StatusCode) -> Response {
        let class = match self.layout {
            Layout::Card => "card",
            Layout::Wide => "wide",
        };
        let markup = html! {
            (DOCTYPE)
            html lang=(self.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(STYLESHEET);
                }
                body class=(class) { main { (self.body) } }
            }
        };
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {}; base-uri 'none'; \
             frame-ancestors 'none'",
            self.form_action
        );
        let mut response = web::with_body(status, "text/html; charset=utf-8", markup.into_string());
        web::set(&mut response, header::CONTENT_SECURITY_POLICY, policy.trim());
        web::set(&mut response, header::CACHE_CONTROL, "no-store, no-cache");
        web::set(&mut response, header::X_FRAME_OPTIONS, "DENY");
        // Entra sends it too. Popup sign-ins that poll `window.opener` do not work with it.
        web::set(&mut response, http::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        // With `no-referrer`, browsers would send `Origin: null` with the page's own forms.
        web::set(&mut response, header::REFERRER_POLICY, "same-origin");
        response
    }
}

pub(crate) fn stylesheet() -> Response {
    const STYLES: &str = concat!(include_str!("page.css"), include_str!("forms.css"));
    let mut response = web::with_body(StatusCode::OK, "text/css; charset=utf-8", STYLES);
    web::set(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

/// A date and time in UTC, in words.
pub(crate) fn timestamp(at: jiff::Timestamp) -> Markup {
    let utc = at.to_zoned(jiff::tz::TimeZone::UTC);
    html! { time datetime=(at) { (utc.strftime("%-d %B %Y, %H:%M UTC")) } }
}
