//! Why a sign-in is refused: Entra's numbers and words, and the three shapes they travel in (page, redirect, body).
//!
//! The meaning of each number is documented; texts are Entra's as commonly seen, and clients must not depend on them.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::directory::TENANT_NAME;
use crate::random::Random;
use crate::tenant::{APP_NAME, CLIENT_ID};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownTenant(String),
    NotMultiTenant,
    UnknownClient(String),
    WrongRedirect(String),
    MissingParameter(&'static str),
    ResponseType(String),
    ResponseMode(String),
    UnknownScope(String),
    PkceMissing,
    /// Entra would take `plain`; the sandbox insists on S256, as the portal promises it (stricter than the service).
    PkceMethod,
    VerifierMismatch,
    CodeUsed,
    CodeExpired,
    Malformed,
    OriginMissing,
    OriginForeign(String),
    SecretFromPublicClient,
    GrantType(String),
    /// The fixed 24 hours of a single-page app's refresh token are over, or its session was ended.
    RefreshExpired {
        issued: Timestamp,
    },
    /// At the token endpoint: permission is missing and nobody can be asked here.
    ConsentMissing,
    /// At authorize with `prompt=none`.
    ConsentNeedsInteraction,
    NoSession,
    SeveralSessions,
    Cancelled,
    ConsentDeclined,
    AdminApproval,
}

impl Refusal {
    pub(crate) fn number(&self) -> u32 {
        match self {
            Self::UnknownTenant(_) => 90_002,
            Self::NotMultiTenant => 50_194,
            Self::UnknownClient(_) => 700_016,
            Self::WrongRedirect(_) => 50_011,
            Self::MissingParameter(_) => 900_144,
            Self::ResponseType(_) => 700_054,
            Self::ResponseMode(_) => 70_007,
            Self::UnknownScope(_) => 70_011,
            Self::PkceMissing | Self::PkceMethod => 9_002_325,
            Self::VerifierMismatch => 501_481,
            Self::CodeUsed => 54_005,
            Self::CodeExpired => 70_008,
            Self::Malformed => 9_002_313,
            Self::OriginMissing => 9_002_327,
            Self::OriginForeign(_) => 9_002_326,
            Self::SecretFromPublicClient => 700_025,
            Self::GrantType(_) => 70_003,
            Self::RefreshExpired { .. } => 700_084,
            Self::ConsentMissing | Self::ConsentNeedsInteraction => 65_001,
            Self::NoSession => 50_058,
            Self::SeveralSessions => 16_000,
            Self::Cancelled | Self::ConsentDeclined => 65_004,
            Self::AdminApproval => 90_094,
        }
    }

    /// The OAuth error, which clients branch on.
    pub(crate) fn error(&self) -> &'static str {
        match self {
            Self::UnknownTenant(_)
            | Self::NotMultiTenant
            | Self::WrongRedirect(_)
            | Self::MissingParameter(_)
            | Self::ResponseMode(_)
            | Self::PkceMissing
            | Self::PkceMethod
            | Self::OriginMissing
            | Self::OriginForeign(_) => "invalid_request",
            Self::UnknownClient(_) => "unauthorized_client",
            Self::ResponseType(_) => "unsupported_response_type",
            Self::UnknownScope(_) => "invalid_scope",
            Self::SecretFromPublicClient => "invalid_client",
            Self::GrantType(_) => "unsupported_grant_type",
            Self::VerifierMismatch
            | Self::CodeUsed
            | Self::CodeExpired
            | Self::Malformed
            | Self::RefreshExpired { .. }
            | Self::ConsentMissing => "invalid_grant",
            Self::NoSession => "login_required",
            Self::SeveralSessions | Self::ConsentNeedsInteraction => "interaction_required",
            Self::Cancelled | Self::ConsentDeclined | Self::AdminApproval => "access_denied",
        }
    }

    pub(crate) fn suberror(&self) -> Option<&'static str> {
        matches!(self, Self::ConsentMissing | Self::ConsentNeedsInteraction).then_some("consent_required")
    }

    pub(crate) fn status(&self) -> StatusCode {
        if *self == Self::SecretFromPublicClient { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST }
    }

    fn text(&self) -> String {
        match self {
            Self::UnknownTenant(name) => format!(
                "Tenant '{name}' not found. Check to make sure you have the correct tenant ID and are signing into \
                 the correct cloud."
            ),
            Self::NotMultiTenant => format!(
                "Application '{CLIENT_ID}'({APP_NAME}) is not configured as a multi-tenant application. Usage of \
                 the /common endpoint is not supported for such apps created after '10/15/2018'. Use a \
                 tenant-specific endpoint or configure the application to be multi-tenant."
            ),
            Self::UnknownClient(id) => format!(
                "Application with identifier '{id}' was not found in the directory '{TENANT_NAME}'. This can \
                 happen if the application has not been installed by the administrator of the tenant or consented \
                 to by any user in the tenant. You may have sent your authentication request to the wrong tenant."
            ),
            Self::WrongRedirect(uri) => format!(
                "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured \
                 for the application '{CLIENT_ID}'. Make sure the redirect URI sent in the request matches one \
                 added to your application."
            ),
            Self::MissingParameter(name) => {
                format!("The request body must contain the following parameter: '{name}'.")
            }
            Self::ResponseType(kind) => {
                format!("response_type '{kind}' is not enabled for the application.")
            }
            Self::ResponseMode(mode) => format!("'{mode}' is not a supported value of 'response_mode'."),
            Self::UnknownScope(scope) => format!(
                "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid."
            ),
            Self::PkceMissing => {
                "Proof Key for Code Exchange is required for cross-origin authorization code redemption.".into()
            }
            Self::PkceMethod => "Proof Key for Code Exchange is required for cross-origin authorization code \
                                 redemption: this tenant takes the method S256 only."
                .into(),
            Self::VerifierMismatch => {
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.".into()
            }
            Self::CodeUsed => "OAuth2 Authorization code was already redeemed, please retry with a new valid code \
                               or use an existing refresh token."
                .into(),
            Self::CodeExpired => "The provided authorization code or refresh token has expired due to inactivity. \
                                  Send a new interactive authorization request for this user and resource."
                .into(),
            Self::Malformed => "Invalid request. Request is malformed or invalid.".into(),
            Self::OriginMissing => "Tokens issued for the 'Single-Page Application' client-type may only be \
                                    redeemed via cross-origin requests."
                .into(),
            Self::OriginForeign(origin) => format!(
                "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. \
                 Request origin: '{origin}'."
            ),
            Self::SecretFromPublicClient => {
                "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.".into()
            }
            Self::GrantType(kind) => format!("The app requested an unsupported grant type '{kind}'."),
            Self::RefreshExpired { issued } => format!(
                "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited \
                 lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request \
                 must be sent by the SPA to the sign in page. The token was issued on {issued}."
            ),
            Self::ConsentMissing | Self::ConsentNeedsInteraction => format!(
                "The user or administrator has not consented to use the application with ID '{CLIENT_ID}' named \
                 '{APP_NAME}'. Send an interactive authorization request for this user and resource."
            ),
            Self::NoSession => {
                "Session information is not sufficient for single-sign-on: a silent sign-in request was sent but no \
                 user is signed in."
                    .into()
            }
            Self::SeveralSessions => "Either multiple user identities are available for the current request or \
                                      selected account is not supported for the scenario."
                .into(),
            Self::Cancelled => "The user canceled the authentication.".into(),
            Self::ConsentDeclined => "User declined to consent to access the app.".into(),
            Self::AdminApproval => format!(
                "An administrator of {TENANT_NAME} has set a policy that prevents you from granting {APP_NAME} the \
                 permissions it is requesting. Contact an administrator of {TENANT_NAME}, who can grant \
                 permissions to this application on your behalf."
            ),
        }
    }
}

/// A refusal on its way out: with the ids and the time that support asks for.
pub(crate) struct Incident {
    pub(crate) refusal: Refusal,
    pub(crate) trace: String,
    pub(crate) correlation: String,
    pub(crate) timestamp: String,
}

impl Incident {
    /// `correlation` is the caller's `client-request-id`, if it sent one.
    pub(crate) fn new(
        refusal: Refusal,
        correlation: Option<&str>,
        random: &mut Random,
        now: Timestamp,
    ) -> Self {
        let correlation = correlation.and_then(|id| uuid::Uuid::try_parse(id).ok());
        Self {
            refusal,
            trace: random.uuid().to_string(),
            correlation: correlation.unwrap_or_else(|| random.uuid()).to_string(),
            timestamp: now.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        }
    }

    /// `AADSTS…: text` and the ids, each on its line.
    pub(crate) fn description(&self) -> String {
        format!(
            "AADSTS{}: {}\r\nTrace ID: {}\r\nCorrelation ID: {}\r\nTimestamp: {}",
            self.refusal.number(),
            self.refusal.text(),
            self.trace,
            self.correlation,
            self.timestamp
        )
    }

    /// The first line alone, for pages.
    pub(crate) fn headline(&self) -> String {
        format!("AADSTS{}: {}", self.refusal.number(), self.refusal.text())
    }

    /// The body of a failed token request.
    pub(crate) fn body(&self, login: &str) -> Value {
        let mut body = json!({
            "error": self.refusal.error(),
            "error_description": self.description(),
            "error_codes": [self.refusal.number()],
            "timestamp": self.timestamp,
            "trace_id": self.trace,
            "correlation_id": self.correlation,
            "error_uri": format!("{login}/error?code={}", self.refusal.number()),
        });
        if let (Some(suberror), Some(body)) = (self.refusal.suberror(), body.as_object_mut()) {
            body.insert("suberror".into(), suberror.into());
        }
        body
    }
}
