use std::time::Duration;

use super::*;

fn invited(address: &str, name: &str, user: Option<u8>, at: i64) -> Invited {
    Invited {
        address: address_key(address),
        name: name.to_owned(),
        user: user.and_then(|id| UserId::parse(&format!("264e6d50-eaec-461e-b187-873b1bcf85{id:02x}"))),
        at: Moment::from_unix_millis(at),
    }
}

#[test]
fn an_address_is_found_in_any_case() {
    let mut list = InvitedList::default();
    list.add(invited("Ann@Fabrikam.com", "Ann", Some(1), 5));
    assert_eq!(list.find("ann@FABRIKAM.com").map(Invited::shown_name), Some("Ann"));
    assert!(list.find("ann@fabrikam.de").is_none());
}

#[test]
fn one_entry_for_each_address_keeps_what_is_known() {
    // The worker knows the address first; the page tells name and id.
    for order in [[0, 1], [1, 0]] {
        let both = [invited("ann@fabrikam.com", "", None, 5), invited("ann@fabrikam.com", "Ann", Some(1), 4)];
        let mut list = InvitedList::default();
        for at in order {
            list.add(both[at].clone());
        }
        assert_eq!(list.iter().collect::<Vec<_>>(), [&invited("ann@fabrikam.com", "Ann", Some(1), 5)]);
    }
}

#[test]
fn after_an_hour_an_invitation_is_dropped() {
    let mut list = InvitedList::default();
    list.add(invited("ann@fabrikam.com", "Ann", None, 0));
    let hour = Duration::from_secs(3_600);
    list.drop_old(Moment::from_unix_millis(0) + hour - Duration::from_millis(1));
    assert!(!list.is_empty());
    list.drop_old(Moment::from_unix_millis(0) + hour);
    assert!(list.is_empty());
}
