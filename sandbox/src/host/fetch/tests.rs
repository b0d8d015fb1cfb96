use super::*;

#[test]
fn only_providers_on_this_machine_are_asked() {
    for url in ["http://127.0.0.1:9440", "http://localhost/realms/a", "http://[::1]:1/"] {
        assert!(address(url).is_ok(), "{url}");
    }
    for url in [
        "https://127.0.0.1:9440",
        "http://login.example",
        "http://127.0.0.1.evil.example",
        "http://localhost@evil.example",
        "file:///etc/passwd",
        "http://127.0.0.1/?x=1",
        "nonsense",
    ] {
        assert!(address(url).is_err(), "{url}");
    }
}

#[tokio::test]
async fn what_cannot_be_fetched_is_named() {
    let url = Url::parse("http://127.0.0.1:1/keys").unwrap();
    assert!(json(&url).await.unwrap_err().starts_with("http://127.0.0.1:1/keys: "));
}
