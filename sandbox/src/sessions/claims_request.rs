//! The `claims` parameter: capabilities of the client, and the claims of a challenge.
//!
//! Knows the part of OpenID Connect's claims request that Entra's clients use.

use serde_json::Value;

/// The content of `access_token` in the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClaimsRequest {
    /// The client declared the capability `cp1`: it handles claims challenges.
    pub(crate) cp1: bool,
    /// Authentication contexts that the token must have.
    pub(crate) contexts: Vec<String>,
    /// The user must have signed in at or after this time (seconds since 1970).
    pub(crate) signed_in_since: Option<i64>,
    /// The parameter as it came; an error response returns it.
    pub(crate) text: Option<String>,
}

impl ClaimsRequest {
    /// `None` when the text is not a JSON object. Unknown members are ignored, as in the standard.
    pub(crate) fn read(text: Option<&str>) -> Option<Self> {
        let Some(text) = text else { return Some(Self::default()) };
        let request: Value = serde_json::from_str(text).ok()?;
        let token = request.as_object()?.get("access_token");
        let member = |name: &str| token.and_then(|token| token.get(name));
        let since = member("nbf").and_then(|nbf| nbf.get("value"));
        Some(Self {
            cp1: values(member("xms_cc")).iter().any(|value| value.eq_ignore_ascii_case("cp1")),
            contexts: values(member("acrs")),
            signed_in_since: since.and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok())),
            text: Some(text.to_owned()),
        })
    }
}

/// `value` or `values` of a claim; [observed] some clients put a single value into `values`.
fn values(claim: Option<&Value>) -> Vec<String> {
    let member = |name: &str| claim.and_then(|claim| claim.get(name));
    let texts = |value: &Value| match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    ["value", "values"].into_iter().filter_map(member).flat_map(texts).collect()
}

#[cfg(test)]
mod tests;
