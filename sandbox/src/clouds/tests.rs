use super::*;

const OWN: &str = "https://localhost:8443";

fn at(host: &str, path: &str) -> Option<(Site, String, String)> {
    let hosts = Hosts::new(OWN, "global").unwrap();
    let hosted = hosts.site(host, path)?;
    assert_eq!(hosted.origins.portal, OWN);
    assert_eq!(hosted.origins.control, OWN);
    Some((hosted.site, hosted.origins.login.clone(), hosted.origins.graph.clone()))
}

fn global(site: Site) -> Option<(Site, String, String)> {
    Some((site, "https://login.microsoftonline.com".into(), "https://graph.microsoft.com".into()))
}

#[test]
fn this_machine_is_portal_and_control_plane_of_the_global_cloud() {
    for host in ["localhost:8443", "LOCALHOST", "127.0.0.1:8443", "[::1]:8443", "[::1]"] {
        assert_eq!(at(host, "/guests"), global(Site::Portal), "{host}");
        assert_eq!(at(host, "/_sandboxes"), global(Site::Portal), "{host}");
        assert_eq!(at(host, "/_sandbox"), global(Site::Graph), "{host}");
        assert_eq!(at(host, "/_sandbox/outbox"), global(Site::Graph), "{host}");
    }
}

#[test]
fn the_portal_can_live_in_any_cloud() {
    for (name, cloud) in &CLOUDS {
        let hosts = Hosts::new(OWN, name).unwrap();
        assert_eq!(hosts.origins(), &cloud.origins(OWN));
        assert_eq!(super::name(hosts.origins()), Some(*name));
        assert_eq!(hosts.site("localhost", "/_sandbox").unwrap().origins.graph, cloud.origins(OWN).graph);
    }
    assert!(Hosts::new(OWN, "moon").is_none());
}

#[test]
fn each_cloud_knows_its_own_sister() {
    assert_eq!(at("login.microsoftonline.com", "/"), global(Site::Login));
    assert_eq!(at("Graph.Microsoft.com:443", "/v1.0/me"), global(Site::Graph));
    assert_eq!(at("myapps.microsoft.com", "/"), global(Site::MyApps));
    for (host, site, login, graph) in [
        ("login.microsoftonline.us", Site::Login, "login.microsoftonline.us", "graph.microsoft.us"),
        ("dod-graph.microsoft.us", Site::Graph, "login.microsoftonline.us", "dod-graph.microsoft.us"),
        (
            "microsoftgraph.chinacloudapi.cn",
            Site::Graph,
            "login.chinacloudapi.cn",
            "microsoftgraph.chinacloudapi.cn",
        ),
    ] {
        assert_eq!(at(host, "/"), Some((site, format!("https://{login}"), format!("https://{graph}"))));
    }
}

#[test]
fn the_cloud_of_a_request_is_that_of_its_host() {
    let hosts = Hosts::new(OWN, "usgov-dod").unwrap();
    for (host, cloud) in [
        ("graph.microsoft.com", Cloud::Global),
        ("localhost", Cloud::UsGovDod),
        ("graph.microsoft.us", Cloud::UsGov),
        ("dod-graph.microsoft.us", Cloud::UsGovDod),
        ("login.microsoftonline.us", Cloud::UsGovDod),
        ("microsoftgraph.chinacloudapi.cn", Cloud::China),
        ("login.partner.microsoftonline.cn", Cloud::China),
    ] {
        assert_eq!(cloud_of(&hosts.site(host, "/").unwrap().origins), cloud, "{host}");
    }
    assert_eq!(cloud_of(&Origins::default()), Cloud::Global, "a sandbox on ports");
}

#[test]
fn other_names_are_nobodys() {
    for host in ["graph.microsoft.com.evil.example", "localhost.evil.example", "evil.example", "", "::1"] {
        assert_eq!(at(host, "/_sandbox"), None, "{host}");
    }
}
