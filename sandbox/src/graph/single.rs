//! Responses with one object or a short list that is built completely; `$select` is applied afterwards.

use serde_json::{Value, json};

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::service_error::ServiceError;

/// A response with one object. `set` is its part of `@odata.context`, without the selection.
pub(super) fn object(
    call: &Call,
    set: &str,
    kind: &'static str,
    mut object: Value,
) -> Result<Reply, GraphError> {
    let chosen = cut(call, kind, &mut object)?;
    if let Some(members) = object.as_object_mut() {
        members.insert("@odata.context".into(), call.context(&format!("{set}{chosen}/$entity")).into());
    }
    Ok(Reply::ok(object))
}

/// A response with a list that needs no paging.
pub(super) fn list(
    call: &Call,
    set: &str,
    kind: &'static str,
    mut objects: Vec<Value>,
) -> Result<Reply, GraphError> {
    let mut chosen = String::new();
    for object in &mut objects {
        chosen = cut(call, kind, object)?;
    }
    let context = call.context(&format!("{set}{chosen}"));
    Ok(Reply::ok(json!({ "@odata.context": context, "value": objects })))
}

/// Removes the properties that `$select` does not name, and returns the selection for the context.
fn cut(call: &Call, kind: &'static str, object: &mut Value) -> Result<String, GraphError> {
    let (Some(names), Some(members)) = (call.select(), object.as_object_mut()) else {
        return Ok(String::new());
    };
    for name in &names {
        if !members.keys().any(|known| known.eq_ignore_ascii_case(name)) {
            return Err(ServiceError::UnknownProperty { name: name.clone(), kind }.into());
        }
    }
    members.retain(|name, _| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
    Ok(format!("({})", names.join(",")))
}
