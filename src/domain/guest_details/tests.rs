use super::*;
use crate::domain::guest::UserId;

fn identity(sign_in_type: &str, issuer: &str, assigned: &str) -> Identity {
    Identity {
        sign_in_type: sign_in_type.to_owned(),
        issuer: issuer.to_owned(),
        assigned: assigned.to_owned(),
    }
}

fn listed() -> Guest {
    Guest {
        name: "Ann Lee".to_owned(),
        address: "ann@fabrikam.com".to_owned(),
        state: GuestState::Pending,
        company: "Fabrikam".to_owned(),
        blocked: true,
        ..Guest::with_id(UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f").unwrap())
    }
}

#[test]
fn the_sign_in_name_is_never_an_address() {
    let upn = "ann_fabrikam.com#EXT#@contoso.onmicrosoft.com";
    let details = GuestDetails {
        mail: Some(String::new()),
        other_mails: Some(Vec::new()),
        identities: Some(vec![identity("userPrincipalName", "contoso.onmicrosoft.com", upn)]),
        sign_in_name: Some(upn.to_owned()),
        ..GuestDetails::default()
    };
    assert_eq!(details.addresses(), []);
    assert_eq!(details.over(listed()).address, "");
}

#[test]
fn addresses_come_from_mail_and_identities_each_once() {
    let details = GuestDetails {
        mail: Some("Ann@fabrikam.com".to_owned()),
        other_mails: Some(vec!["ann@FABRIKAM.com".to_owned(), " ".to_owned(), "ann@adatum.com".to_owned()]),
        identities: Some(vec![
            identity("federated", "ExternalAzureAD", ""),
            identity("federated", "google.com", "ann@gmail.com"),
            identity("federated", "mail", "ann@fabrikam.com"),
            identity("emailAddress", "contoso.onmicrosoft.com", "lee@live.com"),
            identity("userName", "contoso.onmicrosoft.com", "annlee"),
        ]),
        ..GuestDetails::default()
    };
    assert_eq!(
        details.addresses(),
        [
            (AddressKind::Mail, "Ann@fabrikam.com"),
            (AddressKind::OtherMail, "ann@adatum.com"),
            (AddressKind::SignIn, "ann@gmail.com"),
            (AddressKind::SignIn, "lee@live.com"),
        ]
    );
}

#[test]
fn the_provider_is_told_by_the_issuer() {
    for (sign_in_type, issuer, provider) in [
        ("userPrincipalName", "contoso.onmicrosoft.com", Provider::Here),
        ("userPrincipalName", "mail", Provider::Here),
        ("federated", "ExternalAzureAD", Provider::Entra),
        ("federated", "MicrosoftAccount", Provider::MicrosoftAccount),
        ("federated", "google.com", Provider::Google),
        ("federated", "facebook.com", Provider::Facebook),
        ("federated", "mail", Provider::Passcode),
        ("federated", "https://idp.fabrikam.com", Provider::Other),
        ("emailAddress", "contoso.onmicrosoft.com", Provider::Other),
        ("", "", Provider::Other),
    ] {
        assert_eq!(identity(sign_in_type, issuer, "x").provider(), provider, "{sign_in_type} {issuer}");
    }
    let made = "ann_fabrikam.com#EXT#@contoso.onmicrosoft.com";
    assert_eq!(
        identity("userPrincipalName", "contoso.onmicrosoft.com", made).provider(),
        Provider::NotYet,
        "a guest who has not accepted"
    );
}

#[test]
fn what_was_read_replaces_the_list_and_what_was_left_out_does_not() {
    let nothing = GuestDetails::default();
    assert!(nothing.is_partial());
    assert_eq!(nothing.over(listed()), listed());

    let at = Moment::from_unix_millis(1);
    let read = GuestDetails {
        name: Some("Ann Smith".to_owned()),
        company: Some(String::new()),
        mail: Some(String::new()),
        other_mails: Some(vec!["ann@adatum.com".to_owned()]),
        state: Some(GuestState::Accepted),
        changed: Some(Some(at)),
        created: Some(None),
        blocked: Some(false),
        ..GuestDetails::default()
    };
    let guest = read.over(listed());
    assert_eq!((guest.name.as_str(), guest.address.as_str()), ("Ann Smith", "ann@adatum.com"));
    assert_eq!(
        (guest.company.as_str(), guest.state.clone(), guest.blocked),
        ("", GuestState::Accepted, false)
    );
    assert_eq!((guest.accepted(), guest.invited), (Some(at), None));
}

/// A refresh of the list may know more than what was read before it.
#[test]
fn what_the_list_knows_otherwise_replaces_what_was_read() {
    let mut read = GuestDetails {
        name: Some("Ann Lee".to_owned()),
        mail: Some("ann@fabrikam.com".to_owned()),
        other_mails: Some(vec!["ann@adatum.com".to_owned()]),
        state: Some(GuestState::Pending),
        company: Some("Fabrikam".to_owned()),
        department: Some("Sales".to_owned()),
        blocked: Some(true),
        created: Some(None),
        ..GuestDetails::default()
    };
    let before = read.clone();
    read.take_from(&listed());
    assert_eq!(read, before, "the list knows nothing otherwise");
    let moment = Moment::parse("2026-11-20T08:00:00Z");
    let newer = Guest {
        name: "Ann Tan".to_owned(),
        address: "tan@fabrikam.com".to_owned(),
        state: GuestState::Accepted,
        origin: GuestOrigin::Invitation,
        invited: moment,
        changed: moment,
        company: String::new(),
        blocked: false,
        ..listed()
    };
    read.take_from(&newer);
    assert_eq!(read.over(listed()), Guest { origin: listed().origin, changed: None, ..newer.clone() });
    assert_eq!(read.over(newer.clone()), newer);
    assert_eq!((read.department.as_deref(), read.origin.as_ref()), (Some("Sales"), None));
    assert_eq!(read.addresses().len(), 2);
    let without = Guest { address: String::new(), ..newer };
    read.take_from(&without);
    assert_eq!((read.over(listed()).address.as_str(), read.addresses().len()), ("", 0));
}
