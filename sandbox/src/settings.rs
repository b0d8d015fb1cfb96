//! What a person may switch in the tenant: the small part of its policies that the sandbox imitates, and its faults.
//!
//! Knows names, defaults and limits. Must not know who asks.

use serde::{Deserialize, Serialize};

/// The tenant's policy on who may invite guests: `authorizationPolicy.allowInvitesFrom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum InvitesFrom {
    /// Nobody, not even an administrator.
    None,
    AdminsAndGuestInviters,
    AdminsGuestInvitersAndAllMembers,
    /// Guests too; the service's default.
    Everyone,
}

/// The settings as `GET /_sandbox/settings` shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) allow_invites_from: InvitesFrom,
    /// Life of an access token. Entra's is 60 to 90 minutes and is reported one second short.
    pub(crate) access_token_seconds: u32,
    /// Added by the host before each answer of Graph and of the token endpoint.
    pub(crate) latency_ms: u32,
    /// Whether inviters own a mailbox: without one the service drops their personal message.
    pub(crate) inviters_have_mailbox: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_invites_from: InvitesFrom::Everyone,
            access_token_seconds: 3599,
            latency_ms: 0,
            inviters_have_mailbox: true,
        }
    }
}

/// A change to some of the settings: what is absent stays as it is, what is unknown is refused.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Change {
    allow_invites_from: Option<InvitesFrom>,
    access_token_seconds: Option<u32>,
    latency_ms: Option<u32>,
    inviters_have_mailbox: Option<bool>,
}

impl Settings {
    /// The settings after `change`, or why it cannot be made.
    pub(crate) fn with(&self, change: &Change) -> Result<Self, String> {
        let next = Self {
            allow_invites_from: change.allow_invites_from.unwrap_or(self.allow_invites_from),
            access_token_seconds: change.access_token_seconds.unwrap_or(self.access_token_seconds),
            latency_ms: change.latency_ms.unwrap_or(self.latency_ms),
            inviters_have_mailbox: change.inviters_have_mailbox.unwrap_or(self.inviters_have_mailbox),
        };
        if !(1..=86_400).contains(&next.access_token_seconds) {
            return Err("accessTokenSeconds must be between 1 and 86400".into());
        }
        if next.latency_ms > 60_000 {
            return Err("latencyMs must be at most 60000".into());
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_touches_only_what_it_names() {
        let change = serde_json::from_str(r#"{"allowInvitesFrom":"adminsAndGuestInviters"}"#).unwrap();
        let next = Settings::default().with(&change).unwrap();
        assert_eq!(next.allow_invites_from, InvitesFrom::AdminsAndGuestInviters);
        assert_eq!(next.access_token_seconds, 3599);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let refused = serde_json::from_str::<Change>(r#"{"alowInvitesFrom":"none"}"#).unwrap_err();
        assert!(refused.to_string().contains("alowInvitesFrom"));
    }

    #[test]
    fn a_token_must_live_at_least_a_second() {
        let change = serde_json::from_str(r#"{"accessTokenSeconds":0}"#).unwrap();
        assert!(Settings::default().with(&change).is_err());
    }
}
