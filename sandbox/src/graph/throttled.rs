//! Throttling in HTTP: the headers of every call, and the 429 response.

use http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::trace::Trace;
use crate::directory::TENANT_ID;
use crate::graph::error_body;
use crate::limits::Throttled;
use crate::settings::RetryAfter;
use crate::web::{self, Response};

/// Above this share of a limit, responses have `x-ms-throttle-limit-percentage`.
const REPORT_USAGE_ABOVE: f64 = 0.8;

/// 429 with the documented body. A page can read `Retry-After`; the `x-ms-` headers are for programs only.
pub(crate) fn response(error: &Throttled, style: RetryAfter, app: &str, trace: &Trace) -> Response {
    let told = retry_after(style, error.wait.as_millis(), trace.now);
    let mut response = too_many(told.as_deref(), trace);
    if let Some((scope, limit, information)) = error.headers {
        let scope = format!("{scope}/{limit}/{app}/{TENANT_ID}");
        web::set(&mut response, HeaderName::from_static("x-ms-throttle-scope"), &scope);
        web::set(&mut response, HeaderName::from_static("x-ms-throttle-information"), information);
    }
    response
}

/// 429 without the `x-ms-` headers; fault injection uses it too.
pub(crate) fn too_many(retry_after: Option<&str>, trace: &Trace) -> Response {
    let mut inner = error_body::inner(trace);
    if let Value::Object(inner) = &mut inner {
        inner.insert("code".into(), "429".into());
        inner.insert("message".into(), "Please retry after".into());
        inner.insert("status".into(), "429".into());
    }
    let error =
        json!({ "code": "TooManyRequests", "message": "Please retry again later.", "innerError": inner });
    let mut response = error_body::with_error(StatusCode::TOO_MANY_REQUESTS, &error);
    if let Some(value) = retry_after {
        web::set(&mut response, header::RETRY_AFTER, value);
    }
    response
}

/// The cost of the call, and the used share of the limit.
pub(crate) fn set_usage_headers(response: &mut Response, units: u32, used: f64) {
    web::set(response, HeaderName::from_static("x-ms-resource-unit"), &units.to_string());
    if used > REPORT_USAGE_ABOVE {
        let share = format!("{used:.2}");
        web::set(response, HeaderName::from_static("x-ms-throttle-limit-percentage"), &share);
    }
}

fn retry_after(style: RetryAfter, milliseconds: i128, now: Timestamp) -> Option<String> {
    let milliseconds = i64::try_from(milliseconds).unwrap_or(i64::MAX / 2).max(0) + 1;
    let seconds = (milliseconds + 999) / 1000;
    match style {
        RetryAfter::Seconds => Some(seconds.to_string()),
        RetryAfter::Fractional => Some(format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)),
        RetryAfter::Date => {
            let then = now.as_second().checked_add(seconds + 1)?;
            Some(web::http_date(Timestamp::from_second(then).ok()?))
        }
        RetryAfter::None => None,
    }
}

#[cfg(test)]
mod tests;
