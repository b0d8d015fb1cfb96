//! The `claims` parameter of requests, and claims challenges in Graph's responses.
//!
//! Every authorize and token request contains the client capability `cp1`, which means that the portal handles claims
//! challenges. Microsoft can then end a session within minutes, instead of waiting until the token expires. Must not
//! know what the requested claims mean: the portal sends them back unchanged.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use serde_json::{Map, Value, json};

use crate::wire;

/// The `claims` parameter (OpenID Connect Core §5.5): `cp1`, merged with the claims of a challenge.
#[must_use]
pub fn request(wanted: Option<&str>) -> String {
    let wanted = wanted.and_then(|wanted| wire::strict_object(wanted).ok()).and_then(declared);
    wanted.or_else(|| declared(Map::new())).unwrap_or_default()
}

/// Adds `cp1` to the claims for the access token. `None` if the member for them is not an object.
fn declared(mut wanted: Map<String, Value>) -> Option<String> {
    let for_access = wanted.entry("access_token").or_insert_with(|| json!({})).as_object_mut()?;
    for_access.entry("xms_cc").or_insert_with(|| json!({ "values": ["cp1"] }));
    Some(Value::Object(wanted).to_string())
}

/// Reads the claims that Graph requires from the header `WWW-Authenticate` of its 401. The header may contain several
/// challenges.
#[must_use]
pub fn challenge(header: &str) -> Option<String> {
    if !header.contains("error=\"insufficient_claims\"") {
        return None;
    }
    let (_, rest) = header.split_once("claims=\"").filter(|(before, _)| !before.ends_with('_'))?;
    let (coded, _) = rest.split_once('"')?;
    // Accepts both alphabets of base64, with and without padding.
    let coded = coded.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(coded).ok()?).ok()?;
    wire::strict_object::<Map<String, Value>>(&text).is_ok().then_some(text)
}

#[cfg(test)]
mod tests;
