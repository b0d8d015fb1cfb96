//! E-mail addresses: of the invited person, and of the person who gets a copy of the mail.
//!
//! Knows the rules that the invitation API documents for `invitedUserEmailAddress`. They are checked here because the
//! error that the service returns does not explain what is wrong. Must not know how a problem is worded.

use std::fmt;

/// Characters that the invitation API refuses anywhere in an address. The documentation lists the apostrophe too, but
/// real addresses such as o'brien@ have one, so it is only a warning (see [`GuestEmail::has_apostrophe`]).
const REFUSED: &str = "~!#$%^&*()+=[]{}\\/|;:<>?,\"";

/// In bytes: the longest path in SMTP is 256 octets with its angle brackets (RFC 5321 §4.5.3.1.3).
const LONGEST: usize = 254;

/// An address that may be invited: trimmed, one `@`, a domain with a dot, no refused character. Upper and lower case
/// are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GuestEmail(String);

/// An address that may get a copy. The invitation API's extra rules do not apply to it: `+` is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcAddress(String);

/// What is wrong with a typed address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    Empty,
    /// More than 254 bytes in UTF-8.
    TooLong,
    NoAt,
    ManyAts,
    /// A space or control character inside.
    Blank,
    /// A character that the invitation API refuses.
    Refused(char),
    /// The part before the `@` is empty.
    NoName,
    /// The part before the `@` starts or ends with this full stop or hyphen.
    NameEdge(char),
    /// The part after the `@` is not a domain with a dot.
    BadDomain,
    /// The domain belongs to the inviting organization itself.
    OwnDomain,
    /// Several addresses in a field for one.
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
    /// The address as typed, without spaces around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> String {
        self.0.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The documentation lists the apostrophe as refused, but real addresses have one. So the form warns and sends
    /// anyway.
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
    /// The address as typed, without spaces around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Splits `Ann Lee <ann@fabrikam.com>`, the form that mail programs copy, into name and address.
#[must_use]
pub fn name_and_address(typed: &str) -> Option<(String, String)> {
    let (name, rest) = typed.trim().split_once('<')?;
    let address = rest.strip_suffix('>')?.trim();
    let name = name.trim().trim_matches('"').trim();
    (!name.is_empty() && address.contains('@')).then(|| (name.to_owned(), address.to_owned()))
}

/// Splits an address at its `@`, after the checks that apply to guests and to copies.
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
