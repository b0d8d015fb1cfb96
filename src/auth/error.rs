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
mod tests {
    use super::*;

    const TAIL: &str = "\r\nTrace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z";

    #[test]
    fn every_number_of_the_table_has_its_kind() {
        let table = [
            (65_001, "invalid_grant", AuthKind::NotConsented),
            (65_004, "access_denied", AuthKind::Declined),
            (90_094, "access_denied", AuthKind::NeedsAdmin),
            (50_058, "login_required", AuthKind::Expired),
            (50_076, "invalid_grant", AuthKind::MoreNeeded),
            (50_079, "interaction_required", AuthKind::MoreNeeded),
            (50_074, "invalid_grant", AuthKind::MoreNeeded),
            (50_072, "invalid_grant", AuthKind::MoreNeeded),
            (50_078, "invalid_grant", AuthKind::MoreNeeded),
            (53_000, "access_denied", AuthKind::Blocked),
            (53_003, "access_denied", AuthKind::Blocked),
            (530_035, "access_denied", AuthKind::Blocked),
            (53_011, "access_denied", AuthKind::Blocked),
            (50_105, "access_denied", AuthKind::NotAssigned),
            (50_011, "invalid_request", AuthKind::Registration),
            (50_020, "invalid_request", AuthKind::OtherTenant),
            (16_000, "interaction_required", AuthKind::OtherTenant),
            (50_034, "invalid_request", AuthKind::OtherTenant),
            (51_004, "invalid_request", AuthKind::OtherTenant),
            (500_212, "access_denied", AuthKind::CrossTenant),
            (500_213, "access_denied", AuthKind::CrossTenant),
            (50_173, "invalid_grant", AuthKind::Expired),
            (70_008, "invalid_grant", AuthKind::Expired),
            (700_082, "invalid_grant", AuthKind::Expired),
            (700_084, "invalid_grant", AuthKind::Expired),
            (70_043, "invalid_grant", AuthKind::Expired),
            (54_005, "invalid_grant", AuthKind::Expired),
            (50_196, "invalid_grant", AuthKind::Loop),
            (650_052, "invalid_client", AuthKind::Registration),
            (650_056, "invalid_client", AuthKind::Registration),
            (650_057, "invalid_resource", AuthKind::Registration),
            (65_005, "invalid_client", AuthKind::Registration),
            (700_016, "unauthorized_client", AuthKind::UnknownApp),
            (9_002_326, "invalid_request", AuthKind::Registration),
            (9_002_327, "invalid_request", AuthKind::Registration),
            (700_025, "invalid_client", AuthKind::Registration),
            (501_481, "invalid_grant", AuthKind::Registration),
            (50_194, "invalid_request", AuthKind::Registration),
        ];
        for (code, error, kind) in table {
            let problem = AuthProblem::read(error, &format!("AADSTS{code}: Some words.{TAIL}"));
            assert_eq!((problem.kind, problem.code), (kind, Some(code)));
            assert_eq!(problem.correlation_id.as_deref(), Some("aaaa0000-bb11-2222-33cc-444444dddddd"));
            assert_eq!(problem.trace_id.as_deref(), Some("0000aaaa-11bb-cccc-dd22-eeeeee333333"));
        }
    }

    #[test]
    fn without_a_known_number_the_error_decides() {
        let kind = |error: &str| AuthProblem::read(error, "the user canceled the authentication").kind;
        assert_eq!(kind("access_denied"), AuthKind::Declined);
        assert_eq!(kind("login_required"), AuthKind::Expired);
        assert_eq!(kind("consent_required"), AuthKind::NotConsented);
        assert_eq!(kind("server_error"), AuthKind::Temporary);
        assert_eq!(kind("brand_new_error"), AuthKind::Other);
        assert_eq!(AuthProblem::read("invalid_grant", "AADSTS99999: new").kind, AuthKind::Expired);
    }

    /// S-16.
    #[test]
    fn s16_a_suberror_tells_the_step_that_is_needed() {
        let step = |error: &str, description: &str, suberror: &str| {
            AuthProblem::read(error, description).with_step(suberror, None).kind
        };
        assert_eq!(step("invalid_grant", "AADSTS99999", "basic_action"), AuthKind::MoreNeeded);
        assert_eq!(step("invalid_grant", "", "consent_required"), AuthKind::NotConsented);
        assert_eq!(step("interaction_required", "", "bad_token"), AuthKind::MoreNeeded);
        assert_eq!(step("invalid_grant", "", "bad_token"), AuthKind::Expired);
        assert_eq!(step("invalid_grant", "AADSTS53003: Blocked", "message_only"), AuthKind::Blocked);
        let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["x"]}}}"#;
        let problem = AuthProblem::read("interaction_required", "").with_step("", Some(claims.to_owned()));
        assert_eq!(problem.claims.as_deref(), Some(claims));
    }

    #[test]
    fn numbers_and_ids_are_taken_from_their_members_where_the_description_has_none() {
        let id = "aaaa0000-bb11-2222-33cc-444444dddddd";
        let ids = |id: &str| (Some(id.to_owned()), Some(id.to_owned()));
        let (correlation, trace) = ids(id);
        let problem = AuthProblem::read("invalid_grant", "").with_ids(Some(50_076), correlation, trace);
        assert_eq!((problem.kind, problem.code), (AuthKind::MoreNeeded, Some(50_076)));
        assert_eq!((problem.correlation_id.as_deref(), problem.trace_id.as_deref()), (Some(id), Some(id)));
        let (correlation, trace) = ids("<img src=x>");
        let told = AuthProblem::read("invalid_grant", &format!("AADSTS65001: x{TAIL}"));
        assert_eq!(told.clone().with_ids(Some(50_076), correlation, trace), told, "the description counts");
        let (correlation, trace) = ids("<img src=x>");
        let odd = AuthProblem::read("x", "").with_ids(None, correlation, trace);
        assert_eq!((odd.correlation_id, odd.trace_id), (None, None));
    }

    #[test]
    fn a_description_cannot_smuggle_words_in() {
        let odd = AuthProblem::read("x", "AADSTS: Correlation ID: <img src=x onerror=alert(1)>");
        assert_eq!((odd.code, odd.correlation_id), (None, None));
    }
}
