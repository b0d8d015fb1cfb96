//! OData annotations in the body of a change: `@odata.type`, `city@odata.type`, `manager@odata.bind`.
//!
//! Must not know properties.

use serde_json::{Map, Value};

use super::directory_error::DirectoryError;

/// The end of an annotation that links other objects to the changed one.
const BIND: &str = "@odata.bind";

/// The body without its annotations. `kind` is the type of the changed object, such as `microsoft.graph.user`. The
/// annotations in `kept` stay in the body.
///
/// The types that clients write down change nothing; `@odata.type` must be that of the object [inferred]. A link would
/// change something, so one that the sandbox does not follow is an error, and not ignored [invented]: documentation
/// changes managers and sponsors by `$ref` only.
pub(super) fn without(
    body: Map<String, Value>,
    kind: &'static str,
    kept: &[&str],
) -> Result<Map<String, Value>, DirectoryError> {
    let mut properties = Map::new();
    for (name, value) in body {
        if !name.contains('@') || kept.contains(&name.as_str()) {
            properties.insert(name, value);
        } else if name.ends_with(BIND) {
            return Err(DirectoryError::UnknownProperty { name, kind });
        } else if name == "@odata.type" && !names(&value, kind) {
            return Err(DirectoryError::WrongKind { kind });
        }
    }
    Ok(properties)
}

/// Whether the value of `@odata.type` names this type. The `#` may be missing (OData 4.01).
fn names(value: &Value, kind: &str) -> bool {
    value.as_str().is_some_and(|name| name.strip_prefix('#').unwrap_or(name) == kind)
}

#[cfg(test)]
mod tests;
