//! E-mail addresses: of the invited person, and of the person who gets a copy of the mail.
//!
//! Knows the rules that the invitation API documents for `invitedUserEmailAddress`, and those of mail. They are checked here because the
//! error that the service returns does not explain what is wrong. Must not know how a problem is worded.

use std::fmt;

use super::http_url::{HttpUrl, ToAscii};
use super::invisible::first_invisible;
use super::look_alike::{HostLook, host_look, in_letters};
use super::pasted::{self, Pasted};

/// Characters that the invitation API refuses anywhere in an address, and typographic quotes. The documentation lists
/// the apostrophe too, but real addresses such as o'brien@ have one, so it is only a warning (see
/// [`GuestEmail::has_apostrophe`]).
const REFUSED: &str = "~!#$%^&*()+=[]{}\\/|;:<>?,\"“”„‘‚«»";

/// In bytes: the longest path in SMTP is 256 octets with its angle brackets (RFC 5321 §4.5.3.1.3).
const LONGEST: usize = 254;
/// In bytes: the longest part before the `@` (RFC 5321 §4.5.3.1.1).
const LONGEST_NAME: usize = 64;
/// In bytes: the longest label of a domain (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;

/// An address that may be invited: trimmed, one `@`, a domain with a dot, no refused or invisible character. Upper and
/// lower case are kept.
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
    /// More than 64 bytes before the `@`.
    NameTooLong,
    /// An invisible or control character.
    Invisible(char),
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
    /// Two full stops in a row before the `@`.
    TwoStops,
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
        refuse_lists(text)?;
        let (name, _) = split(text)?;
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_alphanumeric() && REFUSED.contains(*c)) {
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
        domain_of(&self.0)
    }

    /// The domain in ASCII, as mail is sent to it; `None` if it has letters that no domain may have.
    #[must_use]
    pub fn ascii_domain(&self, to_ascii: ToAscii) -> Option<String> {
        ascii_domain(&self.0, to_ascii)
    }

    /// The first letter before the `@` that is not ASCII. Microsoft usually refuses such addresses.
    #[must_use]
    pub fn foreign_letter(&self) -> Option<char> {
        self.0.split('@').next().unwrap_or_default().chars().find(|c| !c.is_ascii())
    }

    /// The documentation lists the apostrophe as refused, but real addresses have one. So the form warns and sends
    /// anyway.
    #[must_use]
    pub fn has_apostrophe(&self) -> bool {
        self.0.contains(['\'', '’'])
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
        let text = typed.trim();
        refuse_lists(text)?;
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

    /// The domain in ASCII; `None` if it has letters that no domain may have.
    #[must_use]
    pub fn ascii_domain(&self, to_ascii: ToAscii) -> Option<String> {
        ascii_domain(&self.0, to_ascii)
    }
}

/// A domain that is not only ASCII, in both forms, since letters of other scripts can look like those of a known name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignDomain {
    pub letters: String,
    /// With `xn--…` for labels in other letters.
    pub ascii: String,
    /// Whether it may be mistaken for another domain.
    pub looks_alike: bool,
}

impl ForeignDomain {
    /// Reads the domain of an address; `None` if all of it is ASCII and no label is `xn--…`.
    #[must_use]
    pub fn of(address: &str, to_ascii: ToAscii) -> Option<Self> {
        let ascii = ascii_domain(address, to_ascii)?;
        let looks_alike = match host_look(&ascii) {
            HostLook::Plain => return None,
            HostLook::International => false,
            HostLook::LookAlike => true,
        };
        Some(Self { letters: in_letters(&ascii), ascii, looks_alike })
    }
}

fn domain_of(address: &str) -> String {
    address.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
}

fn ascii_domain(address: &str, to_ascii: ToAscii) -> Option<String> {
    let domain = domain_of(address);
    if domain.is_ascii() {
        return Some(domain);
    }
    let read = HttpUrl::parse(&format!("https://{domain}/"), to_ascii)?;
    let ascii = read.host().to_owned();
    let sound = !read.is_ip() && is_domain(&ascii);
    sound.then_some(ascii)
}

/// Whether a text can be a domain with a dot: labels of letters, digits and hyphens (RFC 1123 §2.1), none too long. A
/// number as the last label would make it an IP address.
fn is_domain(domain: &str) -> bool {
    let sound = |label: &&str| {
        !label.is_empty()
            && label.len() <= LONGEST_LABEL
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| {
                c == '-' || if c.is_ascii() { c.is_ascii_alphanumeric() } else { !c.is_whitespace() }
            })
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let numeric = labels.last().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()));
    labels.len() >= 2 && labels.iter().all(sound) && !numeric
}

/// Several addresses have a problem of their own, since the advice for it is another.
fn refuse_lists(text: &str) -> Result<(), EmailProblem> {
    // What separates addresses is a blank or a sign that is refused anyway. Most texts have neither.
    if text.is_ascii() && !text.contains([' ', '\t', '\n', '\r', '\x0b', '\x0c', ';', ',']) {
        return Ok(());
    }
    let is_list = matches!(pasted::read(text), Pasted::Several(_));
    if is_list { Err(EmailProblem::Several) } else { Ok(()) }
}

/// Splits an address at its `@`, after the checks that apply to guests and to copies.
fn split(text: &str) -> Result<(&str, &str), EmailProblem> {
    if text.is_empty() {
        return Err(EmailProblem::Empty);
    }
    if text.len() > LONGEST {
        return Err(EmailProblem::TooLong);
    }
    if text.contains(char::is_whitespace) {
        return Err(EmailProblem::Blank);
    }
    if let Some(unseen) = first_invisible(text) {
        return Err(EmailProblem::Invisible(unseen));
    }
    let (name, domain) = text.split_once('@').ok_or(EmailProblem::NoAt)?;
    if domain.contains('@') {
        return Err(EmailProblem::ManyAts);
    }
    if name.is_empty() {
        return Err(EmailProblem::NoName);
    }
    if name.len() > LONGEST_NAME {
        return Err(EmailProblem::NameTooLong);
    }
    if name.contains("..") {
        return Err(EmailProblem::TwoStops);
    }
    if !is_domain(domain) {
        return Err(EmailProblem::BadDomain);
    }
    Ok((name, domain))
}

#[cfg(test)]
mod tests;
