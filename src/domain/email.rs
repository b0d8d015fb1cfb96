//! Addresses: who is invited, and who gets a copy.
//!
//! The rules for an invited address are the ones that the invitation API documents for
//! `invitedUserEmailAddress`; the service refuses the rest with an unhelpful answer, so they are checked here.

use std::fmt;

/// What the invitation API refuses anywhere in an address. An apostrophe is documented as refused too, yet
/// o'brien@ is a real person's address: it only warns (see [`GuestEmail::has_apostrophe`]).
const REFUSED: &str = "~!#$%^&*()+=[]{}\\/|;:<>?,\"";

/// The longest address that mail can carry (RFC 5321 §4.5.3.1.3, less the angle brackets).
const LONGEST: usize = 254;

/// An address that may be invited: trimmed, one `@`, a dotted domain, no refused character. Case is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GuestEmail(String);

/// An address that may be copied in. Only syntax is checked: `+` is fine here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcAddress(String);

/// What is wrong with a typed address, one variant a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    /// Nothing was typed.
    Empty,
    /// More than 254 characters.
    TooLong,
    /// No `@`.
    NoAt,
    /// More than one `@`.
    ManyAts,
    /// A blank inside.
    Blank,
    /// A character that the invitation API refuses.
    Refused(char),
    /// Nothing before the `@`.
    NoName,
    /// The part before the `@` starts or ends with this full stop or hyphen.
    NameEdge(char),
    /// The part after the `@` is no domain.
    BadDomain,
    /// The domain belongs to this very organization.
    OwnDomain,
    /// Several addresses where one is meant.
    Several,
}

impl std::str::FromStr for GuestEmail {
    type Err = EmailProblem;

    fn from_str(typed: &str) -> Result<Self, EmailProblem> {
        let text = typed.trim();
        let (name, _) = split(text)?;
        if let Some(bad) = text.chars().find(|c| REFUSED.contains(*c)) {
            return Err(EmailProblem::Refused(bad));
        }
        let edge = name.chars().next().into_iter().chain(name.chars().next_back());
        if let Some(bad) = edge.into_iter().find(|c| matches!(c, '.' | '-')) {
            return Err(EmailProblem::NameEdge(bad));
        }
        Ok(Self(text.to_owned()))
    }
}

impl GuestEmail {
    /// As typed, without blanks around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> String {
        self.0.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The documentation lists the apostrophe as refused, but real people have one: worth a word, not a stop.
    #[must_use]
    pub fn has_apostrophe(&self) -> bool {
        self.0.contains('\'') || self.0.contains('’')
    }
}

impl fmt::Display for GuestEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for CcAddress {
    type Err = EmailProblem;

    fn from_str(typed: &str) -> Result<Self, EmailProblem> {
        let text = typed.trim().trim_end_matches([';', ',']).trim_end();
        if text.contains([';', ',']) || text.matches('@').count() > 1 {
            return Err(EmailProblem::Several);
        }
        split(text)?;
        Ok(Self(text.to_owned()))
    }
}

impl CcAddress {
    /// As typed, without blanks around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Takes `Ann Lee <ann@fabrikam.com>`, as mail programs copy it, apart into name and address.
#[must_use]
pub fn name_and_address(typed: &str) -> Option<(String, String)> {
    let (name, rest) = typed.trim().split_once('<')?;
    let address = rest.strip_suffix('>')?.trim();
    let name = name.trim().trim_matches('"').trim();
    (!name.is_empty() && address.contains('@')).then(|| (name.to_owned(), address.to_owned()))
}

/// The checks that every address must pass, whoever it is for.
fn split(text: &str) -> Result<(&str, &str), EmailProblem> {
    if text.is_empty() {
        return Err(EmailProblem::Empty);
    }
    if text.len() > LONGEST {
        return Err(EmailProblem::TooLong);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(EmailProblem::Blank);
    }
    let (name, domain) = text.split_once('@').ok_or(EmailProblem::NoAt)?;
    if domain.contains('@') {
        return Err(EmailProblem::ManyAts);
    }
    if name.is_empty() {
        return Err(EmailProblem::NoName);
    }
    let labels: Vec<&str> = domain.split('.').collect();
    let sound = |label: &&str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    if labels.len() < 2 || !labels.iter().all(sound) {
        return Err(EmailProblem::BadDomain);
    }
    Ok((name, domain))
}

#[cfg(test)]
mod tests;
