use super::*;

fn read(text: &str) -> Result<Scopes, String> {
    let origins = Origins { graph: "http://g:1".into(), ..Origins::default() };
    Scopes::read(text, &origins)
}

#[test]
fn a_permission_may_be_written_short_or_with_any_clouds_graph() {
    for (text, audience) in [
        ("User.Read", None),
        ("00000003-0000-0000-c000-000000000000/User.Read", None),
        ("http://g:1/User.Read", Some("http://g:1")),
        ("https://graph.microsoft.com/user.read", Some("https://graph.microsoft.com")),
        ("https://graph.microsoft.us//User.Read", Some("https://graph.microsoft.us")),
        (
            "https://microsoftgraph.chinacloudapi.cn/User.Read",
            Some("https://microsoftgraph.chinacloudapi.cn"),
        ),
    ] {
        let scopes = read(text).unwrap();
        let names: Vec<_> = scopes.graph.iter().map(|permission| permission.name).collect();
        assert_eq!((names, scopes.audience.as_deref()), (vec!["User.Read"], audience), "{text}");
    }
}

#[test]
fn an_unknown_scope_is_named_and_another_api_is_told_apart() {
    let refused = read("openid https://evil.example/User.Read");
    assert_eq!(refused, Err("https://evil.example/User.Read".into()));
    let other = read("openid https://management.azure.com/user_impersonation").unwrap();
    assert_eq!(other.other.as_deref(), Some("https://management.azure.com/user_impersonation"));
    assert!(!other.has_graph());
}
