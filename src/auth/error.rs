//! Errors of a sign-in or renewal, grouped by what a person can do about them.
//!
//! Microsoft asks clients to react to `error` and not to the `AADSTS` numbers. A number is used only to choose a more
//! exact message; for an unknown number, `error` decides. Must not know how a problem is worded.

use serde::{Deserialize, Serialize};

use crate::domain::guid::is_guid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthProblem {
    pub kind: AuthKind,
    /// Entra's number, such as 65004 in `AADSTS65004`.
    pub code: Option<u32>,
    /// Entra's correlation id, which Microsoft's support asks for.
    pub correlation_id: Option<String>,
    /// Entra's trace id, which identifies one request among those with the same correlation id.
    pub trace_id: Option<String>,
    /// The claims that Microsoft requires at the next sign-in. They are sent back to it unchanged.
    pub claims: Option<String>,
}

/// Each kind has its own advice for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthKind {
    /// The person cancelled the sign-in or declined the permissions.
    Declined,
    /// A permission needs an administrator's consent.
    NeedsAdmin,
    /// The person has not consented to a permission.
    NotConsented,
    /// There is no session at Microsoft, or it has expired.
    Expired,
    /// Microsoft requires a second factor or another interaction.
    MoreNeeded,
    /// A Conditional Access policy blocked the sign-in.
    Blocked,
    /// The security defaults blocked the sign-in.
    SecurityDefaults,
    /// A policy allows only approved apps, which a browser is not.
    AppNotApproved,
    /// A policy requires a managed device, which this one is not.
    Device,
    /// A risk detection blocked the person or the sign-in.
    Risk,
    /// The account is locked for some time, because of wrong passwords.
    Locked,
    /// The account is disabled in the tenant.
    AccountDisabled,
    /// The app, or the service that it asks for, is disabled in the tenant.
    AppDisabled,
    /// The tenant's quota of directory objects is exhausted.
    DirectoryFull,
    /// The person is not assigned to this app.
    NotAssigned,
    /// The account is not in this tenant.
    OtherTenant,
    /// A cross-tenant access policy blocked the sign-in.
    CrossTenant,
    /// The app registration lacks or forbids something. Only its owner can change that.
    Registration,
    /// The app or the tenant in config.json does not exist.
    UnknownApp,
    /// The response does not belong to a sign-in that this tab began.
    Foreign,
    /// During the sign-in, config.json was changed to another tenant, app or cloud.
    Reconfigured,
    /// The response violates a rule that protects against forged sign-ins.
    BadToken,
    /// According to this computer's clock, the token has expired or is not valid yet.
    WrongClock,
    /// The sign-in host could not be reached.
    Unreachable,
    /// The response is not of the sign-in host but of something between it and the browser, such as a proxy.
    Filtered,
    /// The network allows sign-ins to certain organizations only (tenant restrictions).
    NetworkRestricted,
    /// Entra is overloaded or has an internal error.
    Temporary,
    /// Graph refuses every token, also those of a new sign-in.
    RefusedByGraph,
    /// Entra received the same request too often in a short time.
    Loop,
    /// Microsoft requires the same claims again immediately after they were provided.
    AskedAgain,
    /// The browser ended the worker, and with it the tokens are gone.
    Lost,
    /// The browser does not let this tab store anything.
    NoStorage,
    Other,
}

impl AuthProblem {
    /// A problem that the portal detected itself.
    #[must_use]
    pub fn own(kind: AuthKind) -> Self {
        Self { kind, code: None, correlation_id: None, trace_id: None, claims: None }
    }

    /// Reads `error` and `error_description` of an authorize or token response.
    #[must_use]
    pub fn read(error: &str, description: &str) -> Self {
        let code = number_after(description, "AADSTS");
        // 90093 is also the code of a missing consent.
        let quota = code == Some(90_093) && description.to_ascii_lowercase().contains("quota");
        let known = if quota { Some(AuthKind::DirectoryFull) } else { code.and_then(kind_of_code) };
        let kind = known.unwrap_or_else(|| kind_of_error(error));
        let correlation_id = word_after(description, "Correlation ID: ");
        let trace_id = word_after(description, "Trace ID: ");
        Self { kind, code, correlation_id, trace_id, claims: None }
    }

    /// Adds number and ids from separate members of a token response, where the description does not contain them.
    #[must_use]
    pub(super) fn with_ids(
        mut self,
        code: Option<u32>,
        correlation_id: Option<String>,
        trace_id: Option<String>,
    ) -> Self {
        let guid = |id: Option<String>| id.filter(|id| is_guid(id));
        self.correlation_id = self.correlation_id.or_else(|| guid(correlation_id));
        self.trace_id = self.trace_id.or_else(|| guid(trace_id));
        if self.code.is_none() {
            self.code = code;
            self.kind = code.and_then(kind_of_code).unwrap_or(self.kind);
        }
        self
    }

    /// Graph refused a request and requires these claims.
    #[must_use]
    pub fn challenge(claims: String) -> Self {
        Self { claims: Some(claims), ..Self::own(AuthKind::MoreNeeded) }
    }

    /// Adds two members of a refused renewal: `suberror` names the kind of interaction, unless a known number already
    /// does; `claims` is for the sign-in page.
    #[must_use]
    pub(super) fn with_step(mut self, suberror: &str, claims: Option<String>) -> Self {
        let is_known_code = self.code.and_then(kind_of_code).is_some();
        if !is_known_code && self.asks_for_interaction() {
            self.kind = match suberror {
                "consent_required" => AuthKind::NotConsented,
                "basic_action" | "additional_action" | "message_only" | "user_password_expired" => {
                    AuthKind::MoreNeeded
                }
                _ => self.kind,
            };
        }
        self.claims = claims.filter(|claims| !claims.is_empty());
        self
    }

    /// Whether only another account can help, or the person wanted another one.
    #[must_use]
    pub fn asks_for_other_account(&self) -> bool {
        matches!(self.kind, AuthKind::Declined | AuthKind::OtherTenant | AuthKind::NotAssigned)
    }

    /// Whether a new sign-in with the person's help can solve the problem.
    #[must_use]
    pub fn asks_for_interaction(&self) -> bool {
        matches!(
            self.kind,
            AuthKind::Expired | AuthKind::MoreNeeded | AuthKind::NotConsented | AuthKind::NeedsAdmin
        )
    }
}

/// `AADSTS` numbers (Microsoft Entra authentication and authorization error codes).
fn kind_of_code(code: u32) -> Option<AuthKind> {
    Some(match code {
        65_004 => AuthKind::Declined,
        90_094 | 90_093 => AuthKind::NeedsAdmin,
        65_001 => AuthKind::NotConsented,
        16_002 | 50_058 | 50_132 | 50_133 | 50_173 | 54_005 | 70_008 | 70_043 | 70_044 | 70_046 | 500_133
        | 700_082 | 700_084 => AuthKind::Expired,
        50_072 | 50_074 | 50_076 | 50_078 | 50_079 | 50_158 => AuthKind::MoreNeeded,
        53_000 | 53_001 => AuthKind::Device,
        53_004 | 53_011 => AuthKind::Risk,
        53_002 => AuthKind::AppNotApproved,
        53_003 => AuthKind::Blocked,
        530_035 => AuthKind::SecurityDefaults,
        50_053 => AuthKind::Locked,
        50_057 => AuthKind::AccountDisabled,
        50_105 => AuthKind::NotAssigned,
        16_000 | 50_020 | 50_034 | 51_004 | 90_072 => AuthKind::OtherTenant,
        500_212 | 500_213 => AuthKind::CrossTenant,
        500_021 => AuthKind::NetworkRestricted,
        500_014 | 7_000_112 => AuthKind::AppDisabled,
        50_011
        | 50_194
        | 65_005
        | 500_011
        | 501_481
        | 650_052
        | 650_056
        | 650_057
        | 700_025
        | 9_002_325..=9_002_327 => AuthKind::Registration,
        700_016 | 90_002 => AuthKind::UnknownApp,
        50_196 => AuthKind::Loop,
        _ => return None,
    })
}

fn kind_of_error(error: &str) -> AuthKind {
    match error {
        "access_denied" => AuthKind::Declined,
        "login_required" | "invalid_grant" => AuthKind::Expired,
        "interaction_required" => AuthKind::MoreNeeded,
        "consent_required" => AuthKind::NotConsented,
        "temporarily_unavailable" | "server_error" => AuthKind::Temporary,
        "unauthorized_client"
        | "invalid_client"
        | "invalid_resource"
        | "unsupported_response_type"
        | "invalid_scope" => AuthKind::Registration,
        _ => AuthKind::Other,
    }
}

fn number_after(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The GUID after `mark`. Nothing else is taken from the text, because the sender can write anything into it.
fn word_after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    let word: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').take(36).collect();
    (word.len() == 36).then_some(word)
}

#[cfg(test)]
mod tests;
