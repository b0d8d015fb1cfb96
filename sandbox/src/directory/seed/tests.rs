use super::*;

/// A tidy directory.
fn seed(number: u64, guests: u32) -> Directory {
    Seed::new(number, guests, 0, "2026-11-20T12:00:00Z".parse().unwrap()).directory()
}

fn addresses(directory: &Directory) -> Vec<String> {
    directory.users().iter().filter_map(|user| user.mail.clone()).collect()
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_gives_others() {
    assert_eq!(addresses(&seed(1, 50)), addresses(&seed(1, 50)));
    assert_ne!(addresses(&seed(1, 50)), addresses(&seed(2, 50)));
}

fn is_seeded(user: &User) -> bool {
    user.upn.contains("#EXT#")
}

#[test]
fn there_are_as_many_guests_as_asked_for_and_no_address_twice() {
    let directory = seed(7, 3_000);
    let guests = directory.users().iter().filter(|user| is_seeded(user)).count();
    let mut all = addresses(&directory);
    all.sort();
    all.dedup();
    assert_eq!((guests, all.len()), (3_000, directory.users().len()));
}

#[test]
fn states_come_in_their_shares_and_dates_agree_with_them() {
    let directory = seed(3, 2_000);
    let of =
        |state| directory.users().iter().filter(|user| user.is_external() && user.state == state).count();
    assert!((1_000..1_200).contains(&of(Some(GuestState::Accepted))));
    assert!((700..900).contains(&of(Some(GuestState::PendingAcceptance))));
    assert!(directory.users().iter().any(|user| is_seeded(user) && user.created.is_none()));
    for user in directory.users() {
        assert_eq!(user.state.is_some(), user.state_changed.is_some());
        assert!(user.state_changed.is_none() || user.state_changed >= user.created);
    }
}
