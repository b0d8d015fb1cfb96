//! Whether a sign-in is sufficient: disabled account, assignment, conditional access, second factor.
//!
//! Knows the account settings and the request. Must not know pages or tokens.

use jiff::{SignedDuration, Timestamp};

use crate::apps::AppIdentity;
use crate::directory::User;
use crate::sessions::SignedIn;
use crate::sessions::claims_request::ClaimsRequest;
use crate::sessions::sign_in_error::SignInError;
use crate::settings::Settings;
use crate::settings::switches::{ConditionalAccess, Switches};

/// The result of the check.
pub(super) enum AccessCheck {
    Passed,
    /// A new sign-in is needed.
    NewSignInNeeded(SignInError),
    /// A second factor is needed.
    SecondFactorNeeded(SignInError),
    /// The user cannot do anything about it.
    Denied(SignInError),
}

/// A sign-in to check.
pub(super) struct SignInAttempt<'a> {
    pub(super) user: &'a User,
    pub(super) signed_in: &'a SignedIn,
    pub(super) app: &'a AppIdentity,
    pub(super) claims: &'a ClaimsRequest,
    /// No user interaction is possible: `prompt=none`, or a refresh token.
    pub(super) silent: bool,
    /// A silent request was rejected because the second factor is missing.
    pub(super) second_factor_due: bool,
}

pub(super) fn check_access(attempt: &SignInAttempt, settings: &Settings, now: Timestamp) -> AccessCheck {
    let SignInAttempt { user, signed_in, app, claims, .. } = attempt;
    if !user.enabled {
        return AccessCheck::Denied(SignInError::AccountDisabled);
    }
    let switches = settings.accounts.get(&user.upn).cloned().unwrap_or_default();
    if !switches.assigned {
        return AccessCheck::Denied(SignInError::NotAssigned { upn: user.upn.clone(), app: (*app).clone() });
    }
    match switches.conditional_access {
        ConditionalAccess::Blocked => return AccessCheck::Denied(SignInError::BlockedByPolicy),
        ConditionalAccess::DeviceRequired => return AccessCheck::Denied(SignInError::DeviceRequired),
        ConditionalAccess::SignInFrequency if too_old(signed_in, &switches, now) => {
            let limit = switches.sign_in_frequency_seconds;
            return AccessCheck::NewSignInNeeded(SignInError::SignInFrequency {
                issued: signed_in.at,
                limit,
            });
        }
        ConditionalAccess::SignInFrequency | ConditionalAccess::None => {}
    }
    if claims.signed_in_since.is_some_and(|since| signed_in.at.as_second() < since) {
        return AccessCheck::NewSignInNeeded(SignInError::Revoked { issued: signed_in.at });
    }
    if claims.contexts.iter().any(|context| !signed_in.contexts.contains(context)) {
        return AccessCheck::SecondFactorNeeded(SignInError::MfaNeeded { claims: claims.text.clone() });
    }
    let asked = switches.mfa || switches.mfa_on_refresh && (attempt.silent || attempt.second_factor_due);
    if asked && !signed_in.mfa {
        return AccessCheck::SecondFactorNeeded(SignInError::MfaNeeded { claims: None });
    }
    AccessCheck::Passed
}

fn too_old(signed_in: &SignedIn, switches: &Switches, now: Timestamp) -> bool {
    let limit = SignedDuration::from_secs(switches.sign_in_frequency_seconds.into());
    signed_in.at.checked_add(limit).is_ok_and(|end| end <= now)
}
