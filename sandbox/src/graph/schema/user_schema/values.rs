//! Values of properties that are not stored as they are shown.

use jiff::SignedDuration;
use serde_json::{Value, json};
use uuid::Uuid;

use super::names::EXTENSION_ATTRIBUTES;
use crate::directory::{DeletionState, Detail, User};
use crate::odata::entity::{Field, Record, date_time};

/// The mail alias: the part of the sign-in name before the `@`, unless another one was set.
pub(super) fn nickname(user: &User) -> Field<'_> {
    let name = user.upn.rsplit_once('@').map(|(nickname, _)| nickname);
    Field::optional_string(user.profile.text("mailNickname").or(name))
}

/// Deleted users have their id before the name, so that another user can take the name [observed]
/// msgraph-sdk-powershell#2256. That it is the id, in which hyphens are left out, is [inferred].
pub(super) fn sign_in_name(user: &User) -> Field<'_> {
    match user.deletion_state {
        DeletionState::Present => Field::string(user.upn.as_str()),
        DeletionState::Deleted(_) | DeletionState::Purged => {
            Field::string(format!("{}{}", user.id.simple(), user.upn))
        }
    }
}

/// A property of the profile as JSON.
pub(crate) fn of_profile(user: &User, name: &str) -> Option<Value> {
    user.profile.get(name).map(|detail| match detail {
        Detail::Text(text) => json!(text),
        Detail::Texts(texts) => json!(texts),
        Detail::Switch(on) => json!(on),
        Detail::Members(members) => json!(members),
    })
}

/// A property of the profile. A date is stored as text.
pub(super) fn shown<'a>(user: &'a User, name: &str) -> Field<'a> {
    match user.profile.get(name) {
        None => Field::Null,
        Some(Detail::Text(text)) => {
            let date = name.contains("Date").then(|| text.parse().ok()).flatten();
            date.map_or_else(|| Field::String(text.into()), Field::DateTime)
        }
        Some(Detail::Switch(on)) => Field::Boolean(*on),
        Some(Detail::Texts(_) | Detail::Members(_)) => {
            of_profile(user, name).map_or(Field::Null, Field::Json)
        }
    }
}

pub(super) fn business_phones(user: &User) -> Field<'_> {
    match user.profile.get("businessPhones") {
        Some(Detail::Texts(numbers)) => Field::Strings(numbers),
        Some(Detail::Text(_) | Detail::Switch(_) | Detail::Members(_)) | None => Field::Strings(&[]),
    }
}

/// All fifteen attributes, also those that are not set [documented].
pub(super) fn extension_attributes(user: &User) -> Field<'_> {
    let set = of_profile(user, "onPremisesExtensionAttributes").unwrap_or_default();
    let members = EXTENSION_ATTRIBUTES.iter().map(|name| ((*name).to_owned(), set.get(name).cloned().into()));
    Field::Json(Value::Object(members.collect()))
}

pub(super) fn extension_attribute<'a>(user: &'a User, name: &str) -> Field<'a> {
    match user.profile.get("onPremisesExtensionAttributes") {
        Some(Detail::Members(members)) => Field::optional_string(members.get(name)),
        Some(Detail::Text(_) | Detail::Texts(_) | Detail::Switch(_)) | None => Field::Null,
    }
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
