use uuid::Uuid;

use super::*;
use crate::directory::UserType;

fn guest() -> User {
    User::new(Uuid::nil(), UserType::Guest, "Ann".into(), "ann@x".into())
}

fn first(settings: &Settings, address: &str) -> Way {
    Way::of(settings, &guest(), address)
}

#[test]
fn the_domain_decides_and_a_passcode_is_for_those_without_an_account() {
    let settings = Settings::default();
    assert_eq!(first(&settings, "a@Fabrikam.com"), Way::Work("Fabrikam, Inc.".into()));
    assert_eq!(first(&settings, "a@googlemail.com"), Way::Google);
    assert_eq!(first(&settings, "a@HOTMAIL.com"), Way::MicrosoftAccount);
    assert_eq!(first(&settings, "a@fourthcoffee.com"), Way::Passcode);
    let without = Settings { email_one_time_passcode: false, ..settings };
    assert_eq!(first(&without, "a@fourthcoffee.com"), Way::MicrosoftAccount);
    assert_eq!(first(&without, "a@gmail.com"), Way::Google);
}

#[test]
fn who_redeemed_before_keeps_to_that_way() {
    let accepted = |way: &Way| User {
        identities: vec![way.identity("a@gmail.com")],
        state: Some(GuestState::Accepted),
        ..guest()
    };
    for way in [Way::Google, Way::MicrosoftAccount, Way::Passcode, Way::Work("gmail.com".into())] {
        assert_eq!(Way::of(&Settings::default(), &accepted(&way), "a@gmail.com"), way);
    }
}
