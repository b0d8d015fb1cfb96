//! Whether a person may pass with the sign-in they have: a blocked account, assignment, conditional access, second factor.
//!
//! Knows the account switches and what a request demands. Must not know pages or tokens.

use jiff::{SignedDuration, Timestamp};

use super::apps::AppName;
use super::claims_request::ClaimsRequest;
use super::error::Refusal;
use super::store::SignedIn;
use super::switches::{ConditionalAccess, Switches};
use crate::directory::User;
use crate::settings::Settings;

/// Where a sign-in stands.
pub(super) enum Gate {
    Open,
    /// A new sign-in would help.
    SignInAgain(Refusal),
    /// A second factor would help.
    Approve(Refusal),
    /// Nothing helps that a person could do here.
    Stop(Refusal),
}

/// Who passes, with what, and for what.
pub(super) struct Passing<'a> {
    pub(super) user: &'a User,
    pub(super) signed_in: &'a SignedIn,
    pub(super) app: &'a AppName,
    pub(super) claims: &'a ClaimsRequest,
    /// Nobody can be asked: `prompt=none`, or a refresh token.
    pub(super) silent: bool,
    /// A silent request was refused for want of a second factor.
    pub(super) approval_due: bool,
}

pub(super) fn gate(passing: &Passing, settings: &Settings, now: Timestamp) -> Gate {
    let Passing { user, signed_in, app, claims, .. } = passing;
    if !user.enabled {
        return Gate::Stop(Refusal::AccountDisabled);
    }
    let switches = settings.accounts.get(&user.upn).cloned().unwrap_or_default();
    if !switches.assigned {
        return Gate::Stop(Refusal::NotAssigned { upn: user.upn.clone(), app: (*app).clone() });
    }
    match switches.conditional_access {
        ConditionalAccess::Blocked => return Gate::Stop(Refusal::BlockedByPolicy),
        ConditionalAccess::DeviceRequired => return Gate::Stop(Refusal::DeviceRequired),
        ConditionalAccess::SignInFrequency if too_old(signed_in, &switches, now) => {
            let limit = switches.sign_in_frequency_seconds;
            return Gate::SignInAgain(Refusal::SignInFrequency { issued: signed_in.at, limit });
        }
        ConditionalAccess::SignInFrequency | ConditionalAccess::None => {}
    }
    if claims.signed_in_since.is_some_and(|since| signed_in.at.as_second() < since) {
        return Gate::SignInAgain(Refusal::Revoked { issued: signed_in.at });
    }
    if claims.contexts.iter().any(|context| !signed_in.contexts.contains(context)) {
        return Gate::Approve(Refusal::MfaNeeded { claims: claims.text.clone() });
    }
    let asked = switches.mfa || switches.mfa_on_refresh && (passing.silent || passing.approval_due);
    if asked && !signed_in.mfa {
        return Gate::Approve(Refusal::MfaNeeded { claims: None });
    }
    Gate::Open
}

fn too_old(signed_in: &SignedIn, switches: &Switches, now: Timestamp) -> bool {
    let limit = SignedDuration::from_secs(switches.sign_in_frequency_seconds.into());
    signed_in.at.checked_add(limit).is_ok_and(|end| end <= now)
}
