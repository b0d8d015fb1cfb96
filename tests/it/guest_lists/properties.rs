//! What holds for each list that was read, whatever its text is. The fuzz target in tests/fuzz uses this file, too.

use std::collections::BTreeSet;

use guestlist::domain::import::importer::Importer;
use guestlist::domain::import::list::ImportList;
use guestlist::domain::import::row_check::Checks;
use guestlist::domain::import::verdict::VerdictKind;
use guestlist::domain::invisible::{TextKind, half_width, visible};
use guestlist::domain::invitation::{InvitationDraft, Rules};
use guestlist::domain::invited::address_key;

use super::decoding;

pub(super) fn checks() -> Checks {
    let own_domains = vec!["contoso.com".to_owned(), "contoso.onmicrosoft.com".to_owned()];
    let to_ascii = |address: &str| Some(address.replace("bücher", "xn--bcher-kva"));
    Checks { rules: Rules { own_domains, to_ascii, ..Rules::default() }, fold: decoding::fold }
}

pub(super) fn defaults() -> InvitationDraft {
    InvitationDraft::new("https://myapps.microsoft.com")
}

/// Reads a text in steps; `None` if it is refused.
pub(super) fn imported(text: &str, step: usize) -> Option<ImportList> {
    let mut importer = Importer::new(text.to_owned(), checks(), defaults());
    while importer.advance(step) {}
    importer.finish().ok()
}

/// The words before the recipients of a mail that was pasted.
const LABELS: [&str; 11] =
    ["to:", "cc:", "bcc:", "an:", "kopie:", "à :", "à:", "aan:", "do:", "til:", "收件人:"];

/// Every letter and digit is in a cell, in the order of the text, and every record is a row or no row for a reason. Only
/// the [`LABELS`] of people in free text are left out.
pub(super) fn nothing_is_lost(text: &str, list: &ImportList) {
    let table = list.table();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let cells: String = (0..table.len()).flat_map(|record| table.cells(record)).map(letters).collect();
    let kept: String = text.split(['\n', '\r']).map(|line| letters(unlabelled(line, list))).collect();
    assert_eq!(cells, kept);
    let places = (0..list.len()).filter_map(|row| list.place(row));
    let rows: BTreeSet<usize> = places.map(|place| place.record).collect();
    for (at, record) in table.records().enumerate() {
        assert_eq!(rows.contains(&at), record.not_row.is_none(), "record {at}");
    }
    tally_is_right(list);
}

fn unlabelled<'a>(line: &'a str, list: &ImportList) -> &'a str {
    let line = line.trim();
    let begins =
        |label: &&&str| line.get(..label.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(label));
    let label = LABELS.iter().find(begins).filter(|_| !list.has_columns());
    label.map_or(line, |label| &line[label.len()..])
}

pub(super) fn tally_is_right(list: &ImportList) {
    for kind in VerdictKind::ALL {
        let count = (0..list.len()).filter(|row| list.kind(*row) == kind).count();
        assert_eq!(list.tally().of(kind), count, "{kind:?}");
    }
}

/// An address that will be invited was in the text, and passes the check of the form.
pub(super) fn sendable_rows_are_sound(text: &str, list: &ImportList) {
    let text = half_width(&visible(text, TextKind::Code));
    for row in to_invite(list) {
        let draft = list.draft(row);
        assert!(text.contains(&draft.email), "{} was not in the text", draft.email);
        assert!(draft.check(&checks().rules).is_ok(), "row {row}");
    }
    at_most_once(list);
}

pub(super) fn at_most_once(list: &ImportList) {
    let checks = checks();
    let key = |row| {
        let email = decoding::fold(&list.draft(row).email).parse().unwrap();
        address_key(&email, checks.rules.to_ascii)
    };
    let keys: Vec<String> = to_invite(list).map(key).collect();
    let different: BTreeSet<&String> = keys.iter().collect();
    assert_eq!(different.len(), keys.len(), "{keys:?}");
}

/// The rows that become invitations.
pub(super) fn to_invite(list: &ImportList) -> impl Iterator<Item = usize> {
    (0..list.len()).filter(|row| list.kind(*row) == VerdictKind::WillInvite)
}
