//! Values of properties that are not stored as they are shown.

use jiff::SignedDuration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::directory::User;
use crate::odata::entity::{Field, Record, date_time};

/// All attributes are null here.
pub(super) fn extension_attributes(_: &User) -> Field<'_> {
    let attribute = |number| (format!("extensionAttribute{number}"), Value::Null);
    Field::Json(Value::Object((1..=15).map(attribute).collect()))
}

pub(super) fn nickname(user: &User) -> Field<'_> {
    Field::optional_string(user.upn.rsplit_once('@').map(|(nickname, _)| nickname))
}

pub(super) fn identities(user: &User) -> Field<'_> {
    let record = |identity: &'_ crate::directory::Identity| -> Record<'static> {
        vec![
            ("signInType", identity.sign_in_type.into()),
            ("issuer", identity.issuer.clone()),
            ("issuerAssignedId", identity.issuer_assigned_id.clone().into()),
        ]
    };
    Field::Objects(user.identities.iter().map(record).collect())
}

pub(super) fn last_sign_in(user: &User) -> Field<'_> {
    Field::optional_date_time(user.last_sign_in)
}

/// Three hours before the last sign-in: apps have refreshed their tokens.
pub(super) fn last_silent_sign_in(user: &User) -> Field<'_> {
    Field::optional_date_time(
        user.last_sign_in.and_then(|at| at.checked_sub(SignedDuration::from_hours(3)).ok()),
    )
}

/// Null for users who never signed in; the response then lacks the property.
pub(super) fn sign_in_activity(user: &User) -> Field<'_> {
    let Some(at) = user.last_sign_in else { return Field::Null };
    let silent = at.checked_sub(SignedDuration::from_hours(3)).unwrap_or(at);
    // Any ids, as long as they stay the same.
    let id = |number: u128| Uuid::from_u128(user.id.as_u128() ^ number).to_string();
    Field::Json(json!({
        "lastSignInDateTime": date_time(at),
        "lastSignInRequestId": id(1),
        "lastNonInteractiveSignInDateTime": date_time(silent),
        "lastNonInteractiveSignInRequestId": id(2),
        "lastSuccessfulSignInDateTime": date_time(at),
        "lastSuccessfulSignInRequestId": id(1),
    }))
}
