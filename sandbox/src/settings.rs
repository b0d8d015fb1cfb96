//! The settings of the tenant: the simulated part of its policies, and its behaviour in tests.
//!
//! Knows names, defaults and ranges. Must not know the caller.

mod limit_settings;
pub(crate) mod switches;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clouds::Cloud;
use crate::merge_patch::{merge, without_nulls};
use crate::policies::authorization::AuthorizationPolicy;
use crate::policies::cross_tenant::CrossTenantAccess;
use crate::policies::licence::Licence;
use limit_settings::within;
pub(crate) use limit_settings::{LimitSettings, RetryAfter, TenantSize};
use switches::Accounts;

/// `authorizationPolicy.allowInvitesFrom`: who may invite guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum InvitesFrom {
    /// Nobody, not even an administrator.
    None,
    AdminsAndGuestInviters,
    AdminsGuestInvitersAndAllMembers,
    /// Guests too. The default of the service.
    Everyone,
}

/// The sender of invitation mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum InvitationSender {
    /// An address in the tenant's initial domain: the default since December 2025 [documented].
    Tenant,
    /// An address in the tenant's own domain, for tenants with mail, since June 2026 [documented] entra-docs#1994.
    CustomDomain,
    /// The address of the cloud, with the subject of that time: until December 2025 [documented].
    Microsoft,
}

/// The steps of a redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RedemptionPages {
    /// Sign-in or one-time passcode, then consent, as at the service.
    Full,
    /// Consent only; there is no check that the visitor is the guest.
    Short,
}

/// The settings as `GET /_sandbox/settings` shows them and `POST` changes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) allow_invites_from: InvitesFrom,
    /// Lifetime of access tokens, in seconds. Entra's is 60 to 90 minutes, reported one second short.
    pub(crate) access_token_seconds: u32,
    /// Lifetime of access tokens for clients that handle claims challenges (`cp1`), in seconds. Entra's is 20 to 28
    /// hours [inferred].
    pub(crate) cae_token_seconds: u32,
    /// The authentication context that Graph requires, such as `c1`. Tokens without it get a claims challenge.
    pub(crate) required_auth_context: Option<String>,
    /// Sign-in settings of single accounts, by sign-in name. In a change, `null` removes an entry.
    #[serde(deserialize_with = "without_nulls")]
    pub(crate) accounts: Accounts,
    /// A delay before each response of Graph and of the token endpoint, in milliseconds.
    pub(crate) latency_ms: u32,
    /// Whether inviters have a mailbox. Without one the service drops their personal message.
    pub(crate) inviters_have_mailbox: bool,
    pub(crate) invitation_sender: InvitationSender,
    /// Whether the initial `onmicrosoft.com` domain is the default domain, as in a tenant without a domain of its own.
    pub(crate) initial_domain_is_default: bool,
    /// Whether the portal's registration has the optional claim `wids`: the user's roles in the id token.
    pub(crate) roles_in_id_token: bool,
    /// How far the tenant's clock is ahead of the machine's, in seconds; negative means behind.
    pub(crate) clock_offset_seconds: i64,
    /// How long reads do not find a new guest, in seconds: 404 by id, missing in lists.
    pub(crate) replication_seconds: u32,
    /// How long writes do not find a new guest, in seconds: 404 by id. Reads find the guest independently of that.
    pub(crate) write_replication_seconds: u32,
    /// The authorization policy without `allowInvitesFrom`.
    pub(crate) authorization_policy: AuthorizationPolicy,
    /// If not empty, guests may come from these domains only. Not together with `blocked_domains`.
    pub(crate) allowed_domains: Vec<String>,
    /// Domains that guests may not come from.
    pub(crate) blocked_domains: Vec<String>,
    /// What holds for other tenants.
    pub(crate) cross_tenant_access: CrossTenantAccess,
    pub(crate) redemption: RedemptionPages,
    /// Whether guests without another account get a passcode by mail; otherwise they need a Microsoft account.
    pub(crate) email_one_time_passcode: bool,
    pub(crate) licence: Licence,
    /// Whether the organization has company branding.
    pub(crate) branding: bool,
    pub(crate) limits: LimitSettings,
    /// The number of objects that the directory may hold: users, groups and contacts. `None` for no quota; the service's is
    /// 50,000, and 300,000 with a verified domain [documented].
    pub(crate) directory_quota: Option<u32>,
    /// The number of objects that a person without a directory role may create; 250 [documented]. `None` for no quota.
    pub(crate) person_quota: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_invites_from: InvitesFrom::Everyone,
            access_token_seconds: 3599,
            cae_token_seconds: 86_400,
            required_auth_context: None,
            accounts: Accounts::new(),
            latency_ms: 0,
            inviters_have_mailbox: true,
            invitation_sender: InvitationSender::Tenant,
            initial_domain_is_default: false,
            roles_in_id_token: true,
            clock_offset_seconds: 0,
            replication_seconds: 0,
            write_replication_seconds: 0,
            authorization_policy: AuthorizationPolicy::default(),
            allowed_domains: Vec::new(),
            blocked_domains: Vec::new(),
            cross_tenant_access: CrossTenantAccess::default(),
            redemption: RedemptionPages::Full,
            email_one_time_passcode: true,
            licence: Licence::P1,
            branding: true,
            limits: LimitSettings::default(),
            directory_quota: None,
            person_quota: Some(250),
        }
    }
}

impl Settings {
    /// The settings of a new tenant in this cloud.
    pub(crate) fn of_cloud(cloud: Cloud) -> Self {
        let allow_invites_from =
            if cloud.allows_guests_by_default() { InvitesFrom::Everyone } else { InvitesFrom::None };
        Self { allow_invites_from, ..Self::default() }
    }

    /// The settings after a JSON merge patch (RFC 7396). Members that are not named keep their values, objects are
    /// merged, and an unknown member is an error that names it.
    pub(crate) fn with(&self, change: &Value) -> Result<Self, String> {
        if !change.is_object() {
            return Err("a change of settings is a JSON object".into());
        }
        let mut next = serde_json::to_value(self).map_err(|error| error.to_string())?;
        merge(&mut next, change);
        let next: Self = serde_json::from_value(next).map_err(|error| error.to_string())?;
        next.check()?;
        Ok(next)
    }

    fn check(&self) -> Result<(), String> {
        within("accessTokenSeconds", self.access_token_seconds.into(), 1, 86_400)?;
        within("caeTokenSeconds", self.cae_token_seconds.into(), 1, 172_800)?;
        switches::check(&self.accounts)?;
        within("latencyMs", self.latency_ms.into(), 0, 60_000)?;
        within("replicationSeconds", self.replication_seconds.into(), 0, 3_600)?;
        within("writeReplicationSeconds", self.write_replication_seconds.into(), 0, 3_600)?;
        within("clockOffsetSeconds", self.clock_offset_seconds, -YEAR, YEAR)?;
        within("directoryQuota", self.directory_quota.unwrap_or(0).into(), 0, MOST_OBJECTS)?;
        within("personQuota", self.person_quota.unwrap_or(0).into(), 0, MOST_OBJECTS)?;
        check_domains(self)?;
        check_context(self.required_auth_context.as_deref())?;
        self.limits.check()
    }
}

/// The largest quota that can be set; more objects than a directory of the sandbox ever has.
pub(crate) const MOST_OBJECTS: i64 = 1_000_000;

const YEAR: i64 = 366 * 86_400;

/// A context is named `c1` to `c99` [documented].
fn check_context(context: Option<&str>) -> Result<(), String> {
    let Some(context) = context else { return Ok(()) };
    let number = context.strip_prefix('c').filter(|digits| !digits.starts_with(['0', '+']));
    let number = number.and_then(|digits| digits.parse::<u32>().ok());
    if number.is_some_and(|number| (1..=99).contains(&number)) {
        Ok(())
    } else {
        Err(format!("requiredAuthContext is c1 to c99, not '{context}'"))
    }
}

/// Only one of the lists may have entries, and these must be domain names.
fn check_domains(settings: &Settings) -> Result<(), String> {
    if !settings.allowed_domains.is_empty() && !settings.blocked_domains.is_empty() {
        return Err("allowedDomains and blockedDomains cannot both be set".into());
    }
    let bad =
        |name: &&String| name.contains('@') || !name.contains('.') || name.contains(char::is_whitespace);
    match settings.allowed_domains.iter().chain(&settings.blocked_domains).find(bad) {
        Some(name) => Err(format!("'{name}' is not the name of a domain")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
