//! What comes back from the sign-in page in the address's fragment (`response_mode=fragment`).

use oauth2::AuthorizationCode;
use url::form_urlencoded;

use super::error::AuthProblem;

/// An answer of the authorize endpoint.
pub enum Callback {
    /// A code to redeem, for the sign-in with that `state`.
    Code {
        /// The authorization code: good once, for about ten minutes.
        code: AuthorizationCode,
        /// The `state` that it was asked with.
        state: String,
        /// Whose answer it says it is (RFC 9207).
        iss: Option<String>,
    },
    /// Signing in did not work out.
    Refused {
        /// Why.
        problem: AuthProblem,
        /// The `state` that it was asked with.
        state: String,
        /// Whose answer it says it is.
        iss: Option<String>,
    },
    /// Looks like an answer, but a parameter is missing or stands twice (S-03).
    Malformed,
}

impl Callback {
    /// Reads a fragment, with or without `#`. `None` when it is no answer at all.
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

    /// `state` and `iss`, where the answer can be read.
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
