//! Redemption links: their form in a tenant with the real host names, and what a client must not do to them.

use percent_encoding::percent_decode_str;
use sandbox::{HostedSite, Hosts, Response};
use serde_json::Value;

use crate::world::{World, between, invitation, parameter};

/// A tenant of the global cloud behind its host names.
struct Named {
    world: World,
    hosts: Hosts,
}

impl Named {
    fn new() -> Self {
        Self {
            world: World::in_cloud("global"),
            hosts: Hosts::new("https://localhost:8443", "global").unwrap(),
        }
    }

    fn site(&self, host: &str, path: &str) -> &HostedSite {
        self.hosts.site(host, path).unwrap()
    }

    fn get(&self, host: &str, path: &str) -> Response {
        let request = http::Request::builder().uri(path).header("host", host);
        let request = request.body(bytes::Bytes::new()).unwrap();
        self.world.sandbox().handle_at(self.site(host, path), request, self.world.now())
    }

    /// Invites, and returns the link.
    fn link(&self) -> String {
        let token = self.world.access_token("ines@contoso.com");
        let host = "graph.microsoft.com";
        let request = http::Request::builder().method("POST").uri("/v1.0/invitations").header("host", host);
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "application/json");
        let request = request.body(invitation("a@fabrikam.com").to_string().into()).unwrap();
        let invited = self.world.sandbox().handle_at(self.site(host, ""), request, self.world.now());
        let invited: Value = serde_json::from_slice(invited.body()).unwrap();
        invited["inviteRedeemUrl"].as_str().unwrap().to_owned()
    }

    /// Opens a link and follows its redirect. Returns whether the guest may go on.
    fn opens(&self, link: &str) -> bool {
        let open = |url: &str| self.get("login.microsoftonline.com", url.strip_prefix(LOGIN).unwrap());
        let mut response = open(link);
        if response.status() == 302 {
            let page = response.headers()["location"].to_str().unwrap().to_owned();
            assert!(page.starts_with(&format!("{LOGIN}/invitations/redeem/?tenant=")), "{page}");
            response = open(&page);
        }
        let page = String::from_utf8_lossy(response.body()).into_owned();
        match response.status().as_u16() {
            200 => assert!(page.contains("a@fabrikam.com"), "{page}"),
            404 => assert!(page.contains("This invitation no longer works"), "{page}"),
            status => panic!("{status}: {page}"),
        }
        response.status() == 200
    }
}

const LOGIN: &str = "https://login.microsoftonline.com";

#[test]
fn under_the_real_names_the_link_has_the_services_form_and_both_forms_resolve() {
    let named = Named::new();
    let link = named.link();
    let rest = link.strip_prefix(LOGIN).unwrap();
    assert!(
        rest.starts_with("/redeem?rd=https%3a%2f%2finvitations.microsoft.com%2fredeem%2f%3ftenant%3d"),
        "{rest}"
    );
    assert!(named.opens(&link));
    let inner = parameter(&link, "rd");
    let path = inner.strip_prefix("https://invitations.microsoft.com").unwrap();
    let shown = named.get("invitations.microsoft.com", path);
    assert!(String::from_utf8_lossy(shown.body()).contains("a@fabrikam.com"));
    assert_eq!(named.get("invitations.microsoft.com", "/redeem/?ticket=x").status(), 404);
}

#[test]
fn a_link_is_redeemed_only_when_it_comes_back_whole() {
    let named = Named::new();
    let link = named.link();
    // The form of the documented example: `…ticket%3dwCFIFW%25252frzl2A…%25253d%26ver%3d2.0`.
    let ticket = between(&link, "%26ticket%3d", "%26ver%3d2.0");
    assert!(
        ticket.contains("%25252b") && ticket.contains("%25252f") && ticket.ends_with("%25253d"),
        "{ticket}"
    );
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let base64 = decoded(&decoded(&decoded(ticket)));
    assert!(base64.contains('+') && base64.contains('/') && base64.ends_with('='), "{base64}");

    for (damage, damaged) in [
        ("the ticket is decoded once too often", link.replace("%2525", "%25")),
        ("twice too often", link.replace("%2525", "%")),
        ("the ticket is encoded once too often", link.replace("%2525", "%252525")),
        ("the link is decoded", decoded(&link)),
        ("the link is encoded", link.replace('%', "%25")),
        ("it ends before the last escapes", link.replace("%25253d", "")),
    ] {
        assert_ne!(damaged, link);
        assert!(!named.opens(&damaged), "{damage}: {damaged}");
    }
    // A browser's URL object may write the same query in another way.
    let (before, _) = link.split_once("?rd=").unwrap();
    let same: String = form_urlencoded::byte_serialize(parameter(&link, "rd").as_bytes()).collect();
    assert!(named.opens(&format!("{before}?rd={same}")));
    assert!(named.opens(&link));
}
