use super::*;
use crate::domain::guest::{Guest, GuestState, UserId};
use crate::domain::import::edit::{Decision, RowEdit};
use crate::domain::import::importer::Importer;
use crate::domain::import::row_check::Checks;
use crate::domain::import::verdict::Verdict;
use crate::domain::invitation::InvitationDraft;
use crate::domain::moment::Moment;

fn list_of(text: &str) -> ImportList {
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    let defaults = InvitationDraft::new("https://myapps.microsoft.com");
    Importer::new(text.to_owned(), checks, defaults).finish().unwrap()
}

fn user(internal: bool) -> Existing {
    Existing {
        guest: Guest {
            state: GuestState::Accepted,
            changed: Some(Moment::from_unix_millis(1_000)),
            ..Guest::with_id(UserId::parse("00000000-0000-0000-0000-000000000001").unwrap())
        },
        internal,
        blocked: false,
    }
}

fn addresses(batch: &Batch) -> Vec<&str> {
    batch.emails.iter().map(GuestEmail::as_str).collect()
}

#[test]
fn each_address_is_searched_once_and_only_if_it_would_be_invited() {
    let list = list_of("ann@fabrikam.com\nnot an address\nANN@fabrikam.com\nbo@fabrikam.com\n");
    let mut queue = DirectoryQueue::default();
    let batch = queue.next(&list, &Rules::default());
    assert_eq!(addresses(&batch), ["ann@fabrikam.com", "bo@fabrikam.com"]);
    assert!(batch.is_last);
    let users = HashMap::from([("bo@fabrikam.com".to_owned(), user(false))]);
    let found = queue.answer(batch, &users);
    let guest = user(false).guest;
    assert_eq!(
        found,
        [(3, InDirectory::Guest(ListedGuest { id: guest.id, state: guest.state, since: guest.changed }))]
    );
    queue.begin_list();
    let again = queue.next(&list, &Rules::default());
    assert!(again.emails.is_empty(), "what is known is not searched again");
    assert_eq!(again.found, found);
}

#[test]
fn a_corrected_address_is_searched() {
    let mut list = list_of("ann@fabrikam.com\nbo@fabrikam\n");
    let mut queue = DirectoryQueue::default();
    let batch = queue.next(&list, &Rules::default());
    assert_eq!(addresses(&batch), ["ann@fabrikam.com"]);
    queue.answer(batch, &HashMap::new());
    let edit = RowEdit { address: Some("bo@fabrikam.com".to_owned()), ..RowEdit::default() };
    list.change([(1, edit)]);
    queue.add_changed([1]);
    let batch = queue.next(&list, &Rules::default());
    assert_eq!(addresses(&batch), ["bo@fabrikam.com"]);
    let users = HashMap::from([("bo@fabrikam.com".to_owned(), user(true))]);
    for (row, found) in queue.answer(batch, &users) {
        list.found_in_directory(row, found);
    }
    assert_eq!(list.verdict(1), Verdict::InternalUser);
    assert_eq!(list.tally().problems(), 1);
}

#[test]
fn an_answer_does_not_count_for_a_row_whose_address_was_changed_meanwhile() {
    let mut list = list_of("ann@fabrikam.com\n");
    let mut queue = DirectoryQueue::default();
    let batch = queue.next(&list, &Rules::default());
    let edit = RowEdit { address: Some("bo@fabrikam.com".to_owned()), ..RowEdit::default() };
    list.change([(0, edit)]);
    queue.add_changed([0]);
    let users = HashMap::from([("ann@fabrikam.com".to_owned(), user(false))]);
    assert!(queue.answer(batch, &users).is_empty());
    assert_eq!(addresses(&queue.next(&list, &Rules::default())), ["bo@fabrikam.com"]);
}

#[test]
fn a_failed_search_is_repeated_and_an_old_answer_marks_no_row_of_a_new_list() {
    let list = list_of("ann@fabrikam.com\n");
    let mut queue = DirectoryQueue::default();
    let lost = queue.next(&list, &Rules::default());
    assert_eq!(lost.emails.len(), 1);
    queue.failed();
    let batch = queue.next(&list, &Rules::default());
    assert_eq!(batch.emails.len(), 1);
    queue.begin_list();
    let users = HashMap::from([("ann@fabrikam.com".to_owned(), user(false))]);
    assert!(queue.answer(batch, &users).is_empty());
    assert_eq!(queue.next(&list, &Rules::default()).found.len(), 1);
}

#[test]
fn a_request_has_no_more_addresses_than_fit() {
    let text: String = (0..250).map(|number| format!("guest{number}@fabrikam.com\n")).collect();
    let mut list = list_of(&text);
    list.change([(0, RowEdit { decision: Decision::LeftOut, ..RowEdit::default() })]);
    let mut queue = DirectoryQueue::default();
    let mut batch = queue.next(&list, &Rules::default());
    let mut sizes = Vec::new();
    while !batch.emails.is_empty() {
        let part = batch.take_part();
        sizes.push(part.emails.len());
        queue.answer(part, &HashMap::new());
    }
    assert_eq!(sizes, [ADDRESSES_PER_REQUEST, ADDRESSES_PER_REQUEST, 49]);
    assert!(queue.next(&list, &Rules::default()).is_last);
}

#[test]
fn a_long_list_is_looked_at_in_parts_and_what_is_forgotten_is_searched_again() {
    let text: String = (0..4_500).map(|number| format!("guest{number}@fabrikam.com\n")).collect();
    let (list, mut queue, mut batch) = (list_of(&text), DirectoryQueue::default(), Batch::default());
    let mut parts = 0;
    while !batch.is_last {
        batch.append(queue.next(&list, &Rules::default()));
        parts += 1;
    }
    assert_eq!((parts, batch.emails.len(), queue.is_current(&batch)), (5, 4_500, true));
    queue.answer(batch, &HashMap::new());
    queue.begin_list();
    assert!(queue.next(&list, &Rules::default()).emails.is_empty(), "what is known is not searched again");
    queue.forget();
    queue.begin_list();
    assert!(!queue.next(&list, &Rules::default()).emails.is_empty());
}
