use std::time::Duration;

use super::*;

fn invited(address: &str, name: &str, user: Option<u8>, at: i64) -> Invited {
    Invited {
        address: address_key(&address.parse().unwrap(), |_| None),
        name: name.to_owned(),
        user: user.and_then(|id| UserId::parse(&format!("264e6d50-eaec-461e-b187-873b1bcf85{id:02x}"))),
        at: Moment::from_unix_millis(at),
        in_doubt: false,
        of_run: false,
    }
}

#[test]
fn an_address_is_found_in_any_case() {
    let mut list = InvitedList::default();
    list.add(invited("Ann@Fabrikam.com", "Ann", Some(1), 5));
    assert_eq!(list.find("ann@fabrikam.com").map(Invited::shown_name), Some("Ann"));
    assert!(list.find("ann@fabrikam.de").is_none());
}

#[test]
fn a_domain_in_other_letters_is_the_same_in_both_forms() {
    let key = |address: &str| {
        address_key(&address.parse().unwrap(), |url| {
            Some(url.replace("bücher.example", "xn--bcher-kva.example"))
        })
    };
    assert_eq!(key("Ann@bücher.example"), key("ann@xn--bcher-kva.example"));
}

#[test]
fn a_doubt_lasts_a_minute_and_is_none_where_an_invitation_is_known() {
    let doubt = |at| Invited { in_doubt: true, ..invited("ann@fabrikam.com", "Ann", None, at) };
    let mut list = InvitedList::default();
    list.add(doubt(0));
    list.drop_old(Moment::from_unix_millis(59_999));
    assert!(list.find("ann@fabrikam.com").unwrap().in_doubt);
    list.drop_old(Moment::from_unix_millis(60_000));
    assert!(list.is_empty());

    list.add(doubt(0));
    list.remove_doubt("ann@fabrikam.com");
    assert!(list.is_empty());

    list.add(invited("ann@fabrikam.com", "Ann", Some(1), 0));
    list.add(doubt(5));
    list.remove_doubt("ann@fabrikam.com");
    assert!(!list.find("ann@fabrikam.com").unwrap().in_doubt, "the guest exists all the same");
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
