use super::linked;

const GRAPH: &str = "https://graph.microsoft.com";

#[test]
fn a_reference_names_this_graph_a_collection_and_an_id() {
    let id = "5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a";
    for link in [
        format!("https://graph.microsoft.com/v1.0/users/{id}"),
        format!("https://graph.microsoft.com/beta/users/{id}"),
        format!("https://Graph.Microsoft.com/v1.0/Users/{id}/"),
        format!("https://graph.microsoft.com/v1.0/users('{id}')"),
    ] {
        assert_eq!(linked(GRAPH, &link, &["users"]).map(|id| id.to_string()).as_deref(), Some(id), "{link}");
    }
    for link in [
        String::new(),
        "users".into(),
        format!("users/{id}"),
        format!("/v1.0/users/{id}"),
        format!("https://graph.microsoft.us/v1.0/users/{id}"),
        format!("https://graph.microsoft.com.evil.example/v1.0/users/{id}"),
        format!("https://graph.microsoft.com@evil.example/v1.0/users/{id}"),
        format!("http://graph.microsoft.com/v1.0/users/{id}"),
        format!("https://graph.microsoft.com/users/{id}"),
        format!("https://graph.microsoft.com/v2/users/{id}"),
        format!("https://graph.microsoft.com/v1.0/groups/{id}"),
        format!("https://graph.microsoft.com/v1.0/users/{id}/manager"),
        "https://graph.microsoft.com/v1.0/users/ann".into(),
    ] {
        assert_eq!(linked(GRAPH, &link, &["users"]), None, "{link}");
    }
}
