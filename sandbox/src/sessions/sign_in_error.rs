//! Errors of sign-in: Entra's numbers (AADSTS…), and their three forms: page, redirect and token response.
//!
//! [documented] are the meanings of 16000, 50011, 50020, 50034, 50058, 50076, 50105, 50173, 50194, 50196, 500213, 501481,
//! 53000 to 53003, 54005, 65001, 65004, 650057, 70008, 70043, 501491, 700025, 700082, 700084, 9002326 and 9002327. All other
//! numbers, 50057 among them, are [inferred]. The OAuth error of a number is [inferred] where no answer of the service was seen.
//! Clients must not depend on the messages.

mod messages;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::apps::AppIdentity;
use crate::random::Random;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignInError {
    UnknownTenant(String),
    /// `consumers`: personal accounts cannot sign in to this tenant [inferred].
    NotForConsumers(String),
    NotMultiTenant(AppIdentity),
    /// The authority's host is not one of Microsoft's.
    UnknownInstance,
    /// An app-only request must name the tenant [inferred].
    TenantMissing,
    UnknownClient(String),
    WrongRedirect {
        uri: String,
        app: AppIdentity,
    },
    MissingParameter(&'static str),
    ResponseType(String),
    ResponseMode(String),
    /// A `prompt` that is unknown, or several in one; number and message were seen, so it is [observed]
    /// opencloud-eu/desktop#871.
    UnknownPrompt,
    /// A parameter that is given twice [observed] azure-sdk-for-java#31733.
    Repeated(String),
    UnknownScope(String),
    /// A token is for one resource only.
    SeveralResources(String),
    UnlistedResource {
        resource: String,
        app: AppIdentity,
    },
    /// Client credentials support `.default` only.
    OnlyDefault(String),
    PkceMissing,
    /// A method that is neither `S256` nor `plain`; the number is [inferred].
    PkceMethod(String),
    PkceSize,
    VerifierMismatch,
    CodeUsed,
    CodeExpired,
    /// The code or refresh token was issued to another app; the number is [inferred].
    GrantOfAnother,
    Malformed,
    OriginMissing,
    OriginForeign(String),
    SecretFromPublicClient,
    CredentialMissing,
    SecretWrong(AppIdentity),
    Assertion(AssertionError),
    GrantType(String),
    /// The refresh token of a single-page app is older than 24 hours, or its session has ended.
    RefreshExpired {
        issued: Timestamp,
    },
    /// The refresh token of another client was not used for 90 days.
    RefreshInactive {
        issued: Timestamp,
    },
    /// Sessions were revoked after the sign-in, or a claims challenge requires a later one.
    Revoked {
        issued: Timestamp,
    },
    SignInFrequency {
        issued: Timestamp,
        limit: u32,
    },
    ConsentMissing(AppIdentity),
    NoSession,
    SeveralSessions,
    Cancelled,
    ConsentDeclined,
    AdminApproval(AppIdentity),
    NotAssigned {
        upn: String,
        app: AppIdentity,
    },
    /// The second factor is missing. The client must pass `claims` in its next request.
    MfaNeeded {
        claims: Option<String>,
    },
    BlockedByPolicy,
    DeviceRequired,
    /// The user object is disabled.
    AccountDisabled,
    /// The user was deleted.
    AccountGone(String),
    Loop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AssertionError {
    Signature,
    Time,
    Client,
    Audience,
}

/// The endpoint that returns the error; some numbers have different OAuth errors there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Authorize,
    Token,
}

impl SignInError {
    pub(crate) fn number(&self) -> u32 {
        self.codes(Endpoint::Token).0
    }

    /// Number and message, for pages.
    pub(crate) fn headline(&self) -> String {
        format!("AADSTS{}: {}", self.number(), self.text())
    }

    /// The OAuth error code, which clients evaluate.
    pub(crate) fn oauth_error(&self, endpoint: Endpoint) -> &'static str {
        self.codes(endpoint).1
    }

    fn codes(&self, endpoint: Endpoint) -> (u32, &'static str) {
        // The sign-in page can ask the user to do something; the token endpoint cannot, so it has other codes.
        let either = |authorize, token| if endpoint == Endpoint::Authorize { authorize } else { token };
        match self {
            Self::UnknownTenant(_) => (90_002, "invalid_request"),
            Self::NotForConsumers(_) => (9_002_332, "invalid_request"),
            Self::NotMultiTenant(_) => (50_194, "invalid_request"),
            Self::UnknownInstance => (50_049, "invalid_instance"),
            Self::TenantMissing => (50_059, "invalid_request"),
            Self::UnknownClient(_) => (700_016, "unauthorized_client"),
            Self::WrongRedirect { .. } => (50_011, "invalid_request"),
            Self::MissingParameter(_) => (900_144, "invalid_request"),
            Self::ResponseType(_) => (700_054, "unsupported_response_type"),
            Self::ResponseMode(_) => (70_007, "invalid_request"),
            Self::UnknownPrompt => (90_023, "invalid_request"),
            Self::Repeated(_) => (9_000_411, "invalid_request"),
            Self::UnknownScope(_) => (70_011, "invalid_scope"),
            Self::SeveralResources(_) => (28_000, "invalid_request"),
            Self::UnlistedResource { .. } => (650_057, "invalid_resource"),
            Self::OnlyDefault(_) => (1_002_012, "invalid_scope"),
            Self::PkceMissing | Self::PkceMethod(_) => (9_002_325, "invalid_request"),
            Self::PkceSize => (501_491, "invalid_request"),
            Self::VerifierMismatch => (501_481, "invalid_grant"),
            Self::CodeUsed => (54_005, "invalid_grant"),
            Self::CodeExpired => (70_008, "invalid_grant"),
            Self::GrantOfAnother => (70_000, "invalid_grant"),
            Self::Malformed => (9_002_313, either("invalid_request", "invalid_grant")),
            Self::OriginMissing => (9_002_327, "invalid_request"),
            Self::OriginForeign(_) => (9_002_326, "invalid_request"),
            Self::SecretFromPublicClient => (700_025, "invalid_client"),
            Self::CredentialMissing => (7_000_218, "invalid_client"),
            Self::SecretWrong(_) => (7_000_215, "invalid_client"),
            Self::Assertion(AssertionError::Signature) => (700_027, "invalid_client"),
            Self::Assertion(AssertionError::Time) => (700_024, "invalid_client"),
            Self::Assertion(AssertionError::Client) => (700_021, "invalid_client"),
            Self::Assertion(AssertionError::Audience) => (700_023, "invalid_client"),
            Self::GrantType(_) => (70_003, "unsupported_grant_type"),
            Self::RefreshExpired { .. } => (700_084, "invalid_grant"),
            Self::RefreshInactive { .. } => (700_082, "invalid_grant"),
            Self::Revoked { .. } => (50_173, either("interaction_required", "invalid_grant")),
            Self::SignInFrequency { .. } => (70_043, either("interaction_required", "invalid_grant")),
            Self::ConsentMissing(_) => (65_001, either("interaction_required", "invalid_grant")),
            Self::NoSession => (50_058, "login_required"),
            Self::SeveralSessions => (16_000, "interaction_required"),
            Self::Cancelled | Self::ConsentDeclined => (65_004, "access_denied"),
            Self::AdminApproval(_) => (90_094, "access_denied"),
            Self::NotAssigned { .. } => (50_105, either("access_denied", "invalid_grant")),
            Self::MfaNeeded { .. } => (50_076, "interaction_required"),
            Self::BlockedByPolicy => (53_003, either("interaction_required", "invalid_grant")),
            Self::DeviceRequired => (53_000, either("interaction_required", "invalid_grant")),
            Self::AccountDisabled => (50_057, either("interaction_required", "invalid_grant")),
            Self::AccountGone(_) => (50_034, either("interaction_required", "invalid_grant")),
            Self::Loop => (50_196, "invalid_grant"),
        }
    }

    /// For MSAL, most of these mean that user interaction is needed. The suberrors of 65001, 50076 and 70043 were seen,
    /// the others are [inferred].
    pub(crate) fn suberror(&self) -> Option<&'static str> {
        if matches!(self, Self::ConsentMissing(_)) {
            Some("consent_required")
        } else if matches!(self, Self::MfaNeeded { .. }) {
            Some("basic_action")
        } else if matches!(self, Self::Revoked { .. }) {
            Some("bad_token")
        } else if matches!(self, Self::SignInFrequency { .. }) {
            Some("token_expired")
        } else if matches!(self, Self::BlockedByPolicy | Self::DeviceRequired) {
            Some("message_only")
        } else {
            None
        }
    }

    /// The claims for the client's next interactive request.
    fn claims(&self) -> Option<&str> {
        if let Self::MfaNeeded { claims } = self { claims.as_deref() } else { None }
    }

    pub(crate) fn status(&self) -> StatusCode {
        if self.oauth_error(Endpoint::Token) == "invalid_client" {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::BAD_REQUEST
        }
    }
}

/// An error with the ids and the time of the request, for support.
pub(crate) struct ErrorReport {
    pub(crate) error: SignInError,
    pub(crate) trace: String,
    pub(crate) correlation: String,
    pub(crate) timestamp: String,
}

impl ErrorReport {
    /// `correlation` is the `client-request-id` of the request, if it had one.
    pub(crate) fn new(
        error: SignInError,
        correlation: Option<&str>,
        random: &mut Random,
        now: Timestamp,
    ) -> Self {
        let correlation = correlation.and_then(|id| uuid::Uuid::try_parse(id).ok());
        Self {
            error,
            trace: random.uuid().to_string(),
            correlation: correlation.unwrap_or_else(|| random.uuid()).to_string(),
            timestamp: now.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        }
    }

    /// `AADSTS…: message` and the ids, one per line.
    pub(crate) fn description(&self) -> String {
        format!(
            "{}\r\nTrace ID: {}\r\nCorrelation ID: {}\r\nTimestamp: {}",
            self.error.headline(),
            self.trace,
            self.correlation,
            self.timestamp
        )
    }

    fn uri(&self, login: &str) -> String {
        format!("{login}/error?code={}", self.error.number())
    }

    /// The parameters of the redirect to the app. MSAL reads the number from `error_uri`.
    pub(crate) fn parameters(&self, login: &str) -> Vec<(&'static str, String)> {
        let error = &self.error;
        let cancel = (*error == SignInError::Cancelled).then(|| ("error_subcode", "cancel".to_owned()));
        let optional = [
            ("suberror", error.suberror().map(str::to_owned)),
            ("claims", error.claims().map(str::to_owned)),
        ];
        [("error", error.oauth_error(Endpoint::Authorize).to_owned())]
            .into_iter()
            .chain(cancel)
            .chain([("error_description", self.description()), ("error_uri", self.uri(login))])
            .chain(optional.into_iter().filter_map(|(name, value)| Some((name, value?))))
            .collect()
    }

    /// The body of an error response of the token endpoint.
    pub(crate) fn body(&self, login: &str) -> Value {
        let mut body = json!({
            "error": self.error.oauth_error(Endpoint::Token),
            "error_description": self.description(),
            "error_codes": [self.error.number()],
            "timestamp": self.timestamp,
            "trace_id": self.trace,
            "correlation_id": self.correlation,
            "error_uri": self.uri(login),
        });
        let optional = [("suberror", self.error.suberror()), ("claims", self.error.claims())];
        if let Some(body) = body.as_object_mut() {
            for (name, value) in optional {
                if let Some(value) = value {
                    body.insert(name.into(), value.into());
                }
            }
        }
        body
    }
}
