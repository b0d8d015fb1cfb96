use super::is_loopback;

#[test]
fn only_loopback_hosts_are_answered() {
    for host in ["localhost:8082", "127.0.0.1:8082", "[::1]:8082", "LOCALHOST"] {
        assert!(is_loopback(host), "{host}");
    }
    for host in ["graph.microsoft.com", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]"] {
        assert!(!is_loopback(host), "{host}");
    }
}
