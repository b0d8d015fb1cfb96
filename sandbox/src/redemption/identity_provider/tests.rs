use uuid::Uuid;

use super::*;
use crate::directory::UserType;

fn guest() -> User {
    User::new(Uuid::nil(), UserType::Guest, "Ann".into(), "ann@x".into())
}

fn first(settings: &Settings, address: &str) -> IdentityProvider {
    IdentityProvider::of(settings, &guest(), address)
}

#[test]
fn the_domain_decides_and_a_passcode_is_for_those_without_an_account() {
    let settings = Settings::default();
    assert_eq!(first(&settings, "a@Fabrikam.com"), IdentityProvider::Work("Fabrikam, Inc.".into()));
    assert_eq!(first(&settings, "a@googlemail.com"), IdentityProvider::Google);
    assert_eq!(first(&settings, "a@HOTMAIL.com"), IdentityProvider::MicrosoftAccount);
    assert_eq!(first(&settings, "a@fourthcoffee.com"), IdentityProvider::Passcode);
    let without = Settings { email_one_time_passcode: false, ..settings };
    assert_eq!(first(&without, "a@fourthcoffee.com"), IdentityProvider::MicrosoftAccount);
    assert_eq!(first(&without, "a@gmail.com"), IdentityProvider::Google);
}

#[test]
fn who_redeemed_before_keeps_to_that_way() {
    let accepted = |provider: &IdentityProvider| User {
        identities: vec![provider.identity("a@gmail.com")],
        state: Some(GuestState::Accepted),
        ..guest()
    };
    for provider in [
        IdentityProvider::Google,
        IdentityProvider::MicrosoftAccount,
        IdentityProvider::Passcode,
        IdentityProvider::Work("gmail.com".into()),
    ] {
        assert_eq!(IdentityProvider::of(&Settings::default(), &accepted(&provider), "a@gmail.com"), provider);
    }
}
