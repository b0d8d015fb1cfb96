//! Forms of single values: addresses, sign-in names, dates and times.
//!
//! Must not know properties or the directory.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::invite_rules;

/// In characters: 64 before the `@` of a sign-in name and 48 behind it [documented] username policies.
const SIGN_IN_NAME: (usize, usize) = (64, 48);
/// In characters, before the `@` of a mail address (RFC 5321 §4.5.3.1.1). That the service keeps to it is [inferred].
const LONGEST_MAIL_NAME: usize = 64;

/// An address for `mail` and `otherMails`, without accents [documented]. That brackets and quotation marks are refused
/// is [inferred] from the list of the tool IdFix for synchronized addresses; that periods stand between letters, and
/// that the domain is a host name, is [inferred] too.
pub(super) fn is_mail(text: &str) -> bool {
    let host = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let parts = text.split_once('@').filter(|(name, domain)| {
        let periods = name.starts_with('.') || name.ends_with('.') || name.contains("..");
        !periods && name.len() <= LONGEST_MAIL_NAME && domain.chars().all(host)
    });
    parts.is_some() && text.is_ascii() && invite_rules::check_copy_address(text).is_ok()
}

/// The domain of a sign-in name, if the form of the name is right: characters and lengths [documented], and no period
/// before the `@` [documented] username policies.
pub(super) fn domain_of_sign_in_name(upn: &str) -> Option<&str> {
    let (name, domain) = upn.rsplit_once('@')?;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "'.-_!#^~".contains(letter);
    let short = name.len() <= SIGN_IN_NAME.0 && domain.len() <= SIGN_IN_NAME.1;
    let good = short && !name.is_empty() && !name.ends_with('.') && name.chars().all(allowed);
    good.then_some(domain)
}

/// A date and time as Microsoft's description of Graph spells it (`2026-01-01T08:00:00.5+01:00`, with seconds and a
/// zone) [documented], in UTC and whole seconds, as the service returns it.
pub(super) fn in_utc(text: &str) -> Option<String> {
    let (local, rest) = text.split_at_checked(SHAPE.len())?;
    let shaped = local.chars().zip(SHAPE.chars()).all(|(letter, shape)| match shape {
        '0' => letter.is_ascii_digit(),
        _ => letter == shape,
    });
    let rest = match rest.strip_prefix('.') {
        None => rest,
        Some(rest) => {
            let zone = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            (1..=12).contains(&(rest.len() - zone.len())).then_some(zone)?
        }
    };
    let local: DateTime = local.parse().ok().filter(|_| shaped)?;
    let utc = local.checked_sub(ahead(rest)?).ok().filter(|utc| utc.year() >= 1 && local.year() >= 1)?;
    Some(utc.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A date and time without fractions and zone; `0` stands for a digit.
const SHAPE: &str = "0000-00-00T00:00:00";

/// How far a zone, `Z` or `+01:00`, is ahead of UTC; 14 hours at most.
fn ahead(zone: &str) -> Option<SignedDuration> {
    if zone == "Z" {
        return Some(SignedDuration::ZERO);
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let number = |digits: &str| {
        let good = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse::<i64>().ok().filter(|_| good)
    };
    let minutes = number(minutes).filter(|minutes| *minutes < 60)? + 60 * number(hours)?;
    let ahead = SignedDuration::from_mins(minutes);
    match sign {
        _ if minutes > 14 * 60 => None,
        "+" => Some(ahead),
        "-" => Some(-ahead),
        _ => None,
    }
}

/// The length as the service counts: in UTF-16 units, because it is written in C# [inferred].
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests;
