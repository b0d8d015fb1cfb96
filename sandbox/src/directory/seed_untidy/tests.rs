use std::collections::HashSet;

use super::super::seed::Seed;
use super::*;

fn directory(number: u64, guests: u32, untidy: u32) -> Directory {
    Seed::new(number, guests, untidy, "2026-11-20T12:00:00Z".parse().unwrap()).directory()
}

/// All values of a user as text, without the change counter, which differs for each untidy guest.
fn record(user: &User) -> String {
    format!("{:?}", User { changed: 0, ..user.clone() })
}

/// The untidy guests: those that differ from the tidy directory of the same seed.
fn untidy(number: u64, guests: u32, percent: u32) -> Vec<User> {
    let (tidy, both) = (directory(number, guests, 0), directory(number, guests, percent));
    let pairs = tidy.users().iter().zip(both.users());
    pairs.filter(|(one, other)| record(one) != record(other)).map(|(_, user)| user.clone()).collect()
}

#[test]
fn the_same_seed_gives_the_same_untidy_guests() {
    let records = |number| untidy(number, 500, 10).iter().map(record).collect::<Vec<_>>();
    assert_eq!(records(1), records(1));
    assert_ne!(records(1), records(2));
}

#[test]
fn the_knob_says_how_many_and_nobody_else_changes() {
    for (guests, percent, expected) in
        [(250, 0, 0), (250, 4, 10), (3_000, 4, 120), (99, 50, 49), (40, 100, 40)]
    {
        assert_eq!(untidy(3, guests, percent).len(), expected, "{percent} of {guests}");
    }
    let (tidy, both) = (directory(1, 250, 0), directory(1, 250, 4));
    let first = tidy.users().iter().zip(both.users()).position(|(one, other)| record(one) != record(other));
    assert_eq!(first, Some(11 + 24), "eleven members and 24 tidy guests come first");
    let members = |directory: &Directory| format!("{:?}", directory.groups);
    assert_eq!(members(&tidy), members(&both));
}

#[test]
fn each_kind_has_its_share() {
    let all = untidy(5, 3_000, 4);
    let share = |what: &str, kind: &dyn Fn(&User) -> bool, wanted: std::ops::RangeInclusive<usize>| {
        let found = all.iter().filter(|user| kind(user)).count();
        assert!(wanted.contains(&found), "{what}: {found}");
    };
    let name_has = |user: &User, wanted: &dyn Fn(char) -> bool| user.display_name.chars().any(wanted);
    let length = |user: &User| user.display_name.chars().count();
    share("256 letters", &|user| length(user) == MAX_NAME, 10..=10);
    share("short", &|user| length(user) <= 2, 10..=20);
    share("right to left", &|user| name_has(user, &|c| ('\u{590}'..='\u{6ff}').contains(&c)), 10..=20);
    share("decomposed", &|user| name_has(user, &|c| ('\u{300}'..='\u{36f}').contains(&c)), 8..=10);
    share(
        "Hangul in single letters",
        &|user| name_has(user, &|c| ('\u{1100}'..='\u{11ff}').contains(&c)),
        2..=2,
    );
    share("emoji", &|user| name_has(user, &|c| c >= '\u{1f000}' || c == '\u{2764}'), 10..=11);
    share("zero width", &|user| name_has(user, &|c| ('\u{200b}'..='\u{200d}').contains(&c)), 10..=12);
    share("apostrophes", &|user| name_has(user, &|c| "'\u{2019}".contains(c)), 8..=12);
    share("like Ada", &|user| user.display_name == "\u{410}da Berg", 4..=4);
    share("the address", &|user| user.display_name.contains('@'), 10..=10);
    share("Han, Devanagari, …", &|user| name_has(user, &|c| ('\u{900}'..'\u{1f000}').contains(&c)), 15..=40);

    share("no mail", &|user| user.mail.is_none(), 34..=36);
    share("no address", &|user| user.addresses().next().is_none(), 17..=18);
    share("no proxy address", &|user| user.proxy_addresses.is_empty(), 34..=36);
    share(
        "mail is not what was invited",
        &|user| user.mail.is_some() && user.mail.as_ref() != user.other_mails.first(),
        17..=18,
    );
    share("upper case", &|user| user.upn.starts_with(|c: char| c.is_ascii_uppercase()), 17..=18);
    let domain = |user: &User, end: &str| user.other_mails.first().is_some_and(|mail| mail.ends_with(end));
    share("domains like others", &|user| domain(user, ".example"), 17..=18);
    share("apostrophe in the address", &|user| user.upn.starts_with("o'"), 8..=9);

    let issuer =
        |wanted: &'static str| move |user: &User| user.identities.iter().any(|one| one.issuer == wanted);
    for name in ["MicrosoftAccount", "google.com", "facebook.com"] {
        share(name, &issuer(name), 10..=11);
    }
    share("mail", &issuer("mail"), 20..=22);
    share("Entra", &issuer("ExternalAzureAD"), 28..=33);
    share("this tenant", &issuer(INITIAL_DOMAIN), 20..=24);
    share("a federation", &|user| user.identities.iter().any(|one| one.issuer.contains(':')), 10..=11);
    let created = |wanted| move |user: &User| user.creation_type == wanted;
    share("self-service sign-up", &created(Some(CreationType::SelfServiceSignUp)), 10..=11);
    share("email verified", &created(Some(CreationType::EmailVerified)), 10..=11);
    share("neither invited nor signed up", &created(None), 11..=13);
    share("no state", &|user| user.state.is_none(), 31..=36);
    share("no user type", &|user| user.user_type.is_none(), 10..=11);
    share("nothing says guest", &|user| user.user_type.is_none() && user.creation_type.is_none(), 2..=2);
    share("no date", &|user| user.created.is_none(), 10..=14);
    share("blocked", &|user| !user.enabled, 20..=25);

    let mut names: Vec<_> =
        directory(5, 3_000, 4).users().iter().map(|user| user.display_name.clone()).collect();
    let before = names.len();
    names.sort();
    names.dedup();
    assert!(before - names.len() >= 10, "some names occur twice");
}

#[test]
fn the_250_guests_of_the_start_have_a_bit_of_everything() {
    let all = untidy(1, 250, 4);
    let issuers: HashSet<_> =
        all.iter().flat_map(|user| &user.identities).map(|one| one.issuer.to_string()).collect();
    assert_eq!(issuers.len(), 7, "{issuers:?}");
    assert!(all.iter().any(|user| user.user_type.is_none()));
    assert!(all.iter().any(|user| user.mail.is_none() && !user.other_mails.is_empty()));
    assert!(all.iter().any(|user| user.creation_type == Some(CreationType::SelfServiceSignUp)));
    let listed =
        |user: &&User| user.user_type.is_some() || user.creation_type == Some(CreationType::Invitation);
    assert_eq!(all.iter().filter(listed).count(), 10, "a list by userType and creationType has all of them");
}

#[test]
fn values_keep_the_limits_of_the_description() {
    for user in directory(2, 2_000, 100).users() {
        let short = |text: &Option<String>, most| {
            text.as_ref().is_none_or(|text| (1..=most).contains(&text.chars().count()))
        };
        let name = &user.display_name;
        assert!((1..=MAX_NAME).contains(&name.encode_utf16().count()) && name.trim() == name, "{name:?}");
        assert!(short(&user.given_name, 64) && short(&user.surname, 64), "{name}");
        // Identities of this tenant have the sign-in name, which is longer at the service, too.
        let mut federated = user.identities.iter().filter(|one| one.sign_in_type == "federated");
        assert!(
            user.identities.len() == 1 && federated.all(|one| one.issuer_assigned_id.len() <= 64),
            "{name}"
        );
        assert!(user.addresses().all(|address| address.is_ascii() && address.len() <= 250));
        assert!(user.upn.is_ascii());
        assert_eq!(user.state.is_some(), user.state_changed.is_some());
        assert!(user.state_changed.is_none() || user.state_changed >= user.created, "{name}");
        assert!(user.creation_type == Some(CreationType::Invitation) || user.state.is_none());
    }
}

#[test]
fn no_address_or_sign_in_name_occurs_twice() {
    let directory = directory(7, 4_000, 100);
    let (mut upns, mut addresses) = (HashSet::new(), HashSet::new());
    for user in directory.users() {
        assert!(upns.insert(user.upn.to_lowercase()), "{}", user.upn);
        let own: HashSet<_> = user.addresses().map(str::to_lowercase).collect();
        for address in own {
            assert!(addresses.insert(address.clone()), "{address}");
            assert_eq!(directory.user_by_address(&address).map(|found| found.id), Some(user.id), "{address}");
        }
        assert_eq!(directory.user_by_upn(&user.upn).map(|found| found.id), Some(user.id));
    }
}
