//! Reads the response of the sign-in page from the fragment of the address (`response_mode=fragment`).
//!
//! Must not know whether this tab began the sign-in: [`super::flow`] checks it.

use oauth2::AuthorizationCode;
use url::form_urlencoded;

use super::error::AuthProblem;

/// A response of the authorize endpoint.
pub enum Callback {
    /// The sign-in page returned a code.
    Code {
        /// The authorization code. It can be redeemed once, within about ten minutes.
        code: AuthorizationCode,
        /// The `state` of the request.
        state: String,
        /// The issuer that the response names (RFC 9207).
        iss: Option<String>,
    },
    /// The sign-in page returned an error.
    Refused {
        problem: AuthProblem,
        /// The `state` of the request.
        state: String,
        /// The issuer that the response names (RFC 9207).
        iss: Option<String>,
    },
    /// A response in which a parameter is missing or occurs twice (S-03).
    Malformed,
}

impl Callback {
    /// Reads a fragment, with or without `#`. `None` if it has neither `code` nor `error`.
    #[must_use]
    pub fn read(fragment: &str) -> Option<Self> {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(fragment.trim_start_matches('#').as_bytes()).into_owned().collect();
        let all = |key: &str| -> Vec<&str> {
            pairs.iter().filter(|(k, _)| k == key).map(|(_, v)| v.as_str()).collect()
        };
        let (codes, errors, states) = (all("code"), all("error"), all("state"));
        if codes.is_empty() && errors.is_empty() {
            return None;
        }
        let (state, iss) = match (states.as_slice(), all("iss").as_slice()) {
            ([state], []) => ((*state).to_owned(), None),
            ([state], [iss]) => ((*state).to_owned(), Some((*iss).to_owned())),
            _ => return Some(Self::Malformed),
        };
        Some(match (codes.as_slice(), errors.as_slice()) {
            ([code], []) if !code.is_empty() => {
                Self::Code { code: AuthorizationCode::new((*code).to_owned()), state, iss }
            }
            ([], [error]) => {
                let description = all("error_description").first().copied().unwrap_or_default().to_owned();
                Self::Refused { problem: AuthProblem::read(error, &description), state, iss }
            }
            _ => Self::Malformed,
        })
    }

    /// `state` and `iss`; `None` if the response is malformed.
    #[must_use]
    pub fn origin(&self) -> Option<(&str, Option<&str>)> {
        match self {
            Self::Code { state, iss, .. } | Self::Refused { state, iss, .. } => Some((state, iss.as_deref())),
            Self::Malformed => None,
        }
    }
}

#[cfg(test)]
mod tests;
