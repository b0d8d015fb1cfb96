use super::*;

fn read(text: &str) -> Option<RedeemLink> {
    RedeemLink::read(text, &Cloud::named("global").unwrap())
}

#[test]
fn a_link_on_a_host_of_the_cloud_is_offered_as_it_is() {
    for link in [
        "https://login.microsoftonline.com/redeem?rd=https%3a%2f%2finvitations.microsoft.com%2fredeem%2f%3fticket%3dwCF%25252frzl2A%25253d",
        "https://invitations.microsoft.com/redeem/?tenant=x&ticket=a%2Bb",
    ] {
        assert_eq!(read(link), Some(RedeemLink::Known(link.to_owned())));
    }
}

#[test]
fn a_link_on_another_host_is_told_apart() {
    for link in [
        "https://login.microsoftonline.us/redeem?rd=x",
        "https://login.microsoftonline.com.evil.test/redeem",
        "https://evil.test/?https://login.microsoftonline.com/",
    ] {
        assert_eq!(read(link), Some(RedeemLink::UnknownHost(link.to_owned())));
    }
}

#[test]
fn what_is_no_https_address_is_not_offered() {
    for link in [
        "",
        "javascript:alert(1)",
        "http://login.microsoftonline.com/redeem",
        "http://127.0.0.1:8081/redeem",
        "data:text/html,x",
        "//login.microsoftonline.com/redeem",
        "https://login.microsoftonline.com@evil.test/redeem",
    ] {
        assert_eq!(read(link), None, "{link}");
    }
    let local = Cloud::loopback("http://127.0.0.1:8081", "http://127.0.0.1:8082", None).unwrap();
    let link = "http://127.0.0.1:8081/redeem?rd=x";
    assert_eq!(RedeemLink::read(link, &local), Some(RedeemLink::Known(link.to_owned())));
    assert_eq!(RedeemLink::read("http://127.0.0.1:9999/redeem", &local), None);
}
