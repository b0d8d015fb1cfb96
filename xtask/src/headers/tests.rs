use super::*;
use crate::clouds::NamedCloud;

fn cloud(text: &str) -> Result<Cloud> {
    Cloud::of_config(&format!("{{\"tenant\": \"contoso.com\", \"cloud\": {text}}}"))
}

fn policy(text: &str) -> String {
    cloud(text).unwrap().policy().join("; ")
}

#[test]
fn s20_the_policy_lets_in_the_clouds_hosts_and_nothing_inline() {
    for NamedCloud { name, login, graph, .. } in CLOUDS {
        let policy = policy(&format!("\"{name}\""));
        assert!(policy.contains(&format!("; connect-src 'self' {login} {graph}; ")), "{policy}");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
    let local = r#"{"login": "http://127.0.0.1:1", "graph": "https://[::1]:2/"}"#;
    assert!(policy(local).contains("connect-src 'self' http://127.0.0.1:1 https://[::1]:2;"));
}

#[test]
fn s22_trusted_types_are_enforced_without_a_default_policy() {
    let policy = policy("\"global\"");
    assert!(policy.ends_with("; require-trusted-types-for 'script'; trusted-types guestlist"), "{policy}");
}

#[test]
fn a_configuration_that_names_no_known_cloud_makes_no_headers() {
    for (text, says) in [
        ("\"moon\"", "there are \"global\", \"usgov\", \"usgov-dod\", \"china\""),
        ("7", "\"cloud\" names no \"login\""),
        (
            r#"{"login": "https://login.evil.test", "graph": "http://127.0.0.1:2"}"#,
            "only a host on this machine",
        ),
        (r#"{"login": "http://127.0.0.1:1; script-src *", "graph": "http://[::1]"}"#, "only a host on this"),
        (r#"{"login": "http://127.0.0.1.evil.test", "graph": "http://[::1]"}"#, "only a host on this"),
    ] {
        let error = cloud(text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
}

#[test]
fn a_meta_tag_says_all_that_it_can() {
    let global = cloud("\"global\"").unwrap();
    assert!(global.policy().contains(&"frame-ancestors 'none'".to_owned()));
    assert!(!global.policy_for_meta().contains("frame-ancestors"));
    assert_eq!(global.policy_for_meta().split("; ").count() + 1, global.policy().len());
}

/// The portal has its own list of routes; it must be the same as here.
#[test]
fn the_pages_are_those_of_the_portal() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let routes = source("src/ui/routes.rs");
    let read = routes.split("pub fn read").nth(1).unwrap().split("mod tests").next().unwrap();
    let pages: Vec<_> = read.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/')).collect();
    assert_eq!(pages, PAGES, "the pages in src/ui/routes.rs");
}
