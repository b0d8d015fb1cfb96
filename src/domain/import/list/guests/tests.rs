use super::*;
use crate::domain::guest::{GuestState, UserId};
use crate::domain::import::edit::RowEdit;
use crate::domain::import::importer::Importer;
use crate::domain::import::row_check::Checks;
use crate::domain::import::verdict::Verdict;
use crate::domain::invitation::{InvitationDraft, Rules};
use crate::domain::moment::Moment;

use VerdictKind::{AlreadyGuest, Duplicate, InviteAgain, LeftOut, NewLink, WillInvite};

fn checks() -> Checks {
    Checks { rules: Rules::default(), fold: str::to_lowercase }
}

fn defaults() -> InvitationDraft {
    InvitationDraft::new("https://contoso.com")
}

fn listed(state: GuestState) -> ListedGuest {
    let id = UserId::parse("00000000-0000-0000-0000-000000000001").unwrap();
    ListedGuest { id, state, since: Some(Moment::from_unix_millis(1_000)) }
}

/// Ann is pending and twice in the list, Bo has accepted, Cy has no state, and Dee is no guest yet.
fn list() -> ImportList {
    let text = "Email\nann@a.com\nbo@b.com\ncy@c.com\ndee@d.com\nANN@a.com\n";
    let mut list = Importer::new(text.to_owned(), checks(), defaults()).finish().unwrap();
    for (row, state) in [(0, GuestState::Pending), (1, GuestState::Accepted), (2, GuestState::NoState)] {
        list.found_in_directory(row, InDirectory::Guest(listed(state)));
    }
    list
}

fn kinds(list: &ImportList) -> Vec<VerdictKind> {
    let kinds: Vec<VerdictKind> = (0..list.len()).map(|row| list.kind(row)).collect();
    for kind in VerdictKind::ALL {
        assert_eq!(list.tally().of(kind), kinds.iter().filter(|other| **other == kind).count(), "{kind:?}");
    }
    for (row, kind) in kinds.iter().enumerate() {
        assert_eq!(list.verdict(row).kind(), *kind, "row {row}");
    }
    assert_eq!(list.tally().to_send(), list.to_send().count());
    kinds
}

fn decided(decision: Decision) -> RowEdit {
    RowEdit { decision, ..RowEdit::default() }
}

#[test]
fn guests_are_skipped_unless_the_person_wants_another_invitation() {
    let mut list = list();
    assert_eq!(kinds(&list), [AlreadyGuest, AlreadyGuest, AlreadyGuest, WillInvite, Duplicate]);
    assert_eq!(GuestClass::ALL.map(|class| list.guests_of(class)), [1, 1, 1]);
    let choices =
        GuestChoices { pending: GuestChoice::Resend, accepted: GuestChoice::NewLink, ..list.guest_choices() };
    list.set_guest_choices(choices);
    assert_eq!(kinds(&list), [InviteAgain, NewLink, AlreadyGuest, WillInvite, Duplicate]);
    assert_eq!(list.verdict(0), Verdict::InviteAgain(listed(GuestState::Pending)));
    let sent: Vec<_> =
        list.to_send().map(|sent| (sent.row, sent.number, sent.draft.send_mail, sent.again)).collect();
    assert_eq!(sent, [(0, 2, true, true), (1, 3, false, true), (3, 5, true, false)]);
    list.set_guest_choices(GuestChoices::default());
    assert_eq!(kinds(&list), [AlreadyGuest, AlreadyGuest, AlreadyGuest, WillInvite, Duplicate]);
}

#[test]
fn a_decision_about_a_row_counts_more_than_the_choice_for_its_class() {
    let mut list = list();
    list.change([(0, decided(Decision::InvitedAgain)), (1, decided(Decision::LeftOut))]);
    assert_eq!(kinds(&list), [InviteAgain, LeftOut, AlreadyGuest, WillInvite, Duplicate]);
    assert_eq!(GuestClass::ALL.map(|class| list.guests_of(class)), [1, 0, 1]);
    list.set_guest_choices(list.guest_choices().with(GuestClass::Accepted, GuestChoice::Resend));
    assert_eq!(kinds(&list)[1], LeftOut);
    list.undo();
    assert_eq!(kinds(&list)[..2], [AlreadyGuest, InviteAgain]);
}

/// The person took it in before the directory had answered, so they have not decided about the guest.
#[test]
fn a_row_that_was_taken_in_for_another_reason_is_not_sent_to_a_guest() {
    let text = "Email,Status [guestlist.status]\nann@a.com,sent\n";
    let mut list = Importer::new(text.to_owned(), checks(), defaults()).finish().unwrap();
    list.change([(0, decided(Decision::TakenIn))]);
    assert_eq!(kinds(&list), [WillInvite]);
    list.found_in_directory(0, InDirectory::Guest(listed(GuestState::Pending)));
    assert_eq!(kinds(&list), [AlreadyGuest]);
    list.change([(0, decided(Decision::InvitedAgain))]);
    assert_eq!(kinds(&list), [InviteAgain]);
}

#[test]
fn the_choices_stay_when_the_rows_are_checked_again() {
    let mut list = list();
    let choices = list.guest_choices().with(GuestClass::Pending, GuestChoice::NewLink);
    list.set_guest_choices(choices);
    let columns = list.choices().clone();
    let mut list = Importer::again(list, columns, checks(), defaults()).finish().unwrap();
    list.found_in_directory(0, InDirectory::Guest(listed(GuestState::Pending)));
    assert_eq!(kinds(&list)[0], NewLink);
}
