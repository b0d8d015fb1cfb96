//! The JSON of the token endpoint's responses, as types for the crate oauth2: tokens (RFC 6749 §5.1) or an error
//! (§5.2), each with the members that Entra adds.
//!
//! Must not know what a response is checked for: [`super::tokens`] and [`super::id_token`] do that.

use std::fmt;

use oauth2::basic::BasicTokenType;
use oauth2::{ExtraTokenFields, StandardTokenResponse};
use serde::{Deserialize, Serialize};

use crate::wire::lenient;

use super::error::AuthProblem;

/// Members that Entra adds to a token response (Microsoft identity platform, authorization code flow).
#[derive(Serialize, Deserialize)]
pub(super) struct EntraFields {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) id_token: Option<String>,
    /// The account's ids in its home tenant. The portal does not use them: it keeps one account, by `oid` and `tid`.
    #[serde(default, deserialize_with = "lenient")]
    client_info: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) refresh_token_expires_in: Option<u64>,
}

/// The crate requires `Debug`. The id token contains personal data, so it is not printed.
impl fmt::Debug for EntraFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EntraFields")
    }
}

impl ExtraTokenFields for EntraFields {}

pub(super) type TokenReply = StandardTokenResponse<EntraFields, BasicTokenType>;

/// An error response (RFC 6749 §5.2, with Entra's members). Every member may be missing.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct TokenRefusal {
    #[serde(deserialize_with = "lenient")]
    pub(super) error: Option<String>,
    #[serde(deserialize_with = "lenient")]
    error_description: Option<String>,
    /// `AADSTS` numbers, the most specific one first.
    #[serde(deserialize_with = "lenient")]
    error_codes: Option<Vec<u32>>,
    /// The kind of interaction that is needed.
    #[serde(deserialize_with = "lenient")]
    suberror: Option<String>,
    /// The claims that Microsoft requires, for the sign-in page.
    #[serde(deserialize_with = "lenient")]
    claims: Option<String>,
    #[serde(deserialize_with = "lenient")]
    trace_id: Option<String>,
    #[serde(deserialize_with = "lenient")]
    correlation_id: Option<String>,
}

impl oauth2::ErrorResponse for TokenRefusal {}

impl fmt::Display for TokenRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.error.as_deref().unwrap_or_default())
    }
}

impl TokenRefusal {
    pub(super) fn problem(self) -> AuthProblem {
        let error = self.error.unwrap_or_default();
        AuthProblem::read(&error, &self.error_description.unwrap_or_default())
            .with_ids(
                self.error_codes.and_then(|codes| codes.first().copied()),
                self.correlation_id,
                self.trace_id,
            )
            .with_step(&self.suberror.unwrap_or_default(), self.claims)
    }
}
