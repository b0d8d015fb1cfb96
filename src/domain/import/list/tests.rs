use super::*;
use crate::domain::guest::{GuestState, UserId};
use crate::domain::import::edit::Decision;
use crate::domain::import::importer::Importer;
use crate::domain::import::row_check::Checks;
use crate::domain::import::verdict::{FileSays, ListedGuest, Look};
use crate::domain::invitation::Rules;

fn list(text: &str) -> ImportList {
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    Importer::new(text.to_owned(), checks, InvitationDraft::new("https://contoso.com")).finish().unwrap()
}

fn kinds(list: &ImportList) -> Vec<VerdictKind> {
    let kinds: Vec<VerdictKind> = (0..list.len()).map(|row| list.kind(row)).collect();
    for kind in VerdictKind::ALL {
        assert_eq!(list.tally().of(kind), kinds.iter().filter(|other| **other == kind).count(), "{kind:?}");
    }
    for (row, kind) in kinds.iter().enumerate() {
        assert_eq!(list.verdict(row).kind(), *kind, "row {row}");
    }
    kinds
}

fn address(text: &str) -> RowEdit {
    RowEdit { address: Some(text.to_owned()), ..RowEdit::default() }
}

fn decided(decision: Decision) -> RowEdit {
    RowEdit { decision, ..RowEdit::default() }
}

use VerdictKind::{AlreadyGuest, Duplicate, LeftOut, NeedsALook, NotAnAddress, NotNeeded, WillInvite};

#[test]
fn the_first_of_several_rows_is_sent_and_gains_a_name() {
    let list = list("Email,Name\nann@a.com,\nANN@a.com,Ann Lee\nann@a.com,Bo Ek\n");
    assert_eq!(kinds(&list), [WillInvite, Duplicate, Duplicate]);
    assert_eq!(list.draft(0).name, "Ann Lee");
    assert_eq!(list.warnings(0), [RowWarning::NameOfOtherRow(1)]);
    assert_eq!(list.verdict(1), Verdict::Duplicate { of: 0, other_name: None });
    assert_eq!(list.verdict(2), Verdict::Duplicate { of: 0, other_name: Some("Bo Ek".into()) });
}

#[test]
fn a_row_that_cannot_be_sent_does_not_hold_back_the_next() {
    let mut list = list("Email,Redirect URL\nann@a.com,nonsense\nann@a.com,https://contoso.com\n");
    assert_eq!(kinds(&list), [VerdictKind::Problems, WillInvite]);
    list.change([(1, decided(Decision::LeftOut))]);
    assert_eq!(kinds(&list), [VerdictKind::Problems, LeftOut]);
}

#[test]
fn a_correction_is_checked_against_the_other_rows_and_can_be_undone() {
    let mut list = list("ann@a.com\nbo@\nann@a.com\n");
    assert_eq!(kinds(&list), [WillInvite, NotAnAddress, Duplicate]);
    list.change([(1, address("bo@b.com"))]);
    assert_eq!(kinds(&list), [WillInvite, WillInvite, Duplicate]);
    list.change([(0, address("bo@b.com"))]);
    assert_eq!(kinds(&list), [WillInvite, Duplicate, WillInvite]);
    assert_eq!(list.undo(), [0]);
    assert_eq!(kinds(&list), [WillInvite, WillInvite, Duplicate]);
    list.undo();
    assert_eq!(kinds(&list), [WillInvite, NotAnAddress, Duplicate]);
    assert!(!list.can_undo() && list.undo().is_empty());
    assert_eq!(list.table().cell(1, 0), "bo@", "what was pasted stays");
}

#[test]
fn rows_are_left_out_and_put_back_together() {
    let mut list = list("ann@a.com\nbo@b.com\nann@a.com\n");
    list.change((0..2).map(|row| (row, decided(Decision::LeftOut))).collect::<Vec<_>>());
    assert_eq!(kinds(&list), [LeftOut, LeftOut, WillInvite]);
    assert_eq!(list.undo(), [1, 0]);
    assert_eq!(kinds(&list), [WillInvite, WillInvite, Duplicate]);
    list.change([(0, RowEdit::default())]);
    assert!(!list.can_undo(), "nothing has changed");
}

#[test]
fn who_was_sent_before_is_not_sent_again_in_another_row() {
    let header = "Email,Status [guestlist.status]";
    let mut list =
        list(&format!("{header}\nann@a.com,skipped\nann@a.com,sent\nbo@b.com,unknown\nbo@b.com,failed\n"));
    assert_eq!(kinds(&list), [Duplicate, NotNeeded, NeedsALook, Duplicate]);
    assert_eq!(list.verdict(1), Verdict::NotNeeded(FileSays::Sent));
    assert_eq!(list.verdict(2), Verdict::NeedsALook(Look::OutcomeUnknown));
    assert_eq!(list.tally().of(VerdictKind::WillInvite), 0);
    list.change([(1, decided(Decision::LeftOut))]);
    assert_eq!(kinds(&list)[0], Duplicate);
    list.change([(1, decided(Decision::TakenIn))]);
    assert_eq!(kinds(&list)[..2], [WillInvite, Duplicate]);
}

#[test]
fn a_guest_of_the_directory_is_not_invited() {
    let mut list = list("ann@a.com\nbo@b.com\n");
    let id = UserId::parse("00000000-0000-0000-0000-000000000001").unwrap();
    let ann = ListedGuest { id, state: GuestState::Pending, since: None };
    list.found_in_directory(0, InDirectory::Guest(ann.clone()));
    assert_eq!(kinds(&list), [AlreadyGuest, WillInvite]);
    assert_eq!(list.verdict(0), Verdict::AlreadyGuest(ann));
    list.change([(0, address("cy@a.com"))]);
    assert_eq!(kinds(&list), [WillInvite, WillInvite], "the directory was asked about another address");
    list.undo();
    assert_eq!(kinds(&list), [AlreadyGuest, WillInvite]);
}

#[test]
fn mailboxes_of_gmail_are_told_and_kept_apart() {
    let list = list("a.lee@gmail.com\nalee@googlemail.com\na.lee@fabrikam.com\n");
    assert_eq!(kinds(&list), [WillInvite; 3]);
    assert_eq!(list.warnings(1), [RowWarning::PerhapsSameMailbox(0)]);
    assert!(list.is_warned(0) && list.is_warned(1) && !list.is_warned(2));
}

#[test]
fn many_rows_with_one_address_are_quick() {
    let mut list = list(&"ann@a.com\n".repeat(20_000));
    assert_eq!((list.tally().of(WillInvite), list.tally().of(Duplicate)), (1, 19_999));
    list.change([(0, decided(Decision::LeftOut))]);
    assert_eq!(
        (list.tally().of(WillInvite), list.tally().of(Duplicate), list.tally().of(LeftOut)),
        (1, 19_998, 1)
    );
}
