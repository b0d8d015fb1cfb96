use std::rc::Rc;

use leptos::prelude::Owner;

use super::*;
use crate::domain::guest::{GuestOrigin, UserId};
use crate::ui::words::tests::Polish;
use crate::ui::words::{NAME_ENDS, NAME_STARTS};

/// Noon of a day with this number.
fn day(number: i64) -> Moment {
    Moment::from_unix_millis((number * 86_400 + 43_200) * 1_000)
}

fn guest(state: GuestState, invited: Option<Moment>, changed: Option<Moment>) -> Guest {
    let id = UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f").unwrap();
    Guest { state, invited, changed, ..Guest::with_id(id) }
}

/// The history on the day 112, in English.
fn told(guest: &Guest) -> Vec<String> {
    Owner::new().with(|| Words::new(Rc::new(Polish)).guest_history(guest, None, day(112)))
}

#[test]
fn a_pending_guest_was_invited_some_days_ago() {
    assert_eq!(
        told(&guest(GuestState::Pending, Some(day(100)), Some(day(100)))),
        ["Invited on day 100, Days(12)", "Not accepted yet"]
    );
    assert_eq!(
        told(&guest(GuestState::Pending, Some(day(100)), Some(day(111)))),
        ["Invited on day 100, Days(12)", "Not accepted yet", "In this state since day 111, Days(1)"],
        "an invitation that was renewed"
    );
    assert_eq!(
        told(&guest(GuestState::Pending, None, None)),
        ["Invited; Microsoft does not say when", "Not accepted yet"]
    );
}

#[test]
fn an_accepted_guest_has_a_date_or_words_for_its_absence() {
    let accepted = |changed| told(&guest(GuestState::Accepted, Some(day(10)), changed));
    assert_eq!(accepted(Some(day(11))), ["Invited on day 10, Months(3)", "Accepted on day 11, Months(3)"]);
    assert_eq!(accepted(None).last().unwrap(), "Accepted; Microsoft does not say when");
}

#[test]
fn no_state_is_not_pending_and_says_how_the_account_came_about() {
    let shared = guest(GuestState::NoState, Some(day(112)), None);
    let [created, state] = &told(&shared)[..] else { panic!("two sentences") };
    assert_eq!(created, "Account created on day 112, Today");
    assert!(state.starts_with("No state: Microsoft keeps no invitation state"), "{state}");

    let signed_up = Guest { origin: GuestOrigin::SelfServiceSignUp, invited: None, blocked: true, ..shared };
    let [created, _, origin, blocked] = &told(&signed_up)[..] else { panic!("four sentences") };
    assert_eq!(created, "Microsoft does not say when the account was created");
    assert_eq!(*origin, format!("How the account came about: {NAME_STARTS}self-service sign-up{NAME_ENDS}"));
    assert_eq!(blocked, "The account is blocked from signing in");
}

#[test]
fn a_state_that_is_not_known_keeps_its_word() {
    let told = told(&guest(GuestState::Other("In\u{202e}Progress".to_owned()), Some(day(1)), Some(day(2))));
    let state = format!("State in Microsoft's words: {NAME_STARTS}InProgress{NAME_ENDS}");
    assert!(told.contains(&state), "{told:?}");
    assert_eq!(told.last().unwrap(), "In this state since day 2, Months(4)");
}

#[test]
fn another_invitation_of_this_session_is_told() {
    let pending = guest(GuestState::Pending, Some(day(100)), None);
    let told = Owner::new().with(|| {
        let words = Words::new(Rc::new(Polish));
        words.guest_history(&pending, Some(day(112)), day(112))
    });
    assert_eq!(told.last().unwrap(), "Invited again in this session, 12 o'clock");
}
