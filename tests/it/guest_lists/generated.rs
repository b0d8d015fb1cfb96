//! A hundred thousand generated lists, the same in each run: nothing panics, no row is lost, no address is made up, and no
//! address is invited twice.

use guestlist::domain::import::edit::{Decision, RowEdit};
use guestlist::domain::import::list::ImportList;
use guestlist::domain::import::source::inspect;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::decoding;
use super::properties::{at_most_once, imported, nothing_is_lost, sendable_rows_are_sound, tally_is_right};

/// What lists are made of, the frequent ones several times.
const PIECES: [&str; 62] = [
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    ",",
    ",",
    ",",
    ";",
    ";",
    "\t",
    "|",
    " ",
    " ",
    "  ",
    "\"",
    "\"",
    "\"\"",
    "'",
    "<",
    ">",
    "(",
    ")",
    "ann@fabrikam.com",
    "ann@fabrikam.com",
    "Ann@Fabrikam.com",
    "bo@adatum.com",
    "cy@bücher.example",
    "cy@xn--bcher-kva.example",
    "mira@contoso.com",
    "jose\u{301}@fabrikam.com",
    "josé@fabrikam.com",
    "a.b@gmail.com",
    "dee@adatum.com ::: dee@fabrikam.com",
    "x_y.com#EXT#@contoso.onmicrosoft.com",
    "ann",
    "Ann Lee",
    "Ek, Bo",
    "Änne",
    "李安",
    "Email",
    "Name",
    "E-mail 2",
    "Vorname",
    "url",
    "Message",
    "userType",
    "Member",
    "Send email",
    "yes",
    "Status [guestlist.status]",
    "sent",
    "https://contoso.com",
    "http://x",
    "@",
    "＠",
    "\u{200b}",
    "\u{feff}",
    "#",
    "sep=;\n",
    "Example: ",
    "version:v1.0",
];

#[test]
fn nothing_is_lost_and_nobody_is_invited_twice() {
    let text = vec(select(PIECES.as_slice()), 0..20).prop_map(|pieces| pieces.concat());
    run(30_000, &(text, 1_usize..9), |(text, step)| {
        let Some(list) = imported(&text, step) else { return Ok(()) };
        nothing_is_lost(&text, &list);
        sendable_rows_are_sound(&text, &list);
        Ok(())
    });
}

#[test]
fn changes_can_be_undone() {
    let line = vec(select(PIECES.as_slice()), 1..5).prop_map(|pieces| pieces.concat());
    let text = vec(line, 1..6).prop_map(|lines| lines.join("\n"));
    let addresses = select(["ann@fabrikam.com", "bo@adatum.com", "ann", "", "mira@contoso.com"].as_slice());
    let decision = select([Decision::AsFound, Decision::LeftOut, Decision::TakenIn].as_slice());
    let edit =
        (0_usize..6, proptest::option::of(addresses), decision).prop_map(|(row, address, decision)| {
            (row, RowEdit { address: address.map(str::to_owned), name: None, decision })
        });
    run(30_000, &(text, vec(vec(edit, 1..3), 0..4)), |(text, changes)| {
        let Some(mut list) = imported(&text, 100) else { return Ok(()) };
        let verdicts = |list: &ImportList| (0..list.len()).map(|row| list.verdict(row)).collect::<Vec<_>>();
        let before = verdicts(&list);
        for change in changes {
            list.change(change);
            tally_is_right(&list);
            at_most_once(&list);
        }
        while list.can_undo() {
            list.undo();
            tally_is_right(&list);
        }
        prop_assert_eq!(verdicts(&list), before);
        Ok(())
    });
}

#[test]
fn s29_any_bytes_are_read_or_refused() {
    const STARTS: [&[u8]; 7] =
        [b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"PK\x03\x04", b"{", b"Email\n"];
    let starts = select(STARTS.as_slice());
    run(40_000, &(starts, vec(any::<u8>(), 0..64)), |(start, rest)| {
        let bytes = [start, &rest].concat();
        if let Ok(detected) = inspect(&bytes) {
            let text = decoding::decode(&bytes, detected.encoding);
            if let Some(list) = imported(&text, 7) {
                sendable_rows_are_sound(&text, &list);
            }
        }
        Ok(())
    });
}

pub(super) fn run<S: Strategy>(
    cases: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    if let Err(error) = TestRunner::new_with_rng(config, rng).run(strategy, property) {
        panic!("{error}");
    }
}
