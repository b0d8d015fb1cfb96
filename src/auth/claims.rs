//! Claims requests: what this portal can handle, and what Graph or a renewal wants proved at the next sign-in.
//!
//! Declaring `cp1` says that challenges are understood; Microsoft then ends a session within minutes where it would else
//! let a token live to its end. Every authorize and token request says so.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use serde_json::{Map, Value, json};

use crate::wire;

/// The `claims` parameter (OpenID Connect Core §5.5): what is declared, together with what is wanted.
#[must_use]
pub fn request(wanted: Option<&str>) -> String {
    let wanted = wanted.and_then(|wanted| wire::strict_object(wanted).ok()).and_then(declared);
    wanted.or_else(|| declared(Map::new())).unwrap_or_default()
}

/// The wanted claims with the declaration among those for the access token. `None` when there is no place for it.
fn declared(mut wanted: Map<String, Value>) -> Option<String> {
    let for_access = wanted.entry("access_token").or_insert_with(|| json!({})).as_object_mut()?;
    for_access.entry("xms_cc").or_insert_with(|| json!({ "values": ["cp1"] }));
    Some(Value::Object(wanted).to_string())
}

/// The claims that Graph wants, out of the header `WWW-Authenticate` of its 401. The header may hold several challenges.
#[must_use]
pub fn challenge(header: &str) -> Option<String> {
    if !header.contains("error=\"insufficient_claims\"") {
        return None;
    }
    let (_, rest) = header.split_once("claims=\"").filter(|(before, _)| !before.ends_with('_'))?;
    let (coded, _) = rest.split_once('"')?;
    // Either alphabet, with or without padding.
    let coded = coded.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(coded).ok()?).ok()?;
    wire::strict_object::<Map<String, Value>>(&text).is_ok().then_some(text)
}

#[cfg(test)]
mod tests;
