//! What a person may switch for each account: second factor, conditional access, assignment to the app.
//!
//! Knows the settings' shape. What they do to a sign-in is in `gate`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::directory::accounts::ACCOUNTS;

/// Sign-in name to switches; who is not named has the defaults.
pub(crate) type Accounts = BTreeMap<String, Switches>;

/// One account's switches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Switches {
    /// A sign-in asks for a second factor, and nothing works silently until it was given.
    pub(crate) mfa: bool,
    /// Only what works silently asks for it: the sign-in that the refusal leads to is interrupted.
    pub(crate) mfa_on_refresh: bool,
    pub(crate) conditional_access: ConditionalAccess,
    /// After how long a sign-in must be repeated, where `conditionalAccess` is `signInFrequency`.
    pub(crate) sign_in_frequency_seconds: u32,
    /// Whether the account is assigned to the apps.
    pub(crate) assigned: bool,
}

/// What the tenant's conditional access does to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ConditionalAccess {
    None,
    Blocked,
    /// A device that is managed, which no browser here is.
    DeviceRequired,
    SignInFrequency,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            mfa: false,
            mfa_on_refresh: false,
            conditional_access: ConditionalAccess::None,
            sign_in_frequency_seconds: 3_600,
            assigned: true,
        }
    }
}

/// Names must be those of accounts that can sign in.
pub(crate) fn check(accounts: &Accounts) -> Result<(), String> {
    let known = |upn: &String| ACCOUNTS.iter().any(|account| account.upn == upn);
    match accounts.keys().find(|upn| !known(upn)) {
        Some(upn) => Err(format!("accounts: {upn} is no account that can sign in")),
        None => Ok(()),
    }
}
