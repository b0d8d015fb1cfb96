//! The two forms of a redemption link in a tenant with the real host names.

use sandbox::Hosts;
use serde_json::Value;

use crate::world::{World, invitation, parameter};

#[test]
fn under_the_real_names_the_link_has_the_services_form_and_both_forms_resolve() {
    let world = World::new();
    let hosts = Hosts::new("https://localhost:8443", "global").unwrap();
    let at = |host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: String| {
        let request = http::Request::builder().method(method).uri(path).header("host", host);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let hosted = hosts.site(host, path).unwrap();
        world.sandbox().handle_at(hosted, request.body(body.into()).unwrap(), world.now())
    };
    let tokens = world.sign_in("ines@contoso.com", "openid https://graph.microsoft.com/User.Read");
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = invitation("a@fabrikam.com").to_string();
    let invited = at("graph.microsoft.com", "POST", "/v1.0/invitations", &headers, body);
    let invited: Value = serde_json::from_slice(invited.body()).unwrap();
    let link = invited["inviteRedeemUrl"].as_str().unwrap();
    let rest = link.strip_prefix("https://login.microsoftonline.com").unwrap();
    assert!(
        rest.starts_with("/redeem?rd=https%3a%2f%2finvitations.microsoft.com%2fredeem%2f%3ftenant%3d"),
        "{rest}"
    );
    let led = at("login.microsoftonline.com", "GET", rest, &[], String::new());
    let page = led.headers()["location"].to_str().unwrap();
    assert!(page.starts_with("https://login.microsoftonline.com/invitations/redeem/?tenant="), "{page}");
    let inner = parameter(link, "rd");
    let path = inner.strip_prefix("https://invitations.microsoft.com").unwrap();
    let shown = at("invitations.microsoft.com", "GET", path, &[], String::new());
    assert!(String::from_utf8_lossy(shown.body()).contains("a@fabrikam.com"));
    assert_eq!(at("invitations.microsoft.com", "GET", "/redeem/?ticket=x", &[], String::new()).status(), 404);
}
