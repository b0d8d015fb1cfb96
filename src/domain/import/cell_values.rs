//! Reads the cells of columns that hold one of a few words: yes or no, a kind of account, a language, an outcome.
//!
//! A word that is not known is told as such: to send a mail, or not to, must not be guessed.

use crate::domain::guest::GuestState;
use crate::domain::invitation::InviteAs;
use crate::domain::language::{MessageLanguage, OFFERED};

/// What a directory's export or a sharing report says about who someone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// A guest, or another person from outside the organization.
    External,
    /// A member of the directory that wrote the list.
    Internal,
    /// A group, or a sharing link: no person.
    Group,
}

/// What became of a row in an earlier run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormerOutcome {
    Sent,
    /// It was refused, or the run did not come to it.
    ToRetry,
    /// The checks said that it could not be sent, or need not be.
    Skipped,
    /// It was not to be sent.
    LeftOut,
    /// The response was lost.
    Unknown,
}

/// Yes or no, in the words of spreadsheets in several languages.
#[must_use]
pub fn yes_or_no(cell: &str) -> Option<bool> {
    const YES: [&str; 16] = [
        "true", "$true", "yes", "y", "1", "x", "wahr", "ja", "j", "vrai", "oui", "waar", "prawda", "tak",
        "sann", "是",
    ];
    const NO: [&str; 15] = [
        "false", "$false", "no", "n", "0", "falsch", "nein", "faux", "non", "onwaar", "nee", "fałsz", "nie",
        "nei", "否",
    ];
    let is = |words: &[&str]| words.iter().any(|word| same(cell, word));
    if is(&YES) { Some(true) } else { is(&NO).then_some(false) }
}

/// `Guest` or `Member`, as for `invitedUserType`.
#[must_use]
pub fn invite_as(cell: &str) -> Option<InviteAs> {
    match kind_of_user(cell)? {
        PrincipalKind::External => Some(InviteAs::Guest),
        PrincipalKind::Internal => Some(InviteAs::Member),
        PrincipalKind::Group => None,
    }
}

/// The kind of a user or group, in the words of Microsoft's exports and reports; `None` for other words.
#[must_use]
pub fn principal_kind(cell: &str) -> Option<PrincipalKind> {
    const GROUPS: [&str; 9] = [
        "sharepointgroup",
        "sharepoint group",
        "securitygroup",
        "security group",
        "group",
        "office 365 group",
        "microsoft 365 group",
        "m365group",
        "sharinglink",
    ];
    if GROUPS.iter().any(|word| same(cell, word)) {
        return Some(PrincipalKind::Group);
    }
    // `Member (internal)`, `Guest (External)`.
    kind_of_user(cell.split('(').next().unwrap_or(cell))
}

/// Whether a cell is a word for a kind of user or group.
#[must_use]
pub fn is_kind_of_principal(cell: &str) -> bool {
    principal_kind(cell).is_some()
}

/// The state of a guest in an export of the directory; `None` if it has none.
#[must_use]
pub fn guest_state(cell: &str) -> Option<GuestState> {
    let is = |word| same(cell, word);
    if is("PendingAcceptance") || is("Pending acceptance") || is("Pending") {
        Some(GuestState::Pending)
    } else {
        is("Accepted").then_some(GuestState::Accepted)
    }
}

/// The outcome in a result of this portal; `None` for other words.
#[must_use]
pub fn former_outcome(cell: &str) -> Option<FormerOutcome> {
    let is = |words: &[&str]| words.iter().any(|word| same(cell, word));
    if is(&["sent"]) {
        Some(FormerOutcome::Sent)
    } else if is(&["unknown", "sending"]) {
        Some(FormerOutcome::Unknown)
    } else if is(&["failed", "planned"]) {
        Some(FormerOutcome::ToRetry)
    } else if is(&["left out"]) {
        Some(FormerOutcome::LeftOut)
    } else {
        is(&["skipped"]).then_some(FormerOutcome::Skipped)
    }
}

/// A language of the mail by its tag: `de-DE`, `de_de`, or `de` where only one of the offered languages is meant.
#[must_use]
pub fn language(cell: &str) -> Option<MessageLanguage> {
    let tag = cell.trim().replace('_', "-");
    if let Some(exact) = OFFERED.into_iter().find(|offered| offered.eq_ignore_ascii_case(&tag)) {
        return MessageLanguage::parse(exact);
    }
    if tag.eq_ignore_ascii_case("en") {
        // The service's own choice.
        return MessageLanguage::parse("en-US");
    }
    let with_primary =
        |offered: &&str| offered.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(&tag));
    let mut meant = OFFERED.into_iter().filter(with_primary);
    match (meant.next(), meant.next()) {
        (Some(only), None) => MessageLanguage::parse(only),
        _ => None,
    }
}

fn kind_of_user(cell: &str) -> Option<PrincipalKind> {
    const EXTERNAL: [&str; 9] =
        ["guest", "external", "gast", "extern", "externe", "invité", "gość", "gjest", "来宾"];
    const INTERNAL: [&str; 9] =
        ["member", "internal", "mitglied", "intern", "interne", "membre", "lid", "członek", "成员"];
    let is = |words: &[&str]| words.iter().any(|word| same(cell, word));
    if is(&EXTERNAL) {
        Some(PrincipalKind::External)
    } else {
        is(&INTERNAL).then_some(PrincipalKind::Internal)
    }
}

/// Letters other than those of ASCII are compared as they are: spreadsheets write these words in one form.
fn same(cell: &str, word: &str) -> bool {
    cell.trim().eq_ignore_ascii_case(word)
}

#[cfg(test)]
mod tests;
