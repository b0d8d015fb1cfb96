//! What can go wrong when signing in, by what one can do about it.
//!
//! Microsoft asks clients to react to `error` and not to numbers. The numbers are used for one thing only: to
//! tell the person more exactly what happened, with `error` as the fall-back.

use serde::{Deserialize, Serialize};

use crate::domain::guid::is_guid;

/// A failed sign-in or renewal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthProblem {
    /// What happened.
    pub kind: AuthKind,
    /// Entra's number, as in `AADSTS65004`.
    pub code: Option<u32>,
    /// Entra's correlation id, which its support asks for.
    pub correlation_id: Option<String>,
    /// Entra's trace id, which names this one request within a correlation.
    pub trace_id: Option<String>,
    /// What Microsoft wants proved at the next sign-in (a `claims` request), to be handed back to it as it is.
    pub claims: Option<String>,
}

/// One kind for each thing that a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthKind {
    /// The person pressed Cancel, or declined the permissions.
    Declined,
    /// A permission needs an administrator's consent.
    NeedsAdmin,
    /// A permission has not been consented to.
    NotConsented,
    /// Nobody is signed in at Microsoft, or the session there is over.
    Expired,
    /// A second factor or another interaction is needed.
    MoreNeeded,
    /// A conditional access policy, security defaults or a risk stopped it.
    Blocked,
    /// The person is not assigned to this app.
    NotAssigned,
    /// The account is not in this tenant.
    OtherTenant,
    /// A cross-tenant access policy stopped it.
    CrossTenant,
    /// The app registration lacks or forbids something; only its owner can help.
    Registration,
    /// The app or the tenant in config.json does not exist.
    UnknownApp,
    /// The answer does not belong to a sign-in that this tab began.
    Foreign,
    /// Entra's answer broke a rule that protects from forged sign-ins.
    BadToken,
    /// By this computer's clock the answer is over, or not yet good.
    WrongClock,
    /// The sign-in host could not be reached.
    Unreachable,
    /// Entra is busy or broken.
    Temporary,
    /// The browser went round in circles.
    Loop,
    /// Microsoft goes on asking for what was just proved.
    AskedAgain,
    /// The browser ended the worker that kept the tokens.
    Lost,
    /// The browser keeps nothing for this tab.
    NoStorage,
    /// Anything else.
    Other,
}

impl AuthProblem {
    /// A problem that this portal found itself.
    #[must_use]
    pub fn own(kind: AuthKind) -> Self {
        Self { kind, code: None, correlation_id: None, trace_id: None, claims: None }
    }

    /// Reads `error` and `error_description` of an authorize or token answer.
    #[must_use]
    pub fn read(error: &str, description: &str) -> Self {
        let code = number_after(description, "AADSTS");
        let kind = code.and_then(kind_of_code).unwrap_or_else(|| kind_of_error(error));
        let correlation_id = word_after(description, "Correlation ID: ");
        let trace_id = word_after(description, "Trace ID: ");
        Self { kind, code, correlation_id, trace_id, claims: None }
    }

    /// Adds what a token answer tells beside its description, where the description does not tell it.
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

    /// Microsoft wants something proved before it goes on.
    #[must_use]
    pub fn challenge(claims: String) -> Self {
        Self { claims: Some(claims), ..Self::own(AuthKind::MoreNeeded) }
    }

    /// Adds what a refused renewal says beside its error: `suberror` tells what kind of step is needed, unless a number
    /// told it already; `claims` is for the sign-in page.
    #[must_use]
    pub(super) fn with_step(mut self, suberror: &str, claims: Option<String>) -> Self {
        let told = self.code.and_then(kind_of_code).is_some();
        if !told && self.asks_for_interaction() {
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

    /// Whether signing in again with the person's help can solve it.
    #[must_use]
    pub fn asks_for_interaction(&self) -> bool {
        matches!(
            self.kind,
            AuthKind::Expired | AuthKind::MoreNeeded | AuthKind::NotConsented | AuthKind::NeedsAdmin
        )
    }
}

/// The table of `AADSTS` numbers (Entra reference-error-codes).
fn kind_of_code(code: u32) -> Option<AuthKind> {
    Some(match code {
        65_004 => AuthKind::Declined,
        90_094 | 90_093 => AuthKind::NeedsAdmin,
        65_001 => AuthKind::NotConsented,
        50_058 | 50_173 | 70_008 | 700_082 | 700_084 | 70_043 | 54_005 => AuthKind::Expired,
        50_072 | 50_074 | 50_076 | 50_078 | 50_079 => AuthKind::MoreNeeded,
        53_000..=53_004 | 530_035 | 53_011 | 50_053 | 50_057 => AuthKind::Blocked,
        50_105 => AuthKind::NotAssigned,
        50_020 | 16_000 | 50_034 | 51_004 => AuthKind::OtherTenant,
        500_212 | 500_213 => AuthKind::CrossTenant,
        50_011
        | 50_194
        | 65_005
        | 650_052
        | 650_056
        | 650_057
        | 700_025
        | 501_481
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

/// The GUID behind a mark; nothing else is taken over from a text that may hold anything.
fn word_after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    let word: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').take(36).collect();
    (word.len() == 36).then_some(word)
}

#[cfg(test)]
mod tests;
