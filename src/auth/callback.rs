//! What comes back from the sign-in page in the address's fragment (`response_mode=fragment`).

use crate::domain::secret::Secret;

use super::error::AuthProblem;

/// An answer of the authorize endpoint.
pub enum Callback {
    /// A code to redeem, for the sign-in with that `state`.
    Code {
        /// The authorization code: good once, for about ten minutes.
        code: Secret,
        /// The `state` that it was asked with.
        state: String,
    },
    /// Signing in did not work out.
    Refused {
        /// Why.
        problem: AuthProblem,
        /// The `state` that it was asked with.
        state: String,
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
        Some(match (codes.as_slice(), errors.as_slice(), states.as_slice()) {
            ([code], [], [state]) if !code.is_empty() => {
                Self::Code { code: Secret::new((*code).to_owned()), state: (*state).to_owned() }
            }
            ([], [error], [state]) => {
                let description = all("error_description").first().copied().unwrap_or_default().to_owned();
                Self::Refused { problem: AuthProblem::read(error, &description), state: (*state).to_owned() }
            }
            _ => Self::Malformed,
        })
    }

    /// The `state`, where there is one.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Code { state, .. } | Self::Refused { state, .. } => Some(state),
            Self::Malformed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_an_answer_from_an_ordinary_fragment() {
        assert!(Callback::read("").is_none());
        assert!(Callback::read("#section-2").is_none());
        assert!(
            matches!(Callback::read("#code=a%2Fb&state=s&session_state=x"), Some(Callback::Code { code, state })
            if code.expose() == "a/b" && state == "s")
        );
        assert!(matches!(
            Callback::read("error=access_denied&error_description=x&state=s"),
            Some(Callback::Refused { .. })
        ));
    }

    #[test]
    fn missing_and_doubled_parameters_are_malformed() {
        for fragment in [
            "code=a",
            "code=a&state=s&state=t",
            "code=a&code=b&state=s",
            "code=&state=s",
            "error=x",
            "code=a&error=x&state=s",
        ] {
            assert!(matches!(Callback::read(fragment), Some(Callback::Malformed)), "{fragment}");
        }
    }
}
