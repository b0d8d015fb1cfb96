use super::*;
use crate::domain::cloud::Cloud;

#[test]
fn the_sender_follows_from_the_domains_of_the_tenant() {
    let global = Cloud::named("global").unwrap().graph;
    let found = invitation_sender(Some("contoso.com"), Some("contoso.onmicrosoft.com"), &global).unwrap();
    assert_eq!(
        (found.default_domain.as_str(), found.usual.as_str(), found.older, found.is_initial),
        ("contoso.com", "invites@contoso.onmicrosoft.com", Some("invites@microsoft.com"), false)
    );
    let china = Cloud::named("china").unwrap().graph;
    let initial = "contoso.partner.onmschina.cn";
    let found = invitation_sender(Some(initial), Some(initial), &china).unwrap();
    assert_eq!((found.usual.as_str(), found.is_initial), ("invites@contoso.partner.onmschina.cn", true));
}

#[test]
fn nothing_is_said_where_nothing_is_known() {
    let sandbox = Origin::loopback("http://127.0.0.1:8082").unwrap();
    assert_eq!(invitation_sender(None, Some("contoso.onmicrosoft.com"), &sandbox), None);
    assert_eq!(invitation_sender(Some("contoso.com"), None, &sandbox), None);
    let found = invitation_sender(Some("contoso.com"), Some("contoso.onmicrosoft.com"), &sandbox).unwrap();
    assert_eq!(found.older, None);
}
