use super::linked;

#[test]
fn a_reference_names_a_collection_and_an_id() {
    let id = "5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a";
    for link in [
        format!("https://graph.microsoft.com/v1.0/users/{id}"),
        format!("https://graph.microsoft.com/v1.0/users('{id}')"),
        format!("users/{id}"),
    ] {
        assert_eq!(linked(&link, &["users"]).map(|id| id.to_string()).as_deref(), Some(id), "{link}");
    }
    for link in ["", "users", "https://x/groups/5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a", "users/ann"] {
        assert_eq!(linked(link, &["users"]), None, "{link}");
    }
}
