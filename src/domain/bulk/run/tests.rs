use super::*;
use crate::domain::invitation::{InvitationDraft, Rules};

const NOW: Moment = Moment::from_unix_millis(1_000_000);
const ID: &str = "cbb896f9-8306-49d0-b56b-b8e39cd28825";

type State = RowState<&'static str>;

fn user() -> UserId {
    UserId::parse(ID).unwrap()
}

fn made() -> Made {
    Made { user: Some(user()), ..Made::default() }
}

fn invitation(address: &str) -> Invitation {
    let draft =
        InvitationDraft { email: address.to_owned(), ..InvitationDraft::new("https://myapps.microsoft.com") };
    draft.check(&Rules::default()).unwrap()
}

fn run(count: u32) -> Run<&'static str> {
    Run::new((1..=count).map(|source| PlannedRow {
        list_row: source as usize,
        source,
        invitation: invitation(&format!("user{source}@fabrikam.com")),
        again: false,
    }))
}

fn states() -> [State; 6] {
    [
        RowState::Planned,
        RowState::Sending { begun: NOW },
        RowState::Sent(made()),
        RowState::Failed("refused"),
        RowState::Unknown { begun: NOW, undecidable: false, request_id: None },
        RowState::Skipped(Skip::ByPerson),
    ]
}

fn events() -> [RowEvent<&'static str>; 11] {
    [
        RowEvent::Begin(NOW),
        RowEvent::Made(made()),
        RowEvent::Refused("refused"),
        RowEvent::NotCarriedOut,
        RowEvent::Deferred,
        RowEvent::Lost(None),
        RowEvent::Found(user()),
        RowEvent::Absent,
        RowEvent::CannotTell,
        RowEvent::Again,
        RowEvent::Skip(Skip::ByPerson),
    ]
}

#[test]
fn only_a_planned_row_is_sent_and_a_sent_one_never_changes() {
    for state in states() {
        let begins = state.after(RowEvent::Begin(NOW)).is_some();
        assert_eq!(begins, state == RowState::Planned, "{state:?}");
    }
    let sent = RowState::Sent(made());
    assert!(events().into_iter().all(|event| sent.after(event).is_none()));
}

#[test]
fn an_unknown_row_is_planned_again_only_after_reading_or_by_the_person() {
    let unknown = State::Unknown { begun: NOW, undecidable: false, request_id: None };
    for event in events() {
        let planned = unknown.after(event.clone()) == Some(RowState::Planned);
        assert_eq!(planned, matches!(event, RowEvent::Absent | RowEvent::Again), "{event:?}");
    }
    assert_eq!(unknown.after(RowEvent::Found(user())), Some(RowState::Sent(Made { found: true, ..made() })));
    assert_eq!(
        unknown.after(RowEvent::CannotTell),
        Some(RowState::Unknown { begun: NOW, undecidable: true, request_id: None })
    );
}

#[test]
fn the_id_of_a_lost_request_stays_with_its_row() {
    let id = || Some("9f0c".to_owned());
    let unknown = State::Sending { begun: NOW }.after(RowEvent::Lost(id())).unwrap();
    assert_eq!(unknown, RowState::Unknown { begun: NOW, undecidable: false, request_id: id() });
    let found = unknown.after(RowEvent::Found(user()));
    assert_eq!(found, Some(RowState::Sent(Made { found: true, request_id: id(), ..made() })));
    let undecidable = unknown.after(RowEvent::CannotTell);
    assert_eq!(undecidable, Some(RowState::Unknown { begun: NOW, undecidable: true, request_id: id() }));
}

#[test]
fn after_a_crash_the_rows_that_were_being_sent_are_unknown() {
    let mut before = run(3);
    assert!(before.apply(0, RowEvent::Begin(NOW)) && before.apply(1, RowEvent::Begin(NOW)));
    assert!(before.apply(1, RowEvent::Made(made())));
    let after = Run::restored(before.rows().to_vec());
    let tally = Tally { planned: 1, sent: 1, unknown: 1, ..Tally::default() };
    assert_eq!((after.tally(), after.next()), (tally, Some(2)));
    assert_eq!(after.to_look_up().collect::<Vec<_>>(), [(0, NOW)]);
}

#[test]
fn rows_keep_their_order_and_one_that_was_not_carried_out_keeps_its_turn() {
    let mut run = run(3);
    assert_eq!(run.next(), Some(0));
    run.apply(0, RowEvent::Begin(NOW));
    run.apply(1, RowEvent::Begin(NOW));
    assert_eq!(run.next(), Some(2));
    run.apply(0, RowEvent::NotCarriedOut);
    assert_eq!(run.next(), Some(0));
    run.apply(1, RowEvent::Refused("no"));
    run.apply(1, RowEvent::Again);
    run.apply(2, RowEvent::Skip(Skip::ByPerson));
    run.apply(0, RowEvent::Begin(NOW));
    assert_eq!(run.next(), Some(1), "a failed row that is sent again waits its turn");
}

#[test]
fn the_tally_is_the_count_of_the_rows() {
    // A walk through all kinds of events, also those that are not allowed.
    let mut run = run(7);
    for step in 0..500_usize {
        let event = events().into_iter().nth(step * 7 % events().len()).unwrap();
        run.apply(step % 9, event);
        let mut counted = Tally::default();
        for row in run.rows() {
            *counted.of(&row.state) += 1;
        }
        assert_eq!((run.tally(), counted.total()), (counted, 7));
        let planned =
            matches!(run.next().map(|next| &run.rows()[next].state), None | Some(RowState::Planned));
        assert!(planned);
        assert_eq!(run.queue.len(), counted.planned);
    }
}
