//! Settings of single accounts: second factor, conditional access, assignment to the app.
//!
//! Their effect is in `access_check`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::directory::accounts::ACCOUNTS;

/// By sign-in name; an account without an entry has the defaults.
pub(crate) type Accounts = BTreeMap<String, Switches>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Switches {
    /// Sign-ins need a second factor; silent requests fail until it was given.
    pub(crate) mfa: bool,
    /// Only silent requests need a second factor; the sign-in after such an error asks for it.
    pub(crate) mfa_on_refresh: bool,
    pub(crate) conditional_access: ConditionalAccess,
    /// After how many seconds a sign-in must be repeated, if `conditionalAccess` is `signInFrequency`.
    pub(crate) sign_in_frequency_seconds: u32,
    /// Whether the account is assigned to the apps.
    pub(crate) assigned: bool,
}

/// The effect of the tenant's conditional access on an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ConditionalAccess {
    None,
    Blocked,
    /// Needs a managed device, which no browser here is.
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

/// Only accounts that can sign in may have settings.
pub(crate) fn check(accounts: &Accounts) -> Result<(), String> {
    let known = |upn: &String| ACCOUNTS.iter().any(|account| account.upn == upn);
    match accounts.keys().find(|upn| !known(upn)) {
        Some(upn) => Err(format!("accounts: {upn} is no account that can sign in")),
        None => Ok(()),
    }
}
